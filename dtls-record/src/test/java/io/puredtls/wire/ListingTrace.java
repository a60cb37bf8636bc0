package io.puredtls.wire;

import java.util.ArrayList;
import java.util.List;

/** Writes down every field that goes by. */
final class ListingTrace implements FieldTrace {
    private final List<String> lines = new ArrayList<>();

    @Override
    public void field(String name, int offset, int length) {
        lines.add(name + " @" + offset + " +" + length);
    }

    @Override
    public void open(String name, int offset) {
        lines.add("open " + name + " @" + offset);
    }

    @Override
    public void close(int end) {
        lines.add("close @" + end);
    }

    List<String> lines() {
        return lines;
    }
}
