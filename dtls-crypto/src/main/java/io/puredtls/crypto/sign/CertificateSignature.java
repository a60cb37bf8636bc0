package io.puredtls.crypto.sign;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.spec.PSSParameterSpec;
import java.util.List;

/** [RFC9846 §4.3.3] By which schemes a certificate may be said to be signed, as signature_algorithms_cert counts them. */
public final class CertificateSignature {
    /** Nobody is to be shown a certificate that is signed by one of these, unless it says that it wants to. */
    private static final List<SignatureScheme> SHA1 = List.of(new SignatureScheme(0x0201), new SignatureScheme(0x0203));

    private CertificateSignature() {
    }

    /** The schemes that stand for its signature: two for RSASSA-PSS, as the issuer's key is not known here; none for what has no scheme. */
    public static List<SignatureScheme> schemes(X509Certificate certificate) {
        return switch (certificate.getSigAlgOID()) {
            case "1.2.840.113549.1.1.5" -> List.of(SHA1.get(0));
            case "1.2.840.113549.1.1.11" -> List.of(SignatureScheme.RSA_PKCS1_SHA256);
            case "1.2.840.113549.1.1.12" -> List.of(SignatureScheme.RSA_PKCS1_SHA384);
            case "1.2.840.113549.1.1.13" -> List.of(SignatureScheme.RSA_PKCS1_SHA512);
            case "1.2.840.113549.1.1.10" -> pss(certificate);
            case "1.2.840.10045.4.1" -> List.of(SHA1.get(1));
            case "1.2.840.10045.4.3.2" -> List.of(SignatureScheme.ECDSA_SECP256R1_SHA256);
            case "1.2.840.10045.4.3.3" -> List.of(SignatureScheme.ECDSA_SECP384R1_SHA384);
            case "1.2.840.10045.4.3.4" -> List.of(SignatureScheme.ECDSA_SECP521R1_SHA512);
            case "1.3.101.112" -> List.of(SignatureScheme.ED25519);
            case "1.3.101.113" -> List.of(SignatureScheme.ED448);
            case "2.16.840.1.101.3.4.3.17" -> List.of(SignatureScheme.MLDSA44);
            case "2.16.840.1.101.3.4.3.18" -> List.of(SignatureScheme.MLDSA65);
            case "2.16.840.1.101.3.4.3.19" -> List.of(SignatureScheme.MLDSA87);
            default -> List.of();
        };
    }

    private static List<SignatureScheme> pss(X509Certificate certificate) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            return switch (parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm()) {
                case "SHA-256" -> List.of(SignatureScheme.RSA_PSS_RSAE_SHA256, SignatureScheme.RSA_PSS_PSS_SHA256);
                case "SHA-384" -> List.of(SignatureScheme.RSA_PSS_RSAE_SHA384, SignatureScheme.RSA_PSS_PSS_SHA384);
                case "SHA-512" -> List.of(SignatureScheme.RSA_PSS_RSAE_SHA512, SignatureScheme.RSA_PSS_PSS_SHA512);
                default -> List.of();
            };
        } catch (GeneralSecurityException | IOException unreadable) {
            return List.of();
        }
    }

    /** Whether a chain is signed by these schemes alone; who signed for itself is believed for other reasons than that. */
    public static boolean isBy(List<SignatureScheme> schemes, List<X509Certificate> chain) {
        return chain.stream().filter(each -> !isSelfSigned(each)).allMatch(each -> schemes(each).stream().anyMatch(schemes::contains));
    }

    /** Whether a chain rests on SHA-1. */
    public static boolean usesSha1(List<X509Certificate> chain) {
        return chain.stream().filter(each -> !isSelfSigned(each)).anyMatch(each -> schemes(each).stream().anyMatch(SHA1::contains));
    }

    private static boolean isSelfSigned(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal());
    }
}
