package io.puredtls.record.format;

import io.puredtls.record.ConnectionId;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordView;

/**
 * [RFC9147 §4] The header of every protected DTLS 1.3 record:
 *
 * <pre>
 *   0 0 1 C S L E E (1) · connection ID (if C, as long as agreed) · sequence number (S ? 2 : 1) · length (2, if L)
 * </pre>
 *
 * <p>E are the two low bits of the epoch. The sequence number is masked; without a length the record takes the rest of
 * the datagram.
 */
public final class UnifiedHeader {
    /** The length of the one we write, without a connection ID: a number of two bytes and a length. */
    public static final int LENGTH = 5;

    static final int HAS_CONNECTION_ID = 0x10;
    static final int LONG_NUMBER = 0x08;
    static final int HAS_LENGTH = 0x04;
    static final int EPOCH_BITS = 0x03;

    private static final int FIXED_BITS = 0x20;
    private static final int FIXED_MASK = 0xE0;

    private UnifiedHeader() {
    }

    /** [RFC9147 §4.1] Whether a record that begins with this byte has this header. */
    @HotPath
    public static boolean begins(int firstByte) {
        // [RFC9147 §4.1#2]
        return (firstByte & FIXED_MASK) == FIXED_BITS;
    }

    /** Whether this first byte says that a connection ID follows. */
    @HotPath
    public static boolean hasConnectionId(int firstByte) {
        return (firstByte & HAS_CONNECTION_ID) != 0;
    }

    /**
     * Points {@code view} at the record at {@code offset}.
     *
     * @param idLength how long the connection IDs are that we gave out; of no matter for a record without one
     * @return false if the record ends after {@code limit}
     */
    @HotPath
    public static boolean read(byte[] datagram, int offset, int limit, int idLength, RecordView view) {
        int first = datagram[offset] & 0xFF;
        int numberOffset = offset + 1 + (hasConnectionId(first) ? idLength : 0);
        // [RFC9147 §4#6]
        int numberLength = (first & LONG_NUMBER) != 0 ? 2 : 1;
        int payloadOffset = numberOffset + numberLength;
        int payloadLength;
        // [RFC9147 §4#9]
        if ((first & HAS_LENGTH) != 0) {
            payloadOffset += 2;
            // [RFC9147 §4.5.2#3]
            if (payloadOffset > limit) {
                return false;
            }
            payloadLength = (datagram[payloadOffset - 2] & 0xFF) << 8 | datagram[payloadOffset - 1] & 0xFF;
        } else {
            // [RFC9147 §4#7]
            payloadLength = limit - payloadOffset;
        }
        // [RFC9147 §4.3] records do not span datagrams
        // [RFC9147 §4.3#6]
        if (payloadLength < 0 || payloadLength > limit - payloadOffset) {
            return false;
        }
        view.wrap(datagram, offset, payloadOffset, payloadLength);
        view.unified(first & EPOCH_BITS, numberOffset, numberLength);
        return true;
    }

    /**
     * Writes the header that we use, with a number of two bytes, not yet masked, and a length.
     *
     * @param id the connection ID that the peer asked for; empty for none
     * @return the header's length
     */
    @HotPath
    public static int write(byte[] out, int offset, ConnectionId id, int epoch, long sequence, int length) {
        int at = offset + 1 + id.length();
        // [RFC9147 §4#8]
        out[offset] = (byte) (FIXED_BITS | (id.isEmpty() ? 0 : HAS_CONNECTION_ID) | LONG_NUMBER | HAS_LENGTH | epoch & EPOCH_BITS);
        id.copyTo(out, offset + 1);
        out[at] = (byte) (sequence >>> 8);
        out[at + 1] = (byte) sequence;
        out[at + 2] = (byte) (length >>> 8);
        out[at + 3] = (byte) length;
        return LENGTH + id.length();
    }
}
