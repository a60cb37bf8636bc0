package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.CredentialsFaultTest.assertSays;
import static io.puredtls.crypto.credentials.Vectors.EVENING;
import static io.puredtls.crypto.credentials.Vectors.MIDNIGHT;
import static io.puredtls.crypto.credentials.Vectors.NOON;
import static io.puredtls.crypto.credentials.Vectors.authority;
import static io.puredtls.crypto.credentials.Vectors.endEntity;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import java.security.PublicKey;
import java.security.cert.CertPathValidatorException;
import java.security.cert.PKIXReason;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is issued, judged by the JDK's path validation: whatever an option says must be seen there. */
final class CertificateAuthorityTest {
    static List<KeyAlgorithm> algorithms() {
        return Vectors.availableAlgorithms();
    }

    private final CertificateAuthority root = CertificateAuthority.create("root", KeyAlgorithm.EC_P256, authority());

    @ParameterizedTest
    @MethodSource("algorithms")
    void an_authority_with_a_key_of_each_algorithm_issues_valid_certificates(KeyAlgorithm algorithm) throws Exception {
        CertificateAuthority ca = CertificateAuthority.create("ca", algorithm, authority());
        CertificateAuthority below = ca.issueAuthority("below", algorithm, authority().pathLength(0));
        Credentials leaf = below.issue("leaf", KeyAlgorithm.ED25519, endEntity().names("leaf.example"));
        assertEquals(2, leaf.chain().size());
        PathValidation.at(EVENING).trusting(ca.certificate()).validate(leaf.chain());
    }

    @Test
    void subject_and_issuer_are_linked_by_name_and_key_identifier() {
        X509Certificate leaf = root.issue("leaf", KeyAlgorithm.ED25519.generate().getPublic(), endEntity());
        assertEquals(root.certificate().getSubjectX500Principal(), leaf.getIssuerX500Principal());
        byte[] subject = root.certificate().getExtensionValue("2.5.29.14");
        byte[] issuer = leaf.getExtensionValue("2.5.29.35");
        assertArrayEquals(Arrays.copyOfRange(subject, 4, 24), Arrays.copyOfRange(issuer, issuer.length - 20, issuer.length));
    }

    @Test
    void an_authority_read_from_files_issues_too() throws Exception {
        Credentials stored = Credentials.fromPem(Certificates.toPem(root.certificate()), PrivateKeys.toPem(root.credentials().privateKey()));
        CertificateAuthority again = CertificateAuthority.of(stored);
        PathValidation.at(EVENING).trusting(root.certificate())
                .validate(again.issue("leaf", KeyAlgorithm.EC_P384, endEntity()).chain());
        assertEquals("CertificateAuthority[CN=root]", again.toString());
    }

    @Test
    void an_authority_without_key_identifier_issues_without_naming_one() {
        Credentials plain = Credentials.fromPem(Vectors.path("ed25519.no-identifier.cert.pem"), Vectors.path("ed25519.key.pem"));
        X509Certificate below = CertificateAuthority.of(plain).issue("a", KeyAlgorithm.ED25519.generate().getPublic(), endEntity());
        assertEquals("CN=no identifier", below.getIssuerX500Principal().toString());
        assertNull(below.getExtensionValue("2.5.29.35"));
    }

    @Test
    void the_same_entropy_gives_the_same_certificates() throws Exception {
        byte[] first = seeded(3).certificate().getEncoded();
        assertArrayEquals(first, seeded(3).certificate().getEncoded());
        assertEquals(seeded(3).issue("a", KeyAlgorithm.ED25519, endEntity()).chain(), seeded(3).issue("a", KeyAlgorithm.ED25519, endEntity()).chain());
    }

    private static CertificateAuthority seeded(long seed) {
        Entropy entropy = new Random(seed)::nextBytes;
        return CertificateAuthority.create("ca", KeyAlgorithm.EC_P256, authority(), entropy, Jca.PLATFORM);
    }

    @Test
    void a_certificate_is_valid_on_its_days_alone() throws Exception {
        Credentials leaf = root.issue("leaf", KeyAlgorithm.ED25519, endEntity());
        for (Instant day : List.of(NOON, MIDNIGHT)) {
            PathValidation.at(day).trusting(root.certificate()).validate(leaf.chain());
        }
        for (Instant day : List.of(NOON.minusSeconds(1), MIDNIGHT.plusSeconds(1))) {
            assertThrows(CertPathValidatorException.class, () -> PathValidation.at(day).trusting(root.certificate()).validate(leaf.chain()));
        }
    }

    @Test
    void an_end_entity_is_no_authority() {
        CertificateAuthority pretender = root.issueAuthority("pretender", KeyAlgorithm.EC_P256, endEntity().without("2.5.29.15"));
        assertEquals(PKIXReason.NOT_CA_CERT, refusal(pretender.issue("leaf", KeyAlgorithm.ED25519, endEntity())));
    }

    @Test
    void a_key_without_leave_to_sign_certificates_is_refused() {
        CertificateAuthority mute = root.issueAuthority("mute", KeyAlgorithm.EC_P256, authority().keyUsage(KeyUsage.CRL_SIGN));
        assertEquals(PKIXReason.INVALID_KEY_USAGE, refusal(mute.issue("leaf", KeyAlgorithm.ED25519, endEntity())));
    }

