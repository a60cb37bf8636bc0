package io.puredtls.crypto.vectors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files under {@code testvectors/}: {@code name = value} lines, blocks parted by empty lines, {@code #} comments. */
public final class Vectors {
    private Vectors() {
    }

    /** Where {@code first/more…} under {@code testvectors/} is. */
    public static Path path(String first, String... more) {
        return Path.of("..", "testvectors").resolve(Path.of(first, more));
    }

    /** All blocks of a file; never none. */
    public static List<Vector> read(String first, String... more) {
        List<Vector> blocks = new ArrayList<>();
        Map<String, String> block = new LinkedHashMap<>();
        for (String line : lines(path(first, more))) {
            if (line.isBlank()) {
                end(block, blocks);
                block = new LinkedHashMap<>();
            } else if (!line.startsWith("#")) {
                int equals = line.indexOf('=');
                if (equals < 0 || block.put(line.substring(0, equals).trim(), line.substring(equals + 1).trim()) != null) {
                    throw new IllegalStateException(path(first, more) + ": not a new \"name = value\": " + line);
                }
            }
        }
        end(block, blocks);
        if (blocks.isEmpty()) {
            throw new IllegalStateException("no vectors in " + path(first, more));
        }
        return List.copyOf(blocks);
    }

    private static void end(Map<String, String> block, List<Vector> blocks) {
        if (!block.isEmpty()) {
            blocks.add(new Vector(Map.copyOf(block)));
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    /** The bytes that hexadecimal digits stand for; white space between them is ignored. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }

    /** Bytes as hexadecimal digits. */
    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** One block of a file. Asking for a name that is not there is an error. */
    public record Vector(Map<String, String> fields) {
        /** A value as it stands. */
        public String text(String name) {
            String value = fields.get(name);
            if (value == null) {
                throw new IllegalArgumentException("no " + name + " among " + fields.keySet());
            }
            return value;
        }

        /** A value as bytes. */
        public byte[] bytes(String name) {
            return hex(text(name));
        }

        /** A value as a number. */
        public int number(String name) {
            return Integer.parseInt(text(name));
        }
    }
}
