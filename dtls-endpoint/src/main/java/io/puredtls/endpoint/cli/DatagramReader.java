package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.explain.AckContent;
import io.puredtls.endpoint.text.CountText;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.Cid12Header;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.UnifiedHeader;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one datagram without keys: records, fragments, and what whole plaintext messages consist of. Never throws for what it reads. */
final class DatagramReader {
    /** The name of what cannot be read. */
    static final String NOT_READ = "(not read)";

    private final byte[] data;
    private final Dissection dissection;
    private final RecordView record = new RecordView();
    private final FragmentView fragment = new FragmentView();

    DatagramReader(byte[] data, Dissection dissection) {
        this.data = data;
        this.dissection = dissection;
    }

    /** The records of a datagram that stands alone, and what is left behind the last that can be read. */
    static List<Field> read(byte[] datagram) {
        return new DatagramReader(datagram, new Dissection()).records();
    }

    /** The records, and what is left behind the last that can be read. */
    List<Field> records() {
        List<Field> records = new ArrayList<>();
        int at = 0;
        while (at < data.length) {
            Field next = record(at);
            records.add(next);
            at = next.offset() + next.length();
        }
        return records;
    }

    private Field record(int at) {
        int first = data[at] & 0xFF;
        if (UnifiedHeader.begins(first)) { // [RFC9147 §4.1] 001xxxxx
            return unified(at, first);
        }
        if (Cid12Header.begins(first)) {
            return withConnectionId(at);
        }
        if (!PlaintextHeader.begins(first)) {
            return notRead(at, String.format("no DTLS record begins with 0x%02x", first));
        }
        if (!PlaintextHeader.read(data, at, data.length, record)) {
            return notRead(at, missing(at, PlaintextHeader.LENGTH, 11));
        }
        return plain();
    }

    private Field notRead(int at, String why) {
        return Field.malformed(NOT_READ, at, data.length - at, why);
    }

    /** What is missing of a record whose length stands at {@code lengthAt} of its header. */
    private String missing(int at, int header, int lengthAt) {
        int left = data.length - at;
        if (left < header) {
            return "a record's header has " + CountText.bytes(header) + ", of which there are only " + left;
        }
        int length = (data[at + lengthAt] & 0xFF) << 8 | data[at + lengthAt + 1] & 0xFF;
        return "a record of " + CountText.bytes(length) + ", of which there are only " + (left - header);
    }

    /** [RFC9147 §4] Of what is protected the header alone can be read, and of that the number not. */
    private Field unified(int at, int first) {
        int idLength = 0;
        if (UnifiedHeader.hasConnectionId(first)) {
            Optional<Integer> known = dissection.connectionIdAt(data, at + 1);
            if (known.isEmpty()) {
                return Field.of("DTLSCiphertext", at, data.length - at, "DTLS 1.3, encrypted", List.of(flags(at, first), Field.leaf(
                        "connection_id …", at + 1, data.length - at - 1, "how long it is was agreed on in hellos that are not here")));
            }
            idLength = known.get();
        }
        if (!UnifiedHeader.read(data, at, data.length, idLength, record)) {
            int header = 1 + idLength + ((first & 0x08) != 0 ? 2 : 1) + ((first & 0x04) != 0 ? 2 : 0);
            return notRead(at, missing(at, header, header - 2));
        }
        List<Field> parts = new ArrayList<>(List.of(flags(at, first)));
        if (idLength > 0) {
            parts.add(Field.leaf("connection_id", at + 1, idLength, ""));
        }
        parts.add(Field.leaf("sequence_number", record.numberOffset(), record.numberLength(), "encrypted"));
        int lengthAt = record.numberOffset() + record.numberLength();
        if (lengthAt < record.payloadOffset()) {
            parts.add(leaf("length", lengthAt, 2));
        }
        parts.add(Field.leaf("encrypted_record", record.payloadOffset(), record.payloadLength(), "encrypted"));
        return Field.of("DTLSCiphertext", at, record.end() - at, "DTLS 1.3, encrypted", parts);
    }

