package io.puredtls.engine;

import java.util.Arrays;

/** When something is due, by what it is: at most one time each. Times are nanoseconds of the caller's clock. */
final class Deadlines {
    /** No deadline. */
    static final long NEVER = Long.MAX_VALUE;

    private final long[] times = new long[Deadline.values().length];

    Deadlines() {
        Arrays.fill(times, NEVER);
    }

    /** What can be due, apart from retransmission, which the flights know. */
    enum Deadline {
        /** The handshake has taken as long as it may. */
        HANDSHAKE_LIMIT,
        /** Twice the maximum segment lifetime after the last flight was sent last: nobody will ask for it again. */
        LAST_FLIGHT,
        /** Keys that were followed by others have seen the last of what was overtaken. */
        OLD_KEYS
    }

    void set(Deadline deadline, long time) {
        times[deadline.ordinal()] = time;
    }

    void clear(Deadline deadline) {
        times[deadline.ordinal()] = NEVER;
    }

    void clear() {
        Arrays.fill(times, NEVER);
    }

    boolean isSet(Deadline deadline) {
        return times[deadline.ordinal()] != NEVER;
    }

    /** Whether it is due; it is cleared then. */
    boolean takeIfDue(Deadline deadline, long now) {
        if (!isDue(deadline, now)) {
            return false;
        }
        clear(deadline);
        return true;
    }

    boolean isDue(Deadline deadline, long now) {
        return times[deadline.ordinal()] <= now;
    }

    long earliest() {
        long earliest = NEVER;
        for (long time : times) {
            earliest = Math.min(earliest, time);
        }
        return earliest;
    }
}
