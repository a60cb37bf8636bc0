package io.puredtls.record.format;

import io.puredtls.record.ConnectionId;
import io.puredtls.record.HotPath;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;

/**
 * [RFC9146 §4] The header of a protected DTLS 1.2 record with a connection ID:
 *
 * <pre>
 *   tls12_cid (1) · version (2) · epoch (2) · sequence_number (6) · cid (as long as agreed) · length (2) · enc_content (length)
 * </pre>
 */
public final class Cid12Header {
    /** tls12_cid, the first byte; what type the record has stands inside. */
    public static final int TYPE = 25;
    /** Where the connection ID begins. */
    public static final int ID = 11;

    private static final int LENGTH_LENGTH = 2;

    private Cid12Header() {
    }

    /** Whether a record that begins with this byte has this header. */
    @HotPath
    public static boolean begins(int firstByte) {
        return firstByte == TYPE;
    }

    /** The header's length with a connection ID of {@code idLength} bytes. */
    @HotPath
    public static int length(int idLength) {
        return ID + idLength + LENGTH_LENGTH;
    }

    /**
     * Points {@code view} at the record at {@code offset}, whose connection ID has {@code idLength} bytes.
     *
     * @return false if the record ends after {@code limit}
     */
    @HotPath
    public static boolean read(byte[] datagram, int offset, int limit, int idLength, RecordView view) {
        int headerLength = length(idLength);
        if (limit - offset < headerLength) {
            return false;
        }
        int length = BigEndian.u16(datagram, offset + headerLength - LENGTH_LENGTH);
        if (limit - offset - headerLength < length) {
            return false;
        }
        view.wrap(datagram, offset, offset + headerLength, length);
        long number = BigEndian.u64(datagram, offset + PlaintextHeader.NUMBER);
        view.withConnectionId(
                BigEndian.u16(datagram, offset + PlaintextHeader.VERSION), PlaintextHeader.epoch(number),
                PlaintextHeader.sequence(number), idLength);
        return true;
    }

    /** Writes the header of a record with {@code length} bytes behind it, to a peer who wants to see {@code id}. */
    @HotPath
    public static void write(byte[] out, int offset, int epoch, long sequence, ConnectionId id, int length) {
        out[offset] = TYPE;
        BigEndian.put16(out, offset + PlaintextHeader.VERSION, ProtocolVersion.DTLS_1_2.code());
        BigEndian.put64(out, offset + PlaintextHeader.NUMBER, PlaintextHeader.number(epoch, sequence));
        id.copyTo(out, offset + ID);
        BigEndian.put16(out, offset + ID + id.length(), length);
    }
}
