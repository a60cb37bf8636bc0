package io.puredtls.session;

import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * Where a server keeps sessions that it gave tickets for, if it does not seal them into the tickets. Each is taken once:
 * a ticket is then good for a single handshake, so that nobody can replay it. Implementations are thread-safe, answer at
 * once, and bound what they keep.
 */
public interface SessionStore {
    /** Keeps a session, which it takes, under a name that nobody can guess. */
    void put(Bytes name, Session session);

    /** Gives the session of this name and forgets it, so that nobody else gets it; empty if there is none. */
    Optional<Session> take(Bytes name);

    /** Gives a copy of the session of this name and keeps it; empty if there is none. */
    Optional<Session> peek(Bytes name);

    /** A store in memory for the newest {@code capacity} sessions. */
    static SessionStore inMemory(int capacity) {
        return new MemorySessionStore(capacity);
    }
}
