package io.puredtls.endpoint.explain;

import java.util.List;

/**
 * One datagram, told.
 *
 * @param number counts from 1 through the whole explanation
 * @param length in bytes
 * @param contents what is in it, a few words for each record
 * @param parts its records, with what follows from each before the next
 */
record Told(int number, Sender from, int length, List<String> contents, List<Part> parts) {
    Told {
        contents = List.copyOf(contents);
        parts = List.copyOf(parts);
    }
}
