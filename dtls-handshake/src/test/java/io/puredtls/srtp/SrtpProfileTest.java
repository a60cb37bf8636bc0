package io.puredtls.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** [RFC5764 §4.1.2], [RFC7714 §12]. */
class SrtpProfileTest {
    @ParameterizedTest
    @CsvSource({
        "1, SRTP_AES128_CM_HMAC_SHA1_80, 16, 14",
        "2, SRTP_AES128_CM_HMAC_SHA1_32, 16, 14",
        "7, SRTP_AEAD_AES_128_GCM,       16, 12",
        "8, SRTP_AEAD_AES_256_GCM,       32, 12"})
    void known_profiles_have_the_registrys_names_and_lengths(int code, String name, int keyLength, int saltLength) {
        SrtpProfile profile = new SrtpProfile(code);
        assertTrue(profile.isKnown());
        assertEquals(name, profile.toString());
        assertEquals(Optional.of(profile), SrtpProfile.named(name));
        assertEquals(keyLength, profile.keyLength());
        assertEquals(saltLength, profile.saltLength());
    }

    @Test
    void openssls_names_are_understood() {
        assertEquals(Optional.of(SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80), SrtpProfile.named("SRTP_AES128_CM_SHA1_80"));
        assertEquals(Optional.of(SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_32), SrtpProfile.named("SRTP_AES128_CM_SHA1_32"));
        assertEquals(Optional.empty(), SrtpProfile.named("SRTP_NULL_HMAC_SHA1_80"));
    }

    @Test
    void an_unknown_profile_survives_but_has_no_lengths() {
        SrtpProfile unknown = new SrtpProfile(0x0005);
        assertFalse(unknown.isKnown());
        assertEquals("unknown(0x0005)", unknown.toString());
        assertEquals("nothing is known of unknown(0x0005)", assertThrows(IllegalStateException.class, unknown::keyLength).getMessage());
        assertThrows(IllegalStateException.class, unknown::saltLength);
    }

    @Test
    void the_strongest_profile_is_first() {
        assertEquals(SrtpProfile.SRTP_AEAD_AES_256_GCM, SrtpProfile.KNOWN.get(0));
        assertEquals(4, SrtpProfile.KNOWN.size());
    }
}
