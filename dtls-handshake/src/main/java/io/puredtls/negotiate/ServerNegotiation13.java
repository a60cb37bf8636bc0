package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.PskExchange;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.PostHandshakeAuth;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.message.ClientHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A server's choices of what a ClientHello of DTLS 1.3 offers, each a pure function of hello and configuration. */
public final class ServerNegotiation13 {
    private static final int MAX_IDENTITIES = 8; // more than anybody needs

    private final ClientHello hello;
    private final ServerConfig config;
    private final Settings settings;

    private ServerNegotiation13(ClientHello hello, ServerConfig config) {
        this.hello = hello;
        this.config = config;
        this.settings = config.settings();
    }

    /** Whether it is DTLS 1.3 that the two will speak. */
    public static boolean isChosen(ClientHello hello, Settings settings) {
        // [RFC9846 §4.3.1#5]
        return settings.allows(ProtocolVersion.DTLS_1_3) && isOffered(hello);
    }

    /** [RFC9846 §4.3.1] Whether the client speaks DTLS 1.3: only the extension says so. */
    public static boolean isOffered(ClientHello hello) {
        // [RFC9846 §4.3.1#2] [RFC9846 §4.3.1#3] [RFC9846 §4.3.1#4]
        return hello.find(SupportedVersions.class).map(offer -> offer.versions().contains(ProtocolVersion.DTLS_1_3)).orElse(false);
    }

    /** The choices of one hello, which speaks DTLS 1.3; what every such hello must be is checked. */
    public static ServerNegotiation13 of(ClientHello hello, ServerConfig config) throws ProtocolException {
        ServerNegotiation13 negotiation = new ServerNegotiation13(hello, config);
        negotiation.checkFixedRules();
        return negotiation;
    }

    private void checkFixedRules() throws ProtocolException {
        // [RFC9846 §4.2.2] the same in all hellos of this version
        // [RFC9846 §4.2.2#8]
        if (!hello.clientVersion().equals(ProtocolVersion.DTLS_1_2)) {
            throw violation(Violation.NO_COMMON_VERSION, "legacy_version is " + hello.clientVersion());
        }
        // [RFC9147 §5.3] the cookie of this version is an extension
        if (!hello.cookie().isEmpty()) {
            // [RFC9147 §5.3#7]
            throw violation(Violation.LEGACY_COOKIE_NOT_EMPTY, "legacy_cookie has " + hello.cookie().length() + " bytes");
        }
        // [RFC9846 §4.2.2] null, and nothing else
        // [RFC9846 §4.2.2#14]
        if (!hello.compressionMethods().equals(Bytes.of((byte) 0))) {
            throw violation(Violation.NULL_COMPRESSION_NOT_OFFERED, "compression methods " + hello.compressionMethods());
        }
        checkPreSharedKeys();
        checkShares();
        RecordLimits.check(hello);
    }

    private void checkPreSharedKeys() throws ProtocolException {
        Optional<PreSharedKeys> keys = hello.find(PreSharedKeys.class);
        if (keys.isEmpty()) {
            return;
        }
        int last = hello.extensions().list().size() - 1;
        // [RFC9846 §4.3.11#14]
        if (!hello.extensions().list().get(last).type().equals(ExtensionType.PRE_SHARED_KEY)) {
            throw violation(Violation.PRE_SHARED_KEY_NOT_LAST, "pre_shared_key is not the last extension");
        }
        // [RFC9846 §4.3.11#2]
        if (keys.get().identities().size() != keys.get().binders().size()) {
            throw violation(Violation.BINDERS_DO_NOT_FIT, keys.get().identities().size() + " identities, " + keys.get().binders().size() + " binders");
        }
        // [RFC9846 §4.3.9#2]
        if (!hello.extensions().has(PskKeyExchangeModes.class)) {
            throw violation(Violation.MISSING_REQUIRED_EXTENSION, "pre_shared_key without psk_key_exchange_modes");
        }
    }

