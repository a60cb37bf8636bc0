package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.io.IOException;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * [RFC5280 §4.2.1.10] What an authority may issue for. The JDK applies the constraints of the authorities below a root;
 * those of the root itself it can only ignore, so they are applied here, by the JDK's matching of names. That is stricter
 * than the RFC in one point: in a certificate without alternative names, also an authority's, a common name that looks
 * like a host name is held against DNS constraints.
 */
final class NameConstraints {
    private static final String OID = "2.5.29.30";

    private NameConstraints() {
    }

    /** Refuses a {@code path} (end entity first) with names that its {@code root} may not vouch for. */
    static void allow(List<X509Certificate> path, X509Certificate root) throws Refusal {
        Optional<X509CertSelector> constraints = of(root);
        if (constraints.isEmpty()) {
            return;
        }
        for (int i = 0; i < path.size(); i++) {
            X509Certificate each = path.get(i);
            // [RFC5280 §6.1.3] Not for self-issued authorities, which roll keys over; always for the end entity.
            boolean applies = i == 0 || !each.getSubjectX500Principal().equals(each.getIssuerX500Principal());
            if (applies && !constraints.get().match(each)) {
                throw new Refusal(Violation.CERTIFICATE_CONSTRAINT_BROKEN, PeerText.of(each) + " with "
                        + PeerText.of(AlternativeNames.describe(each)) + " has names that are outside the name constraints of "
                        + PeerText.of(root));
            }
        }
    }

    /** The JDK takes constraints that it cannot read, and that are not critical, for absent. */
    static void areReadable(X509Certificate issuer) throws Refusal {
        of(issuer);
    }

    private static Optional<X509CertSelector> of(X509Certificate issuer) throws Refusal {
        byte[] extension = issuer.getExtensionValue(OID);
        if (extension == null) {
            return Optional.empty();
        }
        try {
            X509CertSelector selector = new X509CertSelector();
            selector.setNameConstraints(new DerElements(extension).only(DerElements.OCTET_STRING));
            return Optional.of(selector);
        } catch (IOException | RuntimeException malformed) {
            throw new Refusal(Violation.CERTIFICATE_UNREADABLE,
                    PeerText.of(issuer) + " has malformed name constraints: " + PeerText.of(malformed));
        }
    }
}
