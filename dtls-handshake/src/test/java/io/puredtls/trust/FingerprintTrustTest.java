package io.puredtls.trust;

import static io.puredtls.alert.Violation.CERTIFICATE_FINGERPRINT_MISMATCH;
import static io.puredtls.alert.Violation.CERTIFICATE_MISSING;
import static io.puredtls.trust.Pki.assertRefused;
import static io.puredtls.trust.Pki.assertTrusted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC8122 §5, §6.2] Certificates told by signalling. */
final class FingerprintTrustTest {
    /** Neither name nor date fit: nothing but the fingerprint counts. */
    private static final Expectation ELSEWHERE_LONG_AFTER = new Expectation(
            Purpose.CLIENT_AUTHENTICATION, ReferenceIdentity.of("elsewhere.example"), Instant.parse("2099-01-01T00:00:00Z"));
    private static final X509Certificate LEAF = Pki.selfSigned("a.example.org");
    private static final X509Certificate OTHER = Pki.selfSigned("b.example.org");

    private static String hex(String algorithm, X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance(algorithm.toUpperCase(Locale.ROOT)).digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (GeneralSecurityException broken) {
            throw new AssertionError(broken);
        }
    }

    private static Verdict judge(TrustPolicy policy) {
        return policy.evaluate(List.of(LEAF, OTHER), ELSEWHERE_LONG_AFTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sha-256", "SHA-384", "sha-512"})
    void certificate_with_the_fingerprint_is_believed(String algorithm) {
        String hex = hex(algorithm, LEAF);
        assertTrusted(judge(TrustPolicy.fingerprint(algorithm, hex)));
        assertTrusted(judge(TrustPolicy.fingerprint(algorithm, hex.toLowerCase(Locale.ROOT))));
        assertTrusted(judge(TrustPolicy.fingerprint(algorithm, hex.replace(":", ""))));
    }

    @Test
    void other_certificates_are_refused_with_both_fingerprints() {
        String wanted = hex("sha-256", OTHER);
        assertRefused(CERTIFICATE_FINGERPRINT_MISMATCH, judge(TrustPolicy.fingerprint("sha-256", wanted)), wanted, hex("sha-256", LEAF));
        assertRefused(CERTIFICATE_MISSING, TrustPolicy.fingerprint("sha-256", wanted).evaluate(List.of(), ELSEWHERE_LONG_AFTER));
    }

    @Test
    void one_of_several_fingerprints_is_enough() {
        FingerprintTrust other = TrustPolicy.fingerprint("sha-256", hex("sha-256", OTHER));
        assertTrusted(judge(other.or("sha-512", hex("sha-512", LEAF))));
        assertTrusted(judge(TrustPolicy.fingerprint("sha-512", hex("sha-512", LEAF)).or("sha-256", hex("sha-256", OTHER))));
        assertRefused(CERTIFICATE_FINGERPRINT_MISMATCH, judge(other), hex("sha-256", OTHER));
        assertEquals("FingerprintTrust[sha-256 " + hex("sha-256", OTHER) + "]", other.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "sha-1,   00,     too weak",
        "MD5,     00,     too weak",
        "sha-224, 00,     too weak",
        "sha256,  00,     not by 'sha256'",
        "sha-256, 00,     'a sha-256 fingerprint has 32 bytes, not 1'",
        "sha-256, 0,      two hexadecimal digits",
        "sha-256, 00:0,   two hexadecimal digits",
        "sha-256, 00::00, two hexadecimal digits",
        "sha-256, 00:0000, two hexadecimal digits",
        "sha-256, '00 00', two hexadecimal digits",
        "sha-256, zz,     two hexadecimal digits",
        "sha-256, '',     'has 32 bytes, not 0'",
    })
    void malformed_fingerprints_are_refused_with_a_sentence(String algorithm, String hex, String said) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> TrustPolicy.fingerprint(algorithm, hex));
        assertTrue(thrown.getMessage().contains(said), thrown.getMessage());
        FingerprintTrust good = TrustPolicy.fingerprint("sha-256", hex("sha-256", LEAF));
        assertThrows(IllegalArgumentException.class, () -> good.or(algorithm, hex));
    }
}
