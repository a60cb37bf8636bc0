package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.secret.SecretBytes;

/**
 * [RFC9846 §7.3] [RFC9147 §4.2.3] The keys of one epoch in one direction. Owns all three.
 *
 * @param key of the AEAD
 * @param iv what the record number goes over, to be a nonce
 * @param sn what masks the record number
 */
public record TrafficKeys(SecretBytes key, SecretBytes iv, SecretBytes sn) implements AutoCloseable {
    @Override
    public void close() {
        key.close();
        iv.close();
        sn.close();
    }
}
