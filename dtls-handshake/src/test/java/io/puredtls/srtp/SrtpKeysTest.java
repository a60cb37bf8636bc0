package io.puredtls.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.secret.SecretBytes;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** [RFC5764 §4.2] client key, server key, client salt, server salt. */
class SrtpKeysTest {
    static final List<SrtpProfile> profiles = SrtpProfile.KNOWN;

    @ParameterizedTest
    @FieldSource("profiles")
    void material_is_cut_into_keys_then_salts_the_clients_first(SrtpProfile profile) {
        try (SecretBytes material = material(profile); SrtpKeys keys = SrtpKeys.split(profile, material)) {
            assertEquals("c1".repeat(profile.keyLength()), hex(keys.clientKey()));
            assertEquals("5e".repeat(profile.keyLength()), hex(keys.serverKey()));
            assertEquals("ca".repeat(profile.saltLength()), hex(keys.clientSalt()));
            assertEquals("5a".repeat(profile.saltLength()), hex(keys.serverSalt()));
        }
    }

    @ParameterizedTest
    @FieldSource("profiles")
    void material_of_another_length_is_refused(SrtpProfile profile) {
        for (int difference : new int[] {-1, 1}) {
            SecretBytes material = SecretBytes.taking(new byte[SrtpKeys.exportLength(profile) + difference]);
            var thrown = assertThrows(IllegalArgumentException.class, () -> SrtpKeys.split(profile, material));
            assertEquals(profile + " takes " + SrtpKeys.exportLength(profile) + " bytes of keying material, not "
                    + (SrtpKeys.exportLength(profile) + difference), thrown.getMessage());
        }
    }

    @Test
    void the_length_to_export_is_that_of_all_four() {
        assertEquals(List.of(88, 56, 88, 56, 176, 112, 60, 92, 60, 60, 92, 60, 60, 60),
                SrtpProfile.KNOWN.stream().map(SrtpKeys::exportLength).toList());
        assertThrows(IllegalStateException.class, () -> SrtpKeys.exportLength(new SrtpProfile(3)));
    }

    @Test
    void the_keys_are_copies_with_an_end_of_their_own() {
        SrtpProfile profile = SrtpProfile.SRTP_AEAD_AES_128_GCM;
        SecretBytes material = material(profile);
        SrtpKeys keys = SrtpKeys.split(profile, material);
        material.close();
        assertEquals("c1".repeat(16), hex(keys.clientKey()));
        List<SecretBytes> all = List.of(keys.clientKey(), keys.serverKey(), keys.clientSalt(), keys.serverSalt());
        all.forEach(key -> assertFalse(key.isClosed()));
        keys.close();
        all.forEach(key -> assertTrue(key.isClosed()));
    }

    @Test
    void printing_the_keys_shows_no_key() {
        try (SecretBytes material = material(SrtpProfile.SRTP_AEAD_AES_128_GCM);
                SrtpKeys keys = SrtpKeys.split(SrtpProfile.SRTP_AEAD_AES_128_GCM, material)) {
            assertFalse(keys.toString().contains("c1c1"), keys::toString);
        }
    }

    /** [RFC5764 §4.2#1] */
    @Test
    void the_exporters_label_is_the_rfcs() {
        assertEquals("EXTRACTOR-dtls_srtp", SrtpKeys.EXPORTER_LABEL);
    }

    private static SecretBytes material(SrtpProfile profile) {
        String hex = "c1".repeat(profile.keyLength()) + "5e".repeat(profile.keyLength())
                + "ca".repeat(profile.saltLength()) + "5a".repeat(profile.saltLength());
        return SecretBytes.taking(HexFormat.of().parseHex(hex));
    }

    private static String hex(SecretBytes secret) {
        return HexFormat.of().formatHex(secret.view());
    }
}
