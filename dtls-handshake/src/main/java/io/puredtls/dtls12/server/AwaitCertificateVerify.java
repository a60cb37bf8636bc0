package io.puredtls.dtls12.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.sign.BadSignatureException;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.dtls12.AwaitTrust;
import io.puredtls.dtls12.PeerChain;
import io.puredtls.message.CertificateVerify;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.ReferenceIdentity;

/** [RFC5246 §7.4.8] The client proves that it owns its certificate's key; then its chain is judged. Owns the keys. */
record AwaitCertificateVerify(ClientKeys keys, PeerChain chain) implements Server12State {
    @Override
    public HandshakeState on(Received received, HandshakeContext context) throws ProtocolException {
        if (!(received.message() instanceof CertificateVerify verify)) {
            throw context.unexpected(received, this);
        }
        SignatureVerified proof = verify(verify, context);
        context.accept(received);
        context.transcript().forgetMessages();
        ServerConfig config = keys.started().config();
        Expectation expectation = new Expectation(
                Purpose.CLIENT_AUTHENTICATION, new ReferenceIdentity.None(), config.settings().clock().instant());
        return AwaitTrust.judge(config.clientTrust(), chain, expectation, new ClientProved(keys, proof), context);
    }

    /** The signature covers the transcript up to, and without, this message. */
    private SignatureVerified verify(CertificateVerify verify, HandshakeContext context) throws ProtocolException {
        if (!context.settings().signatureSchemes().contains(verify.algorithm())) {
            throw violation(Violation.UNOFFERED_SIGNATURE_SCHEME,
                    "the client signed by " + verify.algorithm() + ", we asked for " + context.settings().signatureSchemes());
        }
        if (!Verifier.fits(verify.algorithm(), chain.publicKey())) {
            throw violation(Violation.WRONG_SIGNATURE_KEY,
                    "the client signed by " + verify.algorithm() + " with a key of kind " + chain.publicKey().getAlgorithm());
        }
        try {
            return Verifier.verify(
                    context.settings().jca(), verify.algorithm(), chain.publicKey(),
                    context.transcript().messages(), verify.signature().toArray());
        } catch (BadSignatureException bad) {
            throw violation(Violation.BAD_SIGNATURE, "CertificateVerify: " + bad.getMessage());
        }
    }

    @Override
    public void close() {
        keys.close();
    }
}
