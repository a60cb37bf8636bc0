package io.puredtls.crypto.sign;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import java.security.Key;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
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
    ED448,
    /** [FIPS204 §4] A module-lattice key of category 2. */
    ML_DSA_44,
    /** [FIPS204 §4] A module-lattice key of category 3. */
    ML_DSA_65,
    /** [FIPS204 §4] A module-lattice key of category 5. */
    ML_DSA_87;

    /** The kind of {@code key}, public or private; empty when it is none that signs here. */
    public static Optional<KeyKind> of(Key key) {
        if (key instanceof EdECKey edwards) {
            return ofEdwardsCurve(edwards.getParams().getName());
        }
        if (key instanceof ECKey) {
            return Optional.of(EC);
        }
        if (key instanceof RSAKey) {
            // [RFC9846 §4.3.3#8] [RFC9846 §4.3.3#10]
            return Optional.of(key.getAlgorithm().equals("RSASSA-PSS") ? RSA_PSS : RSA);
        }
        if (key.getAlgorithm().equals("ML-DSA")) {
            return ofMlDsa(key);
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
            case "ML-DSA-44" -> Optional.of(ML_DSA_44);
            case "ML-DSA-65" -> Optional.of(ML_DSA_65);
            case "ML-DSA-87" -> Optional.of(ML_DSA_87);
            default -> Optional.empty();
        };
    }

    /** [RFC9881 §2] The JDK has one name for all three sets of parameters: the object identifier in the encoding tells. */
    private static Optional<KeyKind> ofMlDsa(Key key) {
        byte[] encoded = key.getEncoded();
        if (encoded == null) {
            return Optional.empty(); // in hardware that does not say which
        }
        try {
            DerReader info = DerReader.of(encoded, "key").sequence(key instanceof PrivateKey ? "PrivateKeyInfo" : "SubjectPublicKeyInfo");
            if (key instanceof PrivateKey) {
                info.integer("version", 0, 1);
            }
            return switch (info.sequence("algorithm").oid("algorithm")) {
                case "2.16.840.1.101.3.4.3.17" -> Optional.of(ML_DSA_44);
                case "2.16.840.1.101.3.4.3.18" -> Optional.of(ML_DSA_65);
                case "2.16.840.1.101.3.4.3.19" -> Optional.of(ML_DSA_87);
                default -> Optional.empty();
            };
        } catch (DerException malformed) {
            return Optional.empty();
        } finally {
            Arrays.fill(encoded, (byte) 0); // a copy, of what may be a private key
        }
    }
}
