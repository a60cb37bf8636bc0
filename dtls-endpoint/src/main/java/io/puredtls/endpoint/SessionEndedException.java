package io.puredtls.endpoint;

import java.io.IOException;

/** The session is over, so what was asked of it cannot be done; {@link #end} says how it ended. */
public final class SessionEndedException extends IOException {
    private static final long serialVersionUID = 1;

    private final transient SessionEnd end;

    SessionEndedException(SessionEnd end) {
        super("the session is over: " + end.message());
        this.end = end;
    }

    /** How it ended. */
    public SessionEnd end() {
        return end;
    }
}
