package io.puredtls.endpoint;

import io.puredtls.engine.HelloGate;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;

/**
 * Hellos that the gate refuses: counted all, told only so often, as anybody can send them from any address. On the loop, but for
 * {@link #count}.
 */
final class HelloRefusals {
    /** Enough for people to read, and not enough to fill a disk with. */
    static final int TOLD_PER_SECOND = 10;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongAdder count = new LongAdder();
    private long since;
    private int told;

    HelloRefusals(long now) {
        this.since = now;
    }

    /** Counts one, and tells {@code handler} of it if it is not one too many. */
    void tell(InetSocketAddress peer, HelloGate.Verdict.Refuse refusal, Optional<SessionHandler> handler, long now) {
        count.increment();
        if (handler.isPresent() && mayTell(now)) {
            handler.get().onHelloRefused(peer, refusal.violation(), refusal.message());
        }
    }

    private boolean mayTell(long now) {
        if (now - since >= SECOND) {
            since = now;
            told = 0;
        }
        return told++ < TOLD_PER_SECOND;
    }

    /** How many there were. */
    long count() {
        return count.sum();
    }
}
