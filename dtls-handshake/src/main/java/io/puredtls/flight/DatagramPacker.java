package io.puredtls.flight;

import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.record.ContentType;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.protection.RecordProtection;
import java.util.List;

/**
 * Walks the items of a flight and fills datagrams with them, greedily: records follow each other until nothing more
 * fits, and messages are cut where a datagram ends. Every record gets a new number, also when it carries what was sent
 * before. A fresh packer begins at the start of the flight. Not thread-safe.
 */
final class DatagramPacker {
    /** Cutting off less than this is not worth a record; a message that fits whole may be shorter. */
    private static final int MIN_FRAGMENT = 16;

    private final List<FlightItem> items;
    private final byte[] scratch; // one fragment with its header, before it is sealed
    private int item;
    private int bodyOffset;

    DatagramPacker(List<FlightItem> items) {
        this.items = items;
        this.scratch = new byte[HandshakeHeader.LENGTH + items.stream().mapToInt(DatagramPacker::bodyLength).max().orElse(0)];
    }

    private static int bodyLength(FlightItem item) {
        return item instanceof FlightItem.Message message ? message.body().length() : 1;
    }

    boolean isDone() {
        return item == items.size();
    }

    /** Fills one datagram of at most {@code limit} bytes; gives its length. */
    int pack(RecordLayer records, byte[] out, int offset, int limit) {
        int length = 0;
        while (!isDone()) {
            int written = items.get(item) instanceof FlightItem.Message message
                    ? packMessage(message, records, out, offset + length, limit - length)
                    : packChangeCipherSpec(items.get(item).epoch(), records, out, offset + length, limit - length);
            if (written == 0) {
                break;
            }
            length += written;
            if (bodyOffset > 0) { // cut: the rest goes into the next datagram, so that each item has one record here
                break;
            }
        }
        return length;
    }

    private int packMessage(FlightItem.Message message, RecordLayer records, byte[] out, int offset, int room) {
        int left = message.body().length() - bodyOffset;
        int space = Math.min(room - records.writeEpoch(message.epoch()).overhead(), RecordProtection.MAX_PLAINTEXT) - HandshakeHeader.LENGTH;
        // [RFC6347 §4.1.1#2] [RFC6347 §4.2.3#1] [RFC6347 §4.2.3#2] what does not fit is cut
        int fragment = Math.min(left, space);
        if (fragment < Math.min(left, MIN_FRAGMENT)) {
            return 0;
        }
        HandshakeHeader.write(
                scratch, 0, message.type().code(), message.body().length(), message.messageSeq(), bodyOffset, fragment);
        message.body().copyTo(bodyOffset, scratch, HandshakeHeader.LENGTH, fragment);
        // [RFC6347 §4.2.2#4] message_seq stays, the record number is a new one
        int written = records.seal(
                message.epoch(), ContentType.HANDSHAKE, scratch, 0, HandshakeHeader.LENGTH + fragment, out, offset);
        // [RFC6347 §4.2.3#3] [RFC6347 §4.2.3#4] the next range begins where this one ends
        bodyOffset += fragment;
        if (bodyOffset == message.body().length()) {
            item++;
            bodyOffset = 0;
        }
        return written;
    }

    private int packChangeCipherSpec(int epoch, RecordLayer records, byte[] out, int offset, int room) {
        if (room < records.writeEpoch(epoch).overhead() + 1) {
            return 0;
        }
        scratch[0] = 1;
        item++;
        return records.seal(epoch, ContentType.CHANGE_CIPHER_SPEC, scratch, 0, 1, out, offset);
    }
}
