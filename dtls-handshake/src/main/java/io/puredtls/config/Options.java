package io.puredtls.config;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The options that clients and servers have in common. Nothing is checked before {@code build()}. Not thread-safe.
 *
 * @param <SELF> the builder that these methods return
 */
public abstract sealed class Options<SELF extends Options<SELF>> permits ClientConfig.Builder, ServerConfig.Builder {
    /** [RFC8085 §3.2] Small enough for nearly every path, IPv6's minimum less headers included. */
    private static final int DEFAULT_MTU = 1200;
    /** Suites of DTLS 1.3 go with everything, and legacy ones are the last whatever they go with. */
    private static final Comparator<CipherSuite> KEYS_FIRST = Comparator
            .comparing((CipherSuite suite) -> !suite.isForDtls13()).thenComparing(CipherSuite::isLegacy).thenComparing(suite -> !suite.isByKey());
    private static final Duration DEFAULT_HANDSHAKE_LIMIT = Duration.ofSeconds(30);

    private Jca jca = Jca.PLATFORM;
    private Entropy entropy = SystemEntropy.INSTANCE;
    private Clock clock = Clock.systemUTC();
    private List<ProtocolVersion> versions = List.of(ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2);
    private Optional<List<CipherSuite>> cipherSuites = Optional.empty();
    private LegacyCipherSuites legacyCipherSuites = LegacyCipherSuites.REFUSED;
    private Optional<List<NamedGroup>> groups = Optional.empty();
    private Optional<List<SignatureScheme>> signatureSchemes = Optional.empty();
    private MasterSecretBinding masterSecretBinding = MasterSecretBinding.EXTENDED_REQUIRED;
    private List<String> applicationProtocols = List.of();
    private List<SrtpProfile> srtpProfiles = List.of();
    private String srtpMki = "";
    private int mtu = DEFAULT_MTU;
    private Optional<FlightTiming> flightTiming = Optional.empty();
    private Optional<Duration> handshakeLimit = Optional.of(DEFAULT_HANDSHAKE_LIMIT);
    private Bounds bounds = Bounds.DEFAULT;
    private UsageLimits usageLimits = UsageLimits.OF_THE_ALGORITHM;
    private PaddingPolicy padding = PaddingPolicy.NONE;
    private Optional<Integer> recordSizeLimit = Optional.empty();
    private CertificateCompression certificateCompression = CertificateCompression.NONE;
    private Optional<ConnectionIdGenerator> connectionIds = Optional.empty();
    private ReturnRoutability returnRoutability = ReturnRoutability.BASIC;
    private PathPolicy pathPolicy = PathPolicy.STAY;
    private KeyLog keyLog = KeyLog.NONE;
    private EngineTrace trace = EngineTrace.NONE;

    Options() {
        // fields begin with their defaults
    }

    abstract SELF self();

    /** Whether there are pre-shared keys that DTLS 1.2 can use, or may be. */
    abstract boolean hasKeysForDtls12();

    /** Algorithms of {@code provider} where it has them, the platform's elsewhere. Default: the platform's. */
    public SELF provider(Provider provider) {
        this.jca = Jca.preferring(provider);
        return self();
    }

    /** Where randomness comes from. Default: {@link SystemEntropy}; a predictable one makes every key predictable. */
    public SELF entropy(Entropy source) {
        this.entropy = source;
        return self();
    }

    /** The wall clock that certificates and tickets are judged by; nothing else is. Default: the system's. */
    public SELF clock(Clock wallClock) {
        this.clock = wallClock;
        return self();
    }

    /** The versions that may be spoken, in any order: the newest that both ends know is. Default: DTLS 1.2 and 1.3. */
    public SELF versions(ProtocolVersion... allowed) {
        this.versions = List.of(allowed);
        return self();
    }

    /**
     * The cipher suites of all versions, the preferred one first. Default: all that the JDK has, as {@link CipherSuite#KNOWN}
     * orders them, but for those with tags of eight bytes (CCM_8), those with a pre-shared key alone (TLS_PSK), and
     * {@linkplain #legacyCipherSuites legacy} ones. Where pre-shared keys are configured that DTLS 1.2 can use, its suites for them
     * stand before those with certificates: who was given a key is to use it.
     */
    public SELF cipherSuites(List<CipherSuite> suites) {
        this.cipherSuites = Optional.of(List.copyOf(suites));
        return self();
    }

    /**
     * Lets suites be used that only old peers need. They may then be named, and without a list of suites the forward secret ones
     * among them stand behind all others. Default: {@link LegacyCipherSuites#REFUSED}.
     */
    public SELF legacyCipherSuites(LegacyCipherSuites allowed) {
        this.legacyCipherSuites = allowed;
        return self();
    }

    /** The groups for key exchange, the preferred one first. Default: all that the JDK has, as {@link NamedGroup#KNOWN} orders them. */
    public SELF groups(List<NamedGroup> namedGroups) {
        this.groups = Optional.of(List.copyOf(namedGroups));
        return self();
    }

    /** The ways to sign that are made and accepted, the preferred one first. Default: all that the JDK has, none by SHA-1. */
    public SELF signatureSchemes(List<SignatureScheme> schemes) {
        this.signatureSchemes = Optional.of(List.copyOf(schemes));
        return self();
    }

    /** Lets peers in that do not know extended_master_secret, RFC 7627. Default: they are refused. */
    public SELF dangerouslyAllowLegacyMasterSecret() {
        this.masterSecretBinding = MasterSecretBinding.EXTENDED_PREFERRED;
        return self();
    }

