package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.security.GeneralSecurityException;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * [RFC5280 §6.3] Revocation by complete lists that the application holds, without network. A list counts if the
 * certificate's issuer signed it with the key that signed the certificate, may sign lists, and now is within the list's
 * update times. Delta lists, indirect lists and lists of a partial scope (with critical extensions) do not count.
 * Immutable and thread-safe as far as the JDK's {@link X509CRL} is.
 */
final class RevocationLists {
    private static final int CRL_SIGN = 6;

    private final List<X509CRL> lists;

    RevocationLists(Collection<X509CRL> lists) {
        this.lists = List.copyOf(lists);
    }

    /** Refuses {@code certificate} unless a list of its issuer counts and does not name it. */
    void doNotName(X509Certificate certificate, X509Certificate issuer, Instant now) throws Refusal {
        boolean[] issuerUsage = issuer.getKeyUsage();
        boolean maySignLists = issuerUsage == null || issuerUsage[CRL_SIGN];
        boolean known = false;
        for (X509CRL list : lists) {
            if (maySignLists && isCurrentListOf(certificate, list, now) && isSignedBy(issuer, list)) {
                known = true;
                refuseIfNamed(certificate, list);
            }
        }
        if (!known) {
            throw new Refusal(Violation.CERTIFICATE_REVOCATION_UNKNOWN, "no current revocation list of "
                    + PeerText.of(issuer) + " says whether " + PeerText.of(certificate) + " is revoked");
        }
    }

    /**
     * The same for a certificate that is trusted by itself, whose issuer's key nobody knows: every list in the name of
     * its issuer is heard, and none is needed.
     */
    void doNotName(X509Certificate pinned) throws Refusal {
        for (X509CRL list : lists) {
            if (list.getIssuerX500Principal().equals(pinned.getIssuerX500Principal())) {
                refuseIfNamed(pinned, list);
            }
        }
    }

    private static boolean isCurrentListOf(X509Certificate certificate, X509CRL list, Instant now) {
        // [RFC5280 §5.2] A list with a critical extension that is not understood says nothing of certificates not in it.
        return list.getIssuerX500Principal().equals(certificate.getIssuerX500Principal())
                && (list.getCriticalExtensionOIDs() == null || list.getCriticalExtensionOIDs().isEmpty())
                && !now.isBefore(list.getThisUpdate().toInstant())
                && (list.getNextUpdate() == null || !now.isAfter(list.getNextUpdate().toInstant()));
    }

    private static boolean isSignedBy(X509Certificate issuer, X509CRL list) {
        if (list.getSigAlgName().toUpperCase(Locale.ROOT).startsWith("MD")) {
            return false; // MD2, MD5: forgeable
        }
        try {
            list.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException | RuntimeException notSigned) {
            return false;
        }
    }

    private static void refuseIfNamed(X509Certificate certificate, X509CRL list) throws Refusal {
        X509CRLEntry entry = list.getRevokedCertificate(certificate.getSerialNumber());
        if (entry != null) {
            String reason = entry.getRevocationReason() == null ? "unspecified" : entry.getRevocationReason().name();
            throw new Refusal(Violation.CERTIFICATE_WAS_REVOKED, PeerText.of(certificate) + " was revoked at "
                    + entry.getRevocationDate().toInstant() + ", reason: " + reason.toLowerCase(Locale.ROOT));
        }
    }
}
