package io.puredtls.config;

import io.puredtls.wire.Bytes;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Hellos seen not long ago, in memory. Thread-safe. */
final class RecordedHellos implements AntiReplay {
    private final Map<Bytes, Long> seen = new ConcurrentHashMap<>();
    private final int capacity;
    private final long window;
    private final long startedAt;

    RecordedHellos(int capacity, long window, long startedAt) {
        if (capacity < 1 || window < 1) {
            throw new ConfigException("at least one hello is remembered for at least 1 ms, not " + capacity + " for " + window);
        }
        this.capacity = capacity;
        this.window = window;
        this.startedAt = startedAt;
    }

    @Override
    public boolean isNew(Bytes hello, long now) {
        // [RFC9846 §8.2#4]
        if (now - startedAt <= 2 * window) {
            return false;
        }
        if (seen.size() >= capacity) {
            forgetOld(now);
        }
        return seen.size() < capacity && seen.putIfAbsent(hello, now) == null;
    }

    @Override
    public long window() {
        return window;
    }

    private void forgetOld(long now) {
        for (Iterator<Long> times = seen.values().iterator(); times.hasNext(); ) {
            if (now - times.next() > 2 * window) { // a hello may claim to be older or younger than it is by as much
                times.remove();
            }
        }
    }
}
