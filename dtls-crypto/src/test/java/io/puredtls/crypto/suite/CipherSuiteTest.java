package io.puredtls.crypto.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.sign.KeyKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CipherSuiteTest {
    /** [RFC9846 §B.4] IANA's registry "TLS Cipher Suites". A suite of DTLS 1.3 says nothing of keys: any kind signs. */
    @ParameterizedTest
    @CsvSource({
        "0x1301, TLS_AES_128_GCM_SHA256, AES_128_GCM, SHA256",
        "0x1302, TLS_AES_256_GCM_SHA384, AES_256_GCM, SHA384",
        "0x1303, TLS_CHACHA20_POLY1305_SHA256, CHACHA20_POLY1305, SHA256",
        "0x1304, TLS_AES_128_CCM_SHA256, AES_128_CCM, SHA256",
        "0x1305, TLS_AES_128_CCM_8_SHA256, AES_128_CCM_8, SHA256",
    })
    // [RFC9846 §9.1#1]
    void a_known_suite_of_dtls_1_3_is_what_its_name_says(int code, String name, AeadAlgorithm aead, HashAlgorithm hash) {
        CipherSuite suite = new CipherSuite(code);
        assertKnown(suite, name, aead, hash);
        assertTrue(suite.isForDtls13());
        assertEquals("nothing is known of " + name, assertThrows(IllegalStateException.class, suite::keyExchange).getMessage());
    }

    /** IANA's registry "TLS Cipher Suites": of those of TLS 1.3 these say DTLS-OK. The two without encryption do as well, and are not wanted. */
    @Test
    // [RFC9147 §5.3#8]
    void no_suite_of_dtls_1_3_is_known_that_dtls_may_not_use() {
        assertEquals(List.of(0x1301, 0x1302, 0x1303, 0x1304, 0x1305),
                CipherSuite.KNOWN.stream().filter(CipherSuite::isForDtls13).map(CipherSuite::code).toList());
        for (CipherSuite integrityAlone : List.of(new CipherSuite(0xC0B4), new CipherSuite(0xC0B5))) {
            assertFalse(integrityAlone.isKnown());
        }
    }

    /** IANA's registry "TLS Cipher Suites". */
    @ParameterizedTest
    @CsvSource({
        "0xC02B, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, AES_128_GCM, SHA256, ECDHE_ECDSA",
        "0xC02C, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, AES_256_GCM, SHA384, ECDHE_ECDSA",
        "0xC02F, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, AES_128_GCM, SHA256, ECDHE_RSA",
        "0xC030, TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, AES_256_GCM, SHA384, ECDHE_RSA",
        "0xCCA8, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, CHACHA20_POLY1305, SHA256, ECDHE_RSA",
        "0xCCA9, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, CHACHA20_POLY1305, SHA256, ECDHE_ECDSA",
        "0xC0AC, TLS_ECDHE_ECDSA_WITH_AES_128_CCM, AES_128_CCM, SHA256, ECDHE_ECDSA",
        "0xC0AD, TLS_ECDHE_ECDSA_WITH_AES_256_CCM, AES_256_CCM, SHA256, ECDHE_ECDSA",
        "0xC0AE, TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8, AES_128_CCM_8, SHA256, ECDHE_ECDSA",
        "0xC0AF, TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8, AES_256_CCM_8, SHA256, ECDHE_ECDSA",
        "0xD001, TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256, AES_128_GCM, SHA256, ECDHE_PSK",
        "0xD002, TLS_ECDHE_PSK_WITH_AES_256_GCM_SHA384, AES_256_GCM, SHA384, ECDHE_PSK",
        "0xD003, TLS_ECDHE_PSK_WITH_AES_128_CCM_8_SHA256, AES_128_CCM_8, SHA256, ECDHE_PSK",
        "0xD005, TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256, AES_128_CCM, SHA256, ECDHE_PSK",
        "0xCCAC, TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256, CHACHA20_POLY1305, SHA256, ECDHE_PSK",
        "0x00A8, TLS_PSK_WITH_AES_128_GCM_SHA256, AES_128_GCM, SHA256, PSK",
        "0x00A9, TLS_PSK_WITH_AES_256_GCM_SHA384, AES_256_GCM, SHA384, PSK",
        "0xC0A4, TLS_PSK_WITH_AES_128_CCM, AES_128_CCM, SHA256, PSK",
        "0xC0A8, TLS_PSK_WITH_AES_128_CCM_8, AES_128_CCM_8, SHA256, PSK",
        "0xCCAB, TLS_PSK_WITH_CHACHA20_POLY1305_SHA256, CHACHA20_POLY1305, SHA256, PSK",
    })
    void a_known_suite_of_dtls_1_2_is_what_its_name_says(
            int code, String name, AeadAlgorithm aead, HashAlgorithm hash, KeyExchangeMethod keyExchange) {
        CipherSuite suite = new CipherSuite(code);
        assertKnown(suite, name, aead, hash);
        assertFalse(suite.isForDtls13());
        assertEquals(keyExchange, suite.keyExchange());
    }

    /** IANA's registry "TLS Cipher Suites"; the hashes of their PRFs are those of RFC 5289, RFC 5487 and RFC 5489. */
    @ParameterizedTest
    @CsvSource({
        "0xC009, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA, AES_128_CBC_SHA, SHA256, ECDHE_ECDSA",
        "0xC00A, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA, AES_256_CBC_SHA, SHA256, ECDHE_ECDSA",
        "0xC013, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, AES_128_CBC_SHA, SHA256, ECDHE_RSA",
        "0xC014, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA, AES_256_CBC_SHA, SHA256, ECDHE_RSA",
        "0xC023, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, AES_128_CBC_SHA256, SHA256, ECDHE_ECDSA",
        "0xC024, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, AES_256_CBC_SHA384, SHA384, ECDHE_ECDSA",
        "0xC027, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, AES_128_CBC_SHA256, SHA256, ECDHE_RSA",
        "0xC028, TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384, AES_256_CBC_SHA384, SHA384, ECDHE_RSA",
        "0xC035, TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA, AES_128_CBC_SHA, SHA256, ECDHE_PSK",
        "0xC036, TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA, AES_256_CBC_SHA, SHA256, ECDHE_PSK",
        "0xC037, TLS_ECDHE_PSK_WITH_AES_128_CBC_SHA256, AES_128_CBC_SHA256, SHA256, ECDHE_PSK",
        "0xC038, TLS_ECDHE_PSK_WITH_AES_256_CBC_SHA384, AES_256_CBC_SHA384, SHA384, ECDHE_PSK",
        "0x008C, TLS_PSK_WITH_AES_128_CBC_SHA, AES_128_CBC_SHA, SHA256, PSK",
        "0x008D, TLS_PSK_WITH_AES_256_CBC_SHA, AES_256_CBC_SHA, SHA256, PSK",
        "0x00AE, TLS_PSK_WITH_AES_128_CBC_SHA256, AES_128_CBC_SHA256, SHA256, PSK",
        "0x00AF, TLS_PSK_WITH_AES_256_CBC_SHA384, AES_256_CBC_SHA384, SHA384, PSK",
    })
    void a_known_legacy_suite_is_what_its_name_says(
            int code, String name, CbcAlgorithm cbc, HashAlgorithm hash, KeyExchangeMethod keyExchange) {
        CipherSuite suite = new CipherSuite(code);
        assertKnown(suite, name, hash);
        assertTrue(suite.isLegacy());
        assertEquals(new RecordCipher.Cbc(cbc), suite.cipher());
        assertEquals(name + " has no AEAD", assertThrows(IllegalStateException.class, suite::aead).getMessage());
        assertFalse(suite.isForDtls13());
        assertEquals(keyExchange, suite.keyExchange());
    }

    private static void assertKnown(CipherSuite suite, String name, AeadAlgorithm aead, HashAlgorithm hash) {
        assertKnown(suite, name, hash);
        assertEquals(aead, suite.aead());
        assertEquals(new RecordCipher.Aead(aead), suite.cipher());
        assertFalse(suite.isLegacy());
    }

    private static void assertKnown(CipherSuite suite, String name, HashAlgorithm hash) {
        assertEquals(name, suite.toString());
        assertEquals(hash, suite.hash());
        assertEquals(Optional.of(suite), CipherSuite.named(name));
        assertEquals(Optional.of(suite), CipherSuite.named(name.toLowerCase(Locale.ROOT)));
        assertTrue(suite.isKnown());
        assertTrue(suite.isAvailable(Jca.PLATFORM));
        assertTrue(CipherSuite.KNOWN.contains(suite));
    }

    /** [RFC8422 §5.1] EdDSA keys serve the ECDSA suites; ML-DSA keys serve none of 1.2's. */
    @Test
    void each_kind_of_key_serves_the_suites_of_its_family() {
        assertEquals(EnumSet.of(KeyKind.EC, KeyKind.ED25519, KeyKind.ED448), accepted(KeyExchangeMethod.ECDHE_ECDSA));
        assertEquals(EnumSet.of(KeyKind.RSA, KeyKind.RSA_PSS), accepted(KeyExchangeMethod.ECDHE_RSA));
        assertEquals(EnumSet.noneOf(KeyKind.class), accepted(KeyExchangeMethod.ECDHE_PSK));
        assertEquals(EnumSet.noneOf(KeyKind.class), accepted(KeyExchangeMethod.PSK));
    }

    private static EnumSet<KeyKind> accepted(KeyExchangeMethod keyExchange) {
        EnumSet<KeyKind> kinds = EnumSet.allOf(KeyKind.class);
        kinds.removeIf(kind -> !keyExchange.accepts(kind));
        return kinds;
    }

    @Test
    // [RFC9846 §9.1#1]
    void all_known_suites_are_available_and_different() {
        assertEquals(CipherSuite.KNOWN, CipherSuite.available(Jca.PLATFORM));
        assertEquals(41, new HashSet<>(CipherSuite.KNOWN).size());
    }

    /** Among old ones: no key exchange without forward secrecy, none with a key of less than 128 bits, and no cipher but an AEAD but for legacy ones. */
    @Test
    // [RFC9846 §E.5#1] [RFC9846 §E.5#2]
    void all_known_suites_are_strong_and_all_but_those_with_a_key_alone_forward_secret() {
        for (CipherSuite suite : CipherSuite.KNOWN) {
            assertTrue(suite.isForDtls13() || suite.toString().matches("TLS_(ECDHE|PSK)_.*"), suite.toString());
            String cipher = suite.isLegacy() ? ".*_AES_(128|256)_CBC_SHA(256|384)?" : ".*_(AES_(128|256)_(GCM|CCM)|CHACHA20_POLY1305).*";
            assertTrue(suite.toString().matches(cipher), suite.toString());
        }
    }

    @Test
    void those_of_dtls_1_3_come_first_and_each_version_prefers_aes_of_128_bits() {
        assertEquals(CipherSuite.KNOWN.subList(0, 5), CipherSuite.KNOWN.stream().filter(CipherSuite::isForDtls13).toList());
        assertEquals(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.KNOWN.get(0));
        assertEquals(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.KNOWN.get(5));
    }

    /** [RFC9147 §4.5.3] A short tag is not used unless it is asked for by name. */
    @Test
    // [RFC9147 §4.5.3#10]
    void all_but_those_with_short_tags_or_without_forward_secrecy_are_used_by_default() {
        List<CipherSuite> expected = new ArrayList<>(CipherSuite.KNOWN);
        expected.removeIf(suite -> suite.toString().matches(".*CCM_8.*|TLS_PSK_.*|.*CBC.*"));
        assertEquals(16, expected.size());
        assertEquals(expected, CipherSuite.defaults(Jca.PLATFORM));
    }

    @Test
    void where_legacy_suites_are_allowed_they_stand_behind_all_others() {
        List<CipherSuite> expected = new ArrayList<>(CipherSuite.defaults(Jca.PLATFORM));
        List<CipherSuite> legacy = CipherSuite.KNOWN.stream().filter(suite -> suite.toString().matches("TLS_ECDHE.*CBC.*")).toList();
        assertEquals(12, legacy.size());
        expected.addAll(legacy);
        assertEquals(expected, CipherSuite.defaultsWithLegacy(Jca.PLATFORM));
        assertEquals(16, CipherSuite.KNOWN.stream().filter(CipherSuite::isLegacy).count());
        assertTrue(CipherSuite.KNOWN.subList(25, 41).stream().allMatch(CipherSuite::isLegacy));
    }

    @Test
    void a_signalling_value_is_no_suite() {
        assertEquals("TLS_EMPTY_RENEGOTIATION_INFO_SCSV", new CipherSuite(0x00FF).toString());
        assertEquals("TLS_FALLBACK_SCSV", new CipherSuite(0x5600).toString());
        assertFalse(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV.isForDtls13());
        assertFalse(CipherSuite.TLS_FALLBACK_SCSV.isForDtls13());
        assertFalse(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV.isKnown());
        assertFalse(CipherSuite.TLS_FALLBACK_SCSV.isAvailable(Jca.PLATFORM));
        assertEquals(Optional.empty(), CipherSuite.named("TLS_FALLBACK_SCSV"));
    }

    @Test
    void nothing_is_said_of_an_unknown_suite() {
        CipherSuite unknown = new CipherSuite(0x1A2B);
        assertEquals("unknown(0x1a2b)", unknown.toString());
        assertFalse(unknown.isKnown());
        assertFalse(unknown.isAvailable(Jca.PLATFORM));
        assertEquals("nothing is known of unknown(0x1a2b)", assertThrows(IllegalStateException.class, unknown::aead).getMessage());
        assertThrows(IllegalStateException.class, unknown::cipher);
        assertFalse(unknown.isLegacy());
        assertThrows(IllegalStateException.class, unknown::hash);
        assertThrows(IllegalStateException.class, unknown::keyExchange);
        assertEquals(Optional.empty(), CipherSuite.named("unknown(0x1a2b)"));
    }
}
