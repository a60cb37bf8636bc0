package io.puredtls.dtls13.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.dtls13.Certificates13;
import io.puredtls.message.Certificate13;
import io.puredtls.session.PeerIdentity;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC9846 §4.5.1] The client shows its certificates or its public key, or says that it has none. Owns the secrets. */
record AwaitClientCertificate(ServerStarted13 started) implements Server13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        Certificate13 certificate = Certificates13.read(received, this, context);
        if (!certificate.certificateRequestContext().isEmpty()) {
            throw violation(Violation.WRONG_REQUEST_CONTEXT, "the client's certificate_request_context is not that of the request");
        }
        if (certificate.certificateList().isEmpty()) {
            // [RFC9846 §4.5.1.3#2]
            if (started.config().clientAuthentication() == ClientAuthentication.REQUIRED) {
                throw violation(Violation.CERTIFICATE_DEMANDED, "the client has no certificate, and one is required");
            }
            context.accept(received);
            return new AwaitFinished(started, PeerIdentity.ANONYMOUS);
        }
        PeerCredentials client = Certificates13.shown(certificate, started.answer().certificateTypes().ofClient(),
                started.config().clientTrust().staples());
        context.accept(received);
        return new AwaitClientCertificateVerify(started, client);
    }

    @Override
    public void close() {
        started.close();
    }
}
