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
record Told(int number, Sender from, int length, List<Content> contents, List<Part> parts) {
    /**
     * What one record carries, or one message in it.
     *
     * @param epoch of the record; {@link #CLOSED} if it could not be opened
     */
    record Content(String words, int epoch) {
        static final int CLOSED = -1;

        @Override
        public String toString() {
            return words;
        }
    }

    Told {
        contents = List.copyOf(contents);
        parts = List.copyOf(parts);
    }
}
