package io.puredtls.authentication;

import io.puredtls.alert.ProtocolException;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;

/** How a handshake goes on once the peer's chain has been judged. Owns what it needs for that. */
public interface AfterTrust extends AutoCloseable {
    /** Goes on with a peer that may be talked to. */
    HandshakeState proceed(PeerIdentity peer, HandshakeContext context) throws ProtocolException;

    /** Wipes what it holds, if the handshake does not go on. */
    @Override
    default void close() {
        // most hold nothing
    }
}
