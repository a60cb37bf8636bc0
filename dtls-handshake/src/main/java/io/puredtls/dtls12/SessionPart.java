package io.puredtls.dtls12;

import io.puredtls.state.HandshakeContext;

/** What a role does with the session, so that it can be resumed. Holds no secret. */
public interface SessionPart {
    /** There is nothing to come back with. */
    SessionPart NONE = new SessionPart() {
        @Override
        public void afterHandshake(Connected12 connected, HandshakeContext context) {
            // forgotten
        }

        @Override
        public void onFailure() {
            // nothing is left
        }
    };

    /** Both ends have proved themselves: from now on it may be resumed. {@code connected} is lent. */
    void afterHandshake(Connected12 connected, HandshakeContext context);

    /** The connection ended by a fatal alert. */
    void onFailure();
}
