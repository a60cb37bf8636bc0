package io.puredtls.endpoint.cli;

import io.puredtls.wire.FieldTrace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Collects the fields that a reader visits as a tree. The bytes between two fields, which no reader tells of, are the
 * length of the second. Not thread-safe.
 */
final class FieldTree implements FieldTrace {
    private final byte[] data;
    private final Deque<Open> open = new ArrayDeque<>();
    private final List<Field> roots = new ArrayList<>();
    private int end; // of what was visited last

    private record Open(String name, int offset, int prefix, List<Field> parts) {
    }

    /** For a reader of {@code data} that begins at {@code start}. */
    FieldTree(byte[] data, int start) {
        this.data = data;
        this.end = start;
    }

    @Override
    public void field(String name, int offset, int length) {
        add(new Field(name, offset, length, offset - end, Meaning.of(name, data, offset, length), List.of(), Optional.empty()));
        end = offset + length;
    }

    @Override
    public void open(String name, int offset) {
        open.push(new Open(name, offset, offset - end, new ArrayList<>()));
        end = offset;
    }

    @Override
    public void close(int closedAt) {
        Open vector = open.pop();
        int length = closedAt - vector.offset;
        add(new Field(vector.name, vector.offset, length, vector.prefix, length == 0 ? "empty" : "", vector.parts, Optional.empty()));
        end = closedAt;
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
