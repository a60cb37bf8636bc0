package io.puredtls.wire;

import java.util.Objects;

/**
 * Reads fields from a window of an array, in network order. Never looks past the window, never allocates more than
 * what it has seen. The array is lent and must not change meanwhile. Not thread-safe.
 */
public final class WireReader {
    private final byte[] data;
    private final int end;
    private final String window;
    private final FieldTrace trace;
    private int position;

    /** A reader over a slice. */
    public WireReader(byte[] data, int offset, int length) {
        this(data, offset, length, FieldTrace.NONE);
    }

    /** A reader over a slice whose fields are told to {@code trace}. */
    public WireReader(byte[] data, int offset, int length, FieldTrace trace) {
        this(data, Objects.checkFromIndexSize(offset, length, data.length), offset + length, "message", trace);
    }

    private WireReader(byte[] data, int position, int end, String window, FieldTrace trace) {
        this.data = data;
        this.position = position;
        this.end = end;
        this.window = window;
        this.trace = trace;
    }

    /** The bytes not yet read. */
    public int remaining() {
        return end - position;
    }

    /** Whether there are more. */
    public boolean hasMore() {
        return position < end;
    }

    /** Where the next byte is, in the array. */
    public int position() {
        return position;
    }

    /** One byte, unsigned. */
    public int u8(String field) throws DecodeException {
        return (int) number(field, 1);
    }

    /** Two bytes, unsigned. */
    public int u16(String field) throws DecodeException {
        return (int) number(field, 2);
    }

    /** Three bytes, unsigned. */
    public int u24(String field) throws DecodeException {
        return (int) number(field, 3);
    }

    /** Four bytes, unsigned. */
    public long u32(String field) throws DecodeException {
        return number(field, 4);
    }

    /** Six bytes, unsigned. */
    public long u48(String field) throws DecodeException {
        return number(field, 6);
    }

    /** Eight bytes; unsigned numbers from 2^63 on come as negative ones. */
    public long u64(String field) throws DecodeException {
        return number(field, 8);
    }

    private long number(String field, int length) throws DecodeException {
        need(field, length);
        trace.field(field, position, length);
        return take(length);
    }

    private long take(int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | data[position++] & 0xFF;
        }
        return value;
    }

    /** Exactly {@code length} bytes. */
    public Bytes fixed(String field, int length) throws DecodeException {
        need(field, length);
        trace.field(field, position, length);
        position += length;
        return Bytes.of(data, position - length, length);
    }

    /** All that is left in the window. */
    public Bytes rest(String field) {
        int length = remaining();
        trace.field(field, position, length);
        position = end;
        return Bytes.of(data, end - length, length);
    }

    /** A vector of bytes, its length in one byte. */
    public Bytes opaque8(String field) throws DecodeException {
        return opaque(field, 1);
    }

    /** A vector of bytes, its length in one byte, at least one of them. */
    public Bytes nonEmpty8(String field) throws DecodeException {
        Bytes content = opaque8(field);
        if (content.isEmpty()) {
            throw new DecodeException(field, "is empty");
        }
        return content;
    }

    /** A vector of bytes, its length in two bytes. */
    public Bytes opaque16(String field) throws DecodeException {
        return opaque(field, 2);
    }

    /** A vector of bytes, its length in three bytes. */
    public Bytes opaque24(String field) throws DecodeException {
        return opaque(field, 3);
    }

    private Bytes opaque(String field, int lengthBytes) throws DecodeException {
        int length = vectorLength(field, lengthBytes);
        trace.field(field, position, length);
        position += length;
        return Bytes.of(data, position - length, length);
    }

    /** A window over a vector, its length in one byte; to be closed by {@link #end}. */
    public WireReader vector8(String field) throws DecodeException {
        return vector(field, 1);
    }

    /** A window over a vector, its length in two bytes; to be closed by {@link #end}. */
    public WireReader vector16(String field) throws DecodeException {
        return vector(field, 2);
    }

    /** A window over a vector, its length in three bytes; to be closed by {@link #end}. */
    public WireReader vector24(String field) throws DecodeException {
        return vector(field, 3);
    }

    private WireReader vector(String field, int lengthBytes) throws DecodeException {
        int length = vectorLength(field, lengthBytes);
        trace.open(field, position);
        position += length;
        return new WireReader(data, position - length, position, field, trace);
    }

    private int vectorLength(String field, int lengthBytes) throws DecodeException {
        need(field, lengthBytes);
        int length = (int) take(lengthBytes);
        need(field, length);
        return length;
    }

    /** Ends a window opened by one of the vector methods: nothing may be left in it. */
    public void end() throws DecodeException {
        endOfMessage();
        trace.close(end);
    }

    /** Ends the reader itself: nothing may be left. */
    public void endOfMessage() throws DecodeException {
        if (hasMore()) {
            throw new DecodeException(window, "has " + remaining() + " bytes too many");
        }
    }

    private void need(String field, int length) throws DecodeException {
        // [RFC9846 §3.4#1]
        if (length > remaining()) {
            throw new DecodeException(field, "is cut short: " + length + " bytes needed, " + remaining() + " left");
        }
    }
}
