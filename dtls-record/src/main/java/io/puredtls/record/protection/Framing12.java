package io.puredtls.record.protection;

import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.HotPath;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.BigEndian;
import io.puredtls.record.format.Cid12Header;
import io.puredtls.record.format.PlaintextHeader;
import java.util.Arrays;

/**
 * What surrounds the content of a protected record of DTLS 1.2 in one direction: its header, what is sealed beside the
 * content, and what is authenticated along with it, by an AEAD as its additional data and by a MAC before its text.
 *
 * <pre>
 *   without a connection ID   epoch and sequence_number (8) · type (1) · version (2) · length (2)           [RFC5246 §6.2.3.3]
 *   with one                  FF (8) · tls12_cid (1) · cid_length (1) · header without its length · length (2)   [RFC9146 §5.3]
 * </pre>
 */
public sealed interface Framing12 permits Framing12.Plain, Framing12.WithConnectionId {
    /** [RFC6347 §4.1] Records without a connection ID. */
    Framing12 PLAIN = new Plain();

    /** [RFC9146 §4] Records that carry the one that the peer wants, their application data padded by {@code padding}. */
    static Framing12 toPeer(PeerConnectionId id, PaddingPolicy padding) {
        return new WithConnectionId(id, padding);
    }

    /** [RFC9146 §4] Records that carry one of ours. */
    static Framing12 toUs() {
        return new WithConnectionId(new PeerConnectionId(), PaddingPolicy.NONE);
    }

    /** How long the longest additional data are. */
    int maxAdditionalData();

    /** The length of the header that is written. */
    @HotPath
    int headerLength();

    /** By how much more than the content is sealed, at least. */
    @HotPath
    int innerOverhead();

    /** Whether a record has this form. */
    @HotPath
    boolean isOfForm(RecordView record);

    /** Puts what is sealed beside the content behind it and gives the length of both, at most {@code most}. */
    @HotPath
    int wrap(ContentType type, byte[] out, int text, int length, int most);

    /** Writes the header of a record with {@code length} bytes behind it. */
    @HotPath
    void writeHeader(byte[] out, int offset, ContentType type, int epoch, long sequence, int length);

    /**
     * Writes the additional data of the record whose header stands at {@code start}, for so many bytes that are sealed.
     *
     * @return their length
     */
    @HotPath
    int additionalData(byte[] record, int start, int idLength, int sealed, byte[] out);

    /** How long the connection ID is that {@link #writeHeader} writes. */
    @HotPath
    int idLength();

    /** Narrows {@code record} to its content, of which so much was opened at {@code text}. */
    @HotPath
    Opening unwrap(RecordView record, int text, int length);

    /** [RFC6347 §4.1] The type stands in the header. */
    final class Plain implements Framing12 {
        private static final int NUMBER_LENGTH = 8;
        private static final int ADDITIONAL_LENGTH = NUMBER_LENGTH + 1 + 2 + 2;

        private Plain() {
        }

        @Override
        public int maxAdditionalData() {
            return ADDITIONAL_LENGTH;
        }

        @Override
        public int headerLength() {
            return PlaintextHeader.LENGTH;
        }

        @Override
        public int innerOverhead() {
            return 0;
        }

        @Override
        public int idLength() {
            return 0;
        }

        @Override
        public boolean isOfForm(RecordView record) {
            // [RFC9146 §3#8] [RFC9146 §5#1]
            return !record.isUnified() && !record.hasConnectionId() && record.version() == ProtocolVersion.DTLS_1_2.code();
        }

        @Override
        public int wrap(ContentType type, byte[] out, int text, int length, int most) {
            return length;
        }

        @Override
        public void writeHeader(byte[] out, int offset, ContentType type, int epoch, long sequence, int length) {
            PlaintextHeader.write(out, offset, type, ProtocolVersion.DTLS_1_2.code(), epoch, sequence, length);
        }

        @Override
        public int additionalData(byte[] record, int start, int idLength, int sealed, byte[] out) {
            BigEndian.put64(out, 0, BigEndian.u64(record, start + PlaintextHeader.NUMBER));
            out[NUMBER_LENGTH] = record[start];
            out[NUMBER_LENGTH + 1] = record[start + PlaintextHeader.VERSION];
            out[NUMBER_LENGTH + 2] = record[start + PlaintextHeader.VERSION + 1];
            BigEndian.put16(out, ADDITIONAL_LENGTH - 2, sealed);
            return ADDITIONAL_LENGTH;
        }

        @Override
        public Opening unwrap(RecordView record, int text, int length) {
            record.payload(text, length);
            return Opening.OPENED;
        }
    }

    /** [RFC9146 §4] The type stands inside. */
    final class WithConnectionId implements Framing12 {
        private static final int PLACEHOLDER = 8;
        /** placeholder · tls12_cid · cid_length */
        private static final int PREFIX = PLACEHOLDER + 1 + 1;
        /** [RFC9146 §5] The most that is sealed: type and padding count. */
        // [RFC9146 §5#2]
        private static final int MAX_INNER = RecordProtection.MAX_PLAINTEXT;

        private final PeerConnectionId id;
        private final PaddingPolicy padding;

        private WithConnectionId(PeerConnectionId id, PaddingPolicy padding) {
            this.id = id;
            this.padding = padding;
        }

        @Override
        public int maxAdditionalData() {
            return PREFIX + Cid12Header.length(ConnectionId.MAX_LENGTH);
        }

        @Override
        public int headerLength() {
            return Cid12Header.length(id.current().length());
        }

        @Override
        public int innerOverhead() {
            return InnerPlaintext.TYPE_LENGTH;
        }

        @Override
        public int idLength() {
            return id.current().length();
        }

        @Override
        public boolean isOfForm(RecordView record) {
            // [RFC9146 §3#5] [RFC9146 §3#6] [RFC9146 §3#7]
            return record.hasConnectionId() && record.version() == ProtocolVersion.DTLS_1_2.code();
        }

        @Override
        public int wrap(ContentType type, byte[] out, int text, int length, int most) {
            int zeros = InnerPlaintext.zeros(padding, type, length, 0, Math.min(most, MAX_INNER));
            return InnerPlaintext.close(type, out, text, length, zeros);
        }

        @Override
        public void writeHeader(byte[] out, int offset, ContentType type, int epoch, long sequence, int length) {
            Cid12Header.write(out, offset, epoch, sequence, id.current(), length);
        }

        @Override
        public int additionalData(byte[] record, int start, int idLength, int sealed, byte[] out) {
            Arrays.fill(out, 0, PLACEHOLDER, (byte) 0xFF);
            out[PLACEHOLDER] = Cid12Header.TYPE;
            out[PLACEHOLDER + 1] = (byte) idLength;
            int header = Cid12Header.ID + idLength;
            System.arraycopy(record, start, out, PREFIX, header);
            BigEndian.put16(out, PREFIX + header, sealed);
            return PREFIX + header + 2;
        }

        @Override
        public Opening unwrap(RecordView record, int text, int length) {
            if (length > MAX_INNER) {
                return Opening.TOO_LARGE;
            }
            Opening opening = InnerPlaintext.open(record, text, length);
            if (opening == Opening.OPENED) {
                record.payload(record.payloadOffset(), record.payloadLength()); // [RFC8449 §4] in this version the content alone counts
            }
            return opening;
        }
    }
}
