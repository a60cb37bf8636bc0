package io.puredtls.crypto.cbc;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian words of hashes, from the beginning of arrays. */
final class Words {
    /** A block of 16 words of 32 bits, in bytes. */
    static final int BLOCK_32 = 64;
    /** A block of 16 words of 64 bits, in bytes. */
    static final int BLOCK_64 = 128;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Words() {
        // none
    }

    static void read(byte[] from, int[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = (int) INT.get(from, i * Integer.BYTES);
        }
    }

    static void write(int[] from, byte[] to) {
        for (int i = 0; i < from.length; i++) {
            INT.set(to, i * Integer.BYTES, from[i]);
        }
    }

    static void read(byte[] from, long[] to, int count) {
        for (int i = 0; i < count; i++) {
            to[i] = (long) LONG.get(from, i * Long.BYTES);
        }
    }

    static void write(long[] from, byte[] to) {
        for (int i = 0; i < from.length; i++) {
            LONG.set(to, i * Long.BYTES, from[i]);
        }
    }
}
