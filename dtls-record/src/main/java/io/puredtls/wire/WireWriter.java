package io.puredtls.wire;

import java.util.Arrays;
import java.util.function.Consumer;

/** Writes fields in network order to an array that grows; the mirror image of {@link WireReader}. Not thread-safe. */
public final class WireWriter {
    private final FieldTrace trace;
    private byte[] data = new byte[256];
    private int length;

    /** An empty writer. */
    public WireWriter() {
        this(FieldTrace.NONE);
    }

    /** An empty writer whose fields are told to {@code trace}. */
    public WireWriter(FieldTrace trace) {
        this.trace = trace;
    }

    /** The bytes written so far. */
    public int length() {
        return length;
    }

    /** A copy of all that was written. */
    public byte[] toArray() {
        return Arrays.copyOf(data, length);
    }

    /** A copy of all that was written. */
    public Bytes toBytes() {
        return Bytes.of(data, 0, length);
    }

    /** One byte. */
    public void u8(String field, int value) {
        number(field, value, 1);
    }

    /** Two bytes. */
    public void u16(String field, int value) {
        number(field, value, 2);
    }

    /** Three bytes. */
    public void u24(String field, int value) {
        number(field, value, 3);
    }

    /** Four bytes. */
    public void u32(String field, long value) {
        number(field, value, 4);
    }

    /** Six bytes. */
    public void u48(String field, long value) {
        number(field, value, 6);
    }

    /** Eight bytes. */
    public void u64(String field, long value) {
        trace.field(field, length, 8);
        put(value, 8);
    }

    private void number(String field, long value, int bytes) {
        if (value >>> 8 * bytes != 0) {
            throw new IllegalArgumentException(field + " " + value + " does not fit " + bytes + " bytes");
        }
        trace.field(field, length, bytes);
        put(value, bytes);
    }

    private void put(long value, int bytes) {
        room(bytes);
        for (int i = bytes - 1; i >= 0; i--) {
            data[length++] = (byte) (value >>> 8 * i);
        }
    }

    /** Bytes without a length: fixed by the RFC, or the rest of a window. */
    public void fixed(String field, Bytes value) {
        trace.field(field, length, value.length());
        append(value);
    }

    /** A vector of bytes, its length in one byte. */
    public void opaque8(String field, Bytes value) {
        opaque(field, value, 1);
    }

    /** A vector of bytes, its length in two bytes. */
    public void opaque16(String field, Bytes value) {
        opaque(field, value, 2);
    }

    /** A vector of bytes, its length in three bytes. */
    public void opaque24(String field, Bytes value) {
        opaque(field, value, 3);
    }

    private void opaque(String field, Bytes value, int lengthBytes) {
        fits(field, value.length(), lengthBytes);
        put(value.length(), lengthBytes);
        trace.field(field, length, value.length());
        append(value);
    }

    /** A vector with its length in one byte, whose content {@code body} writes to this writer. */
    public void vector8(String field, Consumer<WireWriter> body) {
        vector(field, 1, body);
    }

    /** A vector with its length in two bytes, whose content {@code body} writes to this writer. */
    public void vector16(String field, Consumer<WireWriter> body) {
        vector(field, 2, body);
    }

    /** A vector with its length in three bytes, whose content {@code body} writes to this writer. */
    public void vector24(String field, Consumer<WireWriter> body) {
        vector(field, 3, body);
    }

    private void vector(String field, int lengthBytes, Consumer<WireWriter> body) {
        put(0, lengthBytes);
        int start = length;
        trace.open(field, start);
        body.accept(this);
        int written = length - start;
        fits(field, written, lengthBytes);
        for (int i = 1; i <= lengthBytes; i++) {
            data[start - i] = (byte) (written >>> 8 * (i - 1));
        }
        trace.close(length);
    }

    private static void fits(String field, int size, int lengthBytes) {
        if (size >>> 8 * lengthBytes != 0) {
            throw new IllegalArgumentException(field + " of " + size + " bytes is too long for its length field");
        }
    }

    private void append(Bytes value) {
        room(value.length());
        value.copyTo(data, length);
        length += value.length();
    }

    private void room(int more) {
        if (length + more > data.length) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, length + more));
        }
    }
}
