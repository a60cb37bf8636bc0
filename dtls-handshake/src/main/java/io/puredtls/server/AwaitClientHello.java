package io.puredtls.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ServerConfig;
import io.puredtls.dtls12.server.ServerFlight;
import io.puredtls.message.ClientHello;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** The client, whose address is proven, says what it wants. Where the versions part. */
public record AwaitClientHello(ServerConfig config) implements HandshakeState {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ClientHello hello)) {
            throw context.unexpected(received, this);
        }
        return ServerFlight.answer(config, hello, received, context);
    }

    @Override
    public int readEpoch() {
        return 0;
    }
}
