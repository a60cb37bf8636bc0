package io.puredtls.authentication;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.PreSharedKey;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;
import java.util.List;

/**
 * A server's application is asked which of the client's pre-shared keys it has; the client's messages wait meanwhile. In either
 * version the question comes in the clear part of the handshake.
 */
public record AwaitKeys(ServerConfig config, AfterKeys after) implements HandshakeState {
    /** How a handshake goes on once the keys are known. Owns what it needs for that. */
    public interface AfterKeys extends AutoCloseable {
        /** Goes on with a configuration that has those keys and no others. */
        HandshakeState proceed(ServerConfig answered, HandshakeContext context) throws ProtocolException;

        /** Wipes what it holds, if the handshake does not go on. */
        @Override
        default void close() {
            // most hold nothing
        }
    }

    /** Asks for the keys of these names, in the order in which the client prefers them. Takes {@code after}. */
    public static HandshakeState ask(ServerConfig config, List<Bytes> identities, AfterKeys after, HandshakeContext context) {
        context.emit(new EngineEvent.PskAsked(identities));
        return new AwaitKeys(config, after);
    }

    /** Whatever else is answered than keys, there are none. */
    @Override
    public HandshakeState resolve(Decision decision, HandshakeContext context) throws ProtocolException {
        List<PreSharedKey> known = decision instanceof Decision.Psk keys ? keys.known() : List.of();
        return after.proceed(config.withPreSharedKeys(PskStore.of(known)), context);
    }

    @Override
    public boolean isWaitingForPeer() {
        return false;
    }

    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        throw context.unexpected(received, this);
    }

    @Override
    public int readEpoch() {
        return 0;
    }

    @Override
    public void close() {
        after.close();
    }
}
