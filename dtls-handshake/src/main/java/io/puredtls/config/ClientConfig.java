package io.puredtls.config;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.trust.ReferenceIdentity;
import io.puredtls.trust.TrustPolicy;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a client behaves: whom it trusts, then who it is, then the options.
 *
 * <pre>{@code
 *   ClientConfig.trusting(TrustPolicy.systemRoots()).serverName("example.org").build()
 * }</pre>
 *
 * @param settings what servers configure too
 * @param trust who is believed
 * @param serverIdentity whom the server must be; sent as server_name if it is a DNS name
 * @param credentials what is shown to a server that asks; the first that it accepts
 */
public record ClientConfig(Settings settings, TrustPolicy trust, ReferenceIdentity serverIdentity, List<Credentials> credentials) {
    /** Copies the list and checks it against the settings. */
    public ClientConfig {
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(serverIdentity, "serverIdentity");
        credentials = List.copyOf(credentials);
        CredentialsCheck.eachCanSign(credentials, settings.signatureSchemes());
    }

    /** Begins with whom to trust. */
    public static Builder trusting(TrustPolicy trust) {
        return new Builder(trust);
    }

    /** [RFC6066 §3] The name to send; empty if the server has none, or an address only. */
    public Optional<String> serverName() {
        return serverIdentity instanceof ReferenceIdentity.DnsName dns ? Optional.of(dns.name()) : Optional.empty();
    }

    /** The same for another server. */
    public ClientConfig withServerIdentity(ReferenceIdentity identity) {
        return new ClientConfig(settings, trust, identity, credentials);
    }

    /** Options of a client, each with its default. Not thread-safe. */
    public static final class Builder extends Options<Builder> {
        private final TrustPolicy trust;
        private ReferenceIdentity serverIdentity = new ReferenceIdentity.None();
        private List<Credentials> credentials = List.of();

        private Builder(TrustPolicy trust) {
            this.trust = trust;
        }

        @Override
        Builder self() {
            return this;
        }

        /** Shows one of these to a server that asks. Default: none. */
        public Builder identity(Credentials... own) {
            this.credentials = List.of(own);
            return this;
        }

        /**
         * The server's DNS name, or its IP address as a literal: its certificate must be for it, and a name is sent as
         * server_name. Default: none, which an endpoint replaces by the host it connects to.
         */
        public Builder serverName(String host) {
            this.serverIdentity = ReferenceIdentity.of(host);
            return this;
        }

        /**
         * The configuration.
         *
         * @throws ConfigException if it cannot work
         */
        public ClientConfig build() {
            return new ClientConfig(settings(), trust, serverIdentity, credentials);
        }
    }
}
