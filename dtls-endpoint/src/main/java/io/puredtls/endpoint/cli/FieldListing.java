package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.text.CountText;
import java.util.HexFormat;
import java.util.List;

/**
 * The fields of one datagram as lines: offset, name, bytes, meaning; what a field consists of stands indented below it.
 * The bytes of a length field stand in brackets, before what they are the length of.
 */
final class FieldListing {
    private static final int NAMES = 42; // columns for names
    private static final int BYTES = 32; // bytes a line

    private final byte[] datagram;
    private final StringBuilder lines = new StringBuilder();

    FieldListing(byte[] datagram) {
        this.datagram = datagram;
    }

    String of(List<Field> fields) {
        fields.forEach(field -> add(field, 1));
        return lines.toString();
    }

    private void add(Field field, int depth) {
        int begin = field.offset() - field.prefix();
        String prefix = field.prefix() == 0 ? "" : "[" + hex(begin, field.offset()) + "] ";
        String name = "  ".repeat(depth - 1) + field.name();
        StringBuilder line = new StringBuilder(String.format("%6d  %-" + NAMES + "s%s", begin, name, prefix));
        if (field.parts().isEmpty()) {
            line.append(bytes(field));
        } else if (field.meaning().isEmpty() && field.prefix() > 0) {
            line.append(CountText.bytes(field.length()));
        }
        if (!field.meaning().isEmpty()) {
            line.append(field.parts().isEmpty() && field.length() > 0 ? "  " : "").append(field.meaning());
        }
        field.fault().ifPresent(fault -> line.append("  <- malformed: ").append(PeerText.shown(fault)));
        lines.append(line.toString().stripTrailing()).append('\n');
        field.parts().forEach(part -> add(part, depth + 1));
    }

    private String bytes(Field field) {
        StringBuilder text = new StringBuilder();
        for (int from = field.offset(); from < field.offset() + field.length(); from += BYTES) {
            text.append(from == field.offset() ? "" : "\n" + " ".repeat(8 + NAMES));
            text.append(hex(from, Math.min(from + BYTES, field.offset() + field.length())));
        }
        return text.toString();
    }

    private String hex(int from, int to) {
        return HexFormat.of().formatHex(datagram, from, to);
    }
}