    /** [RFC9846 §4.3.8] One share a group, and each in a group that is offered. */
    private void checkShares() throws ProtocolException {
        Optional<KeyShares> shares = hello.find(KeyShares.class);
        Optional<SupportedGroups> groups = hello.find(SupportedGroups.class);
        // [RFC9846 §9.2#5]
        if (shares.isPresent() != groups.isPresent()) {
            throw violation(Violation.MISSING_REQUIRED_EXTENSION, "one of key_share and supported_groups without the other");
        }
        if (shares.isEmpty()) {
            return;
        }
        Set<NamedGroup> seen = new HashSet<>();
        for (KeyShareEntry share : shares.get().clientShares()) {
            // [RFC9846 §4.3.8#7]
            if (!seen.add(share.group()) || !groups.get().groups().contains(share.group())) {
                throw violation(Violation.ILLEGAL_KEY_SHARES, "a share in " + share.group() + " twice, or in a group that is not offered");
            }
        }
    }

    /**
     * The suite; by whose preference, the configuration says. One that goes with a key that both ends were given comes before
     * others: of these keys each has its one hash, and the client need not have any other.
     */
    public CipherSuite suite() throws ProtocolException {
        List<CipherSuite> ours = settings.cipherSuites(CipherSuite::isForDtls13);
        List<CipherSuite> theirs = hello.cipherSuites();
        boolean byServer = config.suiteOrder() == ServerConfig.SuiteOrder.SERVER;
        // [RFC9846 §4.2.2#11]
        List<CipherSuite> common = byServer ? ours.stream().filter(theirs::contains).toList() : theirs.stream().filter(ours::contains).toList();
        // [RFC9846 §4.3.11#8]
        return externalHash().flatMap(hash -> common.stream().filter(suite -> suite.hash() == hash).findFirst())
                // [RFC9846 §4.2.1#4]
                .or(() -> common.stream().findFirst())
                .orElseThrow(() -> violation(Violation.NO_COMMON_CIPHER_SUITE, "the client offers " + theirs + ", we have " + ours));
    }

    /** That of the first of the client's keys that is one of ours and no ticket. */
    private Optional<HashAlgorithm> externalHash() {
        return mayUseKey()
                ? identities().stream().flatMap(each -> config.preSharedKeys().find(each.identity()).map(key -> key.hash()).stream()).findFirst()
                : Optional.empty();
    }

    /** The names of the keys that the client offers, as many as are looked at: each costs a look-up, or an attempt to open a ticket. */
    public List<PskIdentity> identities() {
        return hello.find(PreSharedKeys.class).map(PreSharedKeys::identities).orElse(List.of()).stream().limit(MAX_IDENTITIES).toList();
    }

    /**
     * The group that we like best of those that the client can do. One that it sent a share in goes first where early data may be
     * taken, as a HelloRetryRequest would be the end of the data, and the session's key is in all keys besides; and where there
     * was such a request already, as there is no second.
     */
    public NamedGroup group() throws ProtocolException {
        List<NamedGroup> offered = offeredGroups();
        // [RFC9846 §9.2#5]
        if (offered.isEmpty()) {
            throw violation(Violation.MISSING_REQUIRED_EXTENSION, "no supported_groups, and no key that makes them unnecessary");
        }
        boolean mayTakeEarlyData = config.earlyData().isAccepted() && hello.extensions().has(EarlyData.class);
        if (mayTakeEarlyData || hello.extensions().has(Cookie.class)) {
            Optional<NamedGroup> shared = settings.groups().stream().filter(each -> offered.contains(each) && share(each).isPresent()).findFirst();
            if (shared.isPresent()) {
                return shared.get();
            }
        }
        // [RFC9846 §4.2.1#1] [RFC9846 §4.3.8#4]
        return HelloChoices.first(settings.groups(), offered).orElseThrow(() -> violation(
                Violation.NO_COMMON_GROUP, "the client offers groups " + offered + ", we have " + settings.groups()));
    }

    private List<NamedGroup> offeredGroups() {
        return hello.find(SupportedGroups.class).map(SupportedGroups::groups).orElse(List.of());
    }

    /** The client's share in {@code group}, if there is one. */
    public Optional<Bytes> share(NamedGroup group) {
        // [RFC9846 §4.3.8#1] [RFC9846 §4.3.8#3] [RFC9846 §4.3.8#9]
        return hello.find(KeyShares.class).flatMap(shares -> shares.in(group)).map(KeyShareEntry::keyExchange);
    }

