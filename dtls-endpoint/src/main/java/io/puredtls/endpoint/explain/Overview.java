package io.puredtls.endpoint.explain;

import java.util.List;
import java.util.Optional;

/**
 * What passed, at a glance: no field, no derivation.
 *
 * @param flights in their order
 */
public record Overview(List<Flight> flights) {
    /** Copies the list. */
    public Overview {
        flights = List.copyOf(flights);
    }

    /** What one end sends before the other has its turn. */
    public record Flight(Sender from, List<Datagram> datagrams) {
        /** Copies the list. */
        public Flight {
            datagrams = List.copyOf(datagrams);
        }
    }

    /** One datagram, of {@code length} bytes. */
    public record Datagram(int length, List<Carried> records) {
        /** Copies the list. */
        public Datagram {
            records = List.copyOf(records);
        }
    }

    /**
     * One record.
     *
     * @param items each message in it, or what else it carries
     * @param sequence its number; -1 where that is masked and nothing opened it
     * @param length of its content in bytes; of what is encrypted where nothing opened it
     */
    public record Carried(List<Item> items, int epoch, long sequence, int length) {
        /** Copies the list. */
        public Carried {
            items = List.copyOf(items);
        }
    }

    /** A message, or what else there is, by its name and a few words; of a message or a part of one also which it is. */
    public record Item(String words, Optional<Message> message) {
    }

    /** Where a handshake message stands in its sender's order, and how long all of it is, in bytes. */
    public record Message(int messageSeq, int length) {
    }

    static Overview of(List<Association> associations) {
        return new Overview(associations.stream().flatMap(each -> each.flights().stream())
                .map(flight -> new Flight(flight.from(), flight.datagrams().stream().map(Overview::datagram).toList())).toList());
    }

    private static Datagram datagram(Told told) {
        return new Datagram(told.length(), told.records().stream().map(record -> new Carried(
                record.contents().stream().map(content -> new Item(content.words(),
                        content.fragment().map(fragment -> new Message(fragment.messageSeq(), fragment.messageLength())))).toList(),
                record.epoch(), record.sequence(), record.length())).toList());
    }
}
