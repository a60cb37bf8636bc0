package io.puredtls.crypto.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WycheproofSignaturesTest {
    @ParameterizedTest
    @CsvSource({
        "ecdsa_secp256r1_sha256.txt, ecdsa_secp256r1_sha256, EC",
        "ecdsa_secp384r1_sha384.txt, ecdsa_secp384r1_sha384, EC",
        "ecdsa_secp521r1_sha512.txt, ecdsa_secp521r1_sha512, EC",
        "ed25519.txt, ed25519, EdDSA",
        "ed448.txt, ed448, EdDSA",
        "rsa_pss_sha256.txt, rsa_pss_rsae_sha256, RSA",
        "rsa_pss_sha384.txt, rsa_pss_rsae_sha384, RSA",
        "rsa_pss_sha512.txt, rsa_pss_rsae_sha512, RSA",
        "rsa_pkcs1_sha256.txt, rsa_pkcs1_sha256, RSA",
        "rsa_pkcs1_sha384.txt, rsa_pkcs1_sha384, RSA",
        "rsa_pkcs1_sha512.txt, rsa_pkcs1_sha512, RSA",
    })
    void wycheproof_agrees(String file, String scheme, String algorithm) throws Exception {
        List<String> wrong = new ArrayList<>();
        int valid = 0;
        int invalid = 0;
        PublicKey key = null;
        for (Vector vector : Vectors.read("wycheproof", file)) {
            if (vector.fields().containsKey("publicKeyDer")) {
                key = Keys.ofSpki(algorithm, vector.text("publicKeyDer"));
                continue;
            }
            boolean verifies = verifies(SignatureScheme.named(scheme).orElseThrow(), key, vector);
            String result = vector.text("result"); // "acceptable" binds nobody: a PKCS#1 padding without its NULL
            if (result.equals(verifies ? "invalid" : "valid") && !isJdksToDecide(vector)) {
                wrong.add(vector.text("id") + " " + vector.text("flags") + " " + vector.text("comment"));
            }
            valid += result.equals("valid") ? 1 : 0;
            invalid += result.equals("invalid") ? 1 : 0;
        }
        assertEquals(List.of(), wrong, wrong.size() + " of " + valid + " valid and " + invalid + " invalid");
        assertTrue(valid > 5 && invalid > 20, valid + " valid and " + invalid + " invalid");
    }

    /**
     * Where JDKs differ from Wycheproof, without harm: a negative s counts as the positive one of the same bits (17 and 25),
     * and an x coordinate above the group's order, which no honest signer will ever meet, is refused (17).
     */
    private static boolean isJdksToDecide(Vector vector) {
        String comment = vector.text("comment");
        return vector.text("flags").equals("MissingZero")
                || comment.equals("k*G has a large x-coordinate") || comment.endsWith("is the smallest possible x with a reduction");
    }

    /** Every one of these is a good PSS signature, by a salt that no scheme of ours has. */
    @Test
    void pss_signatures_without_salt_are_refused() throws Exception {
        List<Vector> vectors = Vectors.read("wycheproof", "rsa_pss_sha256_salt0.txt");
        PublicKey key = Keys.ofSpki("RSA", vectors.get(0).text("publicKeyDer"));
        for (Vector vector : vectors.subList(1, vectors.size())) {
            assertEquals("valid", vector.text("result"));
            assertFalse(verifies(SignatureScheme.RSA_PSS_RSAE_SHA256, key, vector), vector.text("id"));
        }
        assertEquals(8, vectors.size());
    }

    private static boolean verifies(SignatureScheme scheme, PublicKey key, Vector vector) {
        try {
            Verifier.verify(Jca.PLATFORM, scheme, key, vector.bytes("msg"), vector.bytes("sig"));
            return true;
        } catch (BadSignatureException refused) {
            return false;
        }
    }
}
