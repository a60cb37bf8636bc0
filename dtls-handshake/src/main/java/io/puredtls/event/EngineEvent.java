package io.puredtls.event;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.Expectation;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** What an engine tells its driver, in the order in which it happened. */
public sealed interface EngineEvent {
    /** The handshake is complete; application data flows. */
    record Connected(SessionInfo info) implements EngineEvent {
    }

    /** The trust policy left the decision to the application; the engine waits for a {@link Decision}. */
    record TrustAsked(List<X509Certificate> chain, Expectation expectation) implements EngineEvent {
    }

    /** The keys come near their limit: after {@code recordsLeft} more records the association closes. */
    record UsageWarning(long recordsLeft) implements EngineEvent {
    }

    /** The association was closed in order. Nothing follows. */
    record Closed(ClosedBy by) implements EngineEvent {
    }

    /**
     * The association failed. Nothing follows.
     *
     * @param violation what happened, as a row of the table
     * @param alert the alert that was sent, or received; empty if there was none
     * @param sent whether it was we who sent it
     * @param message a sentence with the values at fault
     */
    record Failed(Violation violation, Optional<AlertDescription> alert, boolean sent, String message) implements EngineEvent {
    }

    /** Who closed first. */
    enum ClosedBy {
        LOCAL,
        PEER
    }
}
