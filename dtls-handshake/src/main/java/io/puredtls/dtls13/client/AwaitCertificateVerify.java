package io.puredtls.dtls13.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.AwaitTrust;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls13.CertificateProof;
import io.puredtls.dtls13.CertificateWish;
import io.puredtls.message.CertificateVerify;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import java.util.Optional;

/** [RFC9846 §4.5.2] The server proves that it owns the key that it showed; then what it showed is judged. Owns the secrets. */
record AwaitCertificateVerify(ServerSpoke spoke, Optional<CertificateWish> wish, PeerCredentials server) implements Client13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof CertificateVerify verify)) {
            throw context.unexpected(received, this);
        }
        // The signature covers the transcript up to, and without, this message.
        ClientConfig config = spoke.client().config();
        SignatureVerified proof =
                CertificateProof.check(Role.SERVER, verify, server, config.settings(), context.transcript().hash());
        context.accept(received);
        Expectation expectation =
                new Expectation(Purpose.SERVER_AUTHENTICATION, config.serverIdentity(), config.settings().clock().instant());
        return AwaitTrust.judge(config.trust(), server, expectation, this, new ServerProved(spoke, wish, proof), context);
    }

    @Override
    public void close() {
        spoke.close();
    }
}