    @Test
    void a_path_longer_than_allowed_is_refused() {
        CertificateAuthority last = root.issueAuthority("last", KeyAlgorithm.EC_P256, authority().pathLength(0));
        CertificateAuthority tooMuch = last.issueAuthority("too much", KeyAlgorithm.EC_P256, authority());
        assertEquals(PKIXReason.PATH_TOO_LONG, refusal(tooMuch.issue("leaf", KeyAlgorithm.ED25519, endEntity())));
        assertEquals(0, last.certificate().getBasicConstraints());
        assertEquals(3, root.issueAuthority("three", KeyAlgorithm.EC_P256, authority().pathLength(3)).certificate().getBasicConstraints());
        assertEquals(Integer.MAX_VALUE, root.certificate().getBasicConstraints(), "no bound");
    }

    @Test
    void names_outside_the_constraints_are_refused() throws Exception {
        CertificateAuthority bound = root.issueAuthority("bound", KeyAlgorithm.EC_P256,
                authority().nameConstraints(List.of("example.com", "10.0.0.0/8"), List.of("secret.example.com")));
        // The JDK holds the common name against the constraints too where no DNS name is beside it.
        for (String good : List.of("example.com", "a.example.com", "10.1.2.3")) {
            PathValidation.at(EVENING).trusting(root.certificate())
                    .validate(bound.issue("example.com", KeyAlgorithm.ED25519, endEntity().names(good)).chain());
        }
        for (String bad : List.of("example.org", "secret.example.com", "11.1.2.3")) {
            assertEquals(PKIXReason.INVALID_NAME, refusal(bound.issue("example.com", KeyAlgorithm.ED25519, endEntity().names(bad))), bad);
        }
        CertificateAuthority excluding = root.issueAuthority("excluding", KeyAlgorithm.EC_P256,
                authority().nameConstraints(List.of(), List.of("example.org")));
        assertEquals(PKIXReason.INVALID_NAME, refusal(excluding.issue("leaf", KeyAlgorithm.ED25519, endEntity().names("example.org"))));
    }

    @Test
    void an_unknown_extension_is_refused_if_critical_and_ignored_if_not() throws Exception {
        byte[] der = {5, 0};
        assertEquals(PKIXReason.UNRECOGNIZED_CRIT_EXT,
                refusal(root.issue("leaf", KeyAlgorithm.ED25519, endEntity().criticalExtension("1.2.3.4", der))));
        Credentials leaf = root.issue("leaf", KeyAlgorithm.ED25519, endEntity().extension("1.2.3.4", der));
        PathValidation.at(EVENING).trusting(root.certificate()).validate(leaf.chain());
        assertArrayEquals(new byte[] {4, 2, 5, 0}, leaf.chain().get(0).getExtensionValue("1.2.3.4"));
    }

    @Test
    void purposes_and_usages_are_replaced_not_added() throws Exception {
        CertificateOptions options = endEntity().extendedKeyUsage("2.5.29.37.0").keyUsage(KeyUsage.KEY_AGREEMENT, KeyUsage.DECIPHER_ONLY)
                .names("a").names("b");
        X509Certificate leaf = root.issue("leaf", KeyAlgorithm.ED25519, options).chain().get(0);
        assertEquals(List.of("2.5.29.37.0"), leaf.getExtendedKeyUsage());
        assertArrayEquals(new boolean[] {false, false, false, false, true, false, false, false, true}, leaf.getKeyUsage());
        assertEquals(List.of(List.of(2, "b")), List.copyOf(leaf.getSubjectAlternativeNames()));
    }

    @Test
    void options_are_values_and_an_extension_can_be_left_out() {
        CertificateOptions before = endEntity();
        CertificateOptions without = before.without("2.5.29.15");
        assertNull(root.issue("leaf", KeyAlgorithm.ED25519, without).chain().get(0).getKeyUsage());
        assertEquals("CertificateOptions[2026-06-01T12:00:00Z to 2026-06-02T00:00:00Z, extensions [2.5.29.19, 2.5.29.15, 2.5.29.37]]",
                before.toString());
        assertEquals("CertificateOptions[2026-06-01T12:00:00Z to 2026-06-02T00:00:00Z, extensions [2.5.29.19, 2.5.29.37]]",
                without.toString());
    }

    @Test
    void options_that_say_nothing_or_nonsense_are_refused() {
        assertSays("give at least one key usage", () -> endEntity().keyUsage());
        assertSays("give at least one purpose", () -> endEntity().extendedKeyUsage());
        assertSays("give at least one name", () -> endEntity().names());
        assertSays("give at least one permitted or excluded name", () -> authority().nameConstraints(List.of(), List.of()));
        assertSays("a path length is 0 or more, not -1", () -> authority().pathLength(-1));
        assertSays("a common name has 1 to 64 characters, not \" \"", () -> root.issue(" ", KeyAlgorithm.ED25519, endEntity()));
        assertSays("a common name has 1 to 64 characters", () -> root.issue("n".repeat(65), KeyAlgorithm.ED25519, endEntity()));
        assertSays("the public key cannot be put into a certificate",
                () -> root.issue("leaf", new BrokenPublicKey(), endEntity()));
    }

    private CertPathValidatorException.Reason refusal(Credentials credentials) {
        return assertThrows(CertPathValidatorException.class,
                () -> PathValidation.at(EVENING).trusting(root.certificate()).validate(credentials.chain())).getReason();
    }

    private static final class BrokenPublicKey implements PublicKey {
        private static final long serialVersionUID = 1;

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return new byte[] {0x30, 0};
        }
    }
}
