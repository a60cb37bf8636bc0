package io.puredtls.crypto.aead;

/**
 * One key in one direction. Not thread-safe. Works in place: the text and its tag share the caller's array.
 *
 * <p>A nonce must never be used twice to seal; the callers derive it from a record number that only grows.
 */
public interface Aead extends AutoCloseable {
    /** What {@link #open} answers when the tag does not match. */
    int FORGED = -1;

    /** The tag's length in bytes, by which sealing makes a text longer. */
    int tagLength();

    /**
     * Seals {@code length} bytes at {@code offset} in place and puts the tag behind them, where {@link #tagLength}
     * bytes must be free. All arrays are lent.
     *
     * @return the length with the tag
     */
    int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] text, int offset, int length);

    /**
     * Opens {@code length} bytes (tag included, at least {@link #tagLength}) at {@code offset} in place. On
     * {@link #FORGED} the content of the range is undefined and must not be looked at.
     *
     * @return the length without the tag, or {@link #FORGED}
     */
    int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] text, int offset, int length);

    /** Destroys the key. Nothing else may be called afterwards. */
    @Override
    void close();
}
