package io.puredtls.crypto.aead;

import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/**
 * [RFC3610 §2.2] The MAC of CCM, by a held AES/CBC cipher that takes many blocks in one call. The cipher is never
 * initialised again, which would allocate: it goes on from the last block that it gave, and XORing that block into the first
 * of the next text is the same as beginning with zeros.
 */
final class CbcMac {
    static final int BLOCK = 16;
    /** [RFC3610 §2.1] L: the bytes that a nonce of 12 leaves for the text's length, and for the counter. */
    static final int LENGTH_BYTES = 3;

    private final Cipher cbc;
    private final byte[] scratch;
    private final byte[] last = new byte[BLOCK];
    private final byte[] stage = new byte[4 * BLOCK];

    /** Takes {@code cbc}, which has begun with zeros; {@code scratch} is lent for good, for what the cipher gives. */
    CbcMac(Cipher cbc, byte[] scratch) {
        this.cbc = cbc;
        this.scratch = scratch;
    }

    /** Begins with B_0, which says all lengths, and the additional data behind their own length. */
    void begin(byte[] nonce, int tagLength, int textLength, byte[] additionalData, int additionalLength) {
        stage[0] = (byte) ((additionalLength > 0 ? 0x40 : 0) | (tagLength - 2) / 2 << 3 | LENGTH_BYTES - 1);
        System.arraycopy(nonce, 0, stage, 1, nonce.length);
        stage[13] = (byte) (textLength >>> 16);
        stage[14] = (byte) (textLength >>> 8);
        stage[15] = (byte) textLength;
        for (int i = 0; i < BLOCK; i++) {
            stage[i] ^= last[i];
        }
        int filled = BLOCK;
        if (additionalLength > 0) {
            stage[filled++] = (byte) (additionalLength >>> 8);
            stage[filled++] = (byte) additionalLength;
        }
        int taken = 0;
        while (additionalLength - taken > stage.length - filled) {
            System.arraycopy(additionalData, taken, stage, filled, stage.length - filled);
            taken += stage.length - filled;
            update(stage, 0, stage.length);
            filled = 0;
        }
        System.arraycopy(additionalData, taken, stage, filled, additionalLength - taken);
        updatePadded(filled + additionalLength - taken);
    }

    /** Goes on with a slice of the text, which is lent: whole blocks, but for the last slice. No longer than the scratch. */
    void absorb(byte[] text, int offset, int length) {
        int rest = length % BLOCK;
        int whole = length - rest;
        if (whole > 0) {
            update(text, offset, whole);
        }
        if (rest > 0) {
            System.arraycopy(text, offset + whole, stage, 0, rest);
            updatePadded(rest);
        }
    }

    /** The first bytes of the stage, with zeros up to a whole block. */
    private void updatePadded(int filled) {
        int padded = filled + BLOCK - 1 & -BLOCK;
        Arrays.fill(stage, filled, padded, (byte) 0);
        update(stage, 0, padded);
    }

    private void update(byte[] blocks, int offset, int length) {
        try {
            if (cbc.update(blocks, offset, length, scratch, 0) != length) {
                throw new IllegalStateException("the provider " + cbc.getProvider().getName() + " holds blocks of AES/CBC back");
            }
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
        System.arraycopy(scratch, length - BLOCK, last, 0, BLOCK);
    }

    /** A byte of the MAC over everything since the beginning. */
    byte at(int i) {
        return last[i];
    }

    void wipe() {
        Arrays.fill(last, (byte) 0);
        Arrays.fill(stage, (byte) 0);
    }
}
