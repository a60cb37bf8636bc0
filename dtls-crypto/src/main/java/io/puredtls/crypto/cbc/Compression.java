package io.puredtls.crypto.cbc;

/**
 * [RFC6234 §6] The inside of a hash, which the JCA does not show: its state and how a block goes into it. The same operations
 * in the same order for all states and blocks. All arrays are lent.
 */
interface Compression {
    /** The length of a block in bytes, a power of two. */
    int blockLength();

    /** The length of the state in bytes; the hash is the beginning of it. */
    int stateLength();

    /** How many bytes the text's length takes at the end of the last block. */
    int lengthFieldLength();

    /** Goes back to the state that the hash begins with. */
    void begin();

    /** Takes a block of {@link #blockLength} bytes into the state. */
    void compress(byte[] block);

    /** Writes the state. */
    void store(byte[] state);

    /** Goes on from a state that was stored. */
    void load(byte[] state);

    /** Forgets the state and the last block. */
    void wipe();
}
