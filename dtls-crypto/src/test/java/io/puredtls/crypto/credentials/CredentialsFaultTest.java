package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.Vectors.path;
import static io.puredtls.crypto.credentials.Vectors.secret;
import static io.puredtls.crypto.credentials.Vectors.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.der.DerWriter;
import io.puredtls.crypto.sign.KeyKind;
import io.puredtls.crypto.sign.NeedsMlDsa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each thing that a person may give wrongly, and the sentence that says so. */
final class CredentialsFaultTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "ec-p256.old-encrypted.pem  | block 1 (EC PRIVATE KEY, line 1) of PEM text is encrypted in OpenSSL's old way,",
        "ec-p256.scrypt.pem         | is encrypted with algorithm 1.3.6.1.4.1.11591.4.11 where only PBKDF2 is known; convert it with: openssl pkcs8",
        "ec-p256.pbes1.pem          | is encrypted with algorithm 1.2.840.113549.1.12.1.3 where only PBES2 is known; convert it with: openssl pkcs8",
        "ec-p256.camellia.pem       | is encrypted with the cipher 1.2.392.200011.61.1.1.1.4; convert it with: openssl pkcs8",
        "ec-p256.sec1-explicit.pem  | spells its curve out, where only named curves are known; convert it with: openssl ec",
        "ec-p256.explicit.key.pem   | spells its curve out, where only named curves are known; convert it with: openssl ec",
        "ec-secp256k1.key.pem       | is an EC key on the curve 1.3.132.0.10, which is none of [P256, P384, P521]",
        "x25519.key.pem             | is a key for key agreement (X25519 or X448), which cannot sign",
        "dsa.key.pem                | is a key of the unsupported algorithm 1.2.840.10040.4.1",
        "ec-p256.cert.pem           | PEM text holds no private key, only CERTIFICATE"})
    void a_key_that_cannot_be_used_is_refused_by_name(String file, String sentence) {
        assertSays(sentence, () -> PrivateKeys.fromPem(text(file), secret()));
    }

    @ParameterizedTest
    @CsvSource({"aes256-sha256", "aes128-sha1", "aes192-sha384", "aes256-sha512", "des3-sha224"})
    void a_wrong_password_is_called_that(String form) {
        String pem = text("ec-p256." + form + ".pem");
        assertSays("wrong password for block 1 (ENCRYPTED PRIVATE KEY, line 1) of PEM text",
                () -> PrivateKeys.fromPem(pem, "wrong".toCharArray()));
    }

    /** One wrong password in 256 gives that: bytes that are no key, with the right padding behind them. */
    @Test
    void a_wrong_password_with_a_right_padding_is_called_that_too() throws GeneralSecurityException {
        SecretKey derived = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(new PBEKeySpec(secret(), new byte[8], 1, 128));
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(derived.getEncoded(), "AES"), new IvParameterSpec(new byte[16]));
        String noise = pbes2(8, 1, cipher.doFinal(new byte[] {1, 2, 3}));
        assertSays("wrong password for block 1", () -> PrivateKeys.fromPem(noise, secret()));
    }

    @Test
    void an_encrypted_key_without_password_is_called_that() {
        String sentence = "block 1 (ENCRYPTED PRIVATE KEY, line 1) of PEM text is encrypted, and no password was given";
        assertSays(sentence, () -> Credentials.fromPem(text("ec-p256.cert.pem"), text("ec-p256.aes256-sha256.pem")));
        assertSays("is encrypted, and no password was given",
                () -> Credentials.fromPem(path("ec-p256.cert.pem"), path("ec-p256.aes256-sha256.pem")));
    }

    @Test
    void a_file_may_not_ask_for_any_amount_of_work() {
        assertSays("iterationCount: an INTEGER outside 1 to 10000000", () -> PrivateKeys.fromPem(pbes2(8, 10_000_001), secret()));
        assertSays("iterationCount: an INTEGER outside 1 to 10000000", () -> PrivateKeys.fromPem(pbes2(8, 0), secret()));
        assertSays("is encrypted without salt", () -> PrivateKeys.fromPem(pbes2(0, 1), secret()));
        assertSays("wrong password", () -> PrivateKeys.fromPem(pbes2(8, 1), secret()));
    }

    private static String pbes2(int saltLength, int iterations) {
        return pbes2(saltLength, iterations, new byte[16]);
    }

    /** An EncryptedPrivateKeyInfo with PBKDF2 in its defaults and AES-128, salt and initialization vector zero. */
    private static String pbes2(int saltLength, int iterations, byte[] encrypted) {
        return PemBlock.armor("ENCRYPTED PRIVATE KEY", DerWriter.encode(out -> out.sequence(info -> info
                .sequence(algorithm -> algorithm.oid("1.2.840.113549.1.5.13").sequence(parameters -> parameters
                        .sequence(kdf -> kdf.oid("1.2.840.113549.1.5.12")
                                .sequence(pbkdf2 -> pbkdf2.octetString(new byte[saltLength]).integer(iterations)))
                        .sequence(scheme -> scheme.oid("2.16.840.1.101.3.4.1.2").octetString(new byte[16]))))
                .octetString(encrypted))));
    }

    @Test
    void a_key_of_another_certificate_is_refused_with_the_certificates_name() {
        assertSays("the EC private key does not belong to certificate CN=ec-p256",
                () -> Credentials.fromPem(text("ec-p256.cert.pem"), text("leaf.key.pem")));
        assertSays("the EC private key does not belong to certificate CN=ec-p384",
                () -> Credentials.fromPem(text("ec-p384.cert.pem"), text("leaf.key.pem")));
        assertSays("the ED25519 private key does not belong to certificate CN=ed448",
                () -> Credentials.fromPem(text("ed448.cert.pem"), text("ed25519.key.pem")));
        assertSays("the RSA private key does not belong to certificate CN=rsa-pss",
                () -> Credentials.fromPem(text("rsa-pss.cert.pem"), text("rsa.key.pem")));
        assertSays("the RSA_PSS private key does not belong to certificate CN=rsa-pss",
                () -> Credentials.fromPem(text("rsa-pss.cert.pem"), text("rsa-pss-sha384.key.pem")));
        assertSays("the RSA_PSS private key does not belong to certificate CN=rsa-pss-sha384",
                () -> Credentials.fromPem(text("rsa-pss-sha384.cert.pem"), text("rsa-pss.key.pem")));
        assertSays("the EC private key does not belong to any of the certificates CN=Test Intermediate; CN=Test Root",
                () -> Credentials.fromPem(text("intermediate.cert.pem") + text("root.cert.pem"), text("leaf.key.pem")));
    }

    @Test
    void a_file_without_certificates_says_what_it_has() {
        assertSays("PEM text holds no certificate, only PRIVATE KEY", () -> Certificates.fromPem(text("ec-p256.key.pem")));
        assertSays("PEM text holds no certificate, nor any other PEM block", () -> Certificates.fromPem("hello"));
        assertSays("PEM text holds no private key, nor any other PEM block", () -> PrivateKeys.fromPem(""));
    }

    @Test
    void two_keys_are_one_too_many() {
        assertSays("PEM text holds 2 private keys where one is wanted; the second is block 2 (PRIVATE KEY, line 4) of PEM text",
                () -> PrivateKeys.fromPem(text("ed25519.key.pem") + text("ed448.key.pem")));
    }

    @Test
    void a_certificate_that_is_none_is_named_by_its_block() {
        String second = text("leaf.cert.pem") + "\n" + PemBlock.armor("CERTIFICATE", new byte[] {0x30, 0});
        assertSays("block 2 (CERTIFICATE, line ", () -> Certificates.fromPem(second));
        assertSays("of PEM text is not an X.509 certificate: ", () -> Certificates.fromPem(second));
        String cut = PemBlock.armor("CERTIFICATE", new byte[] {0x30, 7, 1});
        assertSays("block 1 (CERTIFICATE, line 1) of PEM text is not an X.509 certificate: Certificate: 7 bytes announced, 1 there",
                () -> Certificates.fromPem(cut));
    }

    @Test
    void bytes_behind_a_certificate_are_for_the_trusted_form_alone() {
        String trusted = text("ec-p256.trusted.pem").replace("TRUSTED CERTIFICATE", "CERTIFICATE");
        assertSays("is not an X.509 certificate: certificate: ", () -> Certificates.fromPem(trusted));
    }

    @Test
    void a_malformed_key_is_named_by_its_block() {
        assertSays("block 1 (EC PRIVATE KEY, line 1) of PEM text is malformed: version: missing",
                () -> PrivateKeys.fromPem(PemBlock.armor("EC PRIVATE KEY", new byte[] {0x30, 0})));
        assertSays("block 1 (PRIVATE KEY, line 1) of PEM text is malformed: PrivateKeyInfo: missing",
                () -> PrivateKeys.fromPem(PemBlock.armor("PRIVATE KEY", new byte[0])));
        assertSays("block 1 (RSA PRIVATE KEY, line 1) of PEM text is not a usable RSA private key",
                () -> PrivateKeys.fromPem(PemBlock.armor("RSA PRIVATE KEY", new byte[] {5, 0})));
    }

    /** [RFC9881 §6] A JDK to come may read these; then they are the key that they say. */
    @ParameterizedTest
    @ValueSource(strings = {"mldsa44.seed.key.pem", "mldsa44.both.key.pem"})
    void an_ml_dsa_key_in_a_form_that_the_jdk_does_not_read_is_told_from_a_broken_one(String file) {
        NeedsMlDsa.orSkip(CredentialsFaultTest.class);
        try {
            assertEquals(KeyKind.ML_DSA_44, Credentials.fromPem(text("mldsa44.cert.pem"), text(file)).keyKind());
        } catch (CredentialsException refused) {
            assertEquals("block 1 (PRIVATE KEY, line 1) of PEM text is not a usable ML-DSA-44 private key:"
                    + " this JDK reads the form expandedKey alone, and the key is in one with its seed", refused.getMessage());
        }
    }

    @Test
    void an_ml_dsa_key_is_told_from_a_broken_one_where_the_jdk_has_no_ml_dsa() {
        Assumptions.assumeFalse(NeedsMlDsa.isMet(), "this JDK has ML-DSA");
        assertSays("of PEM text is not a usable ML-DSA-44 private key: this JDK has no ML-DSA-44",
                () -> PrivateKeys.fromPem(text("mldsa44.key.pem")));
    }

    @Test
    void files_are_named(@TempDir Path directory) throws java.io.IOException {
        Path absent = directory.resolve("absent.pem");
        assertSays("there is no file " + absent, () -> Certificates.fromPem(absent));
        assertSays(directory + " cannot be read: ", () -> Certificates.fromPem(directory));
        Path large = Files.write(directory.resolve("large.pem"), new byte[PemFile.LIMIT + 1]);
        assertSays(large + " is longer than 1048576 bytes", () -> Certificates.fromPem(large));
        assertSays(large + " is longer than 1048576 bytes", () -> Credentials.fromPkcs12(large, secret()));
        Path full = Files.write(directory.resolve("full.pem"), new byte[PemFile.LIMIT]);
        assertSays(full + " holds no certificate, nor any other PEM block", () -> Certificates.fromPem(full));
        assertSays("of " + path("ec-p256.old-encrypted.pem") + " is encrypted in",
                () -> PrivateKeys.fromPem(path("ec-p256.old-encrypted.pem"), secret()));
    }

    @Test
    void a_text_over_the_limit_is_refused() {
        assertSays("PEM text is longer than 1048576 characters", () -> PemFile.parse(" ".repeat(PemFile.LIMIT + 1)));
    }

    @Test
    void a_key_that_stays_in_its_provider_cannot_be_written() {
        assertSays("this EC private key does not leave its provider", () -> PrivateKeys.toPem(new HardwareKey("EC")));
    }

    @Test
    void credentials_need_a_certificate_and_a_key_that_signs() {
        var key = PrivateKeys.fromPem(text("ec-p256.key.pem"));
        assertSays("no certificate was given", () -> Credentials.of(key, List.of()));
        var certificates = Certificates.fromPem(text("ec-p256.cert.pem"));
        assertSays("a private key of algorithm X25519 cannot sign for DTLS",
                () -> Credentials.of(new HardwareKey("X25519"), certificates));
    }

    static void assertSays(String sentence, Executable mistake) {
        String message = assertThrows(CredentialsException.class, mistake).getMessage();
        assertTrue(message.contains(sentence), () -> "\"" + message + "\" does not contain \"" + sentence + "\"");
        assertEquals(-1, message.indexOf("secret"), "no password in a sentence");
    }
}
