package io.puredtls.dtls13;

import io.puredtls.alert.ProtocolException;
import io.puredtls.event.Decision;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Received;
import java.util.Optional;

/**
 * What an end does with messages after the handshake that its role, or its configuration, is about: tickets, or
 * authentication. Immutable; gives its successor.
 */
interface PostHandshakePart extends AutoCloseable {
    /** Whether this message is for this part. */
    boolean accepts(HandshakeMessage message);

    /** Takes it. */
    PostHandshakePart on(Received received, Connected13 connected, HandshakeContext context) throws ProtocolException;

    /** Whether the application is being asked, and messages have to wait. */
    default boolean isAsking() {
        return false;
    }

    /** The application answered. */
    default PostHandshakePart resolve(Decision decision, Connected13 connected, HandshakeContext context) throws ProtocolException {
        throw new IllegalStateException("nothing was asked: " + decision);
    }

    /** Who the peer has shown itself to be meanwhile. */
    default Optional<PeerIdentity> newPeer() {
        return Optional.empty();
    }

    @Override
    default void close() {
        // most hold nothing
    }
}
