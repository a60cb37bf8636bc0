package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.Vectors.path;
import static io.puredtls.crypto.credentials.Vectors.secret;
import static io.puredtls.crypto.credentials.Vectors.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.der.DerWriter;
import io.puredtls.crypto.sign.EcCurve;
import io.puredtls.crypto.sign.KeyKind;
import io.puredtls.crypto.sign.NeedsMlDsa;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every form of PEM that OpenSSL writes and we read. */
final class CredentialsPemTest {
    @ParameterizedTest
    @CsvSource({
        "ec-p256, EC", "ec-p384, EC", "ec-p521, EC", "rsa, RSA", "rsa-pss, RSA_PSS", "rsa-pss-sha384, RSA_PSS",
        "ed25519, ED25519", "ed448, ED448"})
    void a_key_of_each_kind_is_read_with_its_certificate(String name, KeyKind kind) {
        Credentials credentials = Credentials.fromPem(path(name + ".cert.pem"), path(name + ".key.pem"));
        assertEquals(kind, credentials.keyKind());
        assertEquals(1, credentials.chain().size());
        assertEquals("CN=" + name, credentials.chain().get(0).getSubjectX500Principal().toString());
        assertEquals(List.of(name + ".example", "*.wild.example"), credentials.dnsNames());
        assertEquals(credentials.chain(), Credentials.fromPem(text(name + ".cert.pem"), text(name + ".key.pem")).chain());
    }

