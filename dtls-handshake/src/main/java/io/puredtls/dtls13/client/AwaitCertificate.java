package io.puredtls.dtls13.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.dtls13.CertificateWish;
import io.puredtls.dtls13.Certificates13;
import io.puredtls.message.Certificate13;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC9846 §4.5.1] The server shows its certificates, or its public key. Owns the secrets. */
record AwaitCertificate(ServerSpoke spoke, Optional<CertificateWish> wish) implements Client13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        Certificate13 certificate = Certificates13.read(received, this, context);
        // [RFC9846 §4.5.1#6]
        if (!certificate.certificateRequestContext().isEmpty()) {
            throw violation(Violation.WRONG_REQUEST_CONTEXT, "the server's certificate_request_context is not empty");
        }
        // [RFC9846 §4.5.1.3#1] [RFC9846 §4.5.1#15]
        if (certificate.certificateList().isEmpty()) {
            throw violation(Violation.EMPTY_SERVER_CERTIFICATE, "the server's certificate_list is empty");
        }
        PeerCredentials server = Certificates13.shown(certificate, spoke.answers().certificateTypes().ofServer(),
                spoke.client().config().trust().staples());
        context.accept(received);
        return new AwaitCertificateVerify(spoke, wish, server);
    }

    @Override
    public void close() {
        spoke.close();
    }
}
