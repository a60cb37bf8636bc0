package io.puredtls.crypto.cbc;

import io.puredtls.crypto.aead.AeadLimits;

/**
 * AES-CBC and HMAC under the keys of one direction. What it seals begins with the record's own IV of
 * {@link CbcAlgorithm#BLOCK_LENGTH} bytes. Not thread-safe. Works in place: IV, text, padding and MAC share the caller's array.
 *
 * <p>The MAC covers a header too, whose last two bytes are written here, as what they count differs.
 */
public sealed interface CbcHmac extends AutoCloseable permits EncryptThenMac, MacThenEncrypt {
    /** What {@link #open} answers when anything at all is wrong. */
    int FORGED = -1;

    /** How often these keys may be used. */
    AeadLimits limits();

    /** By how many bytes, at most, sealing makes a text longer. */
    int mostAdded();

    /** What a text of this length seals to. */
    int sealedLength(int length);

    /** The longest text that seals to at most so many bytes; negative if there is none. */
    int longestWithin(int sealedLength);

    /**
     * Seals {@code length} bytes in place, which stand behind room for the IV at {@code offset}; {@link #sealedLength} bytes
     * from there must be free. Both are lent.
     *
     * @return the length of all
     */
    int seal(MacHeader header, byte[] text, int offset, int length);

    /**
     * Opens {@code length} bytes at {@code offset} in place; the text then stands behind the IV's room. On {@link #FORGED} the
     * content of the range is undefined and must not be looked at.
     *
     * @return the text's length, or {@link #FORGED}
     */
    int open(MacHeader header, byte[] text, int offset, int length);

    /** Destroys the keys. Nothing else may be called afterwards. */
    @Override
    void close();
}
