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

    /** All schemes that this library knows, in the order of preference. SHA-1 and MD5 are not among them (RFC 9155). */
    public static final List<SignatureScheme> KNOWN = List.of(
            ECDSA_SECP256R1_SHA256, ED25519, ECDSA_SECP384R1_SHA384, ECDSA_SECP521R1_SHA512, ED448,
            RSA_PSS_RSAE_SHA256, RSA_PSS_RSAE_SHA384, RSA_PSS_RSAE_SHA512,
            RSA_PSS_PSS_SHA256, RSA_PSS_PSS_SHA384, RSA_PSS_PSS_SHA512,
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
                case 0x0807 -> plain("Ed25519", KeyKind.ED25519);
                case 0x0808 -> plain("Ed448", KeyKind.ED448);
                case 0x0809 -> pss("SHA-256", MGF1ParameterSpec.SHA256, 32, KeyKind.RSA_PSS);
                case 0x080a -> pss("SHA-384", MGF1ParameterSpec.SHA384, 48, KeyKind.RSA_PSS);
                case 0x080b -> pss("SHA-512", MGF1ParameterSpec.SHA512, 64, KeyKind.RSA_PSS);
                default -> null;
            });
        }

        private static Algorithm plain(String jcaName, KeyKind keyKind) {
            return new Algorithm(jcaName, keyKind, Optional.empty());
        }

        /** [RFC8446 §4.2.3] MGF1 over the same hash, a salt as long as the hash. */
        private static Algorithm pss(String hash, MGF1ParameterSpec mgf1, int saltLength, KeyKind keyKind) {
            return new Algorithm("RSASSA-PSS", keyKind, Optional.of(new PSSParameterSpec(hash, "MGF1", mgf1, saltLength, 1)));
        }
    }
}
