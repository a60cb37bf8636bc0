package io.puredtls.endpoint.explain;

import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.explain.Association.Flight;
import io.puredtls.endpoint.explain.Part.Kind;
import io.puredtls.endpoint.explain.Part.Layout;
import io.puredtls.endpoint.explain.Told.Carried;
import io.puredtls.endpoint.explain.Told.Content;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.message.NewConnectionId;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.Cid12Header;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.UnifiedHeader;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells of one association: walks its datagrams, opens their records, reads what is in them, and lets the course of the
 * handshake say what follows. Not thread-safe.
 */
final class AssociationReader {
    private final Hellos hellos;
    private final MessageReader messageReader;
    private final ContentReader contents;
    private final Course course;
    private final Map<Sender, Messages> messages = new EnumMap<>(Sender.class);
    private final Map<Sender, List<Bytes>> connectionIds = new EnumMap<>(Sender.class); // that records of a sender may carry
    private final List<Flight> flights = new ArrayList<>();
    private final RecordView view = new RecordView();
    private int datagrams;
    private final int flightsBefore;
    private int unopened;
    private Seen seen = new Seen(0, 0, 0); // of the record that is read

    private record Seen(int epoch, long sequence, int length) {
    }

    /** For an association before which some datagrams and flights were told of. */
    AssociationReader(Hellos hellos, Secrets secrets, int datagramsBefore, int flightsBefore) {
        this.hellos = hellos;
        this.datagrams = datagramsBefore;
        this.flightsBefore = flightsBefore;
        this.messageReader = MessageReader.of(hellos);
        this.contents = new ContentReader(messageReader);
        this.course = course(hellos, secrets);
        for (Sender from : Sender.values()) {
            messages.put(from, new Messages());
            connectionIds.put(from, new ArrayList<>());
            learn(from, hellos.connectionId(from));
        }
    }

    private static Course course(Hellos hellos, Secrets secrets) {
        Optional<CipherSuite> suite = hellos.suite();
        if (suite.isEmpty()) {
            return new CourseUnknown(hellos);
        }
        return hellos.isDtls13() ? new Course13(hellos, suite.get(), secrets) : new Course12(hellos, suite.get(), secrets);
    }

    Association read(String title, List<Packet> packets) {
        List<Told> flight = new ArrayList<>();
        for (Packet packet : packets) {
            Told told = datagram(packet);
            if (!flight.isEmpty() && flight.get(0).from() != told.from()) {
                flush(flight);
            }
            flight.add(told);
        }
        flush(flight);
        return new Association(title, course.facts(), flights);
    }

    private void flush(List<Told> flight) {
        if (!flight.isEmpty()) {
            flights.add(new Flight(flightsBefore + flights.size() + 1, flight.get(0).from(), flight));
            flight.clear();
        }
    }

