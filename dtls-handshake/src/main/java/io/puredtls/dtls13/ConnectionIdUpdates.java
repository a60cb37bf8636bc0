package io.puredtls.dtls13;

import io.puredtls.config.ConnectionIdUsage;
import java.util.Optional;

/**
 * [RFC9147 §9] What is on its way of requests for connection IDs, and of those that were asked for.
 *
 * @param asked whether a RequestConnectionId of ours has not been answered
 * @param giving whether a NewConnectionId of ours has not been acknowledged: there may be one only
 * @param wish what has to wait for that
 */
record ConnectionIdUpdates(boolean asked, boolean giving, Optional<Wish> wish) {
    /** Nothing is on its way. */
    static final ConnectionIdUpdates NONE = new ConnectionIdUpdates(false, false, Optional.empty());

    /** So many connection IDs of ours for the peer. */
    record Wish(int count, ConnectionIdUsage usage) {
    }

    /** We asked. */
    ConnectionIdUpdates asking() {
        return new ConnectionIdUpdates(true, giving, wish);
    }

    /** The peer gave some. */
    ConnectionIdUpdates answered() {
        return new ConnectionIdUpdates(false, giving, wish);
    }

    /** Some of ours are on their way. */
    ConnectionIdUpdates given() {
        return new ConnectionIdUpdates(asked, true, Optional.empty());
    }

    /** They arrived. */
    ConnectionIdUpdates acknowledged() {
        return new ConnectionIdUpdates(asked, false, Optional.empty());
    }

    /** More are wanted, once those have arrived. */
    ConnectionIdUpdates waiting(Wish next) {
        return new ConnectionIdUpdates(asked, giving, Optional.of(next));
    }
}
