package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.MasterSecretBinding;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session12;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A server's choice of what a ClientHello offers. One use: made for one hello, asked once.
 */
public final class ServerNegotiation12 {
    private final ClientHello hello;
    private final ServerConfig config;
    private final Settings settings;

    /** [RFC9846 §4.3.1] Whether a hello offers DTLS 1.2; where there is a list of versions it counts alone. */
    public static boolean isOffered(ClientHello hello) {
        // [RFC9846 §4.3.1#6]
        return hello.find(SupportedVersions.class).map(list -> list.versions().contains(ProtocolVersion.DTLS_1_2)).orElse(true);
    }

    private ServerNegotiation12(ClientHello hello, ServerConfig config) {
        this.hello = hello;
        this.config = config;
        this.settings = config.settings();
    }

    /**
     * Chooses, or says why nothing can be chosen.
     */
    public static Chosen12 choose(ClientHello hello, ServerConfig config) throws ProtocolException {
        return new ServerNegotiation12(hello, config).choose();
    }

    /**
     * [RFC5246 §7.3] What is agreed on where {@code session}, which is lent, is resumed; empty if the hello does not offer its suite any
     * more, or goes to another name or protocol, or we have other credentials.
     */
    public static Optional<Agreed12> resume(ClientHello hello, ServerConfig config, Session12 session) throws ProtocolException {
        return new ServerNegotiation12(hello, config).resume(session);
    }

    private Optional<Agreed12> resume(Session12 session) throws ProtocolException {
        checkVersion();
        checkFixedRules();
        if (!extendedMasterSecret()) {
            // [RFC7627 §5.3#6] all sessions have it
            throw violation(Violation.MISSING_EXTENDED_MASTER_SECRET, "the client comes back without extended_master_secret");
        }
        // [RFC5246 §7.4.1.2] the client's list has at least the suite of the session
        boolean offered = hello.cipherSuites().contains(session.suite()) && settings.cipherSuites(session.suite()::equals).size() == 1;
        Optional<String> serverName = hello.find(ServerName.class).map(ServerName::hostName);
        List<PublicKey> ours = HelloChoices.credentialsFor(config, hello).stream().map(Credentials::publicKey).toList();
        // [RFC6066 §3#14]
        if (!offered || !serverName.equals(session.serverName()) || !session.origin().isAmong(settings.jca(), ours)) {
            return Optional.empty();
        }
        return Optional.of(agreed(session.suite(), true, CertificateTypes.UNSAID, serverName))
                .filter(agreed -> agreed.applicationProtocol().equals(session.applicationProtocol()));
    }

    private Chosen12 choose() throws ProtocolException {
        checkVersion();
        checkFixedRules();
        boolean extended = extendedMasterSecret();
        Optional<String> serverName = hello.find(ServerName.class).map(ServerName::hostName);
        SuiteAndExchange chosen = suiteAndExchange();
        ClientAuthentication asked = chosen.exchange instanceof Chosen12.Exchange.Signed
                ? HelloChoices.clientAuthentication(config, hello) : ClientAuthentication.NONE;
        Agreed12 agreed = agreed(chosen.suite, extended, certificateTypes(chosen.exchange, asked), serverName);
        return new Chosen12(agreed, chosen.exchange, asked);
    }

    private Agreed12 agreed(CipherSuite suite, boolean extended, CertificateTypes types, Optional<String> serverName) throws ProtocolException {
        Optional<UseSrtp> srtp = hello.find(UseSrtp.class);
        Optional<SrtpProfile> profile = HelloChoices.srtpProfile(hello, settings);
        return new Agreed12(
                suite, extended, encryptThenMac(suite), types, serverName, HelloChoices.applicationProtocol(hello, settings),
                // [RFC5764 §4.1.3#1] the client's, whatever it is
                profile, profile.isPresent() ? srtp.get().mki() : Bytes.EMPTY);
    }

