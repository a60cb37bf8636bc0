package io.puredtls.dtls12.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerChain;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.authentication.Staples;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.KeyKind;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.StatusRequestAcknowledged;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.trust.Stapled;
import java.util.Optional;

/**
 * [RFC5246 §7.4.2] The server shows its certificates, or its public key.
 *
 * @param answers those in the ServerHello, among them what it will show along with a certificate
 */
record AwaitServerCertificate(ClientConfig config, Handshaking12 shared, Extensions answers) implements Client12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        PeerCredentials server = CertificateMessage.read(received, this, context)
                .orElseThrow(() -> violation(Violation.EMPTY_SERVER_CERTIFICATE, "the server's Certificate is empty"));
        Optional<KeyKind> kind = KeyKind.of(server.publicKey());
        if (kind.isEmpty() || !shared.agreed().suite().keyExchange().accepts(kind.get())) {
            throw violation(Violation.CERTIFICATE_KEY_UNSUPPORTED, "the server has a key of kind "
                    + server.publicKey().getAlgorithm() + ", which " + shared.agreed().suite() + " does not use");
        }
        context.accept(received);
        if (!(server instanceof PeerChain certificates)) {
            return new AwaitServerKeyExchange(config, shared, server);
        }
        PeerChain chain = certificates.with(new Stapled(Optional.empty(), Staples.timestamps(answers)));
        // [RFC6066 §8#8] [RFC6066 §8#10] [RFC6066 §8#11]
        return answers.has(StatusRequestAcknowledged.class)
                ? new AwaitCertificateStatus(config, shared, chain) : new AwaitServerKeyExchange(config, shared, chain);
    }

    @Override
    public HandshakeCodec codec() {
        return shared.codec();
    }
}
