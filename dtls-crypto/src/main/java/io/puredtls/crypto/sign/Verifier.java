package io.puredtls.crypto.sign;

import io.puredtls.crypto.jca.Jca;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Optional;

/** Checks signatures. */
public final class Verifier {
    private Verifier() {
    }

    /** Whether {@code scheme} is made with keys of {@code publicKey}'s kind. */
    public static boolean fits(SignatureScheme scheme, PublicKey publicKey) {
        Optional<KeyKind> needed = scheme.keyKind();
        return needed.isPresent() && needed.equals(KeyKind.of(publicKey));
    }

    /**
     * Checks that {@code signature} is that of {@code content} by {@code scheme} under {@code publicKey}. All lent.
     *
     * @return the proof
     * @throws BadSignatureException if it is not, or if the key is of another kind than the scheme's
     */
    public static SignatureVerified verify(
            Jca jca, SignatureScheme scheme, PublicKey publicKey, byte[] content, byte[] signature) throws BadSignatureException {
        if (!fits(scheme, publicKey)) {
            throw new BadSignatureException(scheme + " is not made with a key of kind " + publicKey.getAlgorithm());
        }
        if (!hasRightLength(scheme, signature)) {
            throw new BadSignatureException("a signature by " + scheme + " does not have " + signature.length + " bytes");
        }
        Signature engine = scheme.engine(jca); // that it is there is our affair, not the peer's
        boolean holds;
        try {
            engine.initVerify(publicKey);
            engine.update(content);
            holds = engine.verify(signature);
        } catch (GeneralSecurityException | RuntimeException malformed) { // providers differ in how they refuse odd encodings
            throw new BadSignatureException("the signature by " + scheme + " cannot be read");
        }
        if (!holds) {
            throw new BadSignatureException("the signature by " + scheme + " does not verify");
        }
        return new SignatureVerified(scheme);
    }

    /** [RFC8032 §5.1.7, §5.2.7] EdDSA signatures have one length; the JDK lets bytes follow. The others' engines look themselves. */
    private static boolean hasRightLength(SignatureScheme scheme, byte[] signature) {
        if (scheme.equals(SignatureScheme.ED25519)) {
            return signature.length == 64;
        }
        return !scheme.equals(SignatureScheme.ED448) || signature.length == 114;
    }
}
