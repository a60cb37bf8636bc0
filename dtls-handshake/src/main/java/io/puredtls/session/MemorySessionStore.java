package io.puredtls.session;

import io.puredtls.wire.Bytes;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** The newest sessions, in memory. Thread-safe. */
final class MemorySessionStore implements SessionStore {
    private final int capacity;
    private final ConcurrentHashMap<Bytes, Session13> sessions = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Bytes> order = new ConcurrentLinkedQueue<>(); // also of names that were taken since

    MemorySessionStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a session store keeps at least one session, not " + capacity);
        }
        this.capacity = capacity;
    }

    @Override
    public void put(Bytes name, Session13 session) {
        sessions.put(name, session);
        order.add(name);
        while (order.size() > capacity) {
            Bytes oldest = order.poll();
            if (oldest != null) {
                take(oldest).ifPresent(Session13::close);
            }
        }
    }

    @Override
    public Optional<Session13> take(Bytes name) {
        return Optional.ofNullable(sessions.remove(name));
    }

    @Override
    public Optional<Session13> peek(Bytes name) {
        AtomicReference<Optional<Session13>> copy = new AtomicReference<>(Optional.empty());
        sessions.computeIfPresent(name, (key, session) -> { // nobody takes and closes it meanwhile
            copy.set(Optional.of(session.copy()));
            return session;
        });
        return copy.get();
    }

    @Override
    public String toString() {
        return "SessionStore[" + sessions.size() + " of " + capacity + "]";
    }
}
