package io.puredtls.dtls12.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerChain;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.message.Certificate12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC5246 §7.4.6] The client shows its certificates, or says that it has none. Owns the key exchange. */
record AwaitClientCertificate(ServerStarted started) implements Server12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof Certificate12 certificate)) {
            throw context.unexpected(received, this);
        }
        if (certificate.certificateList().isEmpty()) {
            if (started.config().clientAuthentication() == ClientAuthentication.REQUIRED) {
                throw violation(Violation.CERTIFICATE_MISSING, "the client has no certificate, and one is required");
            }
            context.accept(received);
            context.transcript().forgetMessages(); // nobody will sign them
            return new AwaitClientKeyExchange(started, Optional.empty());
        }
        PeerChain chain = PeerChain.decode(certificate.certificateList());
        context.accept(received);
        return new AwaitClientKeyExchange(started, Optional.of(chain));
    }

    @Override
    public void close() {
        started.exchange().close();
    }
}
