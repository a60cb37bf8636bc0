package io.puredtls.dtls12;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.Settings;
import io.puredtls.crypto.sign.BadSignatureException;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.wire.Bytes;

/** A signature by which the peer proves that it owns the key that it shows; one rule for both messages that have one. */
public record PeerSignature(HandshakeType message, SignatureScheme scheme, Bytes signature) {
    /** The server's. */
    public static PeerSignature of(ServerKeyExchange exchange) {
        return new PeerSignature(exchange.type(), exchange.algorithm(), exchange.signature());
    }

    /** The client's. */
    public static PeerSignature of(CertificateVerify verify) {
        return new PeerSignature(verify.type(), verify.algorithm(), verify.signature());
    }

    /**
     * Checks that it is that of {@code content}, which is lent, by a scheme that we offered and under the peer's own key.
     */
    public SignatureVerified verify(Settings settings, PeerCredentials peer, byte[] content) throws ProtocolException {
        // [RFC9846 §4.3.3#19]
        if (!settings.signatureSchemesForDtls12().contains(scheme)) {
            throw violation(Violation.UNOFFERED_SIGNATURE_SCHEME,
                    message + " is signed by " + scheme + ", we offered " + settings.signatureSchemes());
        }
        // [RFC9846 §4.3.3#18]
        if (!Verifier.fits(scheme, peer.publicKey())) {
            throw violation(Violation.WRONG_SIGNATURE_KEY,
                    message + " is signed by " + scheme + ", the peer has a key of kind " + peer.publicKey().getAlgorithm());
        }
        try {
            return Verifier.verify(settings.jca(), scheme, peer.publicKey(), content, signature.toArray());
        } catch (BadSignatureException bad) {
            throw violation(Violation.BAD_SIGNATURE, message + ": " + bad.getMessage());
        }
    }
}
