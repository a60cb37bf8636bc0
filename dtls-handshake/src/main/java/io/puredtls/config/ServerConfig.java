package io.puredtls.config;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.TicketKeys;
import io.puredtls.trust.TrustPolicy;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How a server behaves: who it is, then the options, whom it trusts among them.
 *
 * <pre>{@code
 *   ServerConfig.identity(Credentials.fromPem(chain, key)).build()
 * }</pre>
 *
 * @param settings what clients configure too
 * @param credentials what it shows; chosen by the client's algorithms and by the name it asks for
 * @param clientAuthentication whether clients are asked for certificates
 * @param clientTrust which of them are believed
 * @param acceptableIssuers the issuers named in the request; empty: any
 * @param suiteOrder whose preference decides among cipher suites
 * @param unknownNames what happens for a name that no credentials are for
 * @param cookiePolicy when clients prove their address first
 * @param tickets whether and how clients may come back
 * @param earlyData whether they may send data before the handshake, in DTLS 1.3
 * @param preSharedKeys keys that clients may use instead of certificates
 * @param pskExchange how pre-shared keys, tickets among them, may be used
 */
public record ServerConfig(
        Settings settings, List<Credentials> credentials, ClientAuthentication clientAuthentication, TrustPolicy clientTrust,
        List<X509Certificate> acceptableIssuers, SuiteOrder suiteOrder, UnknownNames unknownNames,
        CookiePolicy cookiePolicy, TicketPolicy tickets, EarlyDataPolicy earlyData, PskStore preSharedKeys, PskExchange pskExchange) {
    private static final Duration TICKET_KEY_ROTATION = Duration.ofDays(1);

    /** Copies the lists and checks them against the settings. */
    public ServerConfig {
        credentials = List.copyOf(credentials);
        acceptableIssuers = List.copyOf(acceptableIssuers);
        Objects.requireNonNull(clientAuthentication, "clientAuthentication");
        Objects.requireNonNull(clientTrust, "clientTrust");
        Objects.requireNonNull(suiteOrder, "suiteOrder");
        Objects.requireNonNull(unknownNames, "unknownNames");
        Objects.requireNonNull(earlyData, "earlyData");
        Objects.requireNonNull(preSharedKeys, "preSharedKeys");
        Objects.requireNonNull(pskExchange, "pskExchange");
        CredentialsCheck.issuersFit(acceptableIssuers);
        if (credentials.isEmpty() && (preSharedKeys == PskStore.EMPTY || settings.allows(ProtocolVersion.DTLS_1_2) && !settings.hasSuiteByKey())) {
            throw new ConfigException("a server has credentials to show; none are configured"
                    + (preSharedKeys == PskStore.EMPTY ? "" : ", and no cipher suite of DTLS 1.2 goes with pre-shared keys alone"));
        }
        HintingStore.requireHint(preSharedKeys.identityHint());
        CredentialsCheck.someCanBeJudged(clientTrust);
        if (!acceptableIssuers.isEmpty() && !clientTrust.certificateTypes().contains(CertificateType.X509)) {
            throw new ConfigException("acceptableIssuers are for certificates, and clients may show " + clientTrust.certificateTypes());
        }
        CredentialsCheck.eachCanSign(credentials, settings);
        CredentialsCheck.eachHasSuite(credentials, settings);
        if (preSharedKeys != PskStore.EMPTY && !settings.allows(ProtocolVersion.DTLS_1_3) && !settings.hasSuiteByKey()) {
            throw new ConfigException("without a cipher suite for them pre-shared keys are for DTLS 1.3, and the versions are " + settings.versions());
        }
        if (earlyData.isAccepted()) {
            checkEarlyData(settings, cookiePolicy, tickets, earlyData);
        }
    }

    private static void checkEarlyData(Settings settings, CookiePolicy cookiePolicy, TicketPolicy tickets, EarlyDataPolicy earlyData) {
        if (!settings.allows(ProtocolVersion.DTLS_1_3)) {
            throw new ConfigException("early data is for DTLS 1.3, and the versions are " + settings.versions());
        }
        if (earlyData.antiReplay().isEmpty() && !tickets.isSingleUse()) {
            throw new ConfigException("early data is taken with tickets that can be used once only, or with something that notices "
                    + "hellos seen before; how fresh a hello is says too little");
        }
        if (cookiePolicy == CookiePolicy.ALWAYS) {
            throw new ConfigException("early data is never taken with cookiePolicy ALWAYS, as there is none after a HelloRetryRequest");
        }
        if (tickets.kind() instanceof TicketPolicy.None) {
            throw new ConfigException("early data of up to " + earlyData.maxBytes() + " bytes is taken with tickets, and none are given");
        }
    }

    /** Whose preference decides. */
    public enum SuiteOrder {
        /** The server's, the default. */
        SERVER,
        /** The client's. */
        CLIENT
    }

    /** Begins with what the server shows: at least one, or none where there are pre-shared keys, and suites for them. */
    public static Builder identity(Credentials... credentials) {
        return new Builder(List.of(credentials));
    }

    /** The same with other pre-shared keys. */
    public ServerConfig withPreSharedKeys(PskStore keys) {
        return new ServerConfig(
                settings, credentials, clientAuthentication, clientTrust, acceptableIssuers, suiteOrder,
                unknownNames, cookiePolicy, tickets, earlyData, keys, pskExchange);
    }

    /** The same with other connection IDs, as an endpoint makes them, whose associations have to differ. */
    public ServerConfig withConnectionIds(ConnectionIdGenerator generator) {
        return new ServerConfig(
                settings.withConnectionIds(generator), credentials, clientAuthentication, clientTrust, acceptableIssuers, suiteOrder,
                unknownNames, cookiePolicy, tickets, earlyData, preSharedKeys, pskExchange);
    }

    /** Options of a server, each with its default. Not thread-safe. */
    public static final class Builder extends Options<Builder> {
        private final List<Credentials> credentials;
        private ClientAuthentication clientAuthentication = ClientAuthentication.NONE;
        private TrustPolicy clientTrust = TrustPolicy.roots(List.of());
        private List<X509Certificate> acceptableIssuers = List.of();
        private SuiteOrder suiteOrder = SuiteOrder.SERVER;
        private UnknownNames unknownNames = UnknownNames.USE_DEFAULT;
        private Optional<CookiePolicy> cookiePolicy = Optional.empty();
        private Optional<TicketPolicy> tickets = Optional.empty();
        // [RFC9846 §F.5#3]
        private EarlyDataPolicy earlyData = EarlyDataPolicy.REFUSED;
        private PskStore preSharedKeys = PskStore.EMPTY;
        private PskExchange pskExchange = PskExchange.WITH_DHE;

        private Builder(List<Credentials> credentials) {
            this.credentials = credentials;
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        boolean hasKeysForDtls12() {
            return preSharedKeys != PskStore.EMPTY;
        }

        /** Asks clients for certificates, and believes those that {@code trust} believes. Default: not asked. */
        public Builder clientAuthentication(ClientAuthentication asked, TrustPolicy trust) {
            this.clientAuthentication = asked;
            this.clientTrust = trust;
            return this;
        }

        /** Names these issuers to clients that are asked for a certificate. Default: any. */
        public Builder acceptableIssuers(Collection<X509Certificate> issuers) {
            this.acceptableIssuers = List.copyOf(issuers);
            return this;
        }

        /**
         * Whose preference decides among cipher suites. Those with the hash of a pre-shared key that both ends were given go before
         * others in any case. Default: the server's.
         */
        public Builder suiteOrder(SuiteOrder order) {
            this.suiteOrder = order;
            return this;
        }

        /** What happens for a server_name that no credentials are for. Default: the first credentials that fit are used. */
        public Builder unknownNames(UnknownNames policy) {
            this.unknownNames = policy;
            return this;
        }

        /**
         * When clients prove their address by a cookie. Default: always, or {@link CookiePolicy#EXCEPT_RESUMED} where early data is
         * taken.
         */
        public Builder cookiePolicy(CookiePolicy policy) {
            this.cookiePolicy = Optional.of(Objects.requireNonNull(policy, "cookiePolicy"));
            return this;
        }

        /**
         * [RFC9846 §4.7.1] [RFC5077] Tickets for clients to come back with. Default: two after each handshake, in DTLS 1.2 one for who
         * asks for it, sealed by keys of this configuration's own that change daily.
         */
        public Builder tickets(TicketPolicy policy) {
            this.tickets = Optional.of(Objects.requireNonNull(policy, "tickets"));
            return this;
        }

        /**
         * [RFC9846 §8] Data that clients send with their first hello. Taken from hellos that come without a cookie, so that
         * {@link CookiePolicy#ALWAYS} does not go with it. Default: refused.
         */
        public Builder earlyData(EarlyDataPolicy policy) {
            this.earlyData = policy;
            return this;
        }

        /**
         * [RFC9846 §4.3.11] [RFC4279 §2] Keys that clients may use instead of certificates, in DTLS 1.2 by suites with PSK in
         * their names: who has one is not asked for a certificate, even where {@link #clientAuthentication} requires it.
         * Default: none.
         */
        public Builder preSharedKeys(PskStore store) {
            this.preSharedKeys = store;
            return this;
        }

        /** How pre-shared keys, tickets among them, may be used. Default: together with an ephemeral exchange. */
        public Builder pskExchange(PskExchange exchange) {
            this.pskExchange = exchange;
            return this;
        }

        private CookiePolicy defaultCookiePolicy() {
            // [RFC6347 §4.2.1#16] [RFC9147 §5.1#14] [RFC6347 §4.2.1#18] who wants none must say so
            return earlyData.isAccepted() ? CookiePolicy.EXCEPT_RESUMED : CookiePolicy.ALWAYS;
        }

        /**
         * The configuration.
         *
         * @throws ConfigException if it cannot work
         */
        public ServerConfig build() {
            return new ServerConfig(
                    settings(), credentials, clientAuthentication, clientTrust, acceptableIssuers, suiteOrder, unknownNames,
                    cookiePolicy.orElse(defaultCookiePolicy()), tickets.orElseGet(() -> TicketPolicy.sealedBy(TicketKeys.rotating(entropy(), TICKET_KEY_ROTATION))),
                    earlyData, preSharedKeys, pskExchange);
        }
    }
}
