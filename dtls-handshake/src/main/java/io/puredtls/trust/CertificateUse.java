package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** What one certificate says of itself: when it is valid and what it is for. */
final class CertificateUse {
    private static final String KEY_USAGE = "2.5.29.15";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int KEY_CERT_SIGN = 5;
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String ANY_EXTENDED_KEY_USAGE = "2.5.29.37.0";

    private CertificateUse() {
    }

    /** [RFC5280 §4.1.2.5] Both ends are within. */
    static void isValidAt(X509Certificate certificate, Instant now) throws Refusal {
        Instant notBefore = certificate.getNotBefore().toInstant();
        Instant notAfter = certificate.getNotAfter().toInstant();
        if (now.isBefore(notBefore)) {
            throw new Refusal(Violation.CERTIFICATE_NOT_YET_VALID,
                    PeerText.of(certificate) + " is not valid before " + notBefore + "; now it is " + now);
        }
        if (now.isAfter(notAfter)) {
            throw new Refusal(Violation.CERTIFICATE_PAST_VALIDITY,
                    PeerText.of(certificate) + " is not valid after " + notAfter + "; now it is " + now);
        }
    }

    /** [RFC5280 §4.2.1.3] The peer signs the handshake, so its key usage, if any, allows that. */
    static void signsHandshakes(X509Certificate leaf) throws Refusal {
        // [RFC9846 §4.5.1.2#2]
        if (!hasUsage(leaf, DIGITAL_SIGNATURE)) {
            throw new Refusal(Violation.CERTIFICATE_KEY_USAGE_WRONG,
                    PeerText.of(leaf) + " has a key usage without digitalSignature");
        }
    }

    /** [RFC5280 §4.2.1.3] Whoever issues certificates has a key usage, if any, that allows it. */
    static void signsCertificates(X509Certificate issuer) throws Refusal {
        if (!hasUsage(issuer, KEY_CERT_SIGN)) {
            throw new Refusal(Violation.CERTIFICATE_KEY_USAGE_WRONG,
                    PeerText.of(issuer) + " issued another, but has a key usage without keyCertSign");
        }
    }

    /** The JDK takes key usage that it cannot read for absent. */
    private static boolean hasUsage(X509Certificate certificate, int bit) throws Refusal {
        if (certificate.getExtensionValue(KEY_USAGE) == null) {
            return true;
        }
        boolean[] usage = certificate.getKeyUsage();
        if (usage == null) {
            throw new Refusal(Violation.CERTIFICATE_UNREADABLE, PeerText.of(certificate) + " has a malformed key usage");
        }
        return bit < usage.length && usage[bit];
    }

    /**
     * [RFC5280 §4.2.1.12] Extended key usage, if any, allows the purpose. RFC 5280 asks it of the end entity; asking it
     * of authorities below the root too is what the CA/Browser Forum and other verifiers do to confine them.
     */
    static void serves(X509Certificate certificate, Purpose purpose) throws Refusal {
        if (certificate.getExtensionValue(EXTENDED_KEY_USAGE) == null) {
            return;
        }
        List<String> allowed;
        try {
            allowed = certificate.getExtendedKeyUsage();
        } catch (CertificateParsingException malformed) {
            throw new Refusal(Violation.CERTIFICATE_UNREADABLE,
                    PeerText.of(certificate) + " has a malformed extended key usage: " + PeerText.of(malformed));
        }
        if (allowed == null) {
            throw new Refusal(Violation.CERTIFICATE_UNREADABLE, PeerText.of(certificate) + " has a malformed extended key usage");
        }
        if (!allowed.contains(purpose.oid()) && !allowed.contains(ANY_EXTENDED_KEY_USAGE)) {
            throw new Refusal(Violation.CERTIFICATE_EXTENDED_USAGE_WRONG, PeerText.of(certificate) + " is for "
                    + PeerText.of(String.join(", ", allowed)) + ", not for " + purpose.oid() + " (" + purpose + ")");
        }
    }
}
