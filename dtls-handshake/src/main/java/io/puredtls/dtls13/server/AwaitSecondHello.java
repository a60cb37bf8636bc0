package io.puredtls.dtls13.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ServerConfig;
import io.puredtls.flight.Answer;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.Retry;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;

/** [RFC9846 §4.2.4] The client was asked for another hello. */
record AwaitSecondHello(ServerConfig config, ClientHello first, Retry retry, Bytes address) implements Server13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ClientHello second)) {
            throw context.unexpected(received, this);
        }
        SecondHello.checkUnchanged(first, second);
        return ServerFlight13.answerSecond(config, retry, second, address, received, context);
    }

    @Override
    public Answer answer() {
        return Answer.NEXT_HELLO;
    }

    @Override
    public int readEpoch() {
        return 0;
    }
}
