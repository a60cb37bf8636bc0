package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * Something with a name.
 *
 * @param bytes what it is; empty if words say it
 * @param text what it is in words; empty if the bytes say it all
 */
record Value(String name, Optional<Bytes> bytes, String text) {
    static Value of(String name, Bytes bytes) {
        return new Value(name, Optional.of(bytes), "");
    }

    static Value of(String name, String text) {
        return new Value(name, Optional.empty(), text);
    }
}
