package io.puredtls.config;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.MaxFragmentLength;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session;
import io.puredtls.session.Session12;
import io.puredtls.session.Session13;
import io.puredtls.trust.ReferenceIdentity;
import io.puredtls.trust.TrustPolicy;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
 * @param session what is resumed, in the version that it was made in
 * @param legacyTickets whether tickets are asked for in DTLS 1.2
 * @param preSharedKeys keys that may be used instead of certificates
 * @param pskExchange how pre-shared keys, tickets among them, may be used
 * @param keyShares which shares the first hello carries
 * @param postHandshakeAuthentication whether certificates may be asked for later
 * @param earlyData whether data may be sent with the first hello
 * @param grease whether values are offered that mean nothing
 * @param maxFragmentLength the longest content of a record that both ends are asked to send
 * @param pskSelector which key of DTLS 1.2 is used, by the server's hint
 * @param acceptableIssuers the issuers that servers are told of, in DTLS 1.3; empty: any
 */
public record ClientConfig(
        Settings settings, TrustPolicy trust, ReferenceIdentity serverIdentity, List<Credentials> credentials,
        Optional<Session> session, LegacyTickets legacyTickets, List<PreSharedKey> preSharedKeys, PskExchange pskExchange, KeyShareOffer keyShares,
        PostHandshakeAuthentication postHandshakeAuthentication, EarlyDataOffer earlyData, Grease grease,
        Optional<Integer> maxFragmentLength, PskSelector pskSelector, List<X509Certificate> acceptableIssuers) {
    /** Copies the list and checks it against the settings. */
    public ClientConfig {
        Objects.requireNonNull(trust, "trust");
        Objects.requireNonNull(serverIdentity, "serverIdentity");
        Objects.requireNonNull(legacyTickets, "legacyTickets");
        Objects.requireNonNull(pskExchange, "pskExchange");
        Objects.requireNonNull(keyShares, "keyShares");
        Objects.requireNonNull(postHandshakeAuthentication, "postHandshakeAuthentication");
        Objects.requireNonNull(earlyData, "earlyData");
        Objects.requireNonNull(grease, "grease");
        Objects.requireNonNull(pskSelector, "pskSelector");
        credentials = List.copyOf(credentials);
        preSharedKeys = List.copyOf(preSharedKeys);
        if (!trust.certificateTypes().isEmpty()) {
            CredentialsCheck.someCanBeJudged(trust);
        } else if (preSharedKeys.isEmpty()) {
            throw new ConfigException("a client that believes nobody by what he shows needs a pre-shared key, and none is configured");
        }
        acceptableIssuers = List.copyOf(acceptableIssuers);
        CredentialsCheck.eachCanSign(credentials, settings);
        CredentialsCheck.issuersFit(acceptableIssuers);
        if (maxFragmentLength.isPresent() && !MaxFragmentLength.LENGTHS.contains(maxFragmentLength.get())) {
            throw new ConfigException("maxFragmentLength is one of " + MaxFragmentLength.LENGTHS + " bytes, not " + maxFragmentLength.get());
        }
        if (!settings.allows(ProtocolVersion.DTLS_1_2) && preSharedKeys.stream().anyMatch(key -> !key.isForDtls13())) {
            throw new ConfigException("a pre-shared key without a name is for DTLS 1.2, and versions are " + settings.versions());
        }
        if (!settings.allows(ProtocolVersion.DTLS_1_3)) {
            boolean keyless = preSharedKeys.stream().noneMatch(PreSharedKey::isForDtls12);
            if (keyless && settings.cipherSuites(any -> true).stream().allMatch(CipherSuite::isByKey)) {
                throw new ConfigException("the cipher suites " + settings.cipherSuites(any -> true) + " need a pre-shared key that DTLS 1.2 can use");
            }
            requireNone(!preSharedKeys.isEmpty() && (keyless || !settings.hasSuiteByKey()),
                    "these pre-shared keys, as they are imported or no cipher suite is for them, are for DTLS 1.3", settings);
            requireNone(session.filter(Session13.class::isInstance).isPresent(), "a session to resume is for DTLS 1.3", settings);
            requireNone(earlyData == EarlyDataOffer.OFFERED, "early data is for DTLS 1.3", settings);
            requireNone(!acceptableIssuers.isEmpty(), "acceptableIssuers are for DTLS 1.3", settings);
            requireNone(postHandshakeAuthentication == PostHandshakeAuthentication.OFFERED,
                    "authentication after the handshake is for DTLS 1.3", settings);
        }
        if (!settings.allows(ProtocolVersion.DTLS_1_2)) {
            requireNone(session.filter(Session12.class::isInstance).isPresent(), "a session to resume is for DTLS 1.2", settings);
            requireNone(legacyTickets == LegacyTickets.WANTED, "legacyTickets are for DTLS 1.2", settings);
        }
    }

    private static void requireNone(boolean configured, String what, Settings settings) {
        if (configured) {
            throw new ConfigException(what + ", and the versions are " + settings.versions());
        }
    }

    /** Begins with whom to trust. */
    public static Builder trusting(TrustPolicy trust) {
        return new Builder(trust);
    }

    /**
     * [RFC9846 §4.3.11] [RFC4279 §2] Begins with keys that both ends were given, the preferred one first: a server that has one of
     * them is trusted, and nobody else, whatever certificate he shows.
     */
    public static Builder trusting(PreSharedKey key, PreSharedKey... more) {
        return new Builder(TrustPolicy.nobody()).preSharedKeys(Stream.concat(Stream.of(key), Stream.of(more)).toList());
    }

    /** Those of the pre-shared keys that DTLS 1.2 can use; the first is used. */
    public List<PreSharedKey> keysForDtls12() {
        return preSharedKeys.stream().filter(PreSharedKey::isForDtls12).toList();
    }

    /** Whether a suite of DTLS 1.2 is of use: there is a key for it, or what a server shows can be judged. */
    public boolean canUseInDtls12(CipherSuite suite) {
        return !suite.isForDtls13() && (suite.isByKey() ? !keysForDtls12().isEmpty() : !trust.certificateTypes().isEmpty());
    }

    /** [RFC6066 §3] The name to send; empty if the server has none, or an address only. */
    public Optional<String> serverName() {
        return serverIdentity instanceof ReferenceIdentity.DnsName dns ? Optional.of(dns.name()) : Optional.empty();
    }

    /** The same for another server. */
    public ClientConfig withServerIdentity(ReferenceIdentity identity) {
        return new ClientConfig(
                settings, trust, identity, credentials, session, legacyTickets, preSharedKeys, pskExchange, keyShares, postHandshakeAuthentication,
                earlyData, grease, maxFragmentLength, pskSelector, acceptableIssuers);
    }

    /** The same with other connection IDs, as an endpoint makes them, whose associations have to differ. */
    public ClientConfig withConnectionIds(ConnectionIdGenerator generator) {
        return new ClientConfig(
                settings.withConnectionIds(generator), trust, serverIdentity, credentials, session, legacyTickets, preSharedKeys,
                pskExchange, keyShares, postHandshakeAuthentication, earlyData, grease, maxFragmentLength, pskSelector, acceptableIssuers);
    }

    /** Options of a client, each with its default. Not thread-safe. */
    public static final class Builder extends Options<Builder> {
        private final TrustPolicy trust;
        private ReferenceIdentity serverIdentity = new ReferenceIdentity.None();
        private List<Credentials> credentials = List.of();
        private Optional<Session> session = Optional.empty();
        private LegacyTickets legacyTickets = LegacyTickets.REFUSED;
        private List<PreSharedKey> preSharedKeys = List.of();
        private PskSelector pskSelector = PskSelector.FIRST;
        private PskExchange pskExchange = PskExchange.WITH_DHE;
        private KeyShareOffer keyShares = KeyShareOffer.ONE_DATAGRAM;
        private PostHandshakeAuthentication postHandshakeAuthentication = PostHandshakeAuthentication.REFUSED;
        // [RFC9846 §F.5#3]
        private EarlyDataOffer earlyData = EarlyDataOffer.NONE;
        private Grease grease = Grease.SENT;
        private Optional<Integer> maxFragmentLength = Optional.empty();
        private List<X509Certificate> acceptableIssuers = List.of();

        private Builder(TrustPolicy trust) {
            this.trust = trust;
        }

        @Override
        Builder self() {
            return this;
        }

        @Override
        boolean hasKeysForDtls12() {
            return preSharedKeys.stream().anyMatch(PreSharedKey::isForDtls12);
        }

        /** Shows one of these to a server that asks. Default: none. */
        public Builder identity(Credentials... own) {
            this.credentials = List.of(own);
            return this;
        }

        /**
         * The server's DNS name, or its IP address as a literal: its certificate must be for it, and a name is sent as
         * server_name. Default: none, which an endpoint replaces by the host it connects to; {@code DtlsEngine} does not know
         * one, and then compares no name: any certificate that is trusted will do.
         */
        public Builder serverName(String host) {
            this.serverIdentity = ReferenceIdentity.of(host);
            return this;
        }

        /**
         * [RFC9846 §2.2] [RFC5246 §7.3] Resumes this session, as an event {@code Resumable} gave it, with the same server; a full
         * handshake follows if the server has forgotten it, or speaks another version by now, or its time is over. Lent for the
         * handshakes of this configuration; a ticket is best used once. Default: none.
         */
        public Builder resume(Session earlier) {
            this.session = Optional.of(Objects.requireNonNull(earlier, "session"));
            return this;
        }

        /**
         * [RFC5077] Whether tickets are asked for in DTLS 1.2. Whoever gets hold of the key that the server seals them with reads all
         * connections of their sessions. Default: they are not; a session ID that the server gives is taken in any case.
         */
        public Builder legacyTickets(LegacyTickets tickets) {
            this.legacyTickets = tickets;
            return this;
        }

        /**
         * [RFC9846 §4.3.11] [RFC4279 §2] Offers these keys, the preferred one first; in DTLS 1.2 one of them is used, see
         * {@link #pskSelector}. A server that has none of them may show what {@code trust} judges instead, unless that is
         * {@link TrustPolicy#nobody}. Default: none.
         */
        public Builder preSharedKeys(PreSharedKey... keys) {
            return preSharedKeys(List.of(keys));
        }

        /** [RFC9846 §4.3.11] The same for a list. */
        public Builder preSharedKeys(List<PreSharedKey> keys) {
            this.preSharedKeys = List.copyOf(keys);
            return this;
        }

        /** [RFC4279 §5.2] How one of the keys is chosen in DTLS 1.2, where only one can be named. Default: {@link PskSelector#FIRST}. */
        public Builder pskSelector(PskSelector selector) {
            this.pskSelector = selector;
            return this;
        }

        /** How pre-shared keys, tickets among them, may be used. Default: together with an ephemeral exchange. */
        public Builder pskExchange(PskExchange exchange) {
            this.pskExchange = exchange;
            return this;
        }

        /** Which shares the first hello carries. Default: one that leaves it in one datagram. */
        public Builder keyShares(KeyShareOffer offer) {
            this.keyShares = offer;
            return this;
        }

        /** Whether a server may ask for a certificate after the handshake. Default: it may not. */
        public Builder postHandshakeAuthentication(PostHandshakeAuthentication allowed) {
            this.postHandshakeAuthentication = allowed;
            return this;
        }

        /** Whether data may be sent with the first hello when a session is resumed. Default: it may not. */
        public Builder earlyData(EarlyDataOffer offer) {
            this.earlyData = offer;
            return this;
        }

        /** Whether values are offered that mean nothing. Default: they are. */
        public Builder grease(Grease offered) {
            this.grease = offered;
            return this;
        }

        /**
         * [RFC6066 §4] Asks that neither end sends records with more content than this: 512, 1024, 2048 or 4096 bytes. Servers that
         * know {@link #recordSizeLimit} do better by that, and ignore this beside it; in DTLS 1.3 the server's padding counts.
         * Default: not asked.
         */
        public Builder maxFragmentLength(int bytes) {
            this.maxFragmentLength = Optional.of(bytes);
            return this;
        }

        /**
         * [RFC9846 §4.3.4] Tells servers of DTLS 1.3 whom certificates had better be from, in the hello: a wish, which makes the hello
         * longer by their names. Who is believed is said by the policy alone. Default: nobody is named.
         */
        public Builder acceptableIssuers(Collection<X509Certificate> issuers) {
            this.acceptableIssuers = List.copyOf(issuers);
            return this;
        }

        /**
         * The configuration.
         *
         * @throws ConfigException if it cannot work
         */
        public ClientConfig build() {
            return new ClientConfig(
                    settings(), trust, serverIdentity, credentials, session, legacyTickets, preSharedKeys, pskExchange, keyShares,
                    postHandshakeAuthentication, earlyData, grease, maxFragmentLength, pskSelector, acceptableIssuers);
        }
    }
}
