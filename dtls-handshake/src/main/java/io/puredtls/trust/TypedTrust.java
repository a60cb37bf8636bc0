package io.puredtls.trust;

import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.RawPublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** [RFC7250] Policies of which kind of Certificate message is judged, and by whom. */
final class TypedTrust {
    private TypedTrust() {
    }

    /** What is said of something that was not to be shown. */
    static Verdict refusal(CertificateType shown) {
        return new Verdict.Untrusted(Violation.NO_COMMON_CERTIFICATE_TYPE, "nobody is believed here who shows himself by " + shown);
    }

    /** Nothing is judged. */
    enum Nobody implements TrustPolicy {
        INSTANCE;

        @Override
        public List<CertificateType> certificateTypes() {
            return List.of();
        }

        @Override
        public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
            return new Verdict.Untrusted(Violation.NO_COMMON_CERTIFICATE_TYPE,
                    "the peer shows a certificate, and only who has the pre-shared key is believed");
        }
    }

    /** One verdict for every raw public key, and none for certificates. */
    record AnyKey(Supplier<Verdict> verdict) implements TrustPolicy {
        @Override
        public List<CertificateType> certificateTypes() {
            return List.of(CertificateType.RAW_PUBLIC_KEY);
        }

        @Override
        public Verdict evaluate(RawPublicKey key, Expectation expectation) {
            return verdict.get();
        }

        @Override
        public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
            return refusal(CertificateType.X509);
        }
    }

    /** Each kind by its own policy. */
    record Either(TrustPolicy rawPublicKeys, TrustPolicy certificates) implements TrustPolicy {
        Either {
            Objects.requireNonNull(rawPublicKeys, "rawPublicKeys");
            Objects.requireNonNull(certificates, "certificates");
        }

        @Override
        public List<CertificateType> certificateTypes() {
            return List.of(CertificateType.RAW_PUBLIC_KEY, CertificateType.X509);
        }

        @Override
        public Set<Staple> staples() {
            return certificates.staples();
        }

        @Override
        public Verdict evaluate(RawPublicKey key, Expectation expectation) {
            return rawPublicKeys.evaluate(key, expectation);
        }

        @Override
        public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
            return certificates.evaluate(chain, expectation);
        }
    }
}
