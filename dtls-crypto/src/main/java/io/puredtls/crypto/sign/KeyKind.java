package io.puredtls.crypto.sign;

import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** The kinds of signature key that a {@link SignatureScheme} may be bound to. */
public enum KeyKind {
    /** A key on a NIST curve. */
    EC,
    /** An RSA key with the rsaEncryption OID: signs PKCS#1 v1.5 and rsa_pss_rsae. */
    RSA,
    /** An RSA key with the id-RSASSA-PSS OID: signs rsa_pss_pss alone. */
    RSA_PSS,
    /** An Edwards-curve key, edwards25519. */
    ED25519,
    /** An Edwards-curve key, edwards448. */
    ED448;

    /** The kind of {@code key}, public or private; empty when it is none that signs here. */
    public static Optional<KeyKind> of(Key key) {
        if (key instanceof EdECKey edwards) {
            return ofEdwardsCurve(edwards.getParams().getName());
        }
        if (key instanceof ECKey) {
            return Optional.of(EC);
        }
        if (key instanceof RSAKey) {
            return Optional.of(key.getAlgorithm().equals("RSASSA-PSS") ? RSA_PSS : RSA);
        }
        return ofAlgorithm(key.getAlgorithm()); // keys in hardware may show no parameters
    }

    private static Optional<KeyKind> ofEdwardsCurve(String name) {
        if (name.equalsIgnoreCase(NamedParameterSpec.ED25519.getName())) {
            return Optional.of(ED25519);
        }
        return name.equalsIgnoreCase(NamedParameterSpec.ED448.getName()) ? Optional.of(ED448) : Optional.empty();
    }

    private static Optional<KeyKind> ofAlgorithm(String algorithm) {
        return switch (algorithm) {
            case "EC", "ECDSA" -> Optional.of(EC);
            case "RSA" -> Optional.of(RSA);
            case "RSASSA-PSS" -> Optional.of(RSA_PSS);
            case "Ed25519" -> Optional.of(ED25519);
            case "Ed448" -> Optional.of(ED448);
            default -> Optional.empty();
        };
    }
}
