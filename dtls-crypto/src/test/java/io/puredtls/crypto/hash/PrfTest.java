package io.puredtls.crypto.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrfTest {
    @ParameterizedTest
    @CsvSource({"SHA256, sha256.txt, 100", "SHA384, sha384.txt, 148"})
    void prf_gives_the_published_output(HashAlgorithm hash, String file, int length) {
        Vector vector = Vectors.read("tls12-prf", file).get(0);
        assertEquals(length, vector.bytes("output").length);
        try (SecretBytes secret = SecretBytes.taking(vector.bytes("secret"));
                SecretBytes output = Prf.expand(Jca.PLATFORM, hash, secret, vector.text("label"), vector.bytes("seed"), length)) {
            assertEquals(vector.text("output"), Vectors.hex(output.view()));
        }
    }

    @Test
    void a_shorter_output_is_the_beginning_of_a_longer_one() {
        Vector vector = Vectors.read("tls12-prf", "sha256.txt").get(0);
        try (SecretBytes secret = SecretBytes.taking(vector.bytes("secret"))) {
            for (int length = 0; length <= 100; length++) {
                byte[] output = Prf.expand(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "test label", vector.bytes("seed"), length).view();
                assertArrayEquals(Arrays.copyOf(vector.bytes("output"), length), output);
            }
        }
    }

    @Test
    void what_is_lent_stays_as_it_was() {
        byte[] seed = {1, 2, 3};
        SecretBytes secret = SecretBytes.taking(new byte[] {4, 5, 6});
        Prf.expand(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "label", seed, 40).close();
        assertFalse(secret.isClosed());
        assertArrayEquals(new byte[] {4, 5, 6}, secret.view());
        assertArrayEquals(new byte[] {1, 2, 3}, seed);
    }
}
