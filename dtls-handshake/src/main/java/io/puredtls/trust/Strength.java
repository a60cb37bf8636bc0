package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Locale;

/** What no path may be built on, whatever the Java runtime is configured to take: old hashes, and keys too short or too long. */
final class Strength {
    private static final List<String> BROKEN = List.of("MD2", "MD4", "MD5", "SHA1", "SHA-1");
    private static final String RSASSA_PSS = "1.2.840.113549.1.1.10";
    private static final int SHORTEST_RSA = 2048;
    private static final int LONGEST_RSA = 8192;

    private Strength() {
    }

    /** Whether the signature on a certificate that is not a root means something. */
    // [RFC9846 §4.5.1.3#3] [RFC9846 §4.5.1.3#4]
    static void ofSignature(X509Certificate certificate) throws Refusal {
        String algorithm = algorithm(certificate);
        if (BROKEN.stream().anyMatch(algorithm.toUpperCase(Locale.ROOT)::contains)) {
            throw new Refusal(Violation.CERTIFICATE_ALGORITHM_REFUSED, PeerText.of(certificate) + " is signed by " + PeerText.of(algorithm));
        }
    }

    private static String algorithm(X509Certificate certificate) throws Refusal {
        if (!certificate.getSigAlgOID().equals(RSASSA_PSS)) {
            return certificate.getSigAlgName();
        }
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
            parameters.init(certificate.getSigAlgParams());
            return "RSASSA-PSS with " + parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (GeneralSecurityException | IOException | RuntimeException unreadable) {
            throw new Refusal(Violation.CERTIFICATE_UNREADABLE, PeerText.of(certificate) + " is signed by RSASSA-PSS with unreadable parameters");
        }
    }

    /** Whether a key is long enough to mean something, and short enough to be worked with. Curves are all of 255 bits or more. */
    // [RFC9846 §C.2#1]
    static void ofKey(X509Certificate certificate) throws Refusal {
        if (certificate.getPublicKey() instanceof RSAKey rsa) {
            int bits = rsa.getModulus().bitLength();
            if (bits < SHORTEST_RSA || bits > LONGEST_RSA) {
                throw new Refusal(Violation.CERTIFICATE_ALGORITHM_REFUSED, PeerText.of(certificate) + " has an RSA key of " + bits
                        + " bits; " + SHORTEST_RSA + " to " + LONGEST_RSA + " are taken");
            }
        }
    }
}
