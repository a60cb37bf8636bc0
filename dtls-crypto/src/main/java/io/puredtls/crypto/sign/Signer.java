package io.puredtls.crypto.sign;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/**
 * Makes signatures with one private key.
 *
 * @param jca where the algorithm comes from
 * @param entropy for schemes that need a nonce or a salt
 * @param privateKey of the kind that the schemes used take; may live in hardware
 */
public record Signer(Jca jca, Entropy entropy, PrivateKey privateKey) {
    /**
     * Gives the signature of {@code content}, which is lent.
     *
     * @throws IllegalStateException if the key cannot sign by {@code scheme}
     */
    public byte[] sign(SignatureScheme scheme, byte[] content) {
        if (!scheme.keyKind().equals(KeyKind.of(privateKey))) { // the JDK takes either kind of RSA key for either scheme
            throw new IllegalStateException("the private key cannot sign by " + scheme);
        }
        try {
            Signature engine = scheme.engine(jca);
            engine.initSign(privateKey, entropy.asSecureRandom());
            engine.update(content);
            return engine.sign();
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the private key cannot sign by " + scheme, refused);
        }
    }

    /** The kind of key alone. */
    @Override
    public String toString() {
        return "Signer[" + privateKey.getAlgorithm() + "]";
    }
}
