package io.puredtls.record.format;

import io.puredtls.record.ContentType;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordView;

/**
 * [RFC6347 §4.1] The header of every DTLS 1.2 record, protected or not, and of unprotected DTLS 1.3 records:
 *
 * <pre>
 *   type (1) · version (2) · epoch (2) · sequence_number (6) · length (2) · fragment (length)
 * </pre>
 */
public final class PlaintextHeader {
    /** Its length in bytes. */
    public static final int LENGTH = 13;

    private static final int VERSION = 1;
    private static final int EPOCH = 3;
    private static final int SEQUENCE = 5;
    private static final int PAYLOAD_LENGTH = 11;

    private PlaintextHeader() {
    }

    /** [RFC6347 §4.1.1#4] [RFC9147 §4.1] Whether a record that begins with this byte has this header: change_cipher_spec to application_data, and ack. */
    @HotPath
    public static boolean begins(int firstByte) {
        // [RFC9147 §4.1#1]
        return firstByte >= 20 && firstByte <= 23 || firstByte == 26;
    }

    /**
     * Points {@code view} at the record at {@code offset}.
     *
     * @return false if the record ends after {@code limit}
     */
    @HotPath
    public static boolean read(byte[] datagram, int offset, int limit, RecordView view) {
        if (limit - offset < LENGTH) {
            return false;
        }
        int length = u16(datagram, offset + PAYLOAD_LENGTH);
        // [RFC6347 §4.1.1#1] a record does not go on in the next datagram
        if (limit - offset - LENGTH < length) {
            return false;
        }
        view.wrap(datagram, offset, offset + LENGTH, length);
        view.header(
                ContentType.of(datagram[offset] & 0xFF), u16(datagram, offset + VERSION), u16(datagram, offset + EPOCH),
                (long) u16(datagram, offset + SEQUENCE) << 32
                        | (long) u16(datagram, offset + SEQUENCE + 2) << 16
                        | u16(datagram, offset + SEQUENCE + 4));
        return true;
    }

    /** Writes the header of a record with {@code length} bytes behind it. */
    @HotPath
    public static void write(byte[] out, int offset, ContentType type, int version, int epoch, long sequence, int length) {
        out[offset] = (byte) type.code();
        put16(out, offset + VERSION, version);
        // [RFC9147 §4#1]
        put16(out, offset + EPOCH, epoch);
        put16(out, offset + SEQUENCE, (int) (sequence >>> 32));
        put16(out, offset + SEQUENCE + 2, (int) (sequence >>> 16));
        put16(out, offset + SEQUENCE + 4, (int) sequence);
        put16(out, offset + PAYLOAD_LENGTH, length);
    }

    private static int u16(byte[] in, int offset) {
        return (in[offset] & 0xFF) << 8 | in[offset + 1] & 0xFF;
    }

    private static void put16(byte[] out, int offset, int value) {
        out[offset] = (byte) (value >>> 8);
        out[offset + 1] = (byte) value;
    }
}
