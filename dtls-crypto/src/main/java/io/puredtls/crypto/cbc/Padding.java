package io.puredtls.crypto.cbc;

import java.util.Arrays;

/** [RFC5246 §6.2.3.2] Up to 256 bytes behind a text, each of which says how many stand before the last of them. */
final class Padding {
    /** Our own is no longer than it must be. */
    static final int MOST_NEEDED = ExplicitIvCbc.BLOCK;
    /** The most that padding_length can say. */
    static final int MOST = 255;

    private Padding() {
        // none
    }

    /** [RFC8449 §4.1#1] The length with our padding: whole blocks, and no block more than needed. */
    static int padded(int length) {
        return length / ExplicitIvCbc.BLOCK * ExplicitIvCbc.BLOCK + ExplicitIvCbc.BLOCK;
    }

    /** The longest text that is no longer than so many bytes with its padding; negative if there is none. */
    static int longestWithin(int padded) {
        return Math.floorDiv(padded, ExplicitIvCbc.BLOCK) * ExplicitIvCbc.BLOCK - 1;
    }

    /** Writes padding behind the text, which is not longer than needed, and gives the length of both. */
    static int append(byte[] text, int offset, int length) {
        int padded = padded(length);
        Arrays.fill(text, offset + length, offset + padded, (byte) (padded - length - 1));
        return padded;
    }

    /**
     * All ones if what ends at {@code offset + length} is padding of at most {@code longest} bytes before its length, else 0.
     * Looks at the same bytes whatever they are.
     */
    static int isRight(byte[] text, int offset, int length, int longest) {
        int last = offset + length - 1;
        int paddingLength = text[last] & 0xFF;
        int right = Mask.notLess(longest, paddingLength);
        for (int i = 1, most = Math.min(MOST, longest); i <= most; i++) {
            right &= ~Mask.notLess(paddingLength, i) | Mask.equal(text[last - i] & 0xFF, paddingLength);
        }
        return right;
    }
}
