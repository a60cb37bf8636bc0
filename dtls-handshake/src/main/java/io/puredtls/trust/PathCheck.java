package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * [RFC5280 §6.1] One path from an end entity to a root: the JDK's validation, and what it leaves to us: dates and
 * constraints of the root, what the authorities are for, revocation by lists in hand.
 *
 * @param purpose what the end entity is used for
 * @param now when
 * @param revocation lists to look into; empty if revocation is not asked for
 * @param status what is made of an OCSP response; empty if none is looked at
 */
record PathCheck(Purpose purpose, Instant now, Optional<RevocationLists> revocation, Optional<OcspCheck> status) {
    /** Refuses {@code path} (end entity first, root left out) unless {@code root} vouches for it. */
    void check(List<X509Certificate> path, X509Certificate root) throws Refusal {
        for (X509Certificate each : path) {
            CertificateUse.isValidAt(each, now);
            Strength.ofSignature(each);
            Strength.ofKey(each);
        }
        CertificateUse.isValidAt(root, now);
        Strength.ofKey(root);
        isAuthority(root, path);
        for (X509Certificate issuer : path.subList(1, path.size())) {
            CertificateUse.signsCertificates(issuer);
            NameConstraints.areReadable(issuer);
        }
        validate(path, root);
        NameConstraints.allow(path, root);
        for (X509Certificate issuer : path.subList(1, path.size())) {
            CertificateUse.serves(issuer, purpose);
        }
        if (revocation.isPresent()) {
            for (int i = 0; i < path.size(); i++) {
                revocation.get().doNotName(path.get(i), issuerOf(path, i, root), now);
            }
        }
        if (status.isPresent()) {
            status.get().check(path, root, now);
        }
    }

    /**
     * [RFC5280 §6.1.4] What the JDK asks of every authority but the root. Without it a trusted end entity could issue.
     * Roots of version 1 cannot say that they are authorities; whoever trusts them as roots says it.
     */
    private static void isAuthority(X509Certificate root, List<X509Certificate> path) throws Refusal {
        int pathLength = root.getBasicConstraints();
        if (pathLength < 0 && root.getVersion() >= 3) {
            throw new Refusal(Violation.CERTIFICATE_CONSTRAINT_BROKEN, PeerText.of(root) + " is trusted for itself, but is no "
                    + "authority and cannot vouch for " + PeerText.of(path.get(path.size() - 1)));
        }
        CertificateUse.signsCertificates(root);
        long authorities = path.stream().skip(1)
                .filter(each -> !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .count();
        if (pathLength >= 0 && authorities > pathLength) {
            throw new Refusal(Violation.CERTIFICATE_CONSTRAINT_BROKEN, PeerText.of(root) + " allows " + pathLength
                    + " authorities below it; there are " + authorities);
        }
    }

    private void validate(List<X509Certificate> path, X509Certificate root) throws Refusal {
        try {
            // [RFC9846 §4.5.1.3#5] [RFC9846 §4.3.3#15]
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            // [RFC9846 §4.3.3#11]
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (CertPathValidatorException invalid) {
            throw refusal(invalid, path, root);
        } catch (GeneralSecurityException unreadable) {
            throw new Refusal(Violation.CERTIFICATE_UNREADABLE,
                    "the path from " + PeerText.of(path.get(0)) + " cannot be judged: " + PeerText.of(unreadable));
        }
    }

    private static X509Certificate issuerOf(List<X509Certificate> path, int index, X509Certificate root) {
        return index + 1 < path.size() ? path.get(index + 1) : root;
    }

    private static Refusal refusal(CertPathValidatorException invalid, List<X509Certificate> path, X509Certificate root) {
        int index = Math.max(invalid.getIndex(), 0);
        X509Certificate culprit = path.get(index);
        X509Certificate issuer = issuerOf(path, index, root);
        Violation violation = violation(invalid);
        if (violation == Violation.CERTIFICATE_SIGNATURE_WRONG
                && KeyIdentifiers.compare(culprit, issuer) == KeyIdentifiers.DIFFER) {
            return new Refusal(Violation.CERTIFICATE_NOT_TRUSTED, PeerText.of(culprit)
                    + " was signed by another key than that of " + PeerText.of(issuer));
        }
        return new Refusal(violation, PeerText.of(culprit) + ", issued by '"
                + PeerText.of(culprit.getIssuerX500Principal().getName()) + "', is not valid: " + PeerText.of(invalid));
    }

    private static Violation violation(CertPathValidatorException invalid) {
        CertPathValidatorException.Reason reason = invalid.getReason();
        if (reason instanceof BasicReason basic) {
            return switch (basic) {
                case EXPIRED -> Violation.CERTIFICATE_PAST_VALIDITY;
                case NOT_YET_VALID -> Violation.CERTIFICATE_NOT_YET_VALID;
                case REVOKED -> Violation.CERTIFICATE_WAS_REVOKED;
                case UNDETERMINED_REVOCATION_STATUS -> Violation.CERTIFICATE_REVOCATION_UNKNOWN;
                case INVALID_SIGNATURE -> Violation.CERTIFICATE_SIGNATURE_WRONG;
                case ALGORITHM_CONSTRAINED -> Violation.CERTIFICATE_ALGORITHM_REFUSED;
                case UNSPECIFIED -> unspecified(invalid);
                default -> Violation.CERTIFICATE_UNREADABLE; // of a newer JDK
            };
        }
        if (reason instanceof PKIXReason pkix) {
            return switch (pkix) {
                case NO_TRUST_ANCHOR, NAME_CHAINING -> Violation.CERTIFICATE_NOT_TRUSTED;
                case INVALID_KEY_USAGE -> Violation.CERTIFICATE_KEY_USAGE_WRONG;
                case UNRECOGNIZED_CRIT_EXT -> Violation.CERTIFICATE_EXTENSION_UNKNOWN;
                case NOT_CA_CERT, PATH_TOO_LONG, INVALID_NAME, INVALID_POLICY -> Violation.CERTIFICATE_CONSTRAINT_BROKEN;
                default -> Violation.CERTIFICATE_UNREADABLE; // of a newer JDK
            };
        }
        return Violation.CERTIFICATE_UNREADABLE;
    }

    /** The JDK gives no reason where a provider lacks an algorithm or cannot use a key. */
    private static Violation unspecified(CertPathValidatorException invalid) {
        Throwable cause = invalid.getCause();
        return cause instanceof NoSuchAlgorithmException || cause instanceof InvalidKeyException
                ? Violation.CERTIFICATE_ALGORITHM_REFUSED
                : Violation.CERTIFICATE_UNREADABLE;
    }
}
