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
    /** What one record carries, or one message in it, in a few words. */
    record Content(String words, Protection protection) {
    }

    /** What a record was protected by. */
    enum Protection {
        CLEAR("in the clear"),
        EARLY("under the keys of early data"),
        HANDSHAKE("under handshake keys"),
        APPLICATION("under application keys"),
        /** The one epoch of DTLS 1.2. */
        SESSION("under the session's keys"),
        CLOSED("not opened");

        private final String words;

        Protection(String words) {
            this.words = words;
        }

        /** [RFC9147 §6.1] [RFC6347 §4.1] What an epoch stands for. */
        static Protection of(int epoch, boolean isDtls13) {
            if (epoch == 0) {
                return CLEAR;
            }
            return !isDtls13 ? SESSION : epoch == TrafficSecrets.EARLY ? EARLY : epoch == TrafficSecrets.HANDSHAKE ? HANDSHAKE : APPLICATION;
        }

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
