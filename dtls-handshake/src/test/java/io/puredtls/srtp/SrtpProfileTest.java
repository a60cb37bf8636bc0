package io.puredtls.srtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The registry of DTLS-SRTP protection profiles: [RFC5764 §4.1.2], [RFC7714 §12], [RFC8269], [RFC8723 §10.1]. */
class SrtpProfileTest {
    @ParameterizedTest
    @CsvSource({
        "1,  SRTP_AES128_CM_HMAC_SHA1_80,              16, 14",
        "2,  SRTP_AES128_CM_HMAC_SHA1_32,              16, 14",
        "5,  SRTP_NULL_HMAC_SHA1_80,                   16, 14",
        "6,  SRTP_NULL_HMAC_SHA1_32,                   16, 14",
        "7,  SRTP_AEAD_AES_128_GCM,                    16, 12",
        "8,  SRTP_AEAD_AES_256_GCM,                    32, 12",
        "9,  DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM, 32, 24",
        "10, DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM, 64, 24",
        "11, SRTP_ARIA_128_CTR_HMAC_SHA1_80,           16, 14",
        "12, SRTP_ARIA_128_CTR_HMAC_SHA1_32,           16, 14",
        "13, SRTP_ARIA_256_CTR_HMAC_SHA1_80,           32, 14",
        "14, SRTP_ARIA_256_CTR_HMAC_SHA1_32,           32, 14",
        "15, SRTP_AEAD_ARIA_128_GCM,                   16, 12",
        "16, SRTP_AEAD_ARIA_256_GCM,                   32, 12"})
    void known_profiles_have_the_registrys_names_and_lengths(int code, String name, int keyLength, int saltLength) {
        SrtpProfile profile = new SrtpProfile(code);
        assertTrue(profile.isKnown());
        assertEquals(name, profile.toString());
        assertEquals(Optional.of(profile), SrtpProfile.named(name));
        assertEquals(keyLength, profile.keyLength());
        assertEquals(saltLength, profile.saltLength());
    }

    @ParameterizedTest
    @CsvSource({
        "1,  SRTP_AES128_CM_SHA1_80",
        "2,  SRTP_AES128_CM_SHA1_32",
        "9,  SRTP_DOUBLE_AEAD_AES_128_GCM_AEAD_AES_128_GCM",
        "10, SRTP_DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM"})
    void openssls_names_are_understood(int code, String name) {
        assertEquals(Optional.of(new SrtpProfile(code)), SrtpProfile.named(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 4, 17})
    void a_profile_that_nobody_registered_survives_but_has_no_lengths(int code) {
        SrtpProfile unknown = new SrtpProfile(code);
        String name = String.format("unknown(0x%04x)", code);
        assertFalse(unknown.isKnown());
        assertEquals(name, unknown.toString());
        assertEquals(Optional.empty(), SrtpProfile.named(name));
        assertEquals("nothing is known of " + name, assertThrows(IllegalStateException.class, unknown::keyLength).getMessage());
        assertThrows(IllegalStateException.class, unknown::saltLength);
    }

    @Test
    void the_strongest_profile_is_first_and_those_without_encryption_are_last() {
        assertEquals(SrtpProfile.SRTP_AEAD_AES_256_GCM, SrtpProfile.KNOWN.get(0));
        assertEquals(List.of(SrtpProfile.SRTP_NULL_HMAC_SHA1_80, SrtpProfile.SRTP_NULL_HMAC_SHA1_32), SrtpProfile.KNOWN.subList(12, 14));
        assertEquals(14, SrtpProfile.KNOWN.size());
    }
}
