package io.puredtls.crypto.aead;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AeadVectorsTest {
    @Test
    void gcm_gives_the_specifications_output() {
        for (Vector vector : Vectors.read("aead", "gcm-spec.txt")) {
            assertSeals(gcm(vector), vector);
            assertOpens(gcm(vector), vector);
        }
    }

    @Test
    void chacha20_poly1305_gives_the_rfcs_output() {
        Vector vector = Vectors.read("aead", "rfc8439.txt").get(0);
        assertSeals(AeadAlgorithm.CHACHA20_POLY1305, vector);
        assertOpens(AeadAlgorithm.CHACHA20_POLY1305, vector);
    }

    @ParameterizedTest
    @CsvSource({"aes_gcm.txt, 133", "chacha20_poly1305.txt, 236"})
    void wycheproof_agrees(String file, int count) {
        List<Vector> vectors = Vectors.read("wycheproof", file);
        assertEquals(count, vectors.size());
        List<String> wrong = new ArrayList<>();
        for (Vector vector : vectors) {
            AeadAlgorithm algorithm = file.startsWith("aes") ? gcm(vector) : AeadAlgorithm.CHACHA20_POLY1305;
            boolean opened = open(algorithm, vector).isPresent();
            if (opened != vector.text("result").equals("valid")) {
                wrong.add(vector.text("id") + " " + vector.text("comment"));
            }
            if (opened) {
                assertSeals(algorithm, vector);
                assertOpens(algorithm, vector);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void ccm_gives_nists_output() {
        List<Vector> vectors = Vectors.read("ccm", "nist-vnt.txt");
        assertEquals(20, vectors.size());
        for (Vector vector : vectors) {
            assertSeals(ccm(vector), vector);
            assertOpens(ccm(vector), vector);
        }
    }

    @Test
    void wycheproof_agrees_on_ccm() {
        List<String> wrong = new ArrayList<>();
        EnumMap<AeadAlgorithm, Integer> opened = new EnumMap<>(AeadAlgorithm.class);
        for (Vector vector : Vectors.read("ccm", "wycheproof.txt")) {
            AeadAlgorithm algorithm = ccm(vector);
            boolean opens = open(algorithm, vector).isPresent();
            if (opens != vector.text("result").equals("valid")) {
                wrong.add(vector.text("id") + " " + vector.text("flags"));
            }
            if (opens) {
                assertSeals(algorithm, vector);
                assertOpens(algorithm, vector);
                opened.merge(algorithm, 1, Integer::sum);
            }
        }
        assertEquals(List.of(), wrong);
        assertEquals(4, opened.size(), opened.toString());
    }

    private static AeadAlgorithm ccm(Vector vector) {
        boolean short8 = vector.bytes("tag").length == 8;
        return vector.bytes("key").length == 16
                ? short8 ? AeadAlgorithm.AES_128_CCM_8 : AeadAlgorithm.AES_128_CCM
                : short8 ? AeadAlgorithm.AES_256_CCM_8 : AeadAlgorithm.AES_256_CCM;
    }

    private static AeadAlgorithm gcm(Vector vector) {
        return vector.bytes("key").length == 16 ? AeadAlgorithm.AES_128_GCM : AeadAlgorithm.AES_256_GCM;
    }

    private static void assertSeals(AeadAlgorithm algorithm, Vector vector) {
        byte[] text = vector.bytes("msg");
        byte[] array = Arrays.copyOf(text, text.length + algorithm.tagLength());
        byte[] aad = vector.bytes("aad");
        assertEquals(array.length, with(algorithm, vector).seal(vector.bytes("nonce"), aad, aad.length, array, 0, text.length));
        assertEquals(vector.text("ct") + vector.text("tag"), Vectors.hex(array), vector.text("id"));
    }

    private static void assertOpens(AeadAlgorithm algorithm, Vector vector) {
        assertEquals(vector.text("msg"), open(algorithm, vector).orElse("forged"), vector.text("id"));
    }

    private static Optional<String> open(AeadAlgorithm algorithm, Vector vector) {
        byte[] array = Vectors.hex(vector.text("ct") + vector.text("tag"));
        byte[] aad = vector.bytes("aad");
        int length = with(algorithm, vector).open(vector.bytes("nonce"), aad, aad.length, array, 0, array.length);
        return length == Aead.FORGED ? Optional.empty() : Optional.of(Vectors.hex(Arrays.copyOf(array, length)));
    }

    private static Aead with(AeadAlgorithm algorithm, Vector vector) {
        return algorithm.with(Jca.PLATFORM, SecretBytes.taking(vector.bytes("key")));
    }
}
