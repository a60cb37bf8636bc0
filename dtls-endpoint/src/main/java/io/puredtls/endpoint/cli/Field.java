package io.puredtls.endpoint.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One field of a datagram, as it was read.
 *
 * @param name as the RFC spells it
 * @param offset where its content begins, from the start of the datagram
 * @param length of its content in bytes
 * @param prefix how many bytes before the content hold its length; 0 for what has no length field
 * @param meaning what its bytes stand for; empty if that is all there is to say
 * @param parts the fields that it consists of; none for a field without parts
 * @param fault why it could not be read to its end
 */
record Field(String name, int offset, int length, int prefix, String meaning, List<Field> parts, Optional<String> fault) {
    Field {
        parts = List.copyOf(parts);
    }

    /** A field without parts. */
    static Field leaf(String name, int offset, int length, String meaning) {
        return new Field(name, offset, length, 0, meaning, List.of(), Optional.empty());
    }

    /** A field that consists of others. */
    static Field of(String name, int offset, int length, String meaning, List<Field> parts) {
        return new Field(name, offset, length, 0, meaning, parts, Optional.empty());
    }

    /** Bytes that are not what they should be. */
    static Field malformed(String name, int offset, int length, String fault) {
        return new Field(name, offset, length, 0, "", List.of(), Optional.of(fault));
    }

    /** The same, with what went wrong in it. */
    Field with(String what) {
        return new Field(name, offset, length, prefix, meaning, parts, Optional.of(what));
    }

    /** Everything that could not be read, in it and in its parts. */
    Stream<String> faults() {
        return Stream.concat(fault.stream(), parts.stream().flatMap(Field::faults));
    }
}
