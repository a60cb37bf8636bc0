package io.puredtls.trust;

import io.puredtls.alert.Violation;
import io.puredtls.wire.Bytes;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.PKIXRevocationChecker.Option;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * [RFC6960 §3.2] What an OCSP response that came with a certificate says of it. The JDK checks it: that it is about this certificate,
 * signed by its issuer or by a responder that the issuer has made one [RFC6960 §4.2.2.2], and neither too old nor of the future.
 *
 * @param response what came, if anything
 */
record OcspCheck(OcspStapling wanted, Optional<Bytes> response) {
    /** Refuses the end entity of {@code path}, which is valid from there to {@code root}, unless the response is good, or none is needed. */
    void check(List<X509Certificate> path, X509Certificate root, Instant now) throws Refusal {
        X509Certificate leaf = path.get(0);
        if (response.isEmpty()) {
            require(leaf);
            return;
        }
        try {
            CertPathValidator validator = CertPathValidator.getInstance("PKIX");
            // Given a response for it, the JDK asks no network about a certificate; about the others it is not to ask at all.
            PKIXRevocationChecker checker = (PKIXRevocationChecker) validator.getRevocationChecker();
            checker.setOptions(Set.of(Option.ONLY_END_ENTITY, Option.NO_FALLBACK));
            checker.setOcspResponses(Map.of(leaf, response.get().toArray()));
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.addCertPathChecker(checker);
            parameters.setDate(Date.from(now));
            validator.validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (CertPathValidatorException refused) {
            throw bad(leaf, "is not good: " + PeerText.of(refused));
        } catch (GeneralSecurityException unreadable) {
            throw bad(leaf, "cannot be judged: " + PeerText.of(unreadable));
        }
    }

    /** A certificate that is trusted for itself has no issuer whose word would count: where one's word is required there is none. */
    void checkForItself(X509Certificate pinned) throws Refusal {
        if (response.isEmpty()) {
            require(pinned);
        } else if (wanted == OcspStapling.REQUIRED) {
            throw bad(pinned, "cannot be checked: the certificate is trusted for itself, and nobody knows its issuer");
        }
    }

    private void require(X509Certificate leaf) throws Refusal {
        if (wanted == OcspStapling.REQUIRED) {
            throw new Refusal(Violation.BAD_CERTIFICATE_STATUS, PeerText.of(leaf) + " came without an OCSP response, which is required");
        }
        if (TlsFeatures.of(leaf).contains(TlsFeatures.STATUS_REQUEST)) {
            // [RFC7633 §4.3.3] what both the certificate and our hello ask for has to come
            throw new Refusal(Violation.BAD_CERTIFICATE_STATUS, PeerText.of(leaf) + " came without an OCSP response, which it says itself is a must");
        }
    }

    private static Refusal bad(X509Certificate leaf, String why) {
        // [RFC6066 §8#12]
        return new Refusal(Violation.BAD_CERTIFICATE_STATUS, "the OCSP response that came with " + PeerText.of(leaf) + " " + why);
    }
}
