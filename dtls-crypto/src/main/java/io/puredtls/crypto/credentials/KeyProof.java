package io.puredtls.crypto.credentials;

import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.sign.KeyKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;

/**
 * One signature by a private key, to be held against public keys: the only question about belonging together that
 * every kind of key can answer, also in hardware.
 */
final class KeyProof {
    static final PSSParameterSpec PSS_SHA256 = new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

    private static final byte[] STATEMENT = "PureDTLS asks: which certificate is this key's?".getBytes(StandardCharsets.US_ASCII);

    private final KeyKind kind;
    private final Optional<byte[]> signature;

    private KeyProof(KeyKind kind, Optional<byte[]> signature) {
        this.kind = kind;
        this.signature = signature;
    }

    /** Lets {@code key} sign. A provider that refuses, for whatever reason of its own, leaves the question open. */
    static KeyProof by(PrivateKey key, KeyKind kind) {
        try {
            Signature signer = engine(key, kind);
            signer.initSign(key, SystemEntropy.INSTANCE.asSecureRandom());
            signer.update(STATEMENT);
            return new KeyProof(kind, Optional.of(signer.sign()));
        } catch (GeneralSecurityException | RuntimeException refused) {
            return new KeyProof(kind, Optional.empty());
        }
    }

    /** Whether there is a signature, so that the question can be answered. */
    boolean isMade() {
        return signature.isPresent();
    }

    /** Whether {@code key} is of the same kind and, if a signature could be made, verifies it. */
    boolean fits(PublicKey key) {
        if (!KeyKind.of(key).equals(Optional.of(kind))) {
            return false;
        }
        return signature.isEmpty() || verifies(key, signature.get());
    }

    private boolean verifies(PublicKey key, byte[] proof) {
        try {
            Signature verifier = engine(key, kind);
            verifier.initVerify(key);
            verifier.update(STATEMENT);
            return verifier.verify(proof);
        } catch (GeneralSecurityException | RuntimeException refused) {
            return false; // a key on another curve or of another size raises instead of answering
        }
    }

    private static Signature engine(Key key, KeyKind kind) throws GeneralSecurityException {
        Signature engine = Jca.PLATFORM.signature(switch (kind) {
            case EC -> "SHA256withECDSA";
            case RSA -> "SHA256withRSA";
            case RSA_PSS -> "RSASSA-PSS";
            case ED25519 -> "Ed25519";
            case ED448 -> "Ed448";
            case ML_DSA_44 -> "ML-DSA-44";
            case ML_DSA_65 -> "ML-DSA-65";
            case ML_DSA_87 -> "ML-DSA-87";
        });
        if (kind == KeyKind.RSA_PSS) {
            // [RFC4055 §1.2] A key may be bound to one hash and salt length.
            boolean bound = key instanceof RSAKey rsa && rsa.getParams() instanceof PSSParameterSpec;
            engine.setParameter(bound ? ((RSAKey) key).getParams() : PSS_SHA256);
        }
        return engine;
    }
}
