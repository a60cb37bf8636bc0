package io.puredtls.crypto.aead;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/**
 * [RFC3610 §2.3] The key stream of CCM, by a held AES/ECB cipher over a batch of counter blocks: the JDK's AES/CTR would
 * have to be initialised for each text, and allocates for that.
 */
final class CounterStream {
    private static final int BLOCK = CbcMac.BLOCK;
    private static final VarHandle BIG_ENDIAN = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle NATIVE = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final int STEP = 4 * Long.BYTES;

    private final Cipher ecb;
    private final byte[] scratch;
    private final byte[] stream;
    private final byte[] tagMask = new byte[BLOCK];
    private long left;
    private long right;
    private int position;
    private int limit;

    /** Takes {@code ecb}; {@code scratch} is lent for good, for the counter blocks, and its length is the batch's. */
    CounterStream(Cipher ecb, byte[] scratch) {
        this.ecb = ecb;
        this.scratch = scratch;
        this.stream = new byte[scratch.length];
    }

    /** Begins at counter 0, whose block hides the tag; makes stream for {@code textLength} bytes too, or for as many as it can. */
    void begin(byte[] nonce, int textLength) {
        long first = (long) BIG_ENDIAN.get(nonce, 0);
        left = (long) (CbcMac.LENGTH_BYTES - 1) << 56 | first >>> 8;
        right = (long) BIG_ENDIAN.get(nonce, 4) << 24;
        make(BLOCK + textLength);
        System.arraycopy(stream, 0, tagMask, 0, BLOCK);
        position = BLOCK;
    }

    /** How many of the next {@code wanted} bytes of text can be hidden now; at least one. */
    int ready(int wanted) {
        if (position == limit) {
            make(wanted);
        }
        return Math.min(wanted, limit - position);
    }

    private void make(int wanted) {
        limit = Math.min(wanted, stream.length) + BLOCK - 1 & -BLOCK;
        for (int i = 0; i < limit; i += BLOCK) {
            BIG_ENDIAN.set(scratch, i, left);
            BIG_ENDIAN.set(scratch, i + Long.BYTES, right++); // 24 bits count the blocks of the longest text
        }
        try {
            if (ecb.update(scratch, 0, limit, stream, 0) != limit) { // not in place: the JDK would copy its input
                throw new IllegalStateException("the provider " + ecb.getProvider().getName() + " holds blocks of AES/ECB back");
            }
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
        position = 0;
    }

    /** Hides or shows {@code length} bytes, which must be {@link #ready}. Four words at a time: one at a time takes thrice as long. */
    void xor(byte[] text, int offset, int length) {
        int i = 0;
        for (; i <= length - STEP; i += STEP) {
            long a = word(text, offset + i) ^ word(stream, position + i);
            long b = word(text, offset + i + 8) ^ word(stream, position + i + 8);
            long c = word(text, offset + i + 16) ^ word(stream, position + i + 16);
            long d = word(text, offset + i + 24) ^ word(stream, position + i + 24);
            NATIVE.set(text, offset + i, a);
            NATIVE.set(text, offset + i + 8, b);
            NATIVE.set(text, offset + i + 16, c);
            NATIVE.set(text, offset + i + 24, d);
        }
        for (; i < length; i++) {
            text[offset + i] ^= stream[position + i];
        }
        position += length;
    }

    private static long word(byte[] bytes, int offset) {
        return (long) NATIVE.get(bytes, offset);
    }

    /** A byte of what hides the tag. */
    byte tagMask(int i) {
        return tagMask[i];
    }

    void wipe() {
        Arrays.fill(stream, (byte) 0);
        Arrays.fill(tagMask, (byte) 0);
    }
}
