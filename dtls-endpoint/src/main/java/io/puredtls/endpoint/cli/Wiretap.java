package io.puredtls.endpoint.cli;

import io.puredtls.config.EngineTrace;
import io.puredtls.endpoint.DatagramFilter;
import io.puredtls.endpoint.cli.Connection.End;
import io.puredtls.record.ContentType;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Writes down what two ends of one session send each other, as both tell it: their engines name messages and records,
 * their sockets give the sizes of datagrams. Holds no content and no key. Thread-safe.
 */
final class Wiretap {
    /** The content of a record of application data. */
    static final String DATA = "application data";
    /** The content of an alert's record. */
    static final String ALERT = "Alert";

    private final List<Sent> sent = new ArrayList<>();
    private final Tap client = new Tap(End.CLIENT);
    private final Tap server = new Tap(End.SERVER);

    /** One record. {@code messageSeq} and {@code messageLength} are -1 for what is no handshake message. */
    record Record(String content, int messageSeq, int messageLength, int epoch, long sequence, int length) {
    }

    /** One datagram. */
    record Datagram(List<Record> records, int length) {
    }

    /** What one end sends before the other has its turn. */
    record Flight(End from, List<Datagram> datagrams) {
    }

    private record Sent(End from, Datagram datagram) {
    }

    /** What is attached to one end: to its configuration as a trace, to its socket as a filter. */
    Tap at(End end) {
        return end == End.CLIENT ? client : server;
    }

    /** What was sent and not asked for before. */
    synchronized List<Flight> flights() {
        List<Flight> flights = new ArrayList<>();
        for (Sent each : sent) {
            if (flights.isEmpty() || flights.get(flights.size() - 1).from != each.from) {
                flights.add(new Flight(each.from, new ArrayList<>()));
            }
            flights.get(flights.size() - 1).datagrams.add(each.datagram);
        }
        sent.clear();
        return flights;
    }

    private synchronized void add(End from, List<Record> records, int length) {
        sent.add(new Sent(from, new Datagram(List.copyOf(records), length)));
    }

    /** One end's tap. */
    final class Tap implements EngineTrace, DatagramFilter {
        private final End end;
        private final Deque<Unpacked> messages = new ArrayDeque<>(); // sent by the engine, not yet all in records
        private final List<Record> records = new ArrayList<>(); // sealed, not yet in a datagram
        private int lastDatagram;
        private Record lastRecord = new Record("", -1, -1, 0, 0, 0);

        private Tap(End end) {
            this.end = end;
        }

        /** A message on its way into records, and how much of it is there already. */
        private record Unpacked(String type, int messageSeq, int length, int packed) {
        }

        @Override
        public synchronized void messageSent(int epoch, int messageSeq, String type, int length) {
            messages.add(new Unpacked(type, messageSeq, length, 0));
        }

        @Override
        public synchronized void recordSent(int epoch, long sequence, ContentType type, int length) {
            if (type == ContentType.HANDSHAKE && !messages.isEmpty()) {
                records.add(ofMessage(messages.remove(), epoch, sequence, length));
            } else {
                records.add(new Record(name(type), -1, -1, epoch, sequence, length));
            }
        }

        /** Our records hold one message each, or one fragment, behind a header of 12 bytes. */
        private Record ofMessage(Unpacked message, int epoch, long sequence, int length) {
            int packed = message.packed + length - 12;
            boolean whole = message.packed == 0 && packed == message.length;
            if (packed < message.length) {
                messages.addFirst(new Unpacked(message.type, message.messageSeq, message.length, packed));
            }
            String content = whole ? message.type : message.type + " [" + message.packed + ".." + packed + "]";
            return new Record(content, message.messageSeq, message.length, epoch, sequence, length);
        }

        private static String name(ContentType type) {
            return switch (type) {
                case CHANGE_CIPHER_SPEC -> "[ChangeCipherSpec]";
                case ALERT -> Wiretap.ALERT;
                case APPLICATION_DATA -> DATA;
                case HANDSHAKE -> "a flight sent again";
                case ACK -> "[ACK]";
                case UNKNOWN -> type.toString().toLowerCase(Locale.ROOT);
            };
        }

        @Override
        public synchronized void recordReceived(int epoch, long sequence, ContentType type, int length) {
            lastRecord = new Record(name(type), -1, -1, epoch, sequence, length);
        }

        /** The server's gate answers before there is an engine that could tell; so it is the client's that tells. */
        @Override
        public synchronized void messageReceived(int epoch, int messageSeq, String type, int length) {
            if (end == End.CLIENT && type.equals("HelloVerifyRequest")) {
                add(End.SERVER, List.of(new Record(
                        type, messageSeq, length, lastRecord.epoch, lastRecord.sequence, lastRecord.length)), lastDatagram);
            }
        }

        @Override
        public synchronized boolean carries(Direction direction, InetSocketAddress peer, int length) {
            if (direction == Direction.RECEIVED) {
                lastDatagram = length;
            } else if (!records.isEmpty()) {
                add(end, records, length);
                records.clear();
            }
            return true;
        }
    }
}
