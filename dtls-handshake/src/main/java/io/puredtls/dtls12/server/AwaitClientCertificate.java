package io.puredtls.dtls12.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC5246 §7.4.6] The client shows its certificates or its public key, or says that it has none. Owns the key exchange. */
record AwaitClientCertificate(ServerStarted started) implements Server12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        Optional<PeerCredentials> client = CertificateMessage.read(received, this, context);
        if (client.isEmpty()) {
            if (started.config().clientAuthentication() == ClientAuthentication.REQUIRED) {
                throw violation(Violation.CERTIFICATE_MISSING, "the client has no certificate, and one is required");
            }
            context.accept(received);
            context.transcript().forgetMessages(); // nobody will sign them
            return new AwaitClientKeyExchange(started, client);
        }
        context.accept(received);
        return new AwaitClientKeyExchange(started, client);
    }

    @Override
    public HandshakeCodec codec() {
        return started.shared().codec();
    }

    @Override
    public void close() {
        started.exchange().close();
    }
}
