package io.puredtls.crypto.sign;

import io.puredtls.crypto.jca.Jca;
import java.security.InvalidAlgorithmParameterException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Optional;

/**
 * [RFC8446 §4.2.3] A way to sign: a codepoint that survives being unknown. In DTLS 1.2 the same numbers are a hash and
 * a signature algorithm, and the ECDSA ones are not bound to a curve.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record SignatureScheme(int code) {
    public static final SignatureScheme RSA_PKCS1_SHA256 = new SignatureScheme(0x0401);
    public static final SignatureScheme RSA_PKCS1_SHA384 = new SignatureScheme(0x0501);
    public static final SignatureScheme RSA_PKCS1_SHA512 = new SignatureScheme(0x0601);
    public static final SignatureScheme ECDSA_SECP256R1_SHA256 = new SignatureScheme(0x0403);
    public static final SignatureScheme ECDSA_SECP384R1_SHA384 = new SignatureScheme(0x0503);
    public static final SignatureScheme ECDSA_SECP521R1_SHA512 = new SignatureScheme(0x0603);
    public static final SignatureScheme RSA_PSS_RSAE_SHA256 = new SignatureScheme(0x0804);
    public static final SignatureScheme RSA_PSS_RSAE_SHA384 = new SignatureScheme(0x0805);
    public static final SignatureScheme RSA_PSS_RSAE_SHA512 = new SignatureScheme(0x0806);
    public static final SignatureScheme ED25519 = new SignatureScheme(0x0807);
    public static final SignatureScheme ED448 = new SignatureScheme(0x0808);
    public static final SignatureScheme RSA_PSS_PSS_SHA256 = new SignatureScheme(0x0809);
    public static final SignatureScheme RSA_PSS_PSS_SHA384 = new SignatureScheme(0x080a);
    public static final SignatureScheme RSA_PSS_PSS_SHA512 = new SignatureScheme(0x080b);

    public static final SignatureScheme MLDSA44 = new SignatureScheme(0x0904);
    public static final SignatureScheme MLDSA65 = new SignatureScheme(0x0905);
    public static final SignatureScheme MLDSA87 = new SignatureScheme(0x0906);

    /**
     * All schemes that this library knows, in the order of preference: the short signatures first, those by ML-DSA fill
     * two datagrams and more. SHA-1 and MD5 are not among them (RFC 9155).
     */
    // [RFC9846 §4.3.3#12] [RFC9846 §9.1#2] [RFC9846 §4.3.3#17]
    public static final List<SignatureScheme> KNOWN = List.of(
            ECDSA_SECP256R1_SHA256, ED25519, ECDSA_SECP384R1_SHA384, ECDSA_SECP521R1_SHA512, ED448,
            RSA_PSS_RSAE_SHA256, RSA_PSS_RSAE_SHA384, RSA_PSS_RSAE_SHA512,
            RSA_PSS_PSS_SHA256, RSA_PSS_PSS_SHA384, RSA_PSS_PSS_SHA512,
            MLDSA44, MLDSA65, MLDSA87,
            RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512);

    /** The known schemes that the running JDK, or the provider chosen, has; in the order of preference. */
    public static List<SignatureScheme> available(Jca jca) {
        return KNOWN.stream().filter(scheme -> scheme.isAvailable(jca)).toList();
    }

    /** The known scheme of this name, as in {@code "rsa_pss_rsae_sha256"}. */
    public static Optional<SignatureScheme> named(String name) {
        return KNOWN.stream().filter(scheme -> scheme.toString().equalsIgnoreCase(name)).findFirst();
    }

    /** Whether it can be made and checked here. */
    public boolean isAvailable(Jca jca) {
        return Algorithm.of(this).map(algorithm -> jca.has("Signature", algorithm.jcaName())).orElse(false);
    }

    /** The kind of key it is made with; empty for an unknown scheme. */
    public Optional<KeyKind> keyKind() {
        return Algorithm.of(this).map(Algorithm::keyKind);
    }

    /** [RFC8446 §4.2.3] The curve that DTLS 1.3 binds it to; empty for all but ECDSA. In 1.2 a key on any curve makes it. */
    public Optional<EcCurve> curve() {
        return switch (code) {
            case 0x0403 -> Optional.of(EcCurve.P256);
            case 0x0503 -> Optional.of(EcCurve.P384);
            case 0x0603 -> Optional.of(EcCurve.P521);
            default -> Optional.empty();
        };
    }

    /** Whether DTLS 1.2 may sign by it. ML-DSA is for 1.3 alone. [draft-ietf-tls-mldsa] False for an unknown scheme. */
    public boolean isForDtls12() {
        return switch (code) {
            case 0x0904, 0x0905, 0x0906 -> false;
            default -> KNOWN.contains(this);
        };
    }

    /**
     * Whether a CertificateVerify of DTLS 1.3 may be made by it. PKCS#1 v1.5 may still stand in certificates there, and be
     * offered for them, but no longer signs handshakes. [RFC8446 §4.2.3] False for an unknown scheme.
     */
    public boolean isForDtls13() {
        return switch (code) {
            case 0x0401, 0x0501, 0x0601 -> false;
            default -> KNOWN.contains(this);
        };
    }

    /** A signature engine with this scheme's parameters set. */
    Signature engine(Jca jca) {
        Algorithm algorithm = Algorithm.of(this).orElseThrow(() -> new IllegalArgumentException("no signatures by " + this));
        Signature engine = jca.signature(algorithm.jcaName());
        if (algorithm.pss().isPresent()) {
            try {
                engine.setParameter(algorithm.pss().get());
            } catch (InvalidAlgorithmParameterException refused) {
                throw new IllegalStateException("the JCA refuses the parameters of " + this, refused);
            }
        }
        return engine;
    }

    /** The RFC's name, or {@code unknown(0x…)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0x0401 -> "rsa_pkcs1_sha256";
            case 0x0501 -> "rsa_pkcs1_sha384";
            case 0x0601 -> "rsa_pkcs1_sha512";
            case 0x0403 -> "ecdsa_secp256r1_sha256";
            case 0x0503 -> "ecdsa_secp384r1_sha384";
            case 0x0603 -> "ecdsa_secp521r1_sha512";
            case 0x0804 -> "rsa_pss_rsae_sha256";
            case 0x0805 -> "rsa_pss_rsae_sha384";
            case 0x0806 -> "rsa_pss_rsae_sha512";
            case 0x0807 -> "ed25519";
            case 0x0808 -> "ed448";
            case 0x0809 -> "rsa_pss_pss_sha256";
            case 0x080a -> "rsa_pss_pss_sha384";
            case 0x080b -> "rsa_pss_pss_sha512";
            case 0x0904 -> "mldsa44";
            case 0x0905 -> "mldsa65";
            case 0x0906 -> "mldsa87";
            default -> String.format("unknown(0x%04x)", code);
        };
    }

    /** What the JCA calls a scheme, and the key it takes. */
    private record Algorithm(String jcaName, KeyKind keyKind, Optional<PSSParameterSpec> pss) {
        static Optional<Algorithm> of(SignatureScheme scheme) {
            return Optional.ofNullable(switch (scheme.code) {
                case 0x0401 -> plain("SHA256withRSA", KeyKind.RSA);
                case 0x0501 -> plain("SHA384withRSA", KeyKind.RSA);
                case 0x0601 -> plain("SHA512withRSA", KeyKind.RSA);
                case 0x0403 -> plain("SHA256withECDSA", KeyKind.EC);
                case 0x0503 -> plain("SHA384withECDSA", KeyKind.EC);
                case 0x0603 -> plain("SHA512withECDSA", KeyKind.EC);
                case 0x0804 -> pss("SHA-256", MGF1ParameterSpec.SHA256, 32, KeyKind.RSA);
                case 0x0805 -> pss("SHA-384", MGF1ParameterSpec.SHA384, 48, KeyKind.RSA);
                case 0x0806 -> pss("SHA-512", MGF1ParameterSpec.SHA512, 64, KeyKind.RSA);
                // [RFC9846 §4.3.3#9]
                case 0x0807 -> plain("Ed25519", KeyKind.ED25519);
                case 0x0808 -> plain("Ed448", KeyKind.ED448);
                case 0x0809 -> pss("SHA-256", MGF1ParameterSpec.SHA256, 32, KeyKind.RSA_PSS);
                case 0x080a -> pss("SHA-384", MGF1ParameterSpec.SHA384, 48, KeyKind.RSA_PSS);
                case 0x080b -> pss("SHA-512", MGF1ParameterSpec.SHA512, 64, KeyKind.RSA_PSS);
                case 0x0904 -> plain("ML-DSA-44", KeyKind.ML_DSA_44); // [draft-ietf-tls-mldsa] with the empty context
                case 0x0905 -> plain("ML-DSA-65", KeyKind.ML_DSA_65);
                case 0x0906 -> plain("ML-DSA-87", KeyKind.ML_DSA_87);
                default -> null;
            });
        }

        private static Algorithm plain(String jcaName, KeyKind keyKind) {
            return new Algorithm(jcaName, keyKind, Optional.empty());
        }

        /** [RFC8446 §4.2.3] MGF1 over the same hash, a salt as long as the hash. */
        private static Algorithm pss(String hash, MGF1ParameterSpec mgf1, int saltLength, KeyKind keyKind) {
            // [RFC9846 §4.3.3#7]
            return new Algorithm("RSASSA-PSS", keyKind, Optional.of(new PSSParameterSpec(hash, "MGF1", mgf1, saltLength, 1)));
        }
    }
}
