package io.puredtls.crypto.schedule12;

import io.puredtls.crypto.secret.SecretBytes;

/**
 * [RFC5246 §6.3] The keys and implicit nonce parts of both directions for an AEAD suite, which has no MAC keys. Owns all four.
 */
public record KeyBlock(SecretBytes clientWriteKey, SecretBytes serverWriteKey, SecretBytes clientWriteIv, SecretBytes serverWriteIv)
        implements AutoCloseable {
    @Override
    public void close() {
        clientWriteKey.close();
        serverWriteKey.close();
        clientWriteIv.close();
        serverWriteIv.close();
    }
}
