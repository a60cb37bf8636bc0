package io.puredtls.dtls13;

import io.puredtls.config.ConnectionIdUsage;
import java.util.Optional;

/**
 * [RFC9147 §9] What is on its way of requests for connection IDs, and of those that were asked for.
 *
 * @param asked whether a RequestConnectionId of ours has not been answered
 * @param giving whether a NewConnectionId of ours has not been acknowledged: there may be one only
 * @param request what the peer asked for and was not given yet
 * @param wish what the application wants to be given, once that has arrived which is on its way
 */
record ConnectionIdUpdates(boolean asked, boolean giving, Optional<Wish> request, Optional<Wish> wish) {
    /** Nothing is on its way. */
    static final ConnectionIdUpdates NONE = new ConnectionIdUpdates(false, false, Optional.empty(), Optional.empty());

    /** So many connection IDs of ours for the peer. */
    record Wish(int count, ConnectionIdUsage usage) {
    }

    /** We asked. */
    ConnectionIdUpdates asking() {
        return new ConnectionIdUpdates(true, giving, request, wish);
    }

    /** The peer gave some. */
    ConnectionIdUpdates answered() {
        return new ConnectionIdUpdates(false, giving, request, wish);
    }

    /** The peer asked. */
    ConnectionIdUpdates requested(Wish theirs) {
        return new ConnectionIdUpdates(asked, giving, Optional.of(theirs), wish);
    }

    /** The application wants to give some. */
    ConnectionIdUpdates wishing(Wish ours) {
        return new ConnectionIdUpdates(asked, giving, request, Optional.of(ours));
    }

    /** What can be given now; what the peer waits for comes first. */
    Optional<Wish> next() {
        return giving ? Optional.empty() : request.or(() -> wish);
    }

    /** What was next is on its way. */
    ConnectionIdUpdates given() {
        return new ConnectionIdUpdates(asked, true, Optional.empty(), request.isPresent() ? wish : Optional.empty());
    }

    /** They arrived. */
    ConnectionIdUpdates acknowledged() {
        return new ConnectionIdUpdates(asked, false, request, wish);
    }
}