    /** [RFC9146 §4] What kind of record it is stands inside. */
    private Field withConnectionId(int at) {
        if (data.length - at < Cid12Header.ID) {
            return notRead(at, missing(at, PlaintextHeader.LENGTH, 11));
        }
        List<Field> parts = new ArrayList<>(List.of(Field.leaf("type", at, 1, "tls12_cid"), leaf("version", at + 1, 2),
                leaf("epoch", at + 3, 2), leaf("sequence_number", at + 5, 6)));
        int id = at + Cid12Header.ID;
        Optional<Integer> known = dissection.connectionIdAt(data, id);
        if (known.isEmpty()) {
            parts.add(Field.leaf("cid …", id, data.length - id, "how long it is was agreed on in hellos that are not here"));
            return Field.of("DTLSCiphertext", at, data.length - at, "tls12_cid, encrypted", parts);
        }
        if (!Cid12Header.read(data, at, data.length, known.get(), record)) {
            return notRead(at, missing(at, Cid12Header.length(known.get()), Cid12Header.ID + known.get()));
        }
        parts.add(Field.leaf("cid", id, known.get(), ""));
        parts.add(leaf("length", id + known.get(), 2));
        parts.add(Field.leaf("enc_content", record.payloadOffset(), record.payloadLength(), "encrypted"));
        return Field.of("DTLSCiphertext", at, record.end() - at, "tls12_cid, encrypted", parts);
    }

    /** [RFC9147 §4] 001CSLEE. */
    private static Field flags(int at, int first) {
        return Field.leaf("unified_hdr", at, 1, String.format(
                "C %d, S %d, L %d, E %d: the epoch's two lowest bits", first >> 4 & 1, first >> 3 & 1, first >> 2 & 1, first & 3));
    }

    private Field plain() {
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
        return switch (record.type()) {
            case HANDSHAKE -> fragments();
            case ALERT -> List.of(length == 2
                    ? Field.of("Alert", at, 2, "", List.of(leaf("level", at, 1), leaf("description", at + 1, 1)))
                    : Field.malformed("Alert", at, length, "an alert has 2 bytes, not " + length));
            case CHANGE_CIPHER_SPEC -> List.of(length == 1 && data[at] == 1 ? Field.leaf("ChangeCipherSpec", at, 1, "")
                    : Field.malformed("ChangeCipherSpec", at, length, "it is one byte, 01"));
            case ACK -> List.of(acknowledgement(at, length));
            default -> List.of(Field.leaf("fragment", at, length, "not encrypted, which it must be"));
        };
    }

    /** [RFC9147 §7] */
    private Field acknowledgement(int at, int length) {
        FieldTree tree = new FieldTree(data, at);
        try {
            AckContent.read(new WireReader(data, at, length, tree));
            return Field.of("ACK", at, length, "", tree.fields());
        } catch (DecodeException malformed) {
            return Field.of("ACK", at, length, "", tree.fields()).with(malformed.getMessage());
        }
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
        String meaning = type + ", a part of it";
        if (fragment.fragmentLength() == fragment.length()) {
            Field message = dissection.message(type, data, body, fragment.length());
            parts.add(message);
            meaning = message.name().equals("body") ? type.toString() : message.name();
        } else {
            parts.add(Field.leaf("body", body, fragment.fragmentLength(), "bytes " + fragment.fragmentOffset() + " to "
                    + (fragment.fragmentOffset() + fragment.fragmentLength()) + " of " + fragment.length()));
            dissection.part(fragment);
        }
        return Field.of("Handshake", at, HandshakeHeader.LENGTH + fragment.fragmentLength(), meaning, parts);
    }

    private Field leaf(String name, int offset, int length) {
        return Field.leaf(name, offset, length, Meaning.of(name, data, offset, length));
    }
}
