package io.puredtls.endpoint;

import java.io.IOException;

/** A message cannot be sent as early data; nothing of it was sent. */
public final class EarlyDataException extends IOException {
    private static final long serialVersionUID = 1;

    private final Reason reason;

    /** Why it cannot. */
    public enum Reason {
        /**
         * The hello does not offer it: the configuration does not, or resumes no session, or one whose ticket is too old, for
         * another server name or without early data.
         */
        NOT_OFFERED,
        /** It would be more than the ticket allows. */
        OVER_TICKET_LIMIT,
        /** The server has asked for another hello: what was sent before is lost too. */
        REFUSED,
        /** The handshake is complete: messages are sent as usual. */
        TOO_LATE
    }

    EarlyDataException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** Why it cannot. */
    public Reason reason() {
        return reason;
    }
}
