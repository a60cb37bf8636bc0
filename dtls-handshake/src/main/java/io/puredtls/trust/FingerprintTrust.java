package io.puredtls.trust;

import io.puredtls.alert.Violation;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * [RFC8122 §6.2] Believes the end-entity certificates that have one of these fingerprints, however they were signed.
 * The signalling that carried the fingerprint vouches for the peer, so neither names nor dates nor usages are looked
 * at, as WebRTC does it [RFC8827 §6.5]. Immutable and thread-safe.
 */
public final class FingerprintTrust implements TrustPolicy {
    private final List<CertificateFingerprint> fingerprints;

    private FingerprintTrust(List<CertificateFingerprint> fingerprints) {
        this.fingerprints = List.copyOf(fingerprints);
    }

    static FingerprintTrust of(String algorithm, String hex) {
        return new FingerprintTrust(List.of(CertificateFingerprint.of(algorithm, hex)));
    }

    /**
     * [RFC8122 §5] Believes certificates with this fingerprint as well: one that matches is enough. The parameters are
     * those of {@link TrustPolicy#fingerprint}.
     *
     * @throws IllegalArgumentException if the algorithm is not supported or the digits do not fit it
     */
    public FingerprintTrust or(String algorithm, String hex) {
        List<CertificateFingerprint> more = new ArrayList<>(fingerprints);
        more.add(CertificateFingerprint.of(algorithm, hex));
        return new FingerprintTrust(more);
    }

    @Override
    public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
        if (chain.isEmpty()) {
            return new Verdict.Untrusted(Violation.CERTIFICATE_MISSING, "the peer sent no certificate");
        }
        try {
            return judge(chain.get(0).getEncoded());
        } catch (CertificateEncodingException | RuntimeException unreadable) {
            return new Verdict.Untrusted(
                    Violation.CERTIFICATE_UNREADABLE, "the peer's certificate has no encoding: " + PeerText.of(unreadable));
        }
    }

    private Verdict judge(byte[] leaf) {
        for (CertificateFingerprint expected : fingerprints) {
            if (expected.isOf(leaf)) {
                return new Verdict.Trusted();
            }
        }
        return new Verdict.Untrusted(
                Violation.CERTIFICATE_FINGERPRINT_MISMATCH,
                "the peer's certificate has the fingerprint " + fingerprints.get(0).ofSameAlgorithm(leaf)
                        + "; expected was " + String.join(" or ", fingerprints.stream().map(Object::toString).toList()));
    }

    @Override
    public String toString() {
        return "FingerprintTrust" + fingerprints;
    }
}
