package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.PeerSignature;
import io.puredtls.dtls12.SignedParams;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC8422 §5.4] The server sends its share, signed by the key that it showed. */
record AwaitServerKeyExchange(ClientConfig config, Handshaking12 shared, PeerCredentials peer) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ServerKeyExchange exchange)) {
            throw context.unexpected(received, this);
        }
        ServerShare.requireOffered(config, exchange.params());
        SignatureVerified proof = PeerSignature.of(exchange)
                .verify(config.settings(), peer, SignedParams.content(shared.randoms(), exchange.params()));
        context.accept(received);
        return new AwaitCertificateRequest(new ServerProved(config, shared, peer, exchange.params(), proof));
    }
}
