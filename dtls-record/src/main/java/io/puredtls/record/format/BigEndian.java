package io.puredtls.record.format;

import io.puredtls.record.HotPath;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * [RFC9846 §3.3] Numbers in arrays, the most significant byte first. One access for each: byte by byte those of a record
 * took some 10 ns, a third of all that we add to its cipher. Whoever is outside of the array gets an
 * {@link IndexOutOfBoundsException}.
 */
public final class BigEndian {
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {
    }

    /** The number in two bytes. */
    @HotPath
    public static int u16(byte[] in, int offset) {
        return (short) U16.get(in, offset) & 0xFFFF;
    }

    /** The number in eight bytes; negative above 2^63 - 1. */
    @HotPath
    public static long u64(byte[] in, int offset) {
        return (long) U64.get(in, offset);
    }

    /** Writes the low 16 bits. */
    @HotPath
    public static void put16(byte[] out, int offset, int value) {
        U16.set(out, offset, (short) value);
    }

    /** Writes all 64 bits. */
    @HotPath
    public static void put64(byte[] out, int offset, long value) {
        U64.set(out, offset, value);
    }
}
