package io.puredtls.endpoint.explain;

import io.puredtls.alert.AlertDescription;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The fields of a record's content, protected or not, and in a few words what it is. Reusable; not thread-safe. */
final class ContentReader {
    private final MessageReader messages;
    private final List<String> contents = new ArrayList<>();

    ContentReader(MessageReader messages) {
        this.messages = messages;
    }

    /** What was read since this was asked last, a few words for each. */
    List<String> takeContents() {
        List<String> taken = List.copyOf(contents);
        contents.clear();
        return taken;
    }

    /** A record came that nobody can read. */
    void unopened() {
        contents.add("(encrypted)");
    }

    /**
     * The fields of {@code length} bytes of content, none for none.
     *
     * @param fragments is told of each handshake fragment
     */
    List<Field> read(int type, byte[] data, int offset, int length, int epoch, Consumer<FragmentView> fragments) {
        return switch (type) {
            case 20 -> changeCipherSpec(data, offset, length);
            case 21 -> alert(data, offset, length);
            case 22 -> handshake(data, offset, length, epoch, fragments);
            case 23 -> applicationData(data, offset, length);
            case 26 -> acknowledgement(data, offset, length);
            default -> other(type, data, offset, length);
        };
    }

    private List<Field> changeCipherSpec(byte[] data, int offset, int length) {
        contents.add("[ChangeCipherSpec]");
        return bytes("ChangeCipherSpec", data, offset, length, length == 1 && data[offset] == 1 ? "change_cipher_spec(1)" : "");
    }

    private static List<Field> bytes(String name, byte[] data, int offset, int length, String meaning) {
        return length == 0 ? List.of() : List.of(Field.leaf(name, offset, length, meaning));
    }

    private List<Field> alert(byte[] data, int offset, int length) {
        if (length != 2) {
            contents.add("an alert of " + length + " bytes");
            return length == 0 ? List.of() : List.of(Field.unread(offset, length, "an alert has 2 bytes, not " + length));
        }
        contents.add("Alert " + new AlertDescription(data[offset + 1] & 0xFF));
        return List.of(leaf("level", data, offset, 1), leaf("description", data, offset + 1, 1));
    }

    private static Field leaf(String name, byte[] data, int offset, int length) {
        return Field.leaf(name, offset, length, Words.of(name, data, offset, length));
    }

    private List<Field> applicationData(byte[] data, int offset, int length) {
        contents.add("application data");
        return bytes("application_data", data, offset, length, Words.text(data, offset, length));
    }

    private List<Field> other(int type, byte[] data, int offset, int length) {
        contents.add(Words.contentType(type));
        if (type == 27 && length == 9) { // [RFC9853 §4]
            return List.of(Field.leaf("msg_type", "rrc msg_type", offset, 1, ""), Field.leaf("cookie", "rrc cookie", offset + 1, 8, ""));
        }
        return bytes("fragment", data, offset, length, "of a content type that is not known here");
    }

    /** [RFC9147 §7] */
    private List<Field> acknowledgement(byte[] data, int offset, int length) {
        FieldCollector collector = new FieldCollector(data, offset, name -> name);
        StringBuilder numbers = new StringBuilder();
        try {
            WireReader in = new WireReader(data, offset, length, collector);
            WireReader list = in.vector16("record_numbers");
            while (list.hasMore()) {
                numbers.append(numbers.isEmpty() ? " " : ", ");
                numbers.append(Long.toUnsignedString(list.u64("epoch"))).append(':').append(Long.toUnsignedString(list.u64("sequence_number")));
            }
            list.end();
            in.endOfMessage();
        } catch (DecodeException malformed) {
            List<Field> fields = new ArrayList<>(collector.fields());
            if (collector.end() < offset + length) {
                fields.add(Field.unread(collector.end(), offset + length - collector.end(), malformed.getMessage()));
            }
            contents.add("[ACK]");
            return fields;
        }
        contents.add("[ACK]" + numbers);
        return collector.fields();
    }

    private List<Field> handshake(byte[] data, int offset, int length, int epoch, Consumer<FragmentView> fragments) {
        RecordView record = new RecordView();
        record.wrap(data, offset, offset, length);
        record.header(ContentType.HANDSHAKE, 0, epoch, 0);
        FragmentView fragment = new FragmentView();
        fragment.wrap(record);
        List<Field> fields = new ArrayList<>();
        int at = offset;
        while (fragment.hasMore()) {
            if (!fragment.advance()) {
                contents.add("a malformed fragment");
                fields.add(Field.unread(at, offset + length - at, "a fragment that does not fit its record or its message"));
                break;
            }
            fields.add(fragment(fragment, data));
            fragments.accept(fragment);
            at = fragment.dataOffset() + fragment.fragmentLength();
        }
        return fields;
    }

    private Field fragment(FragmentView fragment, byte[] data) {
        int body = fragment.dataOffset();
        int at = body - HandshakeHeader.LENGTH;
        int length = fragment.fragmentLength();
        boolean whole = length == fragment.length();
        HandshakeType type = new HandshakeType(fragment.type());
        String range = "bytes " + fragment.fragmentOffset() + " to " + (fragment.fragmentOffset() + length) + " of " + fragment.length();
        List<Field> parts = new ArrayList<>(List.of(
                Field.leaf("msg_type", at, 1, Words.message(fragment.type())),
                Field.leaf("length", "handshake length", at + 1, 3, Words.count(fragment.length(), "byte")),
                Field.leaf("message_seq", at + 4, 2, Integer.toString(fragment.messageSeq())),
                Field.leaf("fragment_offset", at + 6, 3, Integer.toString(fragment.fragmentOffset())),
                Field.leaf("fragment_length", at + 9, 3, Words.count(length, "byte"))));
        if (whole && length > 0) {
            List<Field> fields = messages.fields(type, data, body, length);
            parts.add(fields.isEmpty() ? Field.leaf("body", body, length, "") : Field.of(type.toString(), type.toString(), "", fields));
        } else if (length > 0) {
            parts.add(Field.leaf("body", "body of a fragment", body, length, range));
        }
        contents.add(whole ? type.toString() : type + ", " + range);
        return Field.of("Handshake", "Handshake", type + (whole ? "" : ", " + range), parts);
    }
}
