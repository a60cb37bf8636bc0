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

    /** Where the version stands. */
    public static final int VERSION = 1;
    /** Where epoch and sequence number stand, as one of 8 bytes. */
    public static final int NUMBER = 3;
    private static final int SEQUENCE_BITS = 48;
    private static final long MAX_SEQUENCE = (1L << SEQUENCE_BITS) - 1;
    private static final int PAYLOAD_LENGTH = 11;

    private PlaintextHeader() {
    }

    /** [RFC6347 §4.1.1#4] [RFC9147 §4.1] Whether a record that begins with this byte has this header: change_cipher_spec to application_data, ack, return_routability_check. */
    @HotPath
    public static boolean begins(int firstByte) {
        // [RFC9147 §4.1#1]
        return firstByte >= 20 && firstByte <= 23 || firstByte == 26 || firstByte == 27;
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
        int length = BigEndian.u16(datagram, offset + PAYLOAD_LENGTH);
        // [RFC6347 §4.1.1#1] a record does not go on in the next datagram
        if (limit - offset - LENGTH < length) {
            return false;
        }
        view.wrap(datagram, offset, offset + LENGTH, length);
        long number = BigEndian.u64(datagram, offset + NUMBER);
        view.header(
                ContentType.of(datagram[offset] & 0xFF), BigEndian.u16(datagram, offset + VERSION), epoch(number), sequence(number));
        return true;
    }

    /** Writes the header of a record with {@code length} bytes behind it. */
    @HotPath
    public static void write(byte[] out, int offset, ContentType type, int version, int epoch, long sequence, int length) {
        out[offset] = (byte) type.code();
        BigEndian.put16(out, offset + VERSION, version);
        // [RFC9147 §4#1]
        BigEndian.put64(out, offset + NUMBER, number(epoch, sequence));
        BigEndian.put16(out, offset + PAYLOAD_LENGTH, length);
    }

    /** Epoch and sequence number as one, as they stand in the header, in nonces and in additional data. */
    @HotPath
    public static long number(int epoch, long sequence) {
        return (long) epoch << SEQUENCE_BITS | sequence;
    }

    @HotPath
    static int epoch(long number) {
        return (int) (number >>> SEQUENCE_BITS);
    }

    @HotPath
    static long sequence(long number) {
        return number & MAX_SEQUENCE;
    }
}