    /** What a second hello is asked for, apart from a cookie; empty if this one will do. */
    public Optional<Retry> retry() throws ProtocolException {
        if (!usesGroups() && HelloChoices.first(settings.groups(), offeredGroups()).isEmpty()) {
            return Optional.empty(); // no share helps where the key is not known
        }
        NamedGroup group = group();
        // [RFC9846 §4.2.1#3]
        return share(group).isPresent() ? Optional.empty() : Optional.of(new Retry(suite(), Optional.of(group), Optional.empty()));
    }

    /** Whether keys are exchanged in a group, if there is a pre-shared key or not. */
    public boolean usesGroups() {
        return !hello.extensions().has(PreSharedKeys.class) || !isKeyAlone();
    }

    /** [RFC9846 §4.3.9] Whether a pre-shared key is to be used alone: if the client wants that, we allow it, and it wants nothing else. */
    public boolean isKeyAlone() {
        return config.pskExchange() == PskExchange.WITH_DHE_OR_ALONE
                && modesInclude(PskKeyExchangeModes.PSK_KE) && !modesInclude(PskKeyExchangeModes.PSK_DHE_KE);
    }

    /** Whether a pre-shared key may be used at all. */
    public boolean mayUseKey() {
        // [RFC9846 §4.2.1#2] [RFC9846 §4.3.9#3]
        return modesInclude(PskKeyExchangeModes.PSK_DHE_KE) || isKeyAlone();
    }

    private boolean modesInclude(int mode) {
        return hello.find(PskKeyExchangeModes.class).map(modes -> modes.includes(mode)).orElse(false);
    }

    /** The credentials to show, and the scheme to sign by. */
    public CredentialsChoice credentials() throws ProtocolException {
        // [RFC9846 §4.3.3#3]
        CertificateDemand demand = CertificateDemand.of(hello.extensions()).orElseThrow(() -> violation(
                Violation.MISSING_REQUIRED_EXTENSION, "no signature_algorithms, and no key that makes them unnecessary"));
        List<Credentials> candidates = HelloChoices.credentials(config, hello);
        List<SignatureScheme> ours = settings.signatureSchemesForDtls13();
        List<SignatureScheme> theirs = demand.schemes();
        return demand.choose(candidates, ours).orElseThrow(() -> violation(
                HelloChoices.first(ours, theirs).isEmpty() ? Violation.NO_COMMON_SIGNATURE_SCHEME : Violation.NO_SUITABLE_CREDENTIALS,
                "the client checks signatures by " + theirs + ", we make " + ours + ", and have no credentials that fit"));
    }

    /** Whether the client is asked for what it can show, if no key stands for that. */
    public ClientAuthentication clientAuthentication() throws ProtocolException {
        return HelloChoices.clientAuthentication(config, hello);
    }

    /** [RFC7250 §4.2] What the client is to show whenever it is asked; empty if it could show nothing that we can judge. */
    public Optional<CertificateType> clientCertificateType() {
        return HelloChoices.clientType(config, hello);
    }

    /** [RFC7250 §4.2] What is answered about Certificate messages: the client's if it may be asked, ours if we send one. */
    public CertificateTypes certificateTypes(ClientAuthentication asked, Optional<CredentialsChoice> own) {
        boolean mayBeAsked = asked != ClientAuthentication.NONE || hello.extensions().has(PostHandshakeAuth.class);
        return CertificateTypes.answering(
                hello, mayBeAsked ? clientCertificateType() : Optional.empty(), own.map(choice -> choice.credentials().certificateType()));
    }

    /** [RFC6066 §3] The name that the client asks for. */
    public Optional<String> serverName() {
        return hello.find(ServerName.class).map(ServerName::hostName);
    }

    /** [RFC7301 §3.2] The application protocol. */
    public Optional<String> applicationProtocol() throws ProtocolException {
        return HelloChoices.applicationProtocol(hello, settings);
    }

    /** [RFC5764 §4.1.1] The SRTP profile. */
    public Optional<SrtpProfile> srtpProfile() {
        return HelloChoices.srtpProfile(hello, settings);
    }
}
