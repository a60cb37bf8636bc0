package io.puredtls.endpoint.cli;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** What people want to know of a certificate. */
final class CertificateText {
    private CertificateText() {
    }

    /** [RFC8122 §5] The hash of it, as {@code sha-256 AB:CD:…}. */
    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "sha-256 " + HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash);
        } catch (NoSuchAlgorithmException | CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate has no SHA-256 hash here", impossible);
        }
    }

    /** Subject, key and end of validity. */
    static String summary(X509Certificate certificate) {
        return PeerText.shown(certificate.getSubjectX500Principal().getName()) + ", "
                + certificate.getPublicKey().getAlgorithm() + " key, valid until " + certificate.getNotAfter().toInstant();
    }
}
