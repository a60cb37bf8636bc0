package io.puredtls.endpoint.explain;

import io.puredtls.alert.AlertDescription;
import io.puredtls.endpoint.explain.Told.Content;
import io.puredtls.endpoint.explain.Told.Fragment;
import io.puredtls.endpoint.explain.Told.Protection;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.path.RoutabilityMessage;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** The fields of a record's content, protected or not, and in a few words what it is. Reusable; not thread-safe. */
final class ContentReader {
    private final MessageReader messages;
    private final List<Content> contents = new ArrayList<>();
    private Protection protection = Protection.CLEAR; // of the record that is read

    ContentReader(MessageReader messages) {
        this.messages = messages;
    }

    /** What was read since this was asked last, a few words for each. */
    List<Content> takeContents() {
        List<Content> taken = List.copyOf(contents);
        contents.clear();
        return taken;
    }

    /** A record came that nobody can read. */
    void unopened() {
        contents.add(new Content("(encrypted)", Protection.CLOSED, Optional.empty()));
    }

    /**
     * The fields of {@code length} bytes of content, none for none.
     *
     * @param fragments is told of each handshake fragment
     */
    List<Field> read(int type, byte[] data, int offset, int length, int epoch, Consumer<FragmentView> fragments) {
        this.protection = Protection.of(epoch, messages == MessageReader.DTLS13);
        return switch (type) {
            case 20 -> changeCipherSpec(data, offset, length);
            case 21 -> alert(data, offset, length);
            case 22 -> handshake(data, offset, length, epoch, fragments);
            case 23 -> applicationData(data, offset, length);
            case 26 -> acknowledgement(data, offset, length);
            case 27 -> routability(data, offset, length);
            default -> other(type, data, offset, length);
        };
    }

    private void tell(String words) {
        contents.add(new Content(words, protection, Optional.empty()));
    }

    private List<Field> changeCipherSpec(byte[] data, int offset, int length) {
        tell("[ChangeCipherSpec]");
        return bytes("ChangeCipherSpec", data, offset, length, length == 1 && data[offset] == 1 ? "change_cipher_spec(1)" : "");
    }

    private static List<Field> bytes(String name, byte[] data, int offset, int length, String meaning) {
        return length == 0 ? List.of() : List.of(Field.leaf(name, offset, length, meaning));
    }

    private List<Field> alert(byte[] data, int offset, int length) {
        if (length != 2) {
            tell("an alert of " + length + " bytes");
            return length == 0 ? List.of() : List.of(Field.unread(offset, length, "an alert has 2 bytes, not " + length));
        }
        tell("Alert " + new AlertDescription(data[offset + 1] & 0xFF));
        return List.of(leaf("level", data, offset, 1), leaf("description", data, offset + 1, 1));
    }

    private static Field leaf(String name, byte[] data, int offset, int length) {
        return Field.leaf(name, offset, length, Words.of(name, data, offset, length));
    }

    private List<Field> applicationData(byte[] data, int offset, int length) {
        tell("application data");
        return bytes("application_data", data, offset, length, Words.text(data, offset, length));
    }

    private List<Field> other(int type, byte[] data, int offset, int length) {
        tell(Words.contentType(type));
        return bytes("fragment", data, offset, length, "of a content type that is not known here");
    }

    /** [RFC9853 §4] */
    private List<Field> routability(byte[] data, int offset, int length) {
        String check = Words.contentType(27);
        try {
            Optional<RoutabilityMessage> message = RoutabilityMessage.decode(new WireReader(data, offset, length));
            if (message.isPresent()) {
                String kind = message.get().kind().toString().toLowerCase(Locale.ROOT);
                tell(check + " " + kind);
                return List.of(Field.leaf("msg_type", "rrc msg_type", offset, 1, kind),
                        Field.leaf("Cookie", "rrc Cookie", offset + 1, RoutabilityMessage.COOKIE_LENGTH, ""));
            }
            tell(check);
            return bytes("fragment", data, offset, length, "of a msg_type that is not known here");
        } catch (DecodeException malformed) {
            tell(check);
            return length == 0 ? List.of() : List.of(Field.unread(offset, length, malformed.getMessage()));
        }
    }

    /** [RFC9147 §7] */
    private List<Field> acknowledgement(byte[] data, int offset, int length) {
        FieldCollector collector = new FieldCollector(data, offset, name -> name);
        try {
            List<String> records = AckContent.read(new WireReader(data, offset, length, collector));
            tell(records.isEmpty() ? "[ACK]" : "[ACK] " + String.join(", ", records));
        } catch (DecodeException malformed) {
            List<Field> fields = new ArrayList<>(collector.fields());
            if (collector.end() < offset + length) {
                fields.add(Field.unread(collector.end(), offset + length - collector.end(), malformed.getMessage()));
            }
            tell("[ACK]");
            return fields;
        }
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
                tell("a malformed fragment");
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
        String name = whole && isRetry(fragment) ? "HelloRetryRequest" : type.toString();
        if (whole && length > 0) {
            List<Field> fields = messages.fields(type, data, body, length);
            parts.add(fields.isEmpty() ? Field.leaf("body", body, length, "") : Field.of(name, name, "", fields));
        } else if (length > 0) {
            parts.add(Field.leaf("body", "body of a fragment", body, length, range));
        }
        contents.add(new Content(whole ? name : type + ", " + range, protection, Optional.of(new Fragment(fragment.messageSeq(), fragment.length()))));
        return Field.of("Handshake", "Handshake", type + (whole ? "" : ", " + range), parts);
    }

    /** [RFC9846 §4.2.4] A ServerHello with a random that no server draws. */
    private static boolean isRetry(FragmentView fragment) {
        int random = fragment.dataOffset() + 2;
        Bytes asked = HelloRetryRequest.RANDOM;
        return fragment.type() == HandshakeType.SERVER_HELLO.code() && fragment.length() >= 2 + asked.length()
                && Bytes.of(fragment.data(), random, asked.length()).equals(asked);
    }
}
