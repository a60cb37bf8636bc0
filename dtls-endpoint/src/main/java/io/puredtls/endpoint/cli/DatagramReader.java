package io.puredtls.endpoint.cli;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/** Reads datagrams without keys: records, fragments, and what whole plaintext messages consist of. Never throws for what it reads. */
final class DatagramReader {
    private final byte[] data;
    private final RecordView record = new RecordView();
    private final FragmentView fragment = new FragmentView();

    private DatagramReader(byte[] data) {
        this.data = data;
    }

    /** The records of a datagram, and what is left behind the last that can be read. */
    static List<Field> read(byte[] datagram) {
        return new DatagramReader(datagram).records();
    }

    private List<Field> records() {
        List<Field> records = new ArrayList<>();
        RecordCursor cursor = new RecordCursor();
        cursor.wrap(data, 0, data.length);
        int end = 0;
        while (cursor.next(record)) {
            records.add(record());
            end = record.end();
        }
        if (end < data.length) {
            records.add(Field.malformed("(not read)", end, data.length - end, whyNot(end)));
        }
        return records;
    }

    private String whyNot(int offset) {
        int first = data[offset] & 0xFF;
        int left = data.length - offset;
        if (first >= 0x20 && first < 0x40) { // [RFC9147 §4] 001xxxxx
            return "a record of DTLS 1.3, encrypted with its header";
        }
        if (!PlaintextHeader.begins(first)) {
            return String.format("no DTLS record begins with 0x%02x", first);
        }
        if (left < PlaintextHeader.LENGTH) {
            return "a record's header has " + PlaintextHeader.LENGTH + " bytes, " + left + " are left";
        }
        int length = (data[offset + 11] & 0xFF) << 8 | data[offset + 12] & 0xFF;
        return "a record of " + length + " bytes, of which " + (left - PlaintextHeader.LENGTH) + " are there";
    }

    private Field record() {
        int at = record.start();
        int payload = record.payloadOffset();
        List<Field> parts = new ArrayList<>(List.of(
                leaf("type", at, 1), leaf("version", at + 1, 2), leaf("epoch", at + 3, 2),
                leaf("sequence_number", at + 5, 6), leaf("length", at + 11, 2)));
        if (record.epoch() > 0) {
            parts.add(Field.leaf("fragment", payload, record.payloadLength(), "encrypted"));
        } else {
            parts.addAll(content());
        }
        String meaning = Meaning.of("type", data, at, 1) + (record.epoch() > 0 ? ", encrypted" : "");
        return Field.of(record.epoch() > 0 ? "DTLSCiphertext" : "DTLSPlaintext", at, record.end() - at, meaning, parts);
    }

    private List<Field> content() {
        int at = record.payloadOffset();
        int length = record.payloadLength();
        ContentType type = record.type();
        if (type == ContentType.HANDSHAKE) {
            return fragments();
        }
        if (type == ContentType.ALERT) {
            return List.of(length == 2 ? Field.of("Alert", at, 2, "", List.of(leaf("level", at, 1), leaf("description", at + 1, 1)))
                    : Field.malformed("Alert", at, length, "an alert has 2 bytes, not " + length));
        }
        if (type == ContentType.CHANGE_CIPHER_SPEC) {
            return List.of(length == 1 && data[at] == 1 ? Field.leaf("ChangeCipherSpec", at, 1, "")
                    : Field.malformed("ChangeCipherSpec", at, length, "it is one byte, 01"));
        }
        return List.of(Field.leaf("fragment", at, length, "not encrypted, which it must be"));
    }

    private List<Field> fragments() {
        List<Field> fragments = new ArrayList<>();
        fragment.wrap(record);
        int at = record.payloadOffset();
        while (fragment.hasMore()) {
            if (fragment.advance()) {
                fragments.add(handshake());
                at = fragment.dataOffset() + fragment.fragmentLength();
            } else {
                fragments.add(Field.malformed(
                        "Handshake", at, record.end() - at, "a fragment that does not fit its record or its message"));
            }
        }
        if (fragments.isEmpty()) {
            fragments.add(Field.malformed("Handshake", at, 0, "a handshake record without a fragment"));
        }
        return fragments;
    }

    private Field handshake() {
        int body = fragment.dataOffset();
        int at = body - HandshakeHeader.LENGTH;
        List<Field> parts = new ArrayList<>(List.of(
                leaf("msg_type", at, 1), leaf("length", at + 1, 3), leaf("message_seq", at + 4, 2),
                leaf("fragment_offset", at + 6, 3), leaf("fragment_length", at + 9, 3)));
        HandshakeType type = new HandshakeType(fragment.type());
        boolean whole = fragment.fragmentLength() == fragment.length();
        if (whole) {
            parts.add(message(type, body, fragment.length()));
        } else {
            parts.add(Field.leaf("body", body, fragment.fragmentLength(), "bytes " + fragment.fragmentOffset() + " to "
                    + (fragment.fragmentOffset() + fragment.fragmentLength()) + " of " + fragment.length()));
        }
        return Field.of("Handshake", at, HandshakeHeader.LENGTH + fragment.fragmentLength(),
                type + (whole ? "" : ", a part of it"), parts);
    }

    private Field message(HandshakeType type, int offset, int length) {
        FieldTree tree = new FieldTree(data, offset);
        try {
            HandshakeCodec.DTLS12.decode(type, new WireReader(data, offset, length, tree));
            return Field.of(type.toString(), offset, length, length == 0 ? "empty" : "", tree.fields());
        } catch (ProtocolException malformed) {
            if (malformed.violation() == Violation.UNKNOWN_HANDSHAKE_MESSAGE) {
                return Field.leaf("body", offset, length, "not decoded: a message of a type that is not known here");
            }
            List<Field> parts = new ArrayList<>(tree.fields());
            if (tree.end() < offset + length) {
                parts.add(Field.leaf("(not read)", tree.end(), offset + length - tree.end(), ""));
            }
            return Field.of(type.toString(), offset, length, "", parts).with(malformed.getMessage());
        }
    }

    private Field leaf(String name, int offset, int length) {
        return Field.leaf(name, offset, length, Meaning.of(name, data, offset, length));
    }
}
