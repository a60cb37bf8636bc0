package io.puredtls.crypto.credentials;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Makes a key and a certificate that vouches for itself: for tests, for peers that pin or exchange fingerprints
 * (WebRTC [RFC8122]), and for closed networks that install it as a trust anchor.
 *
 * <p>The certificate is an end entity's, not an authority's: whoever installs it trusts this one key and nothing
 * that the key might sign. Names may be DNS names or IP address literals; they are recognised without asking the
 * DNS. The first one, of 64 characters at most, is the subject's common name too. [RFC5280 §4.1, §4.2]
 */
public final class SelfSigned {
    private static final Duration BEFORE = Duration.ofDays(1);
    private static final Duration AFTER = Duration.ofDays(365);

    private SelfSigned() {
    }

    /** Credentials on P-256, valid from a day ago to a year from now by {@link Clock#systemUTC}. */
    public static Credentials ecdsaP256(String name, String... furtherNames) {
        return builder(KeyAlgorithm.EC_P256).name(name).names(furtherNames).generate();
    }

    /** Credentials on edwards25519, valid from a day ago to a year from now by {@link Clock#systemUTC}. */
    public static Credentials ed25519(String name, String... furtherNames) {
        return builder(KeyAlgorithm.ED25519).name(name).names(furtherNames).generate();
    }

    /** Everything else: give at least one name, then {@link Builder#generate}. */
    public static Builder builder(KeyAlgorithm algorithm) {
        return new Builder(algorithm);
    }

    /** Collects what the certificate shall say. Not thread-safe. */
    public static final class Builder {
        private final KeyAlgorithm algorithm;
        private final List<String> names = new ArrayList<>();
        private Supplier<CertificateOptions> options = around(Clock.systemUTC());
        private Entropy entropy = SystemEntropy.INSTANCE;
        private Jca jca = Jca.PLATFORM;

        private Builder(KeyAlgorithm algorithm) {
            this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        }

        /** Adds a DNS name or an IP address literal; the first one added is the subject too. */
        public Builder name(String host) {
            names.add(Objects.requireNonNull(host, "host"));
            return this;
        }

        /** Adds DNS names or IP address literals. */
        public Builder names(String... hosts) {
            for (String host : hosts) {
                name(host);
            }
            return this;
        }

        /** The clock that tells today, {@link Clock#systemUTC} by default: valid from a day ago to 365 days from now. */
        public Builder clock(Clock today) {
            this.options = around(Objects.requireNonNull(today, "today"));
            return this;
        }

        /** Valid in whole seconds, both included. No clock is asked then. */
        public Builder validity(Instant notBefore, Instant notAfter) {
            CertificateOptions fixed = CertificateOptions.endEntity(notBefore, notAfter);
            this.options = () -> fixed;
            return this;
        }

        private static Supplier<CertificateOptions> around(Clock clock) {
            return () -> {
                Instant now = clock.instant();
                return CertificateOptions.endEntity(now.minus(BEFORE), now.plus(AFTER));
            };
        }

        /** Where randomness comes from; {@link SystemEntropy} by default. */
        public Builder entropy(Entropy source) {
            this.entropy = Objects.requireNonNull(source, "source");
            return this;
        }

        /** Where algorithms come from; the platform's providers by default. */
        public Builder jca(Jca algorithms) {
            this.jca = Objects.requireNonNull(algorithms, "algorithms");
            return this;
        }

        /** Makes the key and signs its certificate. Each call makes another one. */
        public Credentials generate() {
            if (names.isEmpty()) {
                throw new CredentialsException("a self-signed certificate needs a name");
            }
            KeyPair keys = algorithm.generate(entropy, jca);
            X509Certificate certificate = CertificateSigner.selfSigned(
                    names.get(0), keys, options.get().names(names), entropy, jca);
            return Credentials.of(keys.getPrivate(), List.of(certificate));
        }
    }
}
