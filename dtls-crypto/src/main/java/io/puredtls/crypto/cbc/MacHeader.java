package io.puredtls.crypto.cbc;

import java.util.Arrays;

/**
 * [RFC5246 §6.2.3.1] [RFC9146 §5.1] What a MAC covers before the text. Its last two bytes say how much follows, and are written
 * where that is known; all before them is the caller's. Not thread-safe, and meant to be used again for every record.
 */
public final class MacHeader {
    private static final int LENGTH_LENGTH = 2;

    private final byte[] bytes;
    private int length;

    private MacHeader(byte[] bytes, int length) {
        this.bytes = bytes;
        this.length = length;
    }

    /** Room for {@code most} bytes, of which none is used yet. */
    public static MacHeader ofAtMost(int most) {
        return new MacHeader(new byte[most], 0);
    }

    /** One whose bytes are all used; they are copied. */
    public static MacHeader of(byte[] bytes) {
        return new MacHeader(bytes.clone(), bytes.length);
    }

    /** The array to be written to, which is this one's own. */
    public byte[] bytes() {
        return bytes;
    }

    /** How much of the array is used, the two bytes of the length too. */
    public void length(int used) {
        length = used;
    }

    int length() {
        return length;
    }

    /** So many bytes follow. */
    void textLength(int following) {
        bytes[length - LENGTH_LENGTH] = (byte) (following >>> 8);
        bytes[length - 1] = (byte) following;
    }

    /** Forgets what was written. */
    public void wipe() {
        Arrays.fill(bytes, (byte) 0);
    }
}
