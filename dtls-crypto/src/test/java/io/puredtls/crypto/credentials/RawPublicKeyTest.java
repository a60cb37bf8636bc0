package io.puredtls.crypto.credentials;

import static io.puredtls.crypto.credentials.Vectors.path;
import static io.puredtls.crypto.credentials.Vectors.secret;
import static io.puredtls.crypto.credentials.Vectors.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.sign.NeedsMlDsa;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys without certificates: our own, whose public half is computed, and those of peers, which come as bytes. */
final class RawPublicKeyTest {
    /** [RFC8410 §10.1] A SubjectPublicKeyInfo as it is published. */
    private static final String PUBLISHED = """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=
            -----END PUBLIC KEY-----
            """;
    /** [RFC8410 §10.3] The private key that it belongs to. */
    private static final String PUBLISHED_PRIVATE = """
            -----BEGIN PRIVATE KEY-----
            MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
            -----END PRIVATE KEY-----
            """;

    @Test
    void the_published_key_is_read_and_is_that_of_the_published_private_key() {
        RawPublicKey published = RawPublicKey.fromPem(PUBLISHED);
        assertEquals(PUBLISHED, published.toPem());
        Credentials own = Credentials.rawPublicKeyFromPem(PUBLISHED_PRIVATE, new char[0]);
        assertEquals(published, RawPublicKey.of(own.publicKey()));
        assertEquals("302a300506032b657003210019bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1",
                HexFormat.of().formatHex(published.encoded()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ec-p256", "ec-p384", "ec-p521", "rsa", "rsa-pss", "rsa-pss-sha384", "ed25519", "ed448"})
    void the_public_half_of_a_key_is_that_which_openssl_put_into_its_certificate(String name) {
        X509Certificate certificate = Certificates.fromPem(path(name + ".cert.pem")).get(0);
        Credentials own = Credentials.rawPublicKeyFromPem(path(name + ".key.pem"), new char[0]);
        assertArrayEquals(certificate.getPublicKey().getEncoded(), own.publicKey().getEncoded());
        assertEquals(RawPublicKey.of(certificate), RawPublicKey.of(own.publicKey()));
        assertEquals(CertificateType.RAW_PUBLIC_KEY, own.certificateType());
        assertEquals(List.of(), own.chain());
        assertTrue(own.isFor("any.example"), "a key without a certificate is for no name in particular");
    }

    /** One of the two points of a coordinate is as good as the other for all but the signature. */
    @ParameterizedTest
    @ValueSource(strings = {"EC_P256", "EC_P384", "EC_P521"})
    void of_the_two_points_it_is_the_right_one(String algorithm) {
        for (int i = 0; i < 8; i++) { // half of the keys have the one sign, half the other
            KeyPair pair = KeyAlgorithm.valueOf(algorithm).generate();
            assertEquals(RawPublicKey.of(pair.getPublic()), PublicHalf.of(pair.getPrivate()));
        }
    }

    @Test
    void an_encrypted_key_is_read_with_its_password() {
        Credentials own = Credentials.rawPublicKeyFromPem(text("ec-p256.aes256-sha256.pem"), secret());
        assertEquals(RawPublicKey.of(Certificates.fromPem(path("ec-p256.cert.pem")).get(0)), RawPublicKey.of(own.publicKey()));
    }

    @Test
    void the_public_half_of_an_ml_dsa_key_stands_beside_it() {
        NeedsMlDsa.orSkip(RawPublicKeyTest.class);
        KeyPair pair = KeyAlgorithm.ML_DSA_44.generate();
        String alone = PrivateKeys.toPem(pair.getPrivate());
        var refused = assertThrows(CredentialsException.class, () -> Credentials.rawPublicKeyFromPem(alone, new char[0]));
        assertTrue(refused.getMessage().contains("must be given too"), refused::getMessage);
        Credentials own = Credentials.rawPublicKeyFromPem(alone + RawPublicKey.of(pair.getPublic()).toPem(), new char[0]);
        assertEquals(pair.getPublic(), own.publicKey());
    }

    @Test
    void a_key_that_shows_nothing_of_itself_needs_its_public_half() {
        KeyPair pair = KeyAlgorithm.EC_P256.generate();
        PrivateKey opaque = new HardwareKey("EC");
        assertThrows(CredentialsException.class, () -> PublicHalf.of(opaque));
        assertEquals(pair.getPublic(), Credentials.rawPublicKey(opaque, pair.getPublic()).publicKey());
    }

    @Test
    void a_private_key_does_not_go_with_another_public_key() {
        KeyPair one = KeyAlgorithm.EC_P256.generate();
        KeyPair other = KeyAlgorithm.EC_P256.generate();
        assertThrows(CredentialsException.class, () -> Credentials.rawPublicKey(one.getPrivate(), other.getPublic()));
        String both = PrivateKeys.toPem(one.getPrivate()) + RawPublicKey.of(other.getPublic()).toPem();
        assertThrows(CredentialsException.class, () -> Credentials.rawPublicKeyFromPem(both, new char[0]));
    }

    @Test
    void the_key_of_a_certificate_can_be_shown_without_it() {
        Credentials whole = Credentials.fromPem(path("rsa.cert.pem"), path("rsa.key.pem"));
        assertEquals(CertificateType.X509, whole.certificateType());
        Credentials alone = whole.asRawPublicKey();
        assertEquals(CertificateType.RAW_PUBLIC_KEY, alone.certificateType());
        assertEquals(whole.publicKey(), alone.publicKey());
    }

    @ParameterizedTest
    @MethodSource("io.puredtls.crypto.credentials.Vectors#availableAlgorithms")
    void every_kind_of_key_survives_its_encoding(KeyAlgorithm algorithm) {
        RawPublicKey key = RawPublicKey.of(algorithm.generate().getPublic());
        assertEquals(key, RawPublicKey.fromDer(key.encoded()));
        assertEquals(key, RawPublicKey.fromPem(key.toPem()));
        assertEquals(key.hashCode(), RawPublicKey.fromPem(key.toPem()).hashCode());
        assertNotEquals(key, RawPublicKey.of(algorithm.generate().getPublic()));
        byte[] given = key.encoded();
        RawPublicKey copy = RawPublicKey.fromDer(given);
        given[0] = 0;
        copy.encoded()[0] = 0;
        assertEquals(key, copy);
    }

    @ParameterizedTest
    @MethodSource("io.puredtls.crypto.credentials.Vectors#availableAlgorithms")
    void a_key_that_is_cut_off_or_has_something_behind_it_is_none(KeyAlgorithm algorithm) {
        byte[] encoded = RawPublicKey.of(algorithm.generate().getPublic()).encoded();
        for (int length = 0; length < encoded.length; length++) {
            byte[] cut = Arrays.copyOf(encoded, length);
            assertThrows(CredentialsException.class, () -> RawPublicKey.fromDer(cut));
        }
        assertThrows(CredentialsException.class, () -> RawPublicKey.fromDer(Arrays.copyOf(encoded, encoded.length + 1)));
    }

    /** Whatever of a key is changed, it is refused, or is another key: nothing escapes, and no key has two encodings. */
    @ParameterizedTest
    @MethodSource("io.puredtls.crypto.credentials.Vectors#availableAlgorithms")
    void a_key_with_a_changed_byte_is_refused_or_another(KeyAlgorithm algorithm) {
        RawPublicKey key = RawPublicKey.of(algorithm.generate().getPublic());
        int refused = 0;
        for (int i = 0; i < Math.min(key.encoded().length, 120); i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = key.encoded();
                changed[i] ^= (byte) (1 << bit);
                try {
                    assertNotEquals(key.publicKey(), RawPublicKey.fromDer(changed).publicKey(), "byte " + i + ", bit " + bit);
                } catch (CredentialsException ofOurs) {
                    refused++;
                }
            }
        }
        assertTrue(refused > 80, "the head of a key cannot be changed at will: " + refused);
    }

    @ParameterizedTest
    @CsvSource({
        // an RSA modulus with a zero byte too many
        "300d06092a864886f70d0101010500, 300a0205000080000102010103, is not",
        // Ed25519 with parameters, which RFC 8410 §3 forbids
        "300706032b65700500, 19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1, is not",
        "300506032b656e, 19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1, which cannot sign",
        "300606042a030405, 00, unsupported algorithm 1.2.3.4.5",
        "301006072a8648ce3d020106052b8104000a, 04, on the curve 1.3.132.0.10"})
    void what_is_no_key_for_signing_or_has_another_encoding_is_refused(String algorithm, String key, String reason) {
        String bits = "00" + key;
        String content = algorithm + String.format("03%02x", bits.length() / 2) + bits;
        byte[] der = HexFormat.of().parseHex(String.format("30%02x", content.length() / 2) + content);
        var refused = assertThrows(CredentialsException.class, () -> RawPublicKey.fromDer(der));
        assertTrue(refused.getMessage().contains(reason), refused::getMessage);
    }

    @Test
    void a_file_with_two_keys_or_none_names_no_key() {
        assertTrue(assertThrows(CredentialsException.class, () -> RawPublicKey.fromPem(PUBLISHED + PUBLISHED))
                .getMessage().contains("2 public keys"));
        assertTrue(assertThrows(CredentialsException.class, () -> RawPublicKey.fromPem(PUBLISHED_PRIVATE))
                .getMessage().contains("holds no public key, only PRIVATE KEY"));
    }

    @Test
    void the_fingerprint_is_of_the_whole_structure() {
        // openssl pkey -pubin -outform DER | sha256sum
        assertEquals("a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f", RawPublicKey.fromPem(PUBLISHED).fingerprint());
        assertTrue(RawPublicKey.fromPem(PUBLISHED).toString().contains("a1e9156054e04fac899ae9f275132cdc07a5dbc4ea2c2ad3a1ffc6e0d253681f".substring(0, 16)));
        assertFalse(Credentials.rawPublicKeyFromPem(PUBLISHED_PRIVATE, new char[0]).toString().contains("MC4C"));
    }
}
