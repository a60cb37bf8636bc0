package io.puredtls.endpoint.cli;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Datagrams out of a file: text in one of the forms of {@link HexLine}, or else one datagram as it was on the wire. A
 * datagram may go on over lines of digits, as {@code xxd -p} writes it, until its last record is whole. Not thread-safe.
 */
final class DatagramSource {
    private static final int PLAIN_DUMP_DIGITS = 60; // of a full line of xxd -p
    /** A datagram's length, at most. */
    static final int LARGEST = 65_535;

    private final List<Item> items = new ArrayList<>();
    private final ByteArrayOutputStream open = new ByteArrayOutputStream(); // a datagram that may go on
    private boolean dumping; // as a dump with offsets
    private int lastDigits;
    private Optional<String> from = Optional.empty();

    private DatagramSource() {
    }

    /** One datagram, or the line that should have been one. */
    sealed interface Item {
    }

    /** A datagram, and who sent it, if that stands there. */
    record Datagram(byte[] bytes, Optional<String> from) implements Item {
    }

    record NotHex(int line, String fault) implements Item {
    }

    /** All of {@code content}. */
    static List<Item> in(byte[] content) {
        Optional<String> text = PeerText.of(content).filter(DatagramSource::isPrintable);
        if (text.isEmpty()) {
            return List.of(new Datagram(content, Optional.empty()));
        }
        DatagramSource source = new DatagramSource();
        int number = 0;
        for (String line : text.get().split("\r\n|\r|\n")) {
            source.add(HexLine.of(line), ++number);
        }
        source.finish();
        return source.items;
    }

    /** Whether {@code content} is taken for text. */
    static boolean isText(byte[] content) {
        return PeerText.of(content).filter(DatagramSource::isPrintable).isPresent();
    }

    /** No record in the clear is: there is a zero in its header. */
    private static boolean isPrintable(String text) {
        return text.chars().allMatch(each -> !Character.isISOControl(each) || each == '\t' || each == '\r' || each == '\n');
    }

    private void add(HexLine line, int number) {
        if (line instanceof HexLine.Dump dump) {
            addDump(dump.offset(), dump.bytes(), number);
        } else if (line instanceof HexLine.Digits digits) {
            addDigits(digits);
        } else {
            finish();
            if (line instanceof HexLine.Named named) {
                items.add(new Datagram(named.bytes(), named.from().or(() -> from)));
            } else if (line instanceof HexLine.Sender sender) {
                from = Optional.of(sender.name());
            } else if (line instanceof HexLine.Fault fault) {
                items.add(new NotHex(number, fault.what()));
            }
        }
    }

    private void addDump(long offset, byte[] bytes, int number) {
        if (!dumping || offset == 0) {
            finish();
        }
        if (offset != open.size()) {
            finish();
            items.add(new NotHex(number, "the dump goes on at " + offset + ", which is not where it was"));
            return;
        }
        dumping = true;
        open.writeBytes(bytes);
    }

    private void addDigits(HexLine.Digits line) {
        if (dumping && line.digits() == 8 && Long.parseUnsignedLong(hex(line.bytes()), 16) == open.size()) {
            finish(); // where a dump's last line says that it ends
            return;
        }
        boolean goesOn = !dumping && open.size() > 0 && open.size() + line.bytes().length <= LARGEST
                && mayGoOn() && !Framing.begins(line.bytes());
        if (!goesOn) {
            finish();
        }
        open.writeBytes(line.bytes());
        lastDigits = line.digits();
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private boolean mayGoOn() {
        Framing.End end = Framing.end(open.toByteArray());
        return end == Framing.End.MISSING || end != Framing.End.COMPLETE && lastDigits == PLAIN_DUMP_DIGITS;
    }

    /** What was collected is a datagram. */
    private void finish() {
        if (open.size() > 0) {
            items.add(new Datagram(open.toByteArray(), from));
            open.reset();
        }
        dumping = false;
    }
}
