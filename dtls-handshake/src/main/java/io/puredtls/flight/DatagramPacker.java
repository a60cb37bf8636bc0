package io.puredtls.flight;

import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.protection.RecordProtection;
import java.util.ArrayList;
import java.util.List;

/**
 * Walks what is missing of a flight and fills records with it, and datagrams with records, greedily: messages are cut
 * where a datagram ends. Protected messages that follow each other share a record; in the clear, where old peers listen,
 * each has its own. Every record gets a new number, also when it carries what was sent before. A fresh packer begins at
 * the start of the flight. Not thread-safe.
 */
final class DatagramPacker {
    private final List<FlightItem> items;
    private final List<Coverage> coverage;
    private final SentRecords sentRecords;
    private final List<SentRecords.Piece> carried = new ArrayList<>();
    private int item;
    private int bodyOffset;

    DatagramPacker(List<FlightItem> items, List<Coverage> coverage, SentRecords sentRecords) {
        this.items = items;
        this.coverage = coverage;
        this.sentRecords = sentRecords;
        skipAcknowledged();
    }

    boolean isDone() {
        return item == items.size();
    }

    /** Moves on to the next byte that is missing. */
    void skipAcknowledged() {
        while (!isDone()) {
            Coverage missing = coverage.get(item);
            // [RFC9147 §5.8.1#1]
            bodyOffset = missing.nextMissing(bodyOffset);
            if (!missing.isClaimed() && bodyOffset < Math.max(1, bodyLength(items.get(item)))) {
                return;
            }
            item++;
            bodyOffset = 0;
        }
    }

    private static int bodyLength(FlightItem item) {
        return item instanceof FlightItem.Message message ? message.body().length() : 1;
    }

    /** Fills one datagram with at most {@code maxRecords} records; gives its length, 0 if nothing fits. */
    Packed pack(RecordLayer records, byte[] out, int offset, int limit, int maxContent, int maxRecords) {
        int length = 0;
        int count = 0;
        // [RFC9147 §4.3#4]
        while (!isDone() && count < maxRecords) {
            int written = items.get(item) instanceof FlightItem.Message first
                    // [RFC9147 §4.2.1#5]
                    ? packRecord(first.epoch(), records, out, offset + length, limit - length, maxContent)
                    : packChangeCipherSpec(items.get(item).epoch(), records, out, offset + length, limit - length);
            if (written == 0) {
                break;
            }
            // [RFC9147 §4.3#5]
            length += written;
            count++;
        }
        return new Packed(length, count);
    }

    /** What went into a datagram. */
    record Packed(int length, int records) {
    }

    private int packRecord(int epoch, RecordLayer records, byte[] out, int offset, int room, int maxContent) {
        WriteEpoch writer = records.writeEpoch(epoch);
        // [RFC9147 §4.3#2] [RFC9147 §5.5#3]
        int space = Math.min(writer.contentWithin(room), Math.min(maxContent, RecordProtection.MAX_PLAINTEXT));
        if (writer.remaining() == 0 || room < writer.sealedLength(HandshakeHeader.LENGTH) || space < HandshakeHeader.LENGTH) {
            return 0;
        }
        byte[] content = new byte[space];
        int filled = 0;
        carried.clear();
        // [RFC9147 §5.5#9]
        while (!isDone() && items.get(item) instanceof FlightItem.Message message && message.epoch() == epoch) {
            int written = packFragment(message, content, filled);
            filled += written;
            if (written == 0 || epoch == 0) {
                break;
            }
        }
        // [RFC9846 §5.4#2]
        if (filled == 0) {
            return 0;
        }
        // [RFC6347 §4.2.2#4] message_seq stays, the record number is a new one
        sentRecords.sent(new RecordNumber(epoch, writer.nextSequence()), carried);
        // [RFC9147 §5.2#6]
        return records.seal(epoch, ContentType.HANDSHAKE, content, 0, filled, out, offset);
    }

    private int packFragment(FlightItem.Message message, byte[] content, int filled) {
        int space = content.length - filled - HandshakeHeader.LENGTH;
        int left = Math.min(message.body().length(), coverage.get(item).missingEnd(bodyOffset)) - bodyOffset;
        // [RFC6347 §4.1.1#2] [RFC6347 §4.2.3#1] [RFC6347 §4.2.3#2] what does not fit is cut
        // [RFC9147 §4.3#1]
        int fragment = Math.min(left, space);
        // [RFC9846 §5.1#6]
        if (space < 0 || fragment == 0 && left > 0) {
            return 0;
        }
        HandshakeHeader.write(
                // [RFC9147 §5.2#5] [RFC9147 §5.5#2]
                content, filled, message.type().code(), message.body().length(), message.messageSeq(), bodyOffset, fragment);
        message.body().copyTo(bodyOffset, content, filled + HandshakeHeader.LENGTH, fragment);
        carried.add(new SentRecords.Piece(item, bodyOffset, Math.max(bodyOffset + fragment, bodyOffset + 1)));
        // [RFC6347 §4.2.3#3] [RFC6347 §4.2.3#4] the next range begins where this one ends
        // [RFC9147 §5.5#1]
        bodyOffset += Math.max(1, fragment);
        skipAcknowledged();
        return HandshakeHeader.LENGTH + fragment;
    }

    private int packChangeCipherSpec(int epoch, RecordLayer records, byte[] out, int offset, int room) {
        if (room < records.writeEpoch(epoch).sealedLength(1)) {
            return 0;
        }
        bodyOffset = 1;
        skipAcknowledged();
        return records.seal(epoch, ContentType.CHANGE_CIPHER_SPEC, new byte[] {1}, 0, 1, out, offset);
    }
}
