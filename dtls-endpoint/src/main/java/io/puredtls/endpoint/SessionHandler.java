package io.puredtls.endpoint;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.Expectation;
import io.puredtls.wire.Bytes;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What happens in a session. Called on the endpoint's loop thread, one call at a time: whoever blocks here holds up all
 * sessions of the endpoint. May call the session's and the endpoint's methods that do not wait. An exception thrown
 * here ends the session it was about and no other.
 */
public interface SessionHandler {
    /**
     * A hello was refused with an alert before its sender had proved its address, so that there is no session: a version, suite or
     * group that we do not have, or a cookie that has become too old. Anybody can send such hellos and say that they are from
     * {@code peer}: at most ten a second are told, and all are counted by {@link EndpointStats#hellosRefused}.
     *
     * @param message a sentence, which quotes what the peer sent
     */
    default void onHelloRefused(InetSocketAddress peer, Violation violation, String message) {
        // not of interest
    }

    /** The handshake is complete; messages may be sent. See {@link DtlsSession#opened} for what a client does not know yet. */
    default void onConnected(DtlsSession session, SessionInfo info) {
        // not of interest
    }

    /** A message came; the array is the handler's to keep. */
    default void onMessage(DtlsSession session, byte[] message) {
        // not of interest
    }

    /**
     * [RFC9846 §8] A message of early data came, which somebody may have sent again; only where the server's configuration
     * takes early data. As a rule the handshake is not complete yet: then nothing can be sent, {@link DtlsSession#send} throws
     * an {@code IllegalStateException}, and an answer waits for {@link #onConnected}. The array is the handler's to keep. By
     * default it is taken as any other message.
     */
    default void onEarlyData(DtlsSession session, byte[] message) {
        onMessage(session, message);
    }

    /**
     * [RFC9846 §4.7.1] [RFC5246 §7.3] The server gave a ticket, or a session ID: {@code ClientConfig.Builder.resume} takes it for another session. It holds
     * a secret and is the handler's to close. By default it is closed.
     */
    default void onResumable(DtlsSession session, Session resumable) {
        resumable.close();
    }

    /** [RFC9147 §8] The keys of one direction were changed. */
    default void onKeysUpdated(DtlsSession session, EngineEvent.Direction direction) {
        // not of interest
    }

    /** [RFC9846 §4.7.2] The client answered {@link DtlsSession#requestClientAuthentication}; anonymous if it has nothing to show. */
    default void onPeerAuthenticated(DtlsSession session, PeerIdentity client) {
        // not of interest
    }

    /**
     * The trust policy left it to the application: answer with {@link DtlsSession#decide}, now or later, from any thread.
     * By default the peer is refused.
     */
    default void onTrustAsked(DtlsSession session, List<X509Certificate> chain, Expectation expectation) {
        session.decide(new Decision.Refuse("nobody is there to decide"));
    }

    /** [RFC7250] The same for a peer that shows a public key without a certificate. By default it is refused. */
    default void onRawPublicKeyAsked(DtlsSession session, RawPublicKey key, Expectation expectation) {
        session.decide(new Decision.Refuse("nobody is there to decide"));
    }

    /**
     * [RFC4279 §2] [RFC9846 §4.3.11] A client names pre-shared keys, and {@code PskStore.ask} is configured: answer with
     * {@link DtlsSession#decide} and a {@code Decision.Psk} of those that there are, now or later, from any thread. By default there
     * are none.
     *
     * @param identities their names, the one that the client likes best first
     */
    default void onPskAsked(DtlsSession session, List<Bytes> identities) {
        session.decide(new Decision.Psk(List.of()));
    }

    /**
     * [RFC9146 §6] The peer is at another address now.
     *
     * @param validated whether it has shown that it is there, by a return routability check; if not, {@code PathPolicy.ADOPT_NEWEST} or
     *     {@link DtlsSession#adoptAddress} did it
     */
    default void onAddressChanged(DtlsSession session, InetSocketAddress old, InetSocketAddress current, boolean validated) {
        // not of interest
    }

    /**
     * [RFC9146 §6] Genuine records come from another address, no check was agreed on, and {@code PathPolicy.ASK} is configured:
     * {@link DtlsSession#adoptAddress} uses it, now or later. By default it is not.
     */
    default void onAddressSeen(DtlsSession session, InetSocketAddress seen) {
        // the session stays where it is
    }

    /** The session is over, in whatever way; nothing follows. */
    default void onEnd(DtlsSession session, SessionEnd end) {
        // not of interest
    }
}
