package io.puredtls.session;

import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * Where a server keeps sessions, if it does not seal them into tickets. Implementations are thread-safe, answer at once, and bound
 * what they keep.
 *
 * <p>In DTLS 1.3 the names are tickets, and each session is taken once: a ticket is then good for a single handshake, so that nobody
 * can replay it. In DTLS 1.2 the names are session IDs; a session stays where it is while it is resumed, as the randoms make
 * the keys of each connection new and no data comes before the handshake, and is taken out when a connection of it ends by a
 * fatal alert.
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
