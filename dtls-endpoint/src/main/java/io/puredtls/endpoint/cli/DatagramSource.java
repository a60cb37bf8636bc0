package io.puredtls.endpoint.cli;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Datagrams out of a file: hexadecimal text with one a line, or else one datagram as it was on the wire. */
final class DatagramSource {
    private DatagramSource() {
    }

    /** One datagram, or the line that should have been one. */
    sealed interface Item {
    }

    record Datagram(byte[] bytes) implements Item {
    }

    record NotHex(int line, String fault) implements Item {
    }

    /** All of {@code content}; empty lines and comments, which begin with #, are passed over. */
    static List<Item> in(byte[] content) {
        if (!isText(content)) {
            return List.of(new Datagram(content));
        }
        List<Item> items = new ArrayList<>();
        int number = 0;
        for (String line : new String(content, StandardCharsets.US_ASCII).split("\r\n|\r|\n")) {
            number++;
            String digits = line.replaceAll("[\\s:]", "");
            if (!digits.isEmpty() && !digits.startsWith("#")) {
                items.add(parse(digits, number));
            }
        }
        return items;
    }

    private static boolean isText(byte[] content) {
        for (byte each : content) {
            boolean printable = each >= 0x20 && each < 0x7F || each == '\t' || each == '\r' || each == '\n';
            if (!printable) {
                return false;
            }
        }
        return true;
    }

    private static Item parse(String digits, int line) {
        for (int i = 0; i < digits.length(); i++) {
            if (!HexFormat.isHexDigit(digits.charAt(i))) {
                return new NotHex(line, "'" + digits.charAt(i) + "' is no hexadecimal digit");
            }
        }
        return digits.length() % 2 == 0 ? new Datagram(HexFormat.of().parseHex(digits))
                : new NotHex(line, "an odd number of hexadecimal digits, " + digits.length());
    }
}
