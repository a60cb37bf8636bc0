package io.puredtls.dtls12.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerChain;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.KeyKind;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.Certificate12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import java.util.Optional;

/** [RFC5246 §7.4.2] The server shows its certificates. */
record AwaitServerCertificate(ClientConfig config, Handshaking12 shared) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof Certificate12 certificate)) {
            throw context.unexpected(received, this);
        }
        if (certificate.certificateList().isEmpty()) {
            throw violation(Violation.EMPTY_SERVER_CERTIFICATE, "the server's certificate_list is empty");
        }
        PeerChain chain = PeerChain.decode(certificate.certificateList());
        Optional<KeyKind> kind = KeyKind.of(chain.publicKey());
        if (kind.isEmpty() || !shared.agreed().suite().keyExchange().accepts(kind.get())) {
            throw violation(Violation.CERTIFICATE_KEY_UNSUPPORTED, "the server's certificate has a key of kind "
                    + chain.publicKey().getAlgorithm() + ", which " + shared.agreed().suite() + " does not use");
        }
        context.accept(received);
        return new AwaitServerKeyExchange(config, shared, chain);
    }
}
