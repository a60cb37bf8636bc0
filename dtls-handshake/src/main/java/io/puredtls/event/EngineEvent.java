package io.puredtls.event;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.record.ConnectionId;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.Expectation;
import io.puredtls.wire.Bytes;
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

    /** [RFC7250] The same of a public key that the peer showed without a certificate. */
    record RawPublicKeyAsked(RawPublicKey key, Expectation expectation) implements EngineEvent {
    }

    /**
     * [RFC4279 §2] [RFC9846 §4.3.11] A client names pre-shared keys, and {@code PskStore.ask} is configured; the engine waits for a
     * {@code Decision.Psk}.
     *
     * @param identities their names, the one that it likes best first; at most eight
     */
    record PskAsked(List<Bytes> identities) implements EngineEvent {
        /** Copies the list. */
        public PskAsked {
            identities = List.copyOf(identities);
        }
    }

    /** The keys come near their limit: after {@code recordsLeft} more records the association closes. */
    record UsageWarning(long recordsLeft) implements EngineEvent {
    }

    /**
     * [RFC9846 §4.7.1] [RFC5246 §7.3] The server gave a ticket, or a session ID: this session can be resumed by {@code ClientConfig.Builder.resume}. It holds a
     * secret, which whoever gets this closes in the end.
     */
    record Resumable(Session session) implements EngineEvent {
    }

    /** [RFC9147 §8] The keys of one direction were changed. */
    record KeysUpdated(Direction direction) implements EngineEvent {
    }

    /** [RFC9846 §4.7.2] The client showed who it is, as it was asked to after the handshake; or that it has nothing to show. */
    record PeerAuthenticated(PeerIdentity peer) implements EngineEvent {
    }

    /** [RFC9147 §9] Records with this connection ID are this association's from now on, if there is one agreed on. */
    record ConnectionIdIssued(ConnectionId id) implements EngineEvent {
    }

    /** Records with this connection ID are not any more. */
    record ConnectionIdRetired(ConnectionId id) implements EngineEvent {
    }

    /**
     * [RFC9146 §6] Genuine records come by another path, no check of it was agreed on, and {@code PathPolicy.ASK} is configured:
     * {@code DtlsEngine.adoptPath} uses it. Told once until something else happens.
     */
    record PathAsked(int current, int seen) implements EngineEvent {
    }

    /**
     * Datagrams take another path from now on.
     *
     * @param validated whether the peer has shown that it is there
     */
    record PathChanged(int old, int current, boolean validated) implements EngineEvent {
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
    // [RFC9846 §6.2#4]
    record Failed(Violation violation, Optional<AlertDescription> alert, boolean sent, String message) implements EngineEvent {
    }

    /** A direction, as we see it. */
    enum Direction {
        SEND,
        RECEIVE
    }

    /** Who closed first. */
    enum ClosedBy {
        LOCAL,
        PEER
    }
}
