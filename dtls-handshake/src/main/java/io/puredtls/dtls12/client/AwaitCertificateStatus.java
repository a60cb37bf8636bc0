package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.PeerChain;
import io.puredtls.config.ClientConfig;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.CertificateStatus;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.trust.Stapled;
import java.util.Optional;

/** [RFC6066 §8] A server that said so may tell the status of its certificate; if it does not, this message is the next state's. */
record AwaitCertificateStatus(ClientConfig config, Handshaking12 shared, PeerChain chain) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof CertificateStatus status)) {
            return new AwaitServerKeyExchange(config, shared, chain).on(received, context);
        }
        // [RFC6066 §1.1#1]
        context.accept(received);
        Stapled stapled = new Stapled(Optional.of(status.status().ocspResponse()), chain.stapled().signedCertificateTimestamps());
        return new AwaitServerKeyExchange(config, shared, chain.with(stapled));
    }

    @Override
    public HandshakeCodec codec() {
        return shared.codec();
    }
}
