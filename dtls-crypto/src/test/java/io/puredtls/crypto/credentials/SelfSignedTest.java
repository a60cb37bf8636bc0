package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.CredentialsFaultTest.assertSays;
import static io.puredtls.crypto.credentials.Vectors.EVENING;
import static io.puredtls.crypto.credentials.Vectors.MIDNIGHT;
import static io.puredtls.crypto.credentials.Vectors.NOON;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.sign.KeyKind;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SelfSignedTest {
    static List<KeyAlgorithm> algorithms() {
        return Vectors.availableAlgorithms();
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void a_certificate_of_each_algorithm_validates_as_its_own_trust_anchor(KeyAlgorithm algorithm) throws Exception {
        Credentials credentials = dayLong(algorithm).name("localhost").generate();
        assertEquals(algorithm.kind(), credentials.keyKind());
        PathValidation.at(EVENING).trusting(credentials.chain().get(0)).validate(credentials.chain());
    }

    @Test
    void a_certificate_says_what_an_end_entity_of_both_roles_needs() throws Exception {
        Credentials credentials = dayLong(KeyAlgorithm.EC_P256).names("Localhost", "192.0.2.1", "2001:db8::1").generate();
        X509Certificate certificate = credentials.chain().get(0);
        assertEquals(3, certificate.getVersion());
        assertEquals("CN=Localhost", certificate.getSubjectX500Principal().toString());
        assertEquals(certificate.getSubjectX500Principal(), certificate.getIssuerX500Principal());
        assertEquals(Date.from(NOON), certificate.getNotBefore());
        assertEquals(Date.from(MIDNIGHT), certificate.getNotAfter());
        assertEquals(List.of(List.of(2, "Localhost"), List.of(7, "192.0.2.1"), List.of(7, "2001:db8:0:0:0:0:0:1")),
                List.copyOf(certificate.getSubjectAlternativeNames()));
        assertEquals(-1, certificate.getBasicConstraints(), "not an authority");
        assertArrayEquals(new boolean[] {true, false, false, false, false, false, false, false, false}, certificate.getKeyUsage());
        assertEquals(List.of(CertificateOptions.SERVER_AUTH, CertificateOptions.CLIENT_AUTH), certificate.getExtendedKeyUsage());
        assertEquals(Set.of("2.5.29.19", "2.5.29.15"), certificate.getCriticalExtensionOIDs());
        assertEquals(Set.of("2.5.29.14", "2.5.29.17", "2.5.29.37"), certificate.getNonCriticalExtensionOIDs());
        assertEquals(24, certificate.getExtensionValue("2.5.29.14").length, "20 bytes in two OCTET STRINGs");
        assertEquals(List.of("localhost"), credentials.dnsNames());
        assertTrue(credentials.isFor("LOCALHOST"));
    }

    /** [RFC5280 §4.1.2.2] */
    @Test
    void serial_numbers_are_positive_and_short_whatever_the_entropy_gives() {
        for (byte filler : new byte[] {0, -1, 0x7f, (byte) 0x80}) {
            Entropy constantSerial = new Entropy() {
                private final Random others = new Random(1);

                @Override
                public void fill(byte[] out) {
                    if (out.length == 16) {
                        java.util.Arrays.fill(out, filler);
                    } else {
                        others.nextBytes(out);
                    }
                }
            };
            var serial = dayLong(KeyAlgorithm.ED25519).name("a").entropy(constantSerial).generate().chain().get(0).getSerialNumber();
            assertEquals(1, serial.signum());
            assertEquals(16, serial.toByteArray().length);
        }
    }

    @Test
    void the_same_entropy_gives_the_same_credentials() throws Exception {
        for (KeyAlgorithm algorithm : Vectors.availableAlgorithms()) {
            if (algorithm.kind() == KeyKind.RSA || algorithm.kind() == KeyKind.RSA_PSS) {
                continue; // the JDK looks for primes in ways that differ from run to run
            }
            X509Certificate first = dayLong(algorithm).name("a").entropy(new Random(7)::nextBytes).generate().chain().get(0);
            X509Certificate second = dayLong(algorithm).name("a").entropy(new Random(7)::nextBytes).generate().chain().get(0);
            X509Certificate other = dayLong(algorithm).name("a").entropy(new Random(8)::nextBytes).generate().chain().get(0);
            assertArrayEquals(first.getEncoded(), second.getEncoded());
            assertNotEquals(first.getPublicKey(), other.getPublicKey());
            assertNotEquals(first.getSerialNumber(), other.getSerialNumber());
        }
    }

    @Test
    void the_default_is_a_year_from_yesterday_by_the_given_clock() {
        Instant now = Instant.parse("2049-06-01T12:34:56.789Z");
        X509Certificate certificate = SelfSigned.builder(KeyAlgorithm.ED25519).name("a").clock(Clock.fixed(now, ZoneOffset.UTC))
                .jca(Jca.PLATFORM).generate().chain().get(0);
        assertEquals(Instant.parse("2049-05-31T12:34:56Z"), certificate.getNotBefore().toInstant());
        assertEquals(Instant.parse("2050-06-01T12:34:56Z"), certificate.getNotAfter().toInstant());
    }

    @Test
    void the_short_forms_make_the_kinds_that_they_name() {
        for (Credentials one : List.of(SelfSigned.ecdsaP256("a.example", "b.example"), SelfSigned.ed25519("a.example", "b.example"))) {
            X509Certificate certificate = one.chain().get(0);
            assertEquals("CN=a.example", certificate.getSubjectX500Principal().toString());
            assertEquals(List.of("a.example", "b.example"), one.dnsNames());
            assertEquals(Duration.ofDays(366),
                    Duration.between(certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant()));
        }
        assertEquals(KeyKind.EC, SelfSigned.ecdsaP256("a").keyKind());
        assertEquals(KeyKind.ED25519, SelfSigned.ed25519("a").keyKind());
    }

    @Test
    void a_self_signed_certificate_names_no_other_issuer_key() {
        assertNull(SelfSigned.ed25519("a").chain().get(0).getExtensionValue("2.5.29.35"));
    }

    @Test
    void what_cannot_be_certified_is_refused_with_a_sentence() {
        assertSays("a self-signed certificate needs a name", () -> SelfSigned.builder(KeyAlgorithm.ED25519).generate());
        assertSays("\"not a host\" is neither an IP address nor a DNS name", () -> SelfSigned.ed25519("not a host"));
        assertSays("a common name has 1 to 64 characters", () -> SelfSigned.ed25519("a.".repeat(32) + "b"));
        assertSays("a certificate cannot end before it begins: 2026-06-02T00:00:00Z to 2026-06-01T12:00:00Z",
                () -> SelfSigned.builder(KeyAlgorithm.ED25519).validity(MIDNIGHT, NOON));
    }

    private static SelfSigned.Builder dayLong(KeyAlgorithm algorithm) {
        return SelfSigned.builder(algorithm).validity(NOON, MIDNIGHT);
    }
}