    private void checkVersion() throws ProtocolException {
        Optional<SupportedVersions> versions = hello.find(SupportedVersions.class);
        // [RFC9846 §E.2#1] [RFC9846 §E.5#3]
        boolean offered = versions.isPresent()
                ? versions.get().versions().contains(ProtocolVersion.DTLS_1_2)
                : hello.clientVersion().code() <= ProtocolVersion.DTLS_1_2.code(); // newer ones, known or not, count downwards
        if (!offered) {
            throw violation(Violation.NO_COMMON_VERSION, "the client offers "
                    + (versions.isPresent() ? versions.get().versions() : hello.clientVersion()) + ", we speak " + ProtocolVersion.DTLS_1_2);
        }
    }

    private void checkFixedRules() throws ProtocolException {
        // [RFC9846 §4.2.2#15]
        if (!contains(hello.compressionMethods(), 0)) {
            throw violation(Violation.NULL_COMPRESSION_NOT_OFFERED, "compression methods " + hello.compressionMethods());
        }
        Optional<EcPointFormats> formats = hello.find(EcPointFormats.class);
        if (formats.isPresent() && !formats.get().includesUncompressed()) {
            throw violation(Violation.MISSING_UNCOMPRESSED_POINT_FORMAT, "point formats " + formats.get().formats());
        }
        // [RFC5746 §3.6#2] [RFC5746 §3.6#3] a first handshake renegotiates nothing
        Optional<RenegotiationInfo> renegotiation = hello.find(RenegotiationInfo.class);
        if (renegotiation.isPresent() && !renegotiation.get().renegotiatedConnection().isEmpty()) {
            throw violation(Violation.RENEGOTIATION_INFO_NOT_EMPTY, "a first handshake has nothing to renegotiate");
        }
        RecordLimits.check(hello);
    }

    private static boolean contains(Bytes bytes, int value) {
        for (int i = 0; i < bytes.length(); i++) {
            if (bytes.at(i) == value) {
                return true;
            }
        }
        return false;
    }

    private boolean extendedMasterSecret() throws ProtocolException {
        boolean offered = hello.extensions().has(ExtendedMasterSecret.class);
        if (!offered && settings.masterSecretBinding() == MasterSecretBinding.EXTENDED_REQUIRED) {
            // [RFC7627 §4#2] [RFC7627 §5.2#3] the default
            throw violation(Violation.MISSING_EXTENDED_MASTER_SECRET, "the client does not offer extended_master_secret");
        }
        return offered;
    }

    private boolean encryptThenMac(CipherSuite suite) {
        // [RFC7366 §2#3] [RFC7366 §3#1]
        return suite.isLegacy() && hello.extensions().has(EncryptThenMac.class);
    }

    private Optional<NamedGroup> group() {
        return HelloChoices.first(settings.groupsForDtls12(), offeredGroups());
    }

    /** [RFC8422 §4] A client without the extension leaves the choice to us; secp256r1 is the one that everyone has. */
    private List<NamedGroup> offeredGroups() {
        return hello.find(SupportedGroups.class).map(SupportedGroups::groups).orElse(List.of(NamedGroup.SECP256R1));
    }

    /** [RFC5246 §7.4.1.4.1] Without the extension SHA-1 is meant, which nobody signs by any more. */
    private List<SignatureScheme> offeredSchemes() {
        return hello.find(SignatureAlgorithms.class).map(SignatureAlgorithms::schemes).orElse(List.of());
    }

    private record SuiteAndExchange(CipherSuite suite, Chosen12.Exchange exchange) {
    }

