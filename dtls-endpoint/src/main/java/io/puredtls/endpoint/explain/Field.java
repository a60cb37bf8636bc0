package io.puredtls.endpoint.explain;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Bytes that have a name.
 *
 * @param name as the RFC spells it
 * @param key what the glossary knows it by, where the name alone would be ambiguous
 * @param meaning what the bytes stand for; empty if that is all there is to say
 * @param parts the fields that it consists of, without gap and overlap; none for a leaf
 * @param fault why it could not be read to its end
 */
record Field(String name, String key, int offset, int length, String meaning, List<Field> parts, Optional<String> fault) {
    Field {
        parts = List.copyOf(parts);
    }

    static Field leaf(String name, int offset, int length, String meaning) {
        return leaf(name, name, offset, length, meaning);
    }

    static Field leaf(String name, String key, int offset, int length, String meaning) {
        return new Field(name, key, offset, length, meaning, List.of(), Optional.empty());
    }

    /** A field from where its first part begins to where its last one ends. */
    static Field of(String name, String key, String meaning, List<Field> parts) {
        int offset = parts.get(0).offset;
        return new Field(name, key, offset, parts.get(parts.size() - 1).end() - offset, meaning, parts, Optional.empty());
    }

    /** Bytes that are not what they should be. */
    static Field unread(int offset, int length, String fault) {
        return new Field("(not read)", "not read", offset, length, "", List.of(), Optional.of(fault));
    }

    Field with(String what) {
        return new Field(name, key, offset, length, meaning, parts, Optional.of(what));
    }

    boolean isLeaf() {
        return parts.isEmpty();
    }

    int end() {
        return offset + length;
    }

    /** What has no parts, in it or itself. */
    Stream<Field> leaves() {
        return isLeaf() ? Stream.of(this) : parts.stream().flatMap(Field::leaves);
    }

    /** Everything that could not be read in it. */
    Stream<String> faults() {
        return Stream.concat(fault.stream(), parts.stream().flatMap(Field::faults));
    }
}
