package io.puredtls.endpoint.explain;

import io.puredtls.wire.FieldTrace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Collects the fields that a reader visits, so that every byte is in one leaf. A reader tells nothing of the bytes that
 * hold a vector's length: those between two fields it tells of are the length of the second. Not thread-safe.
 */
final class FieldCollector implements FieldTrace {
    private final byte[] data;
    private final UnaryOperator<String> rootNames;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Field> roots = new ArrayList<>();
    private int end; // of what was visited last

    private record Open(String name, int offset, List<Field> parts) {
    }

    /**
     * For a reader of {@code data} that begins at {@code start}.
     *
     * @param rootNames what the outermost fields are called here
     */
    FieldCollector(byte[] data, int start, UnaryOperator<String> rootNames) {
        this.data = data;
        this.rootNames = rootNames;
        this.end = start;
    }

    private String shown(String name) {
        return open.isEmpty() ? rootNames.apply(name) : name;
    }

    @Override
    public void field(String name, int offset, int length) {
        String shown = shown(name);
        if (offset > end && length == 0) {
            add(Field.leaf(shown, end, offset - end, "length 0: empty"));
        } else if (offset > end) {
            add(lengthOf(shown, offset, length));
        }
        if (length > 0) {
            add(Field.leaf(shown, key(shown), offset, length, Words.of(name, data, offset, length)));
        }
        end = offset + length;
    }

    private Field lengthOf(String name, int offset, int length) {
        return Field.leaf("length of " + name, "vector length", end, offset - end, Words.count(length, "byte"));
    }

    /** A name that means different things in different places is known by its place. */
    private String key(String name) {
        boolean inExtension = open.stream().anyMatch(each -> each.name.equals("extension_data"));
        return name.equals("cookie") && inExtension ? "cookie in an extension"
                : name.equals("algorithm") || name.equals("SignatureScheme") ? "SignatureScheme" : name;
    }

    @Override
    public void open(String name, int offset) {
        Open vector = new Open(shown(name), offset, new ArrayList<>());
        if (offset > end) { // what follows tells how long it is; until then it is as long as its length field
            vector.parts.add(Field.leaf("length of " + vector.name, "vector length", end, offset - end, ""));
        }
        open.push(vector);
        end = offset;
    }

    @Override
    public void close(int closedAt) {
        Open vector = open.pop();
        end = closedAt;
        int length = closedAt - vector.offset;
        List<Field> parts = new ArrayList<>(vector.parts);
        if (parts.isEmpty()) {
            return;
        }
        Field prefix = parts.get(0);
        if (length == 0) {
            add(Field.leaf(vector.name, prefix.offset(), prefix.length(), "length 0: empty"));
            return;
        }
        parts.set(0, Field.leaf(prefix.name(), prefix.key(), prefix.offset(), prefix.length(), Words.count(length, "byte")));
        if (parts.size() == 2 && parts.get(1).name().equals(vector.name)) { // not a structure but plain bytes
            parts.forEach(this::add);
        } else {
            add(Field.of(vector.name, vector.name, "", Structures.grouped(vector.name, parts)));
        }
    }

    private void add(Field field) {
        (open.isEmpty() ? roots : open.peek().parts).add(field);
    }

    /** What was visited; what was left open when reading failed ends where it failed. */
    List<Field> fields() {
        while (!open.isEmpty()) {
            close(end);
        }
        return roots;
    }

    /** Where the last visited field ends. */
    int end() {
        return end;
    }
}
