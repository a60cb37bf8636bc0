package io.puredtls.config;

import io.puredtls.session.Session;
import io.puredtls.session.SessionStore;
import io.puredtls.session.TicketKeys;
import java.time.Duration;
import java.util.Objects;

/**
 * [RFC9846 §4.7.1] Whether a server gives tickets, with which a client may come back without certificates being shown
 * again, how many after each handshake and how long they are good.
 *
 * <p>[RFC5077] [RFC5246 §7.3] In DTLS 1.2 the handshake itself has one, if the client asks for it; where sessions are stored there
 * are session IDs instead. None are given where {@code count} is 0. Who has a ticket's key, or the store, can read all connections
 * of its sessions, those before too: in this version the keys of all of them follow from one secret.
 *
 * @param kind what a ticket is
 * @param count tickets given after a handshake, 0 to 16
 * @param lifetime 1 s to 7 days
 */
public record TicketPolicy(Kind kind, int count, Duration lifetime) {
    private static final int MAX_COUNT = 16;

    /** No tickets, and none are taken. */
    public static final TicketPolicy NONE = new TicketPolicy(new None(), 0, Duration.ofSeconds(1));

    private static final int DEFAULT_COUNT = 2;
    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(1);

    /** What a ticket is. */
    public sealed interface Kind {
    }

    /** There are none. */
    public record None() implements Kind {
    }

    /**
     * The session itself, sealed: the server remembers nothing, and a ticket may be used more than once. The client's certificates
     * are in it; where they make it longer than 6 kB none is given.
     */
    public record Sealed(TicketKeys keys) implements Kind {
    }

    /** The name of a session that the server keeps, once; in DTLS 1.2 a session ID, as long as the session is good. */
    public record Stored(SessionStore store) implements Kind {
    }

    /** Checks the bounds. */
    public TicketPolicy {
        Objects.requireNonNull(kind, "kind");
        if (count < 0 || count > MAX_COUNT) {
            throw new ConfigException("tickets after a handshake are 0 to " + MAX_COUNT + ", not " + count);
        }
        // [RFC9846 §4.7.1#8]
        if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(Duration.ofSeconds(Session.MAX_LIFETIME)) > 0) {
            throw new ConfigException("a ticket is good for 1 s to 7 days, not " + lifetime);
        }
    }

    /** Two tickets after each handshake, sealed by these keys, good for a day. */
    public static TicketPolicy sealedBy(TicketKeys keys) {
        return new TicketPolicy(new Sealed(keys), DEFAULT_COUNT, DEFAULT_LIFETIME);
    }

    /** Two tickets after each handshake, each to be used once, good for a day. */
    public static TicketPolicy storedIn(SessionStore store) {
        return new TicketPolicy(new Stored(store), DEFAULT_COUNT, DEFAULT_LIFETIME);
    }

    /** The same with another number of tickets. */
    public TicketPolicy withCount(int tickets) {
        return new TicketPolicy(kind, tickets, lifetime);
    }

    /** The same with another lifetime. */
    public TicketPolicy withLifetime(Duration time) {
        return new TicketPolicy(kind, count, time);
    }

    /** Whether each ticket can be used once only. */
    public boolean isSingleUse() {
        return kind instanceof Stored;
    }
}
