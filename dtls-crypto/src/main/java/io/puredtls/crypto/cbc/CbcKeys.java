package io.puredtls.crypto.cbc;

import io.puredtls.crypto.secret.SecretBytes;

/** [RFC5246 §6.3] The write_MAC_key and write_key of one direction. Owns both. */
public record CbcKeys(SecretBytes mac, SecretBytes key) implements AutoCloseable {
    @Override
    public void close() {
        mac.close();
        key.close();
    }
}
