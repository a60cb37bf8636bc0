package io.puredtls.engine;

import java.time.Duration;

/** How many handshakes begin without a cookie: beyond a number in a second it is a load. Not thread-safe. */
final class HelloLoad {
    private static final int MAX_PER_SECOND = 100;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long since;
    private int count;

    /** Counts from {@code now} on. */
    HelloLoad(long now) {
        this.since = now;
    }

    /** Whether one more may begin without a cookie; it is counted. */
    boolean allowsOneMore(long now) {
        if (now - since >= SECOND) {
            since = now;
            count = 0;
        }
        return ++count <= MAX_PER_SECOND;
    }
}
