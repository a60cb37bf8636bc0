package io.puredtls.endpoint;

import io.puredtls.event.Decision;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.Expectation;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What happens in a session. Called on the endpoint's loop thread, one call at a time: whoever blocks here holds up all
 * sessions of the endpoint. May call the session's and the endpoint's methods that do not wait. An exception thrown
 * here ends the session it was about and no other.
 */
public interface SessionHandler {
    /** The handshake is complete; messages may be sent. */
    default void onConnected(DtlsSession session, SessionInfo info) {
        // not of interest
    }

    /** A message came; the array is the handler's to keep. */
    default void onMessage(DtlsSession session, byte[] message) {
        // not of interest
    }

    /**
     * The trust policy left it to the application: answer with {@link DtlsSession#decide}, now or later, from any thread.
     * By default the peer is refused.
     */
    default void onTrustAsked(DtlsSession session, List<X509Certificate> chain, Expectation expectation) {
        session.decide(new Decision.Refuse("nobody is there to decide"));
    }

    /** The session is over, in whatever way; nothing follows. */
    default void onEnd(DtlsSession session, SessionEnd end) {
        // not of interest
    }
}