    private SuiteAndExchange suiteAndExchange() throws ProtocolException {
        List<CipherSuite> ours = settings.cipherSuites(suite -> !suite.isForDtls13());
        List<CipherSuite> preferred = config.suiteOrder() == ServerConfig.SuiteOrder.SERVER ? ours : hello.cipherSuites();
        List<CipherSuite> common = preferred.stream().filter(suite -> ours.contains(suite) && hello.cipherSuites().contains(suite))
                .filter(suite -> !suite.isByKey() || config.preSharedKeys() != PskStore.EMPTY).toList();
        if (common.isEmpty()) {
            throw violation(Violation.NO_COMMON_CIPHER_SUITE, "the client offers " + hello.cipherSuites() + ", we have " + ours);
        }
        List<Credentials> candidates = HelloChoices.credentialsFor(config, hello); // who has a key needs none
        Optional<SuiteAndExchange> chosen = suiteAndExchange(common, candidates, this::isCheckable)
                .or(() -> suiteAndExchange(common, candidates, any -> true));
        if (chosen.isPresent()) {
            return chosen.get();
        }
        HelloChoices.credentials(config, hello); // says so if the name, or what the client can judge, is why there are none
        if (group().isEmpty()) {
            throw violation(Violation.NO_COMMON_GROUP, "the client offers groups " + offeredGroups() + ", we have " + settings.groupsForDtls12());
        }
        if (HelloChoices.first(settings.signatureSchemesForDtls12(), offeredSchemes()).isEmpty()) {
            throw violation(Violation.NO_COMMON_SIGNATURE_SCHEME,
                    "the client checks signatures by " + offeredSchemes() + ", we make " + settings.signatureSchemesForDtls12());
        }
        throw violation(Violation.NO_SUITABLE_CREDENTIALS,
                "none of our credentials fits suites " + common + ", schemes " + offeredSchemes() + " and groups " + offeredGroups());
    }

    /** The first of these suites that we can serve, by credentials of those that are wished for or by pre-shared keys. */
    private Optional<SuiteAndExchange> suiteAndExchange(List<CipherSuite> common, List<Credentials> candidates, Predicate<Credentials> wish) {
        for (CipherSuite suite : common) {
            Optional<Chosen12.Exchange> exchange = suite.isByKey() ? byKey(suite) : signed(suite, candidates, wish);
            if (exchange.isPresent()) {
                return Optional.of(new SuiteAndExchange(suite, exchange.get()));
            }
        }
        return Optional.empty();
    }

    private Optional<Chosen12.Exchange> byKey(CipherSuite suite) {
        if (!suite.keyExchange().isEphemeral()) {
            return Optional.of(new Chosen12.Exchange.ByKey(Optional.empty()));
        }
        return group().map(shared -> new Chosen12.Exchange.ByKey(Optional.of(shared)));
    }

    private Optional<Chosen12.Exchange> signed(CipherSuite suite, List<Credentials> candidates, Predicate<Credentials> wish) {
        Predicate<Credentials> allowed = each -> suite.keyExchange().accepts(each.keyKind())
                && (!hello.extensions().has(SupportedGroups.class) || CredentialsChoice.isOnKnownCurve(each, offeredGroups()));
        Optional<CredentialsChoice> own =
                CredentialsChoice.first(candidates, allowed.and(wish), settings.signatureSchemesForDtls12(), offeredSchemes());
        return group().flatMap(shared -> own.map(choice -> new Chosen12.Exchange.Signed(shared, choice)));
    }

    private CertificateTypes certificateTypes(Chosen12.Exchange exchange, ClientAuthentication asked) {
        return CertificateTypes.answering(
                hello, asked == ClientAuthentication.NONE ? Optional.empty() : HelloChoices.clientType(config, hello),
                exchange instanceof Chosen12.Exchange.Signed signed ? Optional.of(signed.own().credentials().certificateType()) : Optional.empty());
    }

    /** Whether the client can check the signatures in these certificates, by what it says about them or about all signatures. */
    private boolean isCheckable(Credentials credentials) {
        // [RFC9846 §4.3.3#4]
        return CertificateDemand.of(hello.extensions()).map(demand -> demand.isCheckable(credentials)).orElse(true);
    }
}
