package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ClientConfig;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.PskServerKeyExchange;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * [RFC4279 §2] [RFC5489 §2] The server may say which pre-shared key it wants; its share, if the suite has any, it must. If it says
 * nothing, this message is the next state's.
 */
record AwaitPskHint(ClientConfig config, Handshaking12 shared) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (received.message() instanceof PskServerKeyExchange exchange) {
            if (exchange.params().isPresent()) {
                ServerShare.requireOffered(config, exchange.params().get());
            }
            context.accept(received);
            return new AwaitPskHelloDone(config, shared, exchange);
        }
        if (shared.agreed().suite().keyExchange().isEphemeral()) {
            throw context.unexpected(received, this);
        }
        return new AwaitPskHelloDone(config, shared, new PskServerKeyExchange(Bytes.EMPTY, Optional.empty())).on(received, context);
    }

    @Override
    public HandshakeCodec codec() {
        return shared.codec();
    }
}
