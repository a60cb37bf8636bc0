package io.puredtls.dtls12.server;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.AwaitTrust;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.dtls12.PeerSignature;
import io.puredtls.message.CertificateVerify;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.ReferenceIdentity;

/** [RFC5246 §7.4.8] The client proves that it owns the key that it showed; then what it showed is judged. Owns the keys. */
record AwaitCertificateVerify(ServerStarted started, ClientKeys keys, PeerCredentials client) implements Server12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof CertificateVerify verify)) {
            throw context.unexpected(received, this);
        }
        // The signature covers the transcript up to, and without, this message.
        SignatureVerified proof = PeerSignature.of(verify).verify(context.settings(), client, context.transcript().messages());
        context.accept(received);
        context.transcript().forgetMessages();
        ServerConfig config = started.config();
        Expectation expectation = new Expectation(
                Purpose.CLIENT_AUTHENTICATION, new ReferenceIdentity.None(), config.settings().clock().instant());
        return AwaitTrust.judge(config.clientTrust(), client, expectation, this, new ClientProved(started, keys, proof), context);
    }

    @Override
    public void close() {
        keys.close();
    }
}
