package io.puredtls.crypto.aead;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;

/**
 * [RFC9147 §4.2.3] What DTLS 1.3 hides a record's number with: a mask made of the first bytes of the ciphertext under a
 * key of its own. Not thread-safe.
 */
public interface RecordNumberMask extends AutoCloseable {
    /** How many bytes of ciphertext a mask is made of; a shorter record has none. */
    int SAMPLE_LENGTH = 16;

    /** The mask of the algorithm that belongs to {@code aead}; {@code key}, as long as the AEAD's, is lent and copied. */
    static RecordNumberMask of(AeadAlgorithm aead, Jca jca, SecretBytes key) {
        return aead == AeadAlgorithm.CHACHA20_POLY1305 ? new ChaChaMask(jca, key) : new AesMask(jca, key);
    }

    /**
     * The first two bytes of the mask for {@link #SAMPLE_LENGTH} bytes at {@code offset}, the first in the high byte. The
     * array is lent.
     */
    int mask(byte[] ciphertext, int offset);

    /** Destroys the key. Nothing else may be called afterwards. */
    @Override
    void close();
}
