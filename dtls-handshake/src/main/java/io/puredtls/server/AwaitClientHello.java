package io.puredtls.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ServerConfig;
import io.puredtls.dtls12.server.ServerFlight;
import io.puredtls.dtls13.server.ServerFlight13;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.ServerNegotiation13;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/**
 * The client says what it wants. Where the versions part.
 *
 * @param retried what was asked before by the gate, in the name of this server
 * @param address the network that the client is in, as far as that is known
 */
public record AwaitClientHello(ServerConfig config, Optional<RetriedHello> retried, Bytes address) implements HandshakeState {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ClientHello hello)) {
            throw context.unexpected(received, this);
        }
        if (!ServerNegotiation13.isChosen(hello, config.settings())) {
            // [RFC9846 §E.2#2]
            if (!config.settings().allows(ProtocolVersion.DTLS_1_2)) {
                throw violation(Violation.NO_COMMON_VERSION, "the client does not offer " + ProtocolVersion.DTLS_1_3);
            }
            return ServerFlight.answer(config, hello, received, context);
        }
        return retried.isPresent()
                ? ServerFlight13.answerAfterGate(config, retried.get().retry(), retried.get().firstHash(), hello, address, received, context)
                : ServerFlight13.answer(config, hello, address, received, context);
    }

    @Override
    public int readEpoch() {
        return 0;
    }
}
