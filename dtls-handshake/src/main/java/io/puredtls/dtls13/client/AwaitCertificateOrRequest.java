package io.puredtls.dtls13.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.dtls13.CertificateWish;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC9846 §4.4.2] The server may ask for a certificate; if it does not, this message is the next state's. Owns the secrets. */
record AwaitCertificateOrRequest(ServerSpoke spoke) implements Client13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof CertificateRequest13 request)) {
            return new AwaitCertificate(spoke, Optional.empty()).on(received, context);
        }
        CertificateWish wish = CertificateWish.of(request);
        // [RFC9846 §4.4.2] it identifies requests after the handshake alone
        // [RFC9846 §4.4.2#3]
        if (!request.certificateRequestContext().isEmpty()) {
            throw violation(Violation.WRONG_REQUEST_CONTEXT, "certificate_request_context " + request.certificateRequestContext() + " in the handshake");
        }
        context.accept(received);
        return new AwaitCertificate(spoke, Optional.of(wish));
    }

    @Override
    public void close() {
        spoke.close();
    }
}
