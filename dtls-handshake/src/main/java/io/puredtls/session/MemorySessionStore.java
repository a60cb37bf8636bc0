package io.puredtls.session;

import io.puredtls.wire.Bytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The newest sessions, in memory. Thread-safe. */
final class MemorySessionStore implements SessionStore {
    private final int capacity;
    private final Map<Bytes, Session> sessions = new LinkedHashMap<>(); // the oldest first

    MemorySessionStore(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("a session store keeps at least one session, not " + capacity);
        }
        this.capacity = capacity;
    }

    @Override
    public synchronized void put(Bytes name, Session session) {
        take(name).ifPresent(Session::close);
        sessions.put(name, session);
        if (sessions.size() > capacity) {
            Iterator<Session> oldest = sessions.values().iterator();
            oldest.next().close();
            oldest.remove();
        }
    }

    @Override
    public synchronized Optional<Session> take(Bytes name) {
        return Optional.ofNullable(sessions.remove(name));
    }

    @Override
    public synchronized Optional<Session> peek(Bytes name) {
        return Optional.ofNullable(sessions.get(name)).map(Session::copy);
    }

    @Override
    public synchronized String toString() {
        return "SessionStore[" + sessions.size() + " of " + capacity + "]";
    }
}
