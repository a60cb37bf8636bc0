package io.puredtls.crypto.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MlDsaTest {
    @BeforeAll
    static void the_jdk_must_have_it() {
        NeedsMlDsa.orSkip(MlDsaTest.class);
    }

    /** [draft-ietf-tls-mldsa] The context is empty: what was signed in another is refused, however good. */
    @ParameterizedTest
    @ValueSource(strings = {"mldsa44", "mldsa65", "mldsa87"})
    void wycheproof_agrees(String name) throws Exception {
        List<Vector> vectors = Vectors.read("wycheproof", name + ".txt");
        PublicKey key = key(vectors);
        List<String> verified = new ArrayList<>();
        for (Vector vector : vectors.subList(1, vectors.size())) {
            if (verifies(name, key, vector.bytes("msg"), vector.bytes("sig"))) {
                verified.add(vector.text("comment"));
            }
        }
        assertEquals(List.of("baseline"), verified);
        assertEquals(7, vectors.size() - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mldsa44", "mldsa65", "mldsa87"})
    void a_good_signature_of_another_length_is_refused_before_any_provider_sees_it(String name) throws Exception {
        List<Vector> vectors = Vectors.read("wycheproof", name + ".txt");
        byte[] signature = vectors.get(1).bytes("sig");
        for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1}) {
            BadSignatureException thrown = assertThrows(BadSignatureException.class, () -> Verifier.verify(Jca.PLATFORM,
                    scheme(name), key(vectors), vectors.get(1).bytes("msg"), Arrays.copyOf(signature, length)));
            assertEquals("a signature by " + name + " does not have " + length + " bytes", thrown.getMessage());
        }
    }

    private static PublicKey key(List<Vector> vectors) throws Exception {
        return Keys.ofSpki("ML-DSA", vectors.get(0).text("publicKeyDer"));
    }

    private static SignatureScheme scheme(String name) {
        return SignatureScheme.named(name).orElseThrow();
    }

    private static boolean verifies(String name, PublicKey key, byte[] content, byte[] signature) {
        try {
            Verifier.verify(Jca.PLATFORM, scheme(name), key, content, signature);
            return true;
        } catch (BadSignatureException refused) {
            return false;
        }
    }
}
