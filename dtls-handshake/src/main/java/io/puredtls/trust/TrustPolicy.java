package io.puredtls.trust;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.RawPublicKey;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * Judges the chain a peer sent, or the public key that it showed without a certificate. Implementations are immutable and
 * thread-safe, do no I/O, and never throw for what a peer sent: an odd certificate is an {@link Verdict.Untrusted}.
 */
@FunctionalInterface
public interface TrustPolicy {
    /**
     * Judges {@code chain}, as the peer sent it: the end entity first, at least one certificate, the rest in any order.
     */
    Verdict evaluate(List<X509Certificate> chain, Expectation expectation);

    /** [RFC7250 §4.3] Judges a public key that the peer showed without a certificate. Default: none is believed. */
    default Verdict evaluate(RawPublicKey key, Expectation expectation) {
        return TypedTrust.refusal(CertificateType.RAW_PUBLIC_KEY);
    }

    /**
     * [RFC7250 §4.1] What peers are told that they may show, the kind that is liked best first; at least one, unless it is a client
     * that goes by pre-shared keys alone. Default: certificates alone.
     */
    default List<CertificateType> certificateTypes() {
        return List.of(CertificateType.X509);
    }

    /** What peers are asked to show along with their certificates; it comes in {@link Expectation#stapled}. Default: nothing. */
    default Set<Staple> staples() {
        return Set.of();
    }

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

    /** Believes nobody by what he shows: for clients that have a pre-shared key, and go by that alone. */
    static TrustPolicy nobody() {
        return TypedTrust.Nobody.INSTANCE;
    }

    /** Accepts every peer without believing any: anyone in the middle can read and change everything. */
    static TrustPolicy dangerouslyTrustAnyone() {
        return (chain, expectation) -> new Verdict.Unverified();
    }

    /** Asks the application by an event, and waits for its decision. */
    static TrustPolicy custom() {
        return (chain, expectation) -> new Verdict.Ask();
    }

    /** [RFC7250] Believes the one public key, shown without a certificate; more may be added. Nothing else is looked at. */
    static RawPublicKeyTrust rawPublicKey(RawPublicKey key) {
        return RawPublicKeyTrust.of(key);
    }

    /**
     * [RFC7250] Believes the one public key, shown without a certificate, whose SubjectPublicKeyInfo has this hash; more may be
     * added. The parameters are those of {@link #fingerprint}.
     *
     * @throws IllegalArgumentException if the algorithm is not one of these or the digits do not fit it
     */
    static RawPublicKeyTrust rawPublicKeyFingerprint(String algorithm, String hex) {
        return RawPublicKeyTrust.of(algorithm, hex);
    }

    /** [RFC7250] Asks the application about public keys, shown without a certificate, and waits for its decision. */
    static TrustPolicy customRawPublicKeys() {
        return new TypedTrust.AnyKey(Verdict.Ask::new);
    }

    /** [RFC7250] Accepts every public key, shown without a certificate: anyone in the middle can read and change everything. */
    static TrustPolicy dangerouslyTrustAnyRawPublicKey() {
        return new TypedTrust.AnyKey(Verdict.Unverified::new);
    }

    /** [RFC7250] Lets peers show either, and prefers a public key alone: each is judged by its own policy. */
    static TrustPolicy either(TrustPolicy rawPublicKeys, TrustPolicy certificates) {
        return new TypedTrust.Either(rawPublicKeys, certificates);
    }
}
