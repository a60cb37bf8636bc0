package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.AwaitTrust;
import io.puredtls.config.ClientConfig;
import io.puredtls.message.CertificateRequest12;
import io.puredtls.message.ServerHelloDone;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import java.util.Optional;

/** [RFC5246 §7.4.5] The server has said all; now what it showed is judged, and our flight follows. */
record AwaitServerHelloDone(ServerProved server, Optional<CertificateRequest12> request) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ServerHelloDone)) {
            throw context.unexpected(received, this);
        }
        context.accept(received);
        ClientConfig config = server.config();
        Expectation expectation =
                new Expectation(Purpose.SERVER_AUTHENTICATION, config.serverIdentity(), config.settings().clock().instant());
        return AwaitTrust.judge(config.trust(), server.peer(), expectation, this, new ClientFlight(server, request), context);
    }
}
