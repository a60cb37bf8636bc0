package io.puredtls.crypto.credentials;

import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;

/** The JDK's PKIX algorithm on a given day, without revocation. */
record PathValidation(Instant day, Set<TrustAnchor> anchors) {
    static PathValidation at(Instant day) {
        return new PathValidation(day, Set.of());
    }

    PathValidation trusting(X509Certificate anchor) {
        return new PathValidation(day, Set.of(new TrustAnchor(anchor, null)));
    }

    void validate(List<X509Certificate> chain) throws GeneralSecurityException {
        PKIXParameters parameters = new PKIXParameters(anchors);
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(day));
        CertPathValidator.getInstance("PKIX").validate(CertificateFactory.getInstance("X.509").generateCertPath(chain), parameters);
    }
}
