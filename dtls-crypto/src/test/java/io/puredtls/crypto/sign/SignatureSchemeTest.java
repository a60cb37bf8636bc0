package io.puredtls.crypto.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureSchemeTest {
    /** [RFC8446 §4.2.3] Numbers, names, and the keys they are made with. */
    @ParameterizedTest
    @CsvSource({
        "0x0401, rsa_pkcs1_sha256, RSA", "0x0501, rsa_pkcs1_sha384, RSA", "0x0601, rsa_pkcs1_sha512, RSA",
        "0x0403, ecdsa_secp256r1_sha256, EC", "0x0503, ecdsa_secp384r1_sha384, EC", "0x0603, ecdsa_secp521r1_sha512, EC",
        "0x0804, rsa_pss_rsae_sha256, RSA", "0x0805, rsa_pss_rsae_sha384, RSA", "0x0806, rsa_pss_rsae_sha512, RSA",
        "0x0807, ed25519, ED25519", "0x0808, ed448, ED448",
        "0x0809, rsa_pss_pss_sha256, RSA_PSS", "0x080a, rsa_pss_pss_sha384, RSA_PSS", "0x080b, rsa_pss_pss_sha512, RSA_PSS",
    })
    // [RFC9846 §9.1#2]
    void a_known_scheme_is_what_its_name_says(int code, String name, KeyKind kind) {
        SignatureScheme scheme = new SignatureScheme(code);
        assertEquals(name, scheme.toString());
        assertEquals(Optional.of(kind), scheme.keyKind());
        assertEquals(Optional.of(scheme), SignatureScheme.named(name.toUpperCase(Locale.ROOT)));
        assertTrue(SignatureScheme.KNOWN.contains(scheme));
        assertTrue(scheme.isAvailable(Jca.PLATFORM));
        assertEquals(Optional.of(kind), KeyKind.of(Keys.pair(scheme).getPublic()));
        assertEquals(Optional.of(kind), KeyKind.of(Keys.pair(scheme).getPrivate()));
    }

    /** [draft-ietf-tls-mldsa] */
    @ParameterizedTest
    @CsvSource({"0x0904, mldsa44, ML_DSA_44", "0x0905, mldsa65, ML_DSA_65", "0x0906, mldsa87, ML_DSA_87"})
    void an_ml_dsa_scheme_is_known_whether_or_not_the_jdk_has_it(int code, String name, KeyKind kind) {
        SignatureScheme scheme = new SignatureScheme(code);
        assertEquals(name, scheme.toString());
        assertEquals(Optional.of(kind), scheme.keyKind());
        assertEquals(Optional.of(scheme), SignatureScheme.named(name.toUpperCase(Locale.ROOT)));
        assertTrue(SignatureScheme.KNOWN.contains(scheme));
        assertEquals(NeedsMlDsa.isMet(), scheme.isAvailable(Jca.PLATFORM));
        if (NeedsMlDsa.isMet()) {
            assertEquals(Optional.of(kind), KeyKind.of(Keys.pair(scheme).getPublic()));
            assertEquals(Optional.of(kind), KeyKind.of(Keys.pair(scheme).getPrivate()));
        }
    }

    @Test
    void dtls_12_has_no_ml_dsa_and_dtls_13_signs_no_handshake_by_pkcs1() {
        List<SignatureScheme> not12 = SignatureScheme.KNOWN.stream().filter(scheme -> !scheme.isForDtls12()).toList();
        assertEquals(List.of(SignatureScheme.MLDSA44, SignatureScheme.MLDSA65, SignatureScheme.MLDSA87), not12);
        List<SignatureScheme> not13 = SignatureScheme.KNOWN.stream().filter(scheme -> !scheme.isForDtls13()).toList();
        assertEquals(List.of(SignatureScheme.RSA_PKCS1_SHA256, SignatureScheme.RSA_PKCS1_SHA384, SignatureScheme.RSA_PKCS1_SHA512), not13);
        assertFalse(new SignatureScheme(0x0203).isForDtls12());
        assertFalse(new SignatureScheme(0x0203).isForDtls13());
    }

    /** [RFC8446 §4.2.3] */
    @Test
    // [RFC9846 §4.3.3#6]
    void each_ecdsa_scheme_is_bound_to_one_curve_and_no_other_scheme_to_any() {
        for (SignatureScheme scheme : SignatureScheme.KNOWN) {
            for (EcCurve curve : EcCurve.values()) {
                String key = "EC " + curve.generatorSpec().getName();
                boolean isItsOwn = scheme.toString().startsWith("ecdsa_" + curve.generatorSpec().getName());
                assertEquals(isItsOwn, scheme.curve().equals(Optional.of(curve)), scheme + " " + curve);
                assertEquals(isItsOwn, Verifier.fitsBoundToCurve(scheme, Keys.pair(key).getPublic()), scheme + " " + curve);
                assertEquals(scheme.keyKind().equals(Optional.of(KeyKind.EC)), Verifier.fits(scheme, Keys.pair(key).getPublic()));
            }
            for (String key : List.of("RSA", "RSASSA-PSS", "Ed25519", "Ed448")) {
                assertEquals(Verifier.fits(scheme, Keys.pair(key).getPublic()), Verifier.fitsBoundToCurve(scheme, Keys.pair(key).getPublic()));
            }
        }
        assertFalse(Verifier.fitsBoundToCurve(new SignatureScheme(0x0203), Keys.pair("EC secp256r1").getPublic()));
    }

    @Test
    // [RFC9846 §4.3.3#12] [RFC9846 §4.3.3#17]
    void all_known_schemes_are_available_but_for_ml_dsa_and_none_uses_sha_1() {
        assertEquals(SignatureScheme.KNOWN.stream().filter(scheme -> NeedsMlDsa.isMet() || scheme.isForDtls12()).toList(),
                SignatureScheme.available(Jca.PLATFORM));
        assertEquals(17, SignatureScheme.KNOWN.size());
        for (int signature = 1; signature <= 3; signature++) {
            for (int hash = 1; hash <= 3; hash++) { // MD5, SHA-1, SHA-224
                assertFalse(SignatureScheme.KNOWN.contains(new SignatureScheme(hash << 8 | signature)));
            }
            assertFalse(SignatureScheme.KNOWN.contains(new SignatureScheme(signature + 3 << 8 | 2)), "DSA");
        }
    }

    @Test
    void nothing_can_be_signed_by_an_unknown_scheme() {
        SignatureScheme unknown = new SignatureScheme(0x0203);
        assertEquals("unknown(0x0203)", unknown.toString());
        assertEquals(Optional.empty(), unknown.keyKind());
        assertFalse(unknown.isAvailable(Jca.PLATFORM));
        String message = assertThrows(IllegalArgumentException.class, () -> unknown.engine(Jca.PLATFORM)).getMessage();
        assertEquals("no signatures by unknown(0x0203)", message);
        assertEquals(Optional.empty(), SignatureScheme.named("ecdsa_sha1"));
    }

    @Test
    void a_key_that_does_not_sign_has_no_kind() throws Exception {
        assertEquals(Optional.empty(), KeyKind.of(new SecretKeySpec(new byte[16], "AES")));
        assertEquals(Optional.empty(), KeyKind.of(KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic()));
        assertEquals(Optional.empty(), KeyKind.of(KeyPairGenerator.getInstance("DSA").generateKeyPair().getPublic()));
    }

    @ParameterizedTest
    @CsvSource({
        "EC, EC", "ECDSA, EC", "RSA, RSA", "RSASSA-PSS, RSA_PSS", "Ed25519, ED25519", "Ed448, ED448",
        "ML-DSA-44, ML_DSA_44", "ML-DSA-65, ML_DSA_65", "ML-DSA-87, ML_DSA_87"})
    void a_key_in_hardware_is_known_by_its_algorithm(String algorithm, KeyKind kind) {
        assertEquals(Optional.of(kind), KeyKind.of(new SecretKeySpec(new byte[1], algorithm)));
    }

    /** Keys under the name of the whole family: only their encoding tells which they are. */
    @Test
    void an_ml_dsa_key_that_does_not_say_which_has_no_kind() {
        for (byte[] encoding : new byte[][] {null, {}, {1}, {0x30, 0}, Vectors.hex("300d300b0609608648016503040310")}) {
            assertEquals(Optional.empty(), KeyKind.of(new OddKey(encoding)));
        }
        assertEquals(Optional.of(KeyKind.ML_DSA_65), KeyKind.of(new OddKey(Vectors.hex("300d300b0609608648016503040312"))));
    }

    private record OddKey(Optional<String> hex) implements PublicKey {
        OddKey(byte[] encoding) {
            this(Optional.ofNullable(encoding).map(Vectors::hex));
        }

        @Override
        public String getAlgorithm() {
            return "ML-DSA";
        }

        @Override
        public String getFormat() {
            return "X.509";
        }

        @Override
        public byte[] getEncoded() {
            return hex.map(Vectors::hex).orElse(null);
        }
    }

    @Test
    void rsa_keys_for_pss_alone_are_told_from_the_others() {
        assertTrue(Keys.pair("RSASSA-PSS").getPublic() instanceof RSAPublicKey);
        assertTrue(Verifier.fits(SignatureScheme.RSA_PSS_PSS_SHA256, Keys.pair("RSASSA-PSS").getPublic()));
        assertFalse(Verifier.fits(SignatureScheme.RSA_PSS_RSAE_SHA256, Keys.pair("RSASSA-PSS").getPublic()));
        assertFalse(Verifier.fits(SignatureScheme.RSA_PSS_PSS_SHA256, Keys.pair("RSA").getPublic()));
        assertFalse(Verifier.fits(new SignatureScheme(0x0203), Keys.pair("EC secp256r1").getPublic()));
    }
}
