package io.puredtls.crypto.schedule12;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC5705 §4] What the handshake derives for itself cannot be exported. */
final class ReservedLabelTest {
    private final MasterSecret master = new MasterSecret(Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(new byte[48]));
    private final Randoms randoms = new Randoms(new byte[32], new byte[32]);

    @ParameterizedTest
    @ValueSource(strings = {"client finished", "server finished", "master secret", "extended master secret", "key expansion"})
    void label_of_the_handshake_is_refused(String label) {
        assertThrows(IllegalArgumentException.class, () -> master.export(label, randoms, 32));
        assertThrows(IllegalArgumentException.class, () -> master.export(label, new byte[0], randoms, 32));
    }

    @Test
    void other_labels_are_taken() {
        assertEquals(32, master.export("EXPORTER-test", randoms, 32).length());
    }

    @Test
    void secret_of_the_wrong_length_is_closed_before_it_is_refused() {
        SecretBytes tooShort = SecretBytes.taking(new byte[47]);
        assertThrows(IllegalArgumentException.class, () -> new MasterSecret(Jca.PLATFORM, HashAlgorithm.SHA256, tooShort));
        assertTrue(tooShort.isClosed());
    }
}
