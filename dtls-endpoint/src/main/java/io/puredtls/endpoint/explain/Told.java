package io.puredtls.endpoint.explain;

import java.util.List;
import java.util.Optional;

/**
 * One datagram, told.
 *
 * @param number counts from 1 through the whole explanation
 * @param length in bytes
 * @param records what it carries, at a glance
 * @param parts its records, with what follows from each before the next
 */
record Told(int number, Sender from, int length, List<Carried> records, List<Part> parts) {
    /**
     * What one record carries.
     *
     * @param sequence its number; -1 where that is masked and nothing opened it
     * @param length of its content; of what is encrypted where nothing opened it
     */
    record Carried(int epoch, long sequence, int length, List<Content> contents) {
        Carried {
            contents = List.copyOf(contents);
        }
    }

    /** What one record carries, or one message in it, in a few words; of a message or a part of one also which it is. */
    record Content(String words, Protection protection, Optional<Fragment> fragment) {
    }

    /** Where a handshake message stands in its sender's order, and how long all of it is. */
    record Fragment(int messageSeq, int messageLength) {
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
        records = List.copyOf(records);
        parts = List.copyOf(parts);
    }

    /** What all its records carry. */
    List<Content> contents() {
        return records.stream().flatMap(each -> each.contents.stream()).toList();
    }
}
