package io.puredtls.endpoint;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import java.util.Optional;

/**
 * How a session ended.
 *
 * @param reason the kind of end
 * @param violation what happened, for a failure of the protocol
 * @param alert the alert that was sent or received, for a failure of the protocol
 * @param alertSent whether it was we who sent it
 * @param message a sentence
 */
public record SessionEnd(
        Reason reason, Optional<Violation> violation, Optional<AlertDescription> alert, boolean alertSent, String message) {
    /** The kinds of end. */
    public enum Reason {
        /** We closed. */
        CLOSED_LOCALLY,
        /** The peer closed. */
        CLOSED_BY_PEER,
        /** Nothing came or went for as long as the configuration allows. */
        IDLE,
        /** The protocol failed; {@link SessionEnd#violation} says how. */
        FAILED,
        /** The application's handler threw an exception. */
        HANDLER_FAILED,
        /** The peer began anew from the same address, or at the same time as we did, and that handshake completed. */
        REPLACED,
        /** Nobody listens where the server should be: the network says so, see {@link Unreachable}. */
        REFUSED,
        /** The socket failed. */
        IO_FAILED
    }

    static SessionEnd of(Reason reason, String message) {
        return new SessionEnd(reason, Optional.empty(), Optional.empty(), false, message);
    }

    /** Whether it ended in order: closed by either side, or idle. */
    public boolean isOrderly() {
        return reason == Reason.CLOSED_LOCALLY || reason == Reason.CLOSED_BY_PEER || reason == Reason.IDLE;
    }
}
