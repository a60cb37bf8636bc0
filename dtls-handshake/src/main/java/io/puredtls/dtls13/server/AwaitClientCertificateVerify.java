package io.puredtls.dtls13.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.AwaitTrust;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls13.CertificateProof;
import io.puredtls.message.CertificateVerify;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.ReferenceIdentity;

/** [RFC9846 §4.5.2] The client proves that it owns the key that it showed; then what it showed is judged. Owns the secrets. */
record AwaitClientCertificateVerify(ServerStarted13 started, PeerCredentials client) implements Server13State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof CertificateVerify verify)) {
            throw context.unexpected(received, this);
        }
        ServerConfig config = started.config();
        SignatureVerified proof =
                CertificateProof.check(Role.CLIENT, verify, client, config.settings(), context.transcript().hash());
        context.accept(received);
        Expectation expectation = new Expectation(
                Purpose.CLIENT_AUTHENTICATION, new ReferenceIdentity.None(), config.settings().clock().instant());
        return AwaitTrust.judge(config.clientTrust(), client, expectation, this, new ClientProved13(started, proof), context);
    }

    @Override
    public void close() {
        started.close();
    }
}
