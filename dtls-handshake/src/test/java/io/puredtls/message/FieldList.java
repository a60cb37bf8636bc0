package io.puredtls.message;

import io.puredtls.wire.FieldTrace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The fields that a reader or a writer went by, in the order in which they began. */
public final class FieldList implements FieldTrace {
    private final List<Field> fields = new ArrayList<>();
    private final Deque<Integer> open = new ArrayDeque<>();

    /** A field, or a vector with all that is in it. */
    public record Field(String name, int offset, int length) {
        public int end() {
            return offset + length;
        }
    }

    @Override
    public void field(String name, int offset, int length) {
        fields.add(new Field(name, offset, length));
    }

    @Override
    public void open(String name, int offset) {
        open.push(fields.size());
        fields.add(new Field(name, offset, -1));
    }

    @Override
    public void close(int end) {
        int index = open.pop();
        Field vector = fields.get(index);
        fields.set(index, new Field(vector.name, vector.offset, end - vector.offset));
    }

    /** All of them; every vector must have been closed. */
    public List<Field> fields() {
        if (!open.isEmpty()) {
            throw new AssertionError(open.size() + " vectors were not closed: " + fields);
        }
        return List.copyOf(fields);
    }

    public List<String> names() {
        return fields().stream().map(Field::name).toList();
    }

    /** Where the fields are, whatever their names. */
    public List<Field> places() {
        return fields().stream().map(field -> new Field("", field.offset, field.length)).toList();
    }

    /** The field that misses bytes if only {@code length} are there: the first, in reading order, that ends behind them. */
    public String cutAt(int length) {
        return fields().stream().filter(field -> field.end() > length).findFirst().orElseThrow().name();
    }
}
