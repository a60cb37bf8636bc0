package io.puredtls.endpoint;

import io.puredtls.engine.EngineStats;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/** A session's live counters. Thread-safe. */
final class SessionCounters {
    private final LongAdder messagesSent = new LongAdder();
    private final LongAdder bytesSent = new LongAdder();
    private final LongAdder messagesReceived = new LongAdder();
    private final LongAdder bytesReceived = new LongAdder();
    private final LongAdder messagesOverflowed = new LongAdder();
    private final LongAdder unreachable = new LongAdder();
    private final long createdAt;
    private volatile long connectedAt;
    private volatile long endedAt;
    private volatile long handshakeNanos;
    private volatile Optional<EngineStats> last = Optional.empty();

    SessionCounters(long createdAt) {
        this.createdAt = createdAt;
    }

    void connected(long at, long nanos) {
        handshakeNanos = nanos;
        connectedAt = at;
    }

    void ended(long at, EngineStats engineStats) {
        last = Optional.of(engineStats);
        endedAt = at;
    }

    void sent(int bytes) {
        messagesSent.increment();
        bytesSent.add(bytes);
    }

    void received(int bytes) {
        messagesReceived.increment();
        bytesReceived.add(bytes);
    }

    void overflowed() {
        messagesOverflowed.increment();
    }

    void unreachable() {
        unreachable.increment();
    }

    /** The figures now; those of the engine as they were at its end, if it is over. */
    SessionStats snapshot(EngineStats now) {
        return new SessionStats(
                createdAt, connectedAt, endedAt, handshakeNanos, messagesSent.sum(), bytesSent.sum(),
                messagesReceived.sum(), bytesReceived.sum(), messagesOverflowed.sum(), unreachable.sum(), last.orElse(now));
    }
}
