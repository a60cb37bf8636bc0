package io.puredtls.crypto.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;

/** Labels and contexts that cannot be said are refused, not bent into others. */
final class LabelTest {
    private final SecretBytes secret = SecretBytes.taking(new byte[32]);

    @Test
    void label_that_is_not_ascii_is_refused_by_the_prf() {
        assertThrows(IllegalArgumentException.class,
                () -> Prf.expand(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "schl\u00fcssel", new byte[0], 16));
    }

    @Test
    void label_that_is_not_ascii_is_refused_by_hkdf() {
        assertThrows(IllegalArgumentException.class,
                () -> Hkdf.expandLabel(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "schl\u00fcssel", new byte[0], 16));
    }

    @Test
    void longest_label_and_context_are_taken_and_longer_ones_refused() {
        assertEquals(16, Hkdf.expandLabel(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "x".repeat(249), new byte[255], 16).length());
        assertThrows(IllegalArgumentException.class,
                () -> Hkdf.expandLabel(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "x".repeat(250), new byte[0], 16));
        assertThrows(IllegalArgumentException.class,
                () -> Hkdf.expandLabel(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "x", new byte[256], 16));
    }
}
