package io.puredtls.engine;

import io.puredtls.config.EngineTrace;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordNumber;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What both ends of a pair sent and opened, record by record, in virtual time. */
final class Journal {
    private final List<Entry> entries = new ArrayList<>();

    /** One record. {@code at} is virtual time, {@code length} that of its content. */
    record Entry(Duration at, boolean ofClient, boolean sent, RecordNumber number, ContentType type, int length) {
        boolean isAck() {
            return type == ContentType.ACK;
        }

        boolean isHandshake() {
            return type == ContentType.HANDSHAKE;
        }
    }

    /** Begins to watch a pair that has not started. */
    static Journal of(Pair pair) {
        Journal journal = new Journal();
        pair.client(client -> client.trace(journal.trace(pair, true))).server(server -> server.trace(journal.trace(pair, false)));
        return journal;
    }

    private EngineTrace trace(Pair pair, boolean ofClient) {
        return new EngineTrace() {
            @Override
            public void recordSent(int epoch, long sequence, ContentType type, int length) {
                entries.add(new Entry(pair.elapsed(), ofClient, true, new RecordNumber(epoch, sequence), type, length));
            }

            @Override
            public void recordReceived(int epoch, long sequence, ContentType type, int length) {
                entries.add(new Entry(pair.elapsed(), ofClient, false, new RecordNumber(epoch, sequence), type, length));
            }
        };
    }

    /** What one end sent. */
    List<Entry> sent(boolean byClient) {
        return entries.stream().filter(each -> each.sent() && each.ofClient() == byClient).toList();
    }

    /** What one end opened. */
    List<Entry> opened(boolean byClient) {
        return entries.stream().filter(each -> !each.sent() && each.ofClient() == byClient).toList();
    }

    /** The ACKs that one end sent. */
    List<Entry> acks(boolean byClient) {
        return sent(byClient).stream().filter(Entry::isAck).toList();
    }

    /** Forgets what was seen so far. */
    void clear() {
        entries.clear();
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Entry each : entries) {
            out.append('\n').append(each.at().toMillis()).append(each.ofClient() ? " client " : " server ").append(each.sent() ? "sent " : "opened ")
                    .append(each.number()).append(' ').append(each.type()).append(' ').append(each.length());
        }
        return out.toString();
    }
}
