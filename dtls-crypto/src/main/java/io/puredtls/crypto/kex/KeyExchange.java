package io.puredtls.crypto.kex;

import io.puredtls.crypto.secret.SecretBytes;

/**
 * One ephemeral exchange in one group in which we speak first: a fresh key pair, used once and closed. A peer that has
 * spoken already is answered by {@link NamedGroup#answer}. Not thread-safe.
 */
public interface KeyExchange extends AutoCloseable {
    /** The group. */
    NamedGroup group();

    /** Our share, as it goes on the wire. The array is the caller's. */
    byte[] share();

    /**
     * Gives the shared secret with the owner of {@code peerShare}, which is lent.
     *
     * @throws IllegalShareException if the share fails a check of RFC 8446 §4.2.8.2, RFC 7748 §6 or RFC 10024
     */
    SecretBytes agree(byte[] peerShare) throws IllegalShareException;

    /** Lets go of the private key. */
    @Override
    void close();
}
