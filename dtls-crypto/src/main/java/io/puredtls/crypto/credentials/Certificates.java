package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerException;
import io.puredtls.crypto.der.DerReader;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * X.509 certificates in PEM: bundles of trusted authorities, chains. Stateless and thread-safe. Files and texts
 * may be up to {@value PemFile#LIMIT} bytes long; whatever is wrong with one is a {@link CredentialsException}
 * that names the block and line.
 *
 * <p>Read are the labels CERTIFICATE, X509 CERTIFICATE [RFC7468 §5] and OpenSSL's TRUSTED CERTIFICATE, whose
 * trust settings are ignored. Other blocks are passed over.
 */
public final class Certificates {
    private static final String TRUSTED = "TRUSTED CERTIFICATE";

    private Certificates() {
    }

    /** All certificates in {@code pem}, in its order; at least one. */
    public static List<X509Certificate> fromPem(String pem) {
        try (PemFile file = PemFile.parse(pem)) {
            return in(file);
        }
    }

    /** All certificates in the file {@code pem}, in its order; at least one. */
    public static List<X509Certificate> fromPem(Path pem) {
        try (PemFile file = PemFile.read(pem)) {
            return in(file);
        }
    }

    /** {@code certificate} as one PEM block. */
    public static String toPem(X509Certificate certificate) {
        try {
            return PemBlock.armor("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException refused) {
            throw new CredentialsException("certificate " + certificate.getSubjectX500Principal() + " cannot be encoded", refused);
        }
    }

    /** {@code certificates} as one PEM block each, in their order. */
    public static String toPem(Collection<X509Certificate> certificates) {
        StringBuilder pem = new StringBuilder();
        certificates.forEach(certificate -> pem.append(toPem(certificate)));
        return pem.toString();
    }

    /**
     * Reads one certificate in DER, which stays the caller's, its public key included.
     *
     * @throws CertificateException if it is none, more than one, or no DER on the outside, where the JDK reads some
     *         others too: nothing signs the signature's own octets, and one certificate is to have one encoding
     */
    public static X509Certificate fromDer(byte[] der) throws CertificateException {
        try {
            DerReader whole = DerReader.of(der, "certificate");
            DerReader parts = whole.sequence("Certificate");
            whole.end();
            parts.skip("tbsCertificate");
            parts.skip("signatureAlgorithm");
            parts.bitString("signatureValue");
            parts.end();
            X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
            certificate.getPublicKey(); // some keys are only looked at when they are asked for
            return certificate;
        } catch (DerException malformed) {
            throw new CertificateException(malformed.getMessage(), malformed);
        } catch (RuntimeException unchecked) { // JDK 17 and 25: an Ed25519 key of no bytes is an ArrayIndexOutOfBoundsException
            throw new CertificateException("the JDK cannot read it: " + unchecked, unchecked);
        }
    }

    static List<X509Certificate> in(PemFile file) {
        List<X509Certificate> certificates = new ArrayList<>();
        for (PemBlock block : file.blocks()) {
            switch (block.label()) {
                case "CERTIFICATE", "X509 CERTIFICATE", TRUSTED -> certificates.add(decode(block));
                default -> { } // keys, requests and parameters may stand in the same file
            }
        }
        if (certificates.isEmpty()) {
            throw new CredentialsException(file.name() + " holds no certificate, " + file.found());
        }
        return certificates;
    }

    private static X509Certificate decode(PemBlock block) {
        try {
            DerReader content = DerReader.of(block.content(), "certificate");
            byte[] der = content.element("Certificate");
            if (!block.label().equals(TRUSTED)) {
                content.end(); // only the trusted form carries OpenSSL's CertAux behind the certificate
            }
            return fromDer(der);
        } catch (DerException | CertificateException malformed) {
            throw new CredentialsException(block.where() + " is not an X.509 certificate: " + malformed.getMessage(), malformed);
        }
    }

}
