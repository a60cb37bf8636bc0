package io.puredtls.dtls12.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.BadSignatureException;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.PeerChain;
import io.puredtls.dtls12.SignedParams;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;

/** [RFC8422 §5.4] The server sends its share, signed by the certificate's key. */
record AwaitServerKeyExchange(ClientConfig config, Handshaking12 shared, PeerChain chain) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof ServerKeyExchange exchange)) {
            throw context.unexpected(received, this);
        }
        if (!config.settings().groups().contains(exchange.params().group())) {
            throw violation(Violation.UNOFFERED_GROUP,
                    "the server chose group " + exchange.params().group() + ", we offered " + config.settings().groups());
        }
        SignatureVerified proof = verify(exchange);
        context.accept(received);
        return new AwaitCertificateRequest(new ServerProved(config, shared, chain, exchange.params(), proof));
    }

    private SignatureVerified verify(ServerKeyExchange exchange) throws ProtocolException {
        if (!config.settings().signatureSchemes().contains(exchange.algorithm())) {
            throw violation(Violation.UNOFFERED_SIGNATURE_SCHEME,
                    "the server signed by " + exchange.algorithm() + ", we offered " + config.settings().signatureSchemes());
        }
        if (!Verifier.fits(exchange.algorithm(), chain.publicKey())) {
            throw violation(Violation.WRONG_SIGNATURE_KEY,
                    "the server signed by " + exchange.algorithm() + " with a key of kind " + chain.publicKey().getAlgorithm());
        }
        try {
            return Verifier.verify(
                    config.settings().jca(), exchange.algorithm(), chain.publicKey(),
                    SignedParams.content(shared.randoms(), exchange.params()), exchange.signature().toArray());
        } catch (BadSignatureException bad) {
            throw violation(Violation.BAD_SIGNATURE, "ServerKeyExchange: " + bad.getMessage());
        }
    }
}
