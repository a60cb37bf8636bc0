package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.message.CertificateRequest12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC5246 §7.4.4] The server may ask for a certificate; if it does not, this message is the next state's. */
record AwaitCertificateRequest(ServerProved server) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof CertificateRequest12 request)) {
            context.transcript().forgetMessages(); // nobody will sign them
            return new AwaitServerHelloDone(server, Optional.empty()).on(received, context);
        }
        context.accept(received);
        return new AwaitServerHelloDone(server, Optional.of(request));
    }
}
