package io.puredtls.alert;

import java.util.Objects;

/**
 * The peer broke a rule in a handshake or under an authenticated key: names the row of {@link Violation} and what
 * was found. Carries no stack trace: what matters is what the peer did, and a stream of bad peers must stay cheap.
 */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1;

    private final Violation violation;

    private ProtocolException(Violation violation, String detail) {
        super(detail, null, false, false);
        this.violation = Objects.requireNonNull(violation, "violation");
    }

    /** For {@code throw violation(ROW, "what was found")}; the detail names fields and values, never secret bytes. */
    public static ProtocolException violation(Violation violation, String detail) {
        return new ProtocolException(violation, detail);
    }

    /** The row of the table. */
    public Violation violation() {
        return violation;
    }
}
