package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.config.Settings;
import io.puredtls.crypto.sign.BadSignatureException;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.sign.SignatureVerified;
import io.puredtls.crypto.sign.Signer;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.message.CertificateVerify;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.state.Role;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** [RFC9846 §4.5.2] The signature by which an end proves that it owns the key that it shows. */
public final class CertificateProof {
    private static final int PADDING = 64;

    private CertificateProof() {
    }

    /** 64 spaces, the signer's context string, a zero byte, and the transcript's hash. */
    private static byte[] content(Role signer, byte[] transcriptHash) {
        // [RFC9846 §4.5.2#5]
        String context = signer == Role.SERVER ? "TLS 1.3, server CertificateVerify" : "TLS 1.3, client CertificateVerify";
        // [RFC9846 §4.5.2#4]
        byte[] text = (" ".repeat(PADDING) + context + "\0").getBytes(StandardCharsets.US_ASCII);
        byte[] content = Arrays.copyOf(text, text.length + transcriptHash.length);
        System.arraycopy(transcriptHash, 0, content, text.length, transcriptHash.length);
        return content;
    }

    /** Our signature of the transcript up to, and with, our Certificate. */
    public static CertificateVerify sign(Role signer, CredentialsChoice choice, Settings settings, byte[] transcriptHash) {
        Signer key = new Signer(settings.jca(), settings.entropy(), choice.credentials().privateKey());
        return new CertificateVerify(choice.scheme(), Bytes.of(key.sign(choice.scheme(), content(signer, transcriptHash))));
    }

    /** Checks the peer's: by a scheme that we offered, under the peer's own key, of the transcript without this message. */
    public static SignatureVerified check(
            Role signer, CertificateVerify verify, PeerCredentials peer, Settings settings, byte[] transcriptHash) throws ProtocolException {
        SignatureScheme scheme = verify.algorithm();
        // [RFC9846 §4.5.2] those that are for certificates alone do not count here
        // [RFC9846 §4.3.3#5] [RFC9846 §4.5.2#6] [RFC9846 §4.5.2#9] [RFC9846 §4.5.2#7]
        if (!settings.signatureSchemesForDtls13().contains(scheme)) {
            throw violation(Violation.UNOFFERED_SIGNATURE_SCHEME,
                    "CertificateVerify is signed by " + scheme + ", we check " + settings.signatureSchemesForDtls13());
        }
        // [RFC9846 §4.3.3#1] [RFC9846 §4.5.2#8]
        if (!Verifier.fitsBoundToCurve(scheme, peer.publicKey())) {
            throw violation(Violation.WRONG_SIGNATURE_KEY,
                    "CertificateVerify is signed by " + scheme + ", the peer has a key of kind " + peer.publicKey().getAlgorithm());
        }
        try {
            return Verifier.verify(settings.jca(), scheme, peer.publicKey(), content(signer, transcriptHash), verify.signature().toArray());
        } catch (BadSignatureException bad) {
            // [RFC9846 §4.5.2#10]
            throw violation(Violation.BAD_SIGNATURE, "CertificateVerify: " + bad.getMessage());
        }
    }
}