    @ParameterizedTest
    @CsvSource({"mldsa44, ML_DSA_44", "mldsa65, ML_DSA_65", "mldsa87, ML_DSA_87"})
    void an_ml_dsa_key_is_read_with_its_certificate(String name, KeyKind kind) {
        NeedsMlDsa.orSkip(CredentialsPemTest.class);
        a_key_of_each_kind_is_read_with_its_certificate(name, kind);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sec1", "sec1-after-parameters"})
    void a_sec1_key_is_the_same_key_as_in_pkcs8(String form) {
        assertSameKey("ec-p256.key.pem", PrivateKeys.fromPem(text("ec-p256." + form + ".pem")));
    }

    @Test
    void a_sec1_key_without_its_curve_takes_it_from_the_parameters_before_it() {
        String parameters = PemBlock.armor("EC PARAMETERS", DerWriter.encode(out -> out.oid(EcCurve.P256.oid())));
        PrivateKey key = PrivateKeys.fromPem(parameters + curvelessSec1());
        assertEquals(KeyKind.EC, Credentials.of(key, Certificates.fromPem(curvelessCertificate())).keyKind());
    }

    @Test
    void a_sec1_key_without_any_curve_is_refused() {
        assertEquals("block 1 (EC PRIVATE KEY, line 1) of PEM text names no curve, and no EC PARAMETERS block stands before it",
                assertThrows(CredentialsException.class, () -> PrivateKeys.fromPem(curvelessSec1())).getMessage());
    }

    @Test
    void a_pkcs1_key_is_the_same_key_as_in_pkcs8() {
        assertSameKey("rsa.key.pem", PrivateKeys.fromPem(text("rsa.pkcs1.pem")));
    }

    @ParameterizedTest
    @CsvSource({
        "aes256-sha256, secret", "aes128-sha1, secret", "aes192-sha384, secret", "aes256-sha512, secret", "des3-sha224, secret",
        "utf8-password, p\u00e4ssw\u00f6rd"})
    void an_encrypted_key_is_read_with_its_password(String form, String password) {
        assertSameKey("ec-p256.key.pem", PrivateKeys.fromPem(path("ec-p256." + form + ".pem"), password.toCharArray()));
    }

    @Test
    void an_encrypted_key_makes_credentials() {
        String certificate = text("ec-p256.cert.pem");
        String key = text("ec-p256.aes256-sha256.pem");
        assertEquals(KeyKind.EC, Credentials.fromPem(certificate, key, secret()).keyKind());
        assertEquals(KeyKind.EC, Credentials.fromPem(path("ec-p256.cert.pem"), path("ec-p256.aes256-sha256.pem"), secret()).keyKind());
    }

    @Test
    void the_callers_password_stays_the_callers() {
        char[] password = secret();
        PrivateKeys.fromPem(text("ec-p256.aes256-sha256.pem"), password);
        assertArrayEquals(secret(), password);
    }

    @Test
    void a_password_that_is_not_needed_does_no_harm() {
        assertSameKey("ed25519.key.pem", PrivateKeys.fromPem(text("ed25519.key.pem"), secret()));
    }

    @Test
    void the_trusted_form_is_the_certificate_without_its_trust_settings() {
        assertEquals(Certificates.fromPem(text("ec-p256.cert.pem")), Certificates.fromPem(text("ec-p256.trusted.pem")));
    }

    @Test
    void the_old_label_of_certificates_is_read() {
        String old = text("ec-p256.cert.pem").replace("CERTIFICATE-----", "X509 CERTIFICATE-----");
        assertEquals(Certificates.fromPem(text("ec-p256.cert.pem")), Certificates.fromPem(old));
    }

    @Test
    void certificate_and_key_may_share_a_file_among_other_text_and_any_line_ends() {
        String both = "\ufeffBag Attributes: none\n" + text("leaf.key.pem") + "subject=leaf\n\n" + text("leaf.cert.pem")
                + text("intermediate.cert.pem") + "the end";
        for (String lineEnd : List.of("\n", "\r\n", "\r", "  \n")) {
            String text = both.replace("\n", lineEnd);
            assertEquals(2, Credentials.fromPem(text, text).chain().size());
        }
    }

    @Test
    void what_is_written_is_read_again() {
        List<X509Certificate> chain = Certificates.fromPem(path("leaf.cert.pem"));
        assertEquals(text("leaf.cert.pem"), Certificates.toPem(chain.get(0)));
        assertEquals(text("leaf.cert.pem") + text("leaf.cert.pem"), Certificates.toPem(List.of(chain.get(0), chain.get(0))));
        PrivateKey key = PrivateKeys.fromPem(text("rsa.key.pem"));
        assertEquals(text("rsa.key.pem"), PrivateKeys.toPem(key));
    }

    @Test
    void printing_shows_neither_key_nor_content() {
        Credentials credentials = Credentials.fromPem(text("leaf.cert.pem") + text("intermediate.cert.pem"), text("leaf.key.pem"));
        assertEquals("Credentials[EC, CN=leaf, O=PureDTLS, 2 certificates]", credentials.toString());
        try (PemFile file = PemFile.parse(text("ed25519.key.pem"))) {
            assertEquals("PemFile[PEM text, 1 block]", file.toString());
            assertEquals("PemBlock[block 1 (PRIVATE KEY, line 1) of PEM text, 48 bytes]", file.blocks().get(0).toString());
        }
    }

    @Test
    void the_names_in_a_certificate_tell_which_servers_it_is_for() {
        Credentials credentials = Credentials.fromPem(text("ec-p256.cert.pem"), text("ec-p256.key.pem"));
        for (String name : List.of("ec-p256.example", "EC-P256.Example", "a.wild.example", "A.WILD.EXAMPLE")) {
            assertTrue(credentials.isFor(name), name);
        }
        for (String name : List.of("", ".", "ec-p256", "b.ec-p256.example", "wild.example", ".wild.example", "a.b.wild.example", "192.0.2.1")) {
            assertFalse(credentials.isFor(name), name);
        }
    }

    @Test
    void a_certificate_without_names_is_for_no_server() {
        CertificateOptions nameless = Vectors.endEntity();
        Credentials credentials = CertificateAuthority.create("ca", KeyAlgorithm.ED25519, Vectors.authority())
                .issue("server.example", KeyAlgorithm.ED25519, nameless);
        assertEquals(List.of(), credentials.dnsNames());
        assertFalse(credentials.isFor("server.example"));
    }

    private static void assertSameKey(String file, PrivateKey key) {
        PrivateKey expected = PrivateKeys.fromPem(text(file));
        if (expected instanceof ECPrivateKey ec) {
            assertEquals(ec.getS(), ((ECPrivateKey) key).getS());
        } else {
            assertArrayEquals(expected.getEncoded(), key.getEncoded());
        }
    }

    /** [RFC5915 §3] An ECPrivateKey of its two mandatory fields, for the private key 1. */
    private static String curvelessSec1() {
        byte[] one = new byte[32];
        one[31] = 1;
        return PemBlock.armor("EC PRIVATE KEY", DerWriter.encode(out -> out.sequence(key -> key.integer(1).octetString(one))));
    }

    /** A certificate for the public key of the private key 1: the generator of P-256. */
    private static String curvelessCertificate() {
        byte[] generator = HexFormat.of().parseHex("04"
                + "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
                + "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5");
        byte[] info = DerWriter.encode(out -> out.sequence(spki -> spki
                .sequence(algorithm -> algorithm.oid("1.2.840.10045.2.1").oid(EcCurve.P256.oid()))
                .bitString(generator)));
        try {
            var key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(info));
            return Certificates.toPem(CertificateAuthority.create("ca", KeyAlgorithm.ED25519, Vectors.authority())
                    .issue("one", key, Vectors.endEntity()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