    /** [RFC7301] The application protocols, the preferred one first; without one in common there is no session. Default: none. */
    public SELF applicationProtocols(String... names) {
        this.applicationProtocols = List.of(names);
        return self();
    }

    /** [RFC5764] The SRTP profiles, the preferred one first. Default: none. */
    public SELF srtp(SrtpProfile... profiles) {
        this.srtpProfiles = List.of(profiles);
        return self();
    }

    /** [RFC5764 §4.1.3] The SRTP master key identifier to ask for, 0 to 255 bytes; copied. Default: none. Servers echo the client's. */
    public SELF srtpMki(byte[] mki) {
        this.srtpMki = HexFormat.of().formatHex(mki);
        return self();
    }

    /** The largest datagram that is sent, in bytes of UDP payload: 256 to 65535. Default: 1200. */
    public SELF mtu(int bytes) {
        this.mtu = bytes;
        return self();
    }

    /** [RFC9846 §5.4] How records of application data are padded in DTLS 1.3. Default: {@link PaddingPolicy#NONE}. */
    public SELF padding(PaddingPolicy policy) {
        this.padding = policy;
        return self();
    }

    /**
     * [RFC8449] Asks the peer for records with no more plaintext than this, 64 to 16385 bytes: content, in DTLS 1.3 with its type
     * and padding. A record that holds more ends the association. Default: not asked; servers answer what clients ask for themselves.
     */
    public SELF recordSizeLimit(int bytes) {
        this.recordSizeLimit = Optional.of(bytes);
        return self();
    }

    /**
     * [RFC9146] [RFC9147 §9] Offers and answers connection IDs, by which the peer's records are known whatever address they come
     * from; {@code generator} makes those that we want to see. Default: none are used.
     */
    public SELF connectionIds(ConnectionIdGenerator generator) {
        this.connectionIds = Optional.of(generator);
        return self();
    }

    /** [RFC9853] How a new address of the peer's is checked, where connection IDs are used. Default: {@link ReturnRoutability#BASIC}. */
    public SELF returnRoutability(ReturnRoutability check) {
        this.returnRoutability = Objects.requireNonNull(check, "returnRoutability");
        return self();
    }

    /** [RFC9146 §6] What becomes of a new address of the peer's where no check was agreed on. Default: {@link PathPolicy#STAY}. */
    public SELF pathPolicy(PathPolicy policy) {
        this.pathPolicy = Objects.requireNonNull(policy, "pathPolicy");
        return self();
    }

    /** [RFC8879] Whether certificates may be compressed in DTLS 1.3. Default: {@link CertificateCompression#NONE}. */
    public SELF certificateCompression(CertificateCompression compression) {
        this.certificateCompression = compression;
        return self();
    }

    /** When flights are sent again. Default: {@link FlightTiming#DEFAULT}, or {@link FlightTiming#SRTP} where SRTP profiles are configured. */
    public SELF flightTiming(FlightTiming timing) {
        this.flightTiming = Optional.of(Objects.requireNonNull(timing, "flightTiming"));
        return self();
    }

    /** How long a handshake may take, 1 ms to 365 days. Default: 30 s. */
    public SELF handshakeLimit(Duration limit) {
        this.handshakeLimit = Optional.of(Objects.requireNonNull(limit, "handshakeLimit"));
        return self();
    }

    /** Lets a handshake take as long as it takes. */
    public SELF withoutHandshakeLimit() {
        this.handshakeLimit = Optional.empty();
        return self();
    }

    /** What one association may cost. Default: {@link Bounds#DEFAULT}. */
    public SELF bounds(Bounds limits) {
        this.bounds = limits;
        return self();
    }

    /** Tightens how often keys may be used. Default: as often as the algorithm allows. */
    public SELF usageLimits(UsageLimits limits) {
        this.usageLimits = limits;
        return self();
    }

    /** Logs every session's secrets, so that captures can be read. Default: {@link KeyLog#NONE}. */
    public SELF dangerouslyLogSecrets(KeyLog log) {
        this.keyLog = log;
        return self();
    }

    /** Watches engines at work. Default: {@link EngineTrace#NONE}. */
    public SELF trace(EngineTrace observer) {
        this.trace = observer;
        return self();
    }

    Jca jca() {
        return jca;
    }

    Entropy entropy() {
        return entropy;
    }

    private FlightTiming flightTiming() {
        // [RFC9147 §5.8.2#5]
        return flightTiming.orElse(srtpProfiles.isEmpty() ? FlightTiming.DEFAULT : FlightTiming.SRTP);
    }

    private List<CipherSuite> defaultCipherSuites() {
        List<CipherSuite> suites = legacyCipherSuites == LegacyCipherSuites.CBC ? CipherSuite.defaultsWithLegacy(jca) : CipherSuite.defaults(jca);
        return hasKeysForDtls12() ? suites.stream().sorted(KEYS_FIRST).toList() : suites;
    }

    Settings settings() {
        return new Settings(
                jca, entropy, clock, versions,
                cipherSuites.orElseGet(this::defaultCipherSuites), legacyCipherSuites,
                groups.orElseGet(() -> NamedGroup.available(jca)),
                signatureSchemes.orElseGet(() -> SignatureScheme.available(jca)),
                masterSecretBinding, applicationProtocols, srtpProfiles, srtpMki,
                mtu, padding, recordSizeLimit, certificateCompression,
                new Mobility(connectionIds, returnRoutability, pathPolicy), flightTiming(), handshakeLimit, bounds, usageLimits, keyLog, trace);
    }
}
