package io.puredtls.crypto.sign;

import io.puredtls.crypto.jca.Jca;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECKey;
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

    /** [RFC8446 §4.2.3] As {@link #fits}, but an ECDSA key must be on the scheme's own curve, as DTLS 1.3 has it. */
    // [RFC9846 §4.3.3#6]
    public static boolean fitsBoundToCurve(SignatureScheme scheme, PublicKey publicKey) {
        if (!fits(scheme, publicKey)) {
            return false;
        }
        Optional<EcCurve> curve = scheme.curve();
        return curve.isEmpty() || publicKey instanceof ECKey key && curve.equals(EcCurve.of(key.getParams()));
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

    /**
     * [RFC8032 §5.1.7, §5.2.7] [FIPS204 §4] EdDSA and ML-DSA signatures have one length; the JDK lets bytes follow those of
     * EdDSA. The others' engines look themselves.
     */
    private static boolean hasRightLength(SignatureScheme scheme, byte[] signature) {
        return switch (scheme.code()) {
            case 0x0807 -> signature.length == 64;
            case 0x0808 -> signature.length == 114;
            case 0x0904 -> signature.length == 2420;
            case 0x0905 -> signature.length == 3309;
            case 0x0906 -> signature.length == 4627;
            default -> true;
        };
    }
}
