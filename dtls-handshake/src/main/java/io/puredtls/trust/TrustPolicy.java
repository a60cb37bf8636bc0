package io.puredtls.trust;

import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;

/**
 * Judges the chain a peer sent. Implementations are immutable and thread-safe, do no I/O, and never throw for what a
 * peer sent: an odd certificate is an {@link Verdict.Untrusted}.
 */
@FunctionalInterface
public interface TrustPolicy {
    /**
     * Judges {@code chain}, as the peer sent it: the end entity first, at least one certificate, the rest in any order.
     */
    Verdict evaluate(List<X509Certificate> chain, Expectation expectation);

    /**
     * Believes what these authorities vouch for, and the certificates themselves if peers show them as their own. With
     * none of them, nobody is believed.
     */
    static PkixTrust roots(Collection<X509Certificate> roots) {
        return PkixTrust.of(roots);
    }

    /** Believes what these authorities vouch for, and the certificates themselves if peers show them as their own. */
    static PkixTrust roots(X509Certificate... roots) {
        return PkixTrust.of(List.of(roots));
    }

    /**
     * Believes what the authorities vouch for that came with the Java runtime (its {@code lib/security/cacerts}), read
     * once when first asked for.
     *
     * @throws IllegalStateException if they cannot be read
     */
    static PkixTrust systemRoots() {
        return SystemRoots.policy();
    }

    /**
     * [RFC8122 §5] Believes the one end-entity certificate with this fingerprint, as an SDP offer tells it. Nothing else
     * of the certificate is looked at: neither its name nor its dates.
     *
     * @param algorithm {@code sha-256}, {@code sha-384} or {@code sha-512}, in any case
     * @param hex two digits for each byte, with or without colons between them, in any case
     * @throws IllegalArgumentException if the algorithm is not one of these or the digits do not fit it
     */
    static FingerprintTrust fingerprint(String algorithm, String hex) {
        return FingerprintTrust.of(algorithm, hex);
    }

    /** Accepts every peer without believing any: anyone in the middle can read and change everything. */
    static TrustPolicy dangerouslyTrustAnyone() {
        return (chain, expectation) -> new Verdict.Unverified();
    }

    /** Asks the application by an event, and waits for its decision. */
    static TrustPolicy custom() {
        return (chain, expectation) -> new Verdict.Ask();
    }
}
