package io.puredtls.crypto.sign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.entropy.SeededEntropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SignerTest {
    private static final byte[] CONTENT = "what is signed".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> KEYS = Stream.concat(
            Stream.of("EC secp256r1", "EC secp384r1", "EC secp521r1", "RSA", "RSASSA-PSS", "Ed25519", "Ed448"),
            NeedsMlDsa.isMet() ? Stream.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87") : Stream.of()).toList();

    static List<SignatureScheme> available() {
        return SignatureScheme.available(Jca.PLATFORM);
    }

    @ParameterizedTest
    @MethodSource("available")
    void what_was_signed_verifies_and_gives_the_proof(SignatureScheme scheme) throws BadSignatureException {
        KeyPair pair = Keys.pair(scheme);
        byte[] signature = signer(pair.getPrivate()).sign(scheme, CONTENT);
        assertEquals(scheme, Verifier.verify(Jca.PLATFORM, scheme, pair.getPublic(), CONTENT, signature).scheme());
    }

    @ParameterizedTest
    @MethodSource("available")
    void another_content_does_not_verify(SignatureScheme scheme) {
        KeyPair pair = Keys.pair(scheme);
        byte[] signature = signer(pair.getPrivate()).sign(scheme, CONTENT);
        byte[] other = CONTENT.clone();
        other[3] ^= 1;
        assertRefused(scheme, pair.getPublic(), other, signature, "the signature by " + scheme + " does not verify");
        assertRefused(scheme, pair.getPublic(), new byte[0], signature, "the signature by " + scheme + " does not verify");
    }

    @ParameterizedTest
    @MethodSource("available")
    void no_changed_shortened_or_lengthened_signature_verifies(SignatureScheme scheme) {
        KeyPair pair = Keys.pair(scheme);
        byte[] signature = signer(pair.getPrivate()).sign(scheme, CONTENT);
        for (int i = 0; i < signature.length; i += 1 + signature.length / 200) {
            byte[] changed = signature.clone();
            changed[i] ^= 4;
            assertRefused(scheme, pair.getPublic(), CONTENT, changed);
        }
        for (int length : new int[] {0, 1, signature.length / 2, signature.length - 1, signature.length + 1}) {
            assertRefused(scheme, pair.getPublic(), CONTENT, Arrays.copyOf(signature, length));
        }
        assertRefused(scheme, pair.getPublic(), CONTENT, new byte[signature.length]);
    }

    @ParameterizedTest
    @MethodSource("available")
    void a_key_of_another_kind_is_refused_before_the_signature_is_looked_at(SignatureScheme scheme) {
        for (String name : KEYS) {
            PublicKey key = Keys.pair(name).getPublic();
            if (!Verifier.fits(scheme, key)) {
                assertRefused(scheme, key, CONTENT, new byte[64], scheme + " is not made with a key of kind " + key.getAlgorithm());
            }
        }
        long fitting = KEYS.stream().filter(name -> Verifier.fits(scheme, Keys.pair(name).getPublic())).count();
        assertEquals(scheme.keyKind().orElseThrow() == KeyKind.EC ? 3 : 1, fitting);
    }

    /** The signature is good by the scheme's algorithm; it is the OID of the key that forbids it. [RFC8446 §4.2.3] */
    @Test
    // [RFC9846 §4.3.3#8] [RFC9846 §4.3.3#10]
    void pss_signatures_do_not_pass_from_one_kind_of_rsa_key_to_the_other() {
        byte[] byRsae = signer(Keys.pair("RSA").getPrivate()).sign(SignatureScheme.RSA_PSS_RSAE_SHA256, CONTENT);
        assertRefused(SignatureScheme.RSA_PSS_PSS_SHA256, Keys.pair("RSA").getPublic(), CONTENT, byRsae);
        byte[] byPss = signer(Keys.pair("RSASSA-PSS").getPrivate()).sign(SignatureScheme.RSA_PSS_PSS_SHA256, CONTENT);
        assertRefused(SignatureScheme.RSA_PSS_RSAE_SHA256, Keys.pair("RSASSA-PSS").getPublic(), CONTENT, byPss);
    }

    /** A public key of another kind would refuse every signature so made: signing must refuse first. */
    @ParameterizedTest
    @MethodSource("available")
    void a_private_key_of_another_kind_does_not_sign(SignatureScheme scheme) {
        for (String name : KEYS) {
            KeyPair pair = Keys.pair(name);
            if (!Verifier.fits(scheme, pair.getPublic())) {
                IllegalStateException thrown = assertThrows(
                        IllegalStateException.class, () -> signer(pair.getPrivate()).sign(scheme, CONTENT), name);
                assertEquals("the private key cannot sign by " + scheme, thrown.getMessage());
            }
        }
    }

    @Test
    // [RFC9846 §4.3.3#7]
    void a_pss_salt_of_another_length_is_refused() throws Exception {
        for (int saltLength : new int[] {0, 20, 31, 33, 48}) {
            Signature engine = Signature.getInstance("RSASSA-PSS");
            engine.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, saltLength, 1));
            assertRefused(SignatureScheme.RSA_PSS_RSAE_SHA256, Keys.pair("RSA").getPublic(), CONTENT, signed(engine));
        }
    }

    @Test
    void a_pss_mask_over_another_hash_is_refused() throws Exception {
        Signature engine = Signature.getInstance("RSASSA-PSS");
        engine.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA1, 32, 1));
        assertRefused(SignatureScheme.RSA_PSS_RSAE_SHA256, Keys.pair("RSA").getPublic(), CONTENT, signed(engine));
    }

    private static byte[] signed(Signature engine) throws Exception {
        engine.initSign(Keys.pair("RSA").getPrivate());
        engine.update(CONTENT);
        return engine.sign();
    }

    /** [RFC8446 §4.2.3] The salt is as long as the hash: RSA keys show it to whoever has the public key. */
    @Test
    // [RFC9846 §4.3.3#7]
    void our_pss_signatures_have_the_salt_and_mask_of_their_hash() throws Exception {
        Object[][] expected = {
            {SignatureScheme.RSA_PSS_RSAE_SHA256, "RSA", "SHA-256", MGF1ParameterSpec.SHA256, 32},
            {SignatureScheme.RSA_PSS_RSAE_SHA384, "RSA", "SHA-384", MGF1ParameterSpec.SHA384, 48},
            {SignatureScheme.RSA_PSS_RSAE_SHA512, "RSA", "SHA-512", MGF1ParameterSpec.SHA512, 64},
            {SignatureScheme.RSA_PSS_PSS_SHA256, "RSASSA-PSS", "SHA-256", MGF1ParameterSpec.SHA256, 32},
            {SignatureScheme.RSA_PSS_PSS_SHA384, "RSASSA-PSS", "SHA-384", MGF1ParameterSpec.SHA384, 48},
            {SignatureScheme.RSA_PSS_PSS_SHA512, "RSASSA-PSS", "SHA-512", MGF1ParameterSpec.SHA512, 64},
        };
        for (Object[] row : expected) {
            KeyPair pair = Keys.pair((String) row[1]);
            byte[] signature = signer(pair.getPrivate()).sign((SignatureScheme) row[0], CONTENT);
            Signature engine = Signature.getInstance("RSASSA-PSS");
            engine.setParameter(new PSSParameterSpec((String) row[2], "MGF1", (MGF1ParameterSpec) row[3], (int) row[4], 1));
            engine.initVerify(pair.getPublic());
            engine.update(CONTENT);
            assertTrue(engine.verify(signature), row[0].toString());
        }
    }

    @Test
    void an_ecdsa_signature_of_zeros_is_refused() {
        for (String hex : List.of("3006020100020100", "3006020100020101", "3006020101020100")) {
            assertRefused(SignatureScheme.ECDSA_SECP256R1_SHA256, Keys.pair("EC secp256r1").getPublic(), CONTENT, Vectors.hex(hex));
            assertRefused(SignatureScheme.ECDSA_SECP384R1_SHA384, Keys.pair("EC secp384r1").getPublic(), CONTENT, Vectors.hex(hex));
            assertRefused(SignatureScheme.ECDSA_SECP521R1_SHA512, Keys.pair("EC secp521r1").getPublic(), CONTENT, Vectors.hex(hex));
        }
    }

    /** In DTLS 1.2 the ECDSA schemes are not bound to a curve. */
    @Test
    void an_ecdsa_scheme_works_on_every_curve() throws BadSignatureException {
        KeyPair pair = Keys.pair("EC secp384r1");
        byte[] signature = signer(pair.getPrivate()).sign(SignatureScheme.ECDSA_SECP256R1_SHA256, CONTENT);
        Verifier.verify(Jca.PLATFORM, SignatureScheme.ECDSA_SECP256R1_SHA256, pair.getPublic(), CONTENT, signature);
    }

    @ParameterizedTest
    @MethodSource("available")
    void the_same_seed_gives_the_same_signature(SignatureScheme scheme) {
        PrivateKey key = Keys.pair(scheme).getPrivate();
        byte[] first = new Signer(Jca.PLATFORM, new SeededEntropy(7), key).sign(scheme, CONTENT);
        assertArrayEquals(first, new Signer(Jca.PLATFORM, new SeededEntropy(7), key).sign(scheme, CONTENT));
        boolean deterministic = scheme.toString().startsWith("ed") || scheme.toString().startsWith("rsa_pkcs1");
        assertEquals(deterministic, Arrays.equals(first, new Signer(Jca.PLATFORM, new SeededEntropy(8), key).sign(scheme, CONTENT)));
    }

    @Test
    // [RFC9846 §4.3.3#9]
    void edwards_signatures_are_the_rfcs() throws Exception {
        for (Vector vector : Vectors.read("sign", "rfc8032.txt")) {
            SignatureScheme scheme = SignatureScheme.named(vector.text("scheme")).orElseThrow();
            boolean ed25519 = scheme.equals(SignatureScheme.ED25519);
            PrivateKey key = KeyFactory.getInstance("EdDSA").generatePrivate(new EdECPrivateKeySpec(
                    ed25519 ? NamedParameterSpec.ED25519 : NamedParameterSpec.ED448, vector.bytes("private")));
            assertEquals(vector.text("sig"), Vectors.hex(signer(key).sign(scheme, vector.bytes("msg"))));
            String spki = (ed25519 ? "302a300506032b6570032100" : "3043300506032b6571033a00") + vector.text("public");
            Verifier.verify(Jca.PLATFORM, scheme, Keys.ofSpki("EdDSA", spki), vector.bytes("msg"), vector.bytes("sig"));
        }
    }

    @Test
    void printing_reveals_the_kind_of_key_alone() {
        for (String name : KEYS) {
            String algorithm = Keys.pair(name).getPrivate().getAlgorithm();
            assertEquals("Signer[" + algorithm + "]", signer(Keys.pair(name).getPrivate()).toString());
            assertFalse(algorithm.toLowerCase(Locale.ROOT).contains("private"));
        }
    }

    @Test
    void a_refusal_carries_no_stack_trace() {
        BadSignatureException thrown = assertThrows(BadSignatureException.class, () -> Verifier.verify(
                Jca.PLATFORM, SignatureScheme.ED25519, Keys.pair("Ed25519").getPublic(), CONTENT, new byte[64]));
        assertEquals(0, thrown.getStackTrace().length);
    }

    private static Signer signer(PrivateKey key) {
        return new Signer(Jca.PLATFORM, SystemEntropy.INSTANCE, key);
    }

    private static void assertRefused(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature, String message) {
        assertEquals(message, assertRefused(scheme, key, content, signature));
    }

    private static String assertRefused(SignatureScheme scheme, PublicKey key, byte[] content, byte[] signature) {
        return assertThrows(
                BadSignatureException.class, () -> Verifier.verify(Jca.PLATFORM, scheme, key, content, signature),
                () -> scheme + " " + Vectors.hex(signature)).getMessage();
    }
}
