package io.puredtls.trust;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.RawPublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * [RFC7250 §4.3] Believes peers that show one of these public keys, without a certificate, and no others. Whatever brought
 * the keys here vouches for the peers, so that no names are compared: whose key it was is known by the key. Immutable and
 * thread-safe.
 */
public final class RawPublicKeyTrust implements TrustPolicy {
    private final List<RawPublicKey> keys;
    private final List<CertificateFingerprint> fingerprints;

    private RawPublicKeyTrust(List<RawPublicKey> keys, List<CertificateFingerprint> fingerprints) {
        this.keys = List.copyOf(keys);
        this.fingerprints = List.copyOf(fingerprints);
    }

    static RawPublicKeyTrust of(RawPublicKey key) {
        return new RawPublicKeyTrust(List.of(key), List.of());
    }

    static RawPublicKeyTrust of(String algorithm, String hex) {
        return new RawPublicKeyTrust(List.of(), List.of(CertificateFingerprint.of(algorithm, hex)));
    }

    /** Believes this key as well. */
    public RawPublicKeyTrust or(RawPublicKey key) {
        List<RawPublicKey> more = new ArrayList<>(keys);
        more.add(key);
        return new RawPublicKeyTrust(more, fingerprints);
    }

    /**
     * Believes the key with this fingerprint as well. The parameters are those of {@link TrustPolicy#rawPublicKeyFingerprint}.
     *
     * @throws IllegalArgumentException if the algorithm is not supported or the digits do not fit it
     */
    public RawPublicKeyTrust or(String algorithm, String hex) {
        List<CertificateFingerprint> more = new ArrayList<>(fingerprints);
        more.add(CertificateFingerprint.of(algorithm, hex));
        return new RawPublicKeyTrust(keys, more);
    }

    /** Raw public keys alone. */
    @Override
    public List<CertificateType> certificateTypes() {
        return List.of(CertificateType.RAW_PUBLIC_KEY);
    }

    @Override
    public Verdict evaluate(RawPublicKey key, Expectation expectation) {
        // [RFC7250 §4.4#1] [RFC7250 §4.3#1]
        if (keys.contains(key) || fingerprints.stream().anyMatch(each -> each.isOf(key.encoded()))) {
            return new Verdict.Trusted();
        }
        return new Verdict.Untrusted(Violation.RAW_PUBLIC_KEY_NOT_TRUSTED,
                "the peer's public key, with the fingerprint sha-256 " + key.fingerprint() + ", is none of those that are believed");
    }

    /** A peer that shows certificates nevertheless is not believed. */
    @Override
    public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
        return TypedTrust.refusal(CertificateType.X509);
    }

    @Override
    public String toString() {
        return "RawPublicKeyTrust" + keys + fingerprints;
    }
}
