package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * [RFC5280 §6] Believes what a set of authorities, the roots, vouches for, and the roots themselves. Immutable and
 * thread-safe; asks neither network nor disk.
 *
 * <p>A chain is believed if a path leads from its first certificate to a root, over the others in any order; every
 * certificate on it, the root included, is valid at the time given; the first one may sign handshakes, is for the
 * purpose given and names the identity given [RFC9525 §6]. The subject's common name is never taken for a host name.
 * Algorithms and key sizes that {@code jdk.certpath.disabledAlgorithms} names are refused, as everywhere in the Java
 * runtime, and besides them signatures of certificates by MD5 or SHA-1, and RSA keys of less than 2048 or more than 8192
 * bits, unless the certificate is trusted for itself. A chain has at most {@value #LONGEST_CHAIN} certificates.
 *
 * <p>Revocation is not checked unless lists are given, or OCSP responses that peers show are to be looked at.
 */
public final class PkixTrust implements TrustPolicy {
    /** Chains of more certificates are refused. */
    public static final int LONGEST_CHAIN = 16;

    /** Critical extensions that are understood in a certificate that is trusted for itself. */
    private static final Set<String> UNDERSTOOD = Set.of(
            "2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.30", "2.5.29.32", "2.5.29.33", "2.5.29.36", "2.5.29.37", "2.5.29.54");

    private final TrustedRoots roots;
    private final Optional<RevocationLists> revocation;
    private final Optional<OcspStapling> ocsp;

    private PkixTrust(TrustedRoots roots, Optional<RevocationLists> revocation, Optional<OcspStapling> ocsp) {
        this.roots = roots;
        this.revocation = revocation;
        this.ocsp = ocsp;
    }

    static PkixTrust of(Collection<X509Certificate> roots) {
        return new PkixTrust(new TrustedRoots(roots), Optional.empty(), Optional.empty());
    }

    /**
     * [RFC5280 §6.3] The same roots, with revocation checked by these lists alone: each certificate below a root must
     * have a current, complete list of its issuer among them, so an empty collection refuses everything. A root that a
     * peer shows as its own needs none, but is refused if a list in the name of its issuer names it.
     */
    public PkixTrust withCrls(Collection<X509CRL> lists) {
        return new PkixTrust(roots, Optional.of(new RevocationLists(lists)), ocsp);
    }

    /**
     * [RFC6066 §8] The same roots, and peers are asked for an OCSP response to their own certificate. It is no word about a
     * certificate that is trusted for itself: where one is required such a certificate is refused. [RFC7633] A certificate that
     * says itself that a response is a must (must-staple) is refused without one also where none is required; who does not ask for
     * responses does not look at that, as nobody could answer.
     */
    public PkixTrust withOcsp(OcspStapling stapling) {
        return new PkixTrust(roots, revocation, Optional.of(stapling));
    }

    @Override
    public Set<Staple> staples() {
        return ocsp.isPresent() ? Set.of(Staple.OCSP_RESPONSE) : Set.of();
    }

    @Override
    public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
        try {
            judge(chain, expectation);
            return new Verdict.Trusted();
        } catch (Refusal refusal) {
            return refusal.verdict();
        } catch (RuntimeException unforeseen) {
            // Certificates that parse can still surprise those who look into them; no peer may make us throw.
            return new Verdict.Untrusted(
                    Violation.CERTIFICATE_UNREADABLE, "the peer's certificates cannot be judged: " + PeerText.of(unforeseen));
        }
    }

    private void judge(List<X509Certificate> chain, Expectation expectation) throws Refusal {
        if (chain.isEmpty()) {
            throw new Refusal(Violation.CERTIFICATE_MISSING, "the peer sent no certificate");
        }
        if (chain.size() > LONGEST_CHAIN) {
            throw new Refusal(Violation.CERTIFICATE_CHAIN_TOO_LONG,
                    "the peer sent " + chain.size() + " certificates; at most " + LONGEST_CHAIN + " are looked at");
        }
        X509Certificate leaf = chain.get(0);
        CertificateUse.isValidAt(leaf, expectation.now());
        Optional<OcspCheck> status = ocsp.map(wanted -> new OcspCheck(wanted, expectation.stapled().ocspResponse()));
        if (roots.contains(leaf)) {
            isFitForItself(leaf);
            if (status.isPresent()) {
                status.get().checkForItself(leaf);
            }
        } else {
            PathCheck check = new PathCheck(expectation.purpose(), expectation.now(), revocation, status);
            new PathSearch(roots, chain, check).from(leaf);
        }
        CertificateUse.signsHandshakes(leaf);
        CertificateUse.serves(leaf, expectation.purpose());
        NameCheck.isFor(leaf, expectation.identity());
    }

    /** A root that the peer shows as its own is its own path: nothing is left for the JDK to validate. */
    private void isFitForItself(X509Certificate leaf) throws Refusal {
        Set<String> critical = leaf.getCriticalExtensionOIDs();
        if (critical != null && !UNDERSTOOD.containsAll(critical)) {
            throw new Refusal(Violation.CERTIFICATE_EXTENSION_UNKNOWN, PeerText.of(leaf)
                    + " has a critical extension that is not understood among " + PeerText.of(critical.toString()));
        }
        if (revocation.isPresent()) {
            revocation.get().doNotName(leaf);
        }
    }

    @Override
    public String toString() {
        return "PkixTrust[" + roots.size() + " roots, revocation " + (revocation.isPresent() ? "by lists" : "not checked") + "]";
    }
}
