package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/** Lists of codepoints, the shape that most extensions have: never empty. */
final class Lists {
    private Lists() {
    }

    /** A list whose length stands in two bytes. */
    static <T> List<T> nonEmpty16(WireReader in, String field, Element<T> element) throws DecodeException {
        return nonEmpty(in.vector16(field), field, element);
    }

    /** All of {@code list}. */
    static <T> List<T> nonEmpty(WireReader list, String field, Element<T> element) throws DecodeException {
        List<T> elements = new ArrayList<>();
        while (list.hasMore()) {
            elements.add(element.decode(list));
        }
        list.end();
        if (elements.isEmpty()) {
            throw new DecodeException(field, "is empty");
        }
        return elements;
    }

    /** Reads one element. */
    @FunctionalInterface
    interface Element<T> {
        T decode(WireReader in) throws DecodeException;
    }
}