    /** What a reader should know, a sentence each. */
    List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (unopened > 0) {
            remarks.add(Words.count(unopened, "protected record") + " could not be opened by what the key log has.");
        }
        return remarks;
    }

    private Told datagram(Packet packet) {
        byte[] data = packet.datagram().toArray();
        List<Part> parts = new ArrayList<>();
        List<Carried> records = new ArrayList<>();
        int at = 0;
        while (at < data.length) {
            seen = new Seen(0, 0, 0);
            at = record(packet.from(), data, at, parts);
            List<Content> carried = contents.takeContents();
            if (!carried.isEmpty()) {
                records.add(new Carried(seen.epoch, seen.sequence, seen.length, carried));
            }
        }
        return new Told(++datagrams, packet.from(), data.length, records, parts);
    }

    /** Tells of the record at {@code at}, and gives where it ends. */
    private int record(Sender from, byte[] data, int at, List<Part> parts) {
        int first = data[at] & 0xFF;
        if (UnifiedHeader.begins(first) && hellos.isDtls13()) {
            Bytes id = UnifiedHeader.hasConnectionId(first) ? connectionId(from, data, at + 1) : Bytes.EMPTY;
            if ((UnifiedHeader.hasConnectionId(first) && id.isEmpty()) || !UnifiedHeader.read(data, at, data.length, id.length(), view)) {
                return unread(data, at, "a record of DTLS 1.3 whose header does not fit", parts);
            }
            return unified(from, data, id, parts);
        }
        if (Cid12Header.begins(first) && !hellos.isDtls13()) {
            Bytes id = connectionId(from, data, at + Cid12Header.ID);
            if (id.isEmpty() && data.length - at > Cid12Header.ID) {
                return unread(data, at, "a record with a connection ID (tls12_cid) that was not agreed on", parts);
            }
            return !id.isEmpty() && Cid12Header.read(data, at, data.length, id.length(), view) ? protected12(from, data, parts)
                    : unread(data, at, "a record that is cut short", parts);
        }
        if (!PlaintextHeader.begins(first)) {
            return unread(data, at, String.format("no record that can be read here begins with 0x%02x", first), parts);
        }
        if (!PlaintextHeader.read(data, at, data.length, view)) {
            return unread(data, at, "a record that is cut short", parts);
        }
        return view.epoch() > 0 ? protected12(from, data, parts) : plaintext(from, data, parts);
    }

    private void learn(Sender from, Bytes id) {
        if (!id.isEmpty()) {
            connectionIds.get(from).add(id);
        }
    }

    /** Which of those that {@code from} may use stands at {@code at}; empty for none. */
    private Bytes connectionId(Sender from, byte[] data, int at) {
        return connectionIds.get(from).stream()
                .filter(id -> id.length() <= data.length - at && id.equals(Bytes.of(data, at, id.length()))).findFirst().orElse(Bytes.EMPTY);
    }

    private static Layout layout(Kind kind, String title, byte[] data, List<Field> fields) {
        int base = fields.get(0).offset();
        return new Layout(kind, title, base, Bytes.of(data, base, fields.get(fields.size() - 1).end() - base), fields);
    }

    private int unread(byte[] data, int at, String fault, List<Part> parts) {
        parts.add(layout(Kind.RECORD, "Bytes that are no record", data, List.of(Field.unread(at, data.length - at, fault))));
        return data.length;
    }

    private List<Field> header(byte[] data, int at, int idLength) {
        int type = data[at] & 0xFF;
        String key = hellos.isDtls13() ? "legacy_record_version" : "version";
        List<Field> fields = new ArrayList<>(List.of(
                Field.leaf("type", "record type", at, 1, Words.contentType(type)),
                Field.leaf(key, at + 1, 2, Words.version((int) Words.number(data, at + 1, 2))),
                Field.leaf("epoch", "record epoch", at + 3, 2, Long.toString(Words.number(data, at + 3, 2))),
                Field.leaf("sequence_number", "record sequence_number", at + 5, 6, Long.toString(Words.number(data, at + 5, 6)))));
        if (idLength > 0) {
            fields.add(Field.leaf("cid", "connection_id", at + Cid12Header.ID, idLength, ""));
        }
        int length = at + Cid12Header.ID + idLength;
        fields.add(Field.leaf("length", "record length", length, 2, Words.count(Words.number(data, length, 2), "byte")));
        return fields;
    }

    private int plaintext(Sender from, byte[] data, List<Part> parts) {
        int at = view.start();
        int end = view.end();
        int type = data[at] & 0xFF;
        seen = new Seen(view.epoch(), view.sequence(), view.payloadLength());
        List<AssembledMessage> whole = new ArrayList<>();
        List<Field> fields = header(data, at, 0);
        fields.addAll(contents.read(type, data, view.payloadOffset(), view.payloadLength(), 0, fragment -> collect(from, fragment, whole)));
        Field record = Field.of("DTLSPlaintext", "DTLSPlaintext", Words.contentType(type) + ", not protected", fields);
        parts.add(layout(Kind.RECORD, "A record in the clear", data, List.of(record)));
        whole.forEach(message -> follow(from, message, parts));
        return end;
    }

    private void collect(Sender from, FragmentView fragment, List<AssembledMessage> whole) {
        messages.get(from).add(fragment);
        messages.get(from).drain(whole::add);
    }

    /** What a whole message is, if that was not shown yet, and what follows from it. */
    private void follow(Sender from, AssembledMessage message, List<Part> parts) {
        byte[] body = message.body().toArray();
        if (messageReader.message(message.type(), body).orElse(null) instanceof NewConnectionId more) { // [RFC9147 §9]
            more.cids().forEach(id -> learn(from.peer(), Bytes.of(id.toBytes())));
        }
        if (messages.get(from).cameInPieces(message.messageSeq()) && body.length > 0) {
            List<Field> fields = messageReader.fields(message.type(), body, 0, body.length);
            if (!fields.isEmpty()) {
                parts.add(layout(Kind.MESSAGE, message.type() + ", put together from its fragments", body, fields));
            }
        }
        parts.addAll(course.onMessage(from, message));
    }

    private int unified(Sender from, byte[] data, Bytes id, List<Part> parts) {
        int at = view.start();
        int end = view.end();
        int payload = view.payloadOffset();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.leaf("unified_hdr", at, 1, bits(data[at] & 0xFF)));
        if (!id.isEmpty()) {
            fields.add(Field.leaf("connection_id", at + 1, id.length(), ""));
        }
        fields.add(Field.leaf("sequence_number", "masked sequence_number", view.numberOffset(), view.numberLength(), "masked"));
        int afterNumber = view.numberOffset() + view.numberLength();
        if (afterNumber < payload) {
            fields.add(Field.leaf("length", "unified length", afterNumber, 2, Words.count(view.payloadLength(), "byte")));
        }
        if (payload < end) {
            fields.add(sealed("encrypted_record", payload, end));
        }
        seen = new Seen(view.epoch(), -1, view.payloadLength());
        Optional<Opened> opened = course.opener().open(view, from);
        String meaning = opened.map(known -> Words.contentType(known.type()) + ", epoch " + known.epoch() + ", record " + known.sequence())
                .orElse("protected, and not opened: no secret in the key log fits");
        parts.add(layout(Kind.RECORD, "A protected record", data, List.of(Field.of("DTLSCiphertext", "DTLSCiphertext13", meaning, fields))));
        tell(from, opened, parts);
        return end;
    }

    /** [RFC9147 §4] 0 0 1 C S L E E */
    private static String bits(int first) {
        return String.format("001, C=%d %s, S=%d %s number, L=%d %s, EE=%d%d", first >> 4 & 1, (first & 0x10) != 0 ? "connection ID" : "no connection ID",
                first >> 3 & 1, (first & 0x08) != 0 ? "16-bit" : "8-bit", first >> 2 & 1, (first & 0x04) != 0 ? "length" : "no length",
                first >> 1 & 1, first & 1);
    }

    /** What the cipher made: the ciphertext proper and the tag behind it. */
    private Field sealed(String name, int at, int end) {
        int tag = course.opener().tagLength();
        if (tag == 0 || end - at <= tag) {
            return Field.leaf(name, "encrypted_record", at, end - at, "encrypted");
        }
        return Field.of(name, "encrypted_record", "", List.of(
                Field.leaf("ciphertext", at, end - at - tag, ""), Field.leaf(course.opener().names().tag(), end - tag, tag, "")));
    }

    private int protected12(Sender from, byte[] data, List<Part> parts) {
        int at = view.start();
        int end = view.end();
        int text = view.payloadOffset();
        List<Field> fields = header(data, at, view.idLength());
        int explicit = Math.min(course.opener().explicitNonceLength(), end - text);
        if (explicit > 0) {
            fields.add(Field.leaf(course.opener().names().explicit(), text, explicit, ""));
            text += explicit;
        }
        if (text < end) {
            fields.add(sealed(course.opener().names().ciphered(), text, end));
        }
        seen = new Seen(view.epoch(), view.sequence(), view.payloadLength());
        Optional<Opened> opened = course.opener().open(view, from);
        String type = Words.contentType(opened.map(Opened::type).orElse(data[at] & 0xFF));
        String meaning = type + (opened.isPresent() ? ", encrypted" : ", encrypted, and not opened: no secret in the key log fits");
        parts.add(layout(Kind.RECORD, "A protected record", data, List.of(Field.of("DTLSCiphertext", "DTLSCiphertext12", meaning, fields))));
        tell(from, opened, parts);
        return end;
    }

    /** How a record was opened, what is in it, and what follows from that. */
    private void tell(Sender from, Optional<Opened> opened, List<Part> parts) {
        if (opened.isEmpty()) {
            unopened++;
            contents.unopened();
            return;
        }
        Opened known = opened.get();
        seen = new Seen(known.epoch(), known.sequence(), known.contentLength());
        parts.addAll(course.onOpened(from, known));
        parts.add(new Part.Working("How the record is opened", known.steps()));
        byte[] text = known.plaintext().toArray();
        List<AssembledMessage> whole = new ArrayList<>();
        List<Field> fields = new ArrayList<>(contents.read(
                known.type(), text, 0, known.contentLength(), known.epoch(), fragment -> collect(from, fragment, whole)));
        int type = known.contentLength();
        if (type < text.length) {
            fields.add(Field.leaf(hellos.isDtls13() ? "type" : "real_type", "inner type", type, 1, Words.contentType(known.type())));
            if (type + 1 < text.length) {
                fields.add(Field.leaf("zeros", type + 1, text.length - type - 1, Words.count(text.length - type - 1, "byte") + " of padding"));
            }
        }
        if (!fields.isEmpty()) {
            String title = type < text.length ? "DTLSInnerPlaintext" : "The plaintext";
            parts.add(layout(Kind.PLAINTEXT, title, text, fields));
        }
        whole.forEach(message -> follow(from, message, parts));
    }
}
