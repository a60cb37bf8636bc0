package io.puredtls.config;

import io.puredtls.wire.Bytes;

/**
 * [RFC9846 §8.2] Remembers which hellos with early data were seen within the freshness window. Servers that share ticket
 * keys must share this as well, or else take no early data. Implementations are thread-safe and answer at once.
 */
@FunctionalInterface
public interface AntiReplay {
    /**
     * Whether this hello is a new one; it is not from now on. When in doubt, as without room to remember it: no.
     *
     * @param hello what tells it from all others: its binder
     * @param now milliseconds of the wall clock
     */
    // [RFC9846 §8#4]
    boolean isNew(Bytes hello, long now);

    /** The widest freshness window that it remembers enough for, in milliseconds; the policy's may not be wider. Default: any. */
    default long window() {
        return Long.MAX_VALUE;
    }

    /**
     * Remembers up to {@code capacity} hellos for a freshness window of {@code window} milliseconds, in memory of this
     * process: for ticket keys that are made in this process, so that no hello from before it goes with a ticket of theirs.
     */
    static AntiReplay inMemory(int capacity, long window) {
        return new RecordedHellos(capacity, window, Long.MIN_VALUE / 2);
    }

    /**
     * The same for ticket keys that outlive the process. It did not see what came before {@code startedAt}, milliseconds
     * of the wall clock, and finds no hello new until those would be too old: for twice the window.
     */
    static AntiReplay inMemory(int capacity, long window, long startedAt) {
        return new RecordedHellos(capacity, window, startedAt);
    }
}
