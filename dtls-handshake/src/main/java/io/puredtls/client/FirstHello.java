package io.puredtls.client;

import io.puredtls.authentication.EarlierTrust;
import io.puredtls.authentication.Staples;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.KeyShareOffer;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskExchange;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.dtls13.Certificates13;
import io.puredtls.dtls13.client.Binders;
import io.puredtls.dtls13.client.ClientOffer;
import io.puredtls.dtls13.client.OfferedKey;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.extension.ClientCertificateTypes;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.MaxFragmentLength;
import io.puredtls.extension.PostHandshakeAuth;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.extension.RecordSizeLimit;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerCertificateTypes;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.SessionTicket;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.negotiate.RecordLimits;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session;
import io.puredtls.session.Session12;
import io.puredtls.session.Session13;
import io.puredtls.transcript.Transcript;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.wire.Bytes;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a client says first: everything its configuration offers, in all versions that it allows, without a cookie. */
final class FirstHello {
    private static final int SESSION_ID_LENGTH = 32;

    private final ClientConfig config;
    private final Settings settings;
    private final boolean dtls13;
    private final boolean dtls12;
    private final GreaseValues grease;
    private final long now; // of the wall clock, in milliseconds

    private FirstHello(ClientConfig config) {
        this.config = config;
        this.settings = config.settings();
        this.dtls13 = settings.allows(ProtocolVersion.DTLS_1_3);
        this.dtls12 = settings.allows(ProtocolVersion.DTLS_1_2) && settings.cipherSuites(config::canUseInDtls12).size() > 0;
        this.grease = GreaseValues.of(config);
        this.now = settings.clock().millis();
    }

    static ClientOffer of(ClientConfig config, Transcript transcript) {
        return new FirstHello(config).offer(transcript);
    }

    private ClientOffer offer(Transcript transcript) {
        List<KeyExchange> exchanges = dtls13 ? exchanges() : List.of();
        // [RFC9846 §E.1#1]
        List<OfferedKey> keys = dtls13 ? keys() : List.of();
        List<CipherSuite> suites = new ArrayList<>(grease.suites());
        // [RFC9846 §9.3#1]
        suites.addAll(settings.cipherSuites(this::isOffered));
        Optional<Session12> session = resumable(Session12.class).filter(this::isAsItWas);
        ClientHello hello = new ClientHello(
                // [RFC9147 §5.1#5] [RFC9147 §5.3#6] [RFC9147 §5.3#1] [RFC9147 §5#1] [RFC9147 §5.3#5]
                // [RFC9147 §5.1#19] [RFC9846 §4.3.2#2]
                ProtocolVersion.DTLS_1_2, Bytes.of(settings.entropy().bytes(Randoms.LENGTH)), session.map(this::sessionId).orElse(Bytes.EMPTY), Bytes.EMPTY,
                // [RFC9846 §4.2.2#13]
                suites, Bytes.of((byte) 0), extensions(session, exchanges, keys));
        return new ClientOffer(Binders.append(hello, keys, settings.jca(), transcript), exchanges, keys);
    }

    /** [RFC5077 §3.4#4] [RFC9147 §5.3#4] The session's, or for a ticket one that is made up: if it comes back, the ticket was taken. */
    private Bytes sessionId(Session12 session) {
        return session.ticket().isEmpty() ? session.sessionId() : Bytes.of(settings.entropy().bytes(SESSION_ID_LENGTH));
    }

    /** [RFC5077 §3.2#1] [RFC5077 §3.2#2] [RFC5077 §4#1] The ticket as it came, or that one is wanted. */
    private Optional<Extension> sessionTicket(Optional<Session12> session) {
        Bytes ticket = session.map(Session12::ticket).orElse(Bytes.EMPTY);
        return ticket.isEmpty() && config.legacyTickets() == LegacyTickets.REFUSED ? Optional.empty() : Optional.of(new SessionTicket(ticket));
    }

    private boolean isOffered(CipherSuite suite) {
        return suite.isForDtls13() ? dtls13 : dtls12 && config.canUseInDtls12(suite);
    }

    /** [RFC6066 §1.1#2] Those of every hello, also of one that names a session. */
    private Extensions extensions(Optional<Session12> session, List<KeyExchange> exchanges, List<OfferedKey> keys) {
        List<Extension> list = new ArrayList<>(grease.extensions());
        // [RFC6066 §3#1] [RFC6066 §3#8] [RFC6066 §3#13] [RFC9846 §4.5.1.2#5] [RFC9846 §9.2#6]
        config.serverName().ifPresent(name -> list.add(new ServerName(name)));
        if (dtls12) {
            // [RFC7627 §5.2#1] [RFC7627 §5.3#3] offered always, also where it is not demanded
            list.add(new ExtendedMasterSecret());
            list.add(RenegotiationInfo.INITIAL); // [RFC5746 §3.4#1]
            list.add(EcPointFormats.UNCOMPRESSED_ONLY);
            sessionTicket(session).ifPresent(list::add);
        }
        if (settings.cipherSuites(this::isOffered).stream().anyMatch(CipherSuite::isLegacy)) {
            list.add(new EncryptThenMac());
        }
        List<NamedGroup> groups = new ArrayList<>(grease.groups());
        groups.addAll(dtls13 ? settings.groups() : settings.groupsForDtls12());
        list.add(new SupportedGroups(groups));
        // [RFC9846 §9.2#3] [RFC9846 §4.3.3#2]
        list.add(new SignatureAlgorithms(dtls13 ? settings.signatureSchemes() : settings.signatureSchemesForDtls12()));
        addCertificateTypes(list);
        list.addAll(Staples.wishes(config.trust().staples()));
        if (!settings.srtpProfiles().isEmpty()) {
            list.add(new UseSrtp(settings.srtpProfiles(), Bytes.ofHex(settings.srtpMki())));
        }
        if (!settings.applicationProtocols().isEmpty()) {
            list.add(new ApplicationProtocols(settings.applicationProtocols().stream().map(ApplicationProtocolName::bytes).toList()));
        }
        // [RFC9147 §5.1#22]
        list.addAll(ConnectionIds.offer(settings));
        addRecordLimits(list);
        if (dtls13) {
            addDtls13(list, exchanges, keys);
        }
        return new Extensions(list);
    }

    /** Both, where both are configured: which of them the server knows will be seen. */
    private void addRecordLimits(List<Extension> list) {
        int max = (dtls13 ? RecordLimits.Plaintext.CONTENT_AND_TYPE : RecordLimits.Plaintext.CONTENT).max();
        // [RFC8449 §4#10] [RFC8449 §4#3] [RFC8449 §4#12]
        settings.recordSizeLimit().ifPresent(limit -> list.add(new RecordSizeLimit(Math.min(limit, max))));
        // [RFC6066 §4#1] [RFC6066 §4#2] [RFC8449 §5#4]
        config.maxFragmentLength().ifPresent(length -> list.add(MaxFragmentLength.of(length)));
    }

    /** [RFC7250 §4.1] What we can show, and judge; certificates alone need no words. */
    private void addCertificateTypes(List<Extension> list) {
        List<CertificateType> certificatesAlone = List.of(CertificateType.X509);
        // [RFC7250 §4.1#1] [RFC7250 §4.1#2]
        List<CertificateType> own = config.credentials().stream().map(Credentials::certificateType).distinct().toList();
        if (!own.isEmpty() && !own.equals(certificatesAlone)) {
            list.add(new ClientCertificateTypes(own));
        }
        // [RFC7250 §4.1#3] [RFC7250 §4.1#4]
        List<CertificateType> judged = config.trust().certificateTypes();
        if (!judged.isEmpty() && !judged.equals(certificatesAlone)) {
            list.add(new ServerCertificateTypes(judged));
        }
    }

    private void addDtls13(List<Extension> list, List<KeyExchange> exchanges, List<OfferedKey> keys) {
        List<ProtocolVersion> versions = new ArrayList<>(grease.versions());
        versions.add(ProtocolVersion.DTLS_1_3);
        if (dtls12) {
            versions.add(ProtocolVersion.DTLS_1_2);
        }
        // [RFC9846 §4.3.1#1] [RFC9846 §9.2#2]
        list.add(new SupportedVersions(versions));
        // [RFC9846 §4.3.9] always: without it no ticket is given
        // [RFC9846 §4.3.9#1]
        list.add(new PskKeyExchangeModes(config.pskExchange() == PskExchange.WITH_DHE
                ? Bytes.of((byte) PskKeyExchangeModes.PSK_DHE_KE)
                : Bytes.of((byte) PskKeyExchangeModes.PSK_DHE_KE, (byte) PskKeyExchangeModes.PSK_KE)));
        Certificates13.offer(settings).ifPresent(list::add);
        // [RFC9846 §4.3.4#2]
        if (!config.acceptableIssuers().isEmpty()) {
            list.add(new CertificateAuthorities(CertificateAuthorities.namesOf(config.acceptableIssuers())));
        }
        if (config.postHandshakeAuthentication() == PostHandshakeAuthentication.OFFERED) {
            list.add(new PostHandshakeAuth());
        }
        // [RFC9846 §4.3.10#1]
        if (offersEarlyData(keys)) {
            list.add(new EarlyData());
        }
        // [RFC9846 §4.3.8#6] [RFC9846 §9.2#4] [RFC9846 §2.2#1] [RFC9846 §4.3.9#7]
        list.add(new KeyShares(exchanges.stream().map(each -> new KeyShareEntry(each.group(), Bytes.of(each.share()))).toList()));
    }

    private boolean offersEarlyData(List<OfferedKey> keys) {
        // [RFC9846 §E.1#2]
        return config.earlyData() == EarlyDataOffer.OFFERED
                && keys.stream().findFirst().flatMap(OfferedKey::session).map(session -> session.maxEarlyData() > 0).orElse(false);
    }

    /** One share: in the group we like best, or in the one of those whose share leaves the hello in a datagram. */
    private List<KeyExchange> exchanges() {
        Optional<NamedGroup> group = settings.groups().stream()
                .filter(each -> config.keyShares() == KeyShareOffer.FIRST_FLIGHT || each.isForDtls12()).findFirst();
        // [RFC9846 §4.3.8#2] [RFC9846 §4.3.8#5] [RFC9846 §4.3.8#8]
        return group.map(each -> List.of(each.begin(settings.jca(), settings.entropy()))).orElse(List.of());
    }

    /** The session to be resumed, if it still can be, and then the keys of the configuration. */
    private List<OfferedKey> keys() {
        List<OfferedKey> keys = new ArrayList<>();
        // [RFC9846 §4.7.1#3] [RFC9846 §4.3.10#2]
        resumable(Session13.class).ifPresent(session -> keys.add(OfferedKey.of(session, now)));
        config.preSharedKeys().stream().filter(PreSharedKey::isForDtls13).forEach(key -> keys.add(OfferedKey.of(key)));
        // [RFC9846 §4.7.1#4] [RFC9846 §4.2.2#12]
        return keys.stream().filter(key -> settings.cipherSuites(CipherSuite::isForDtls13).stream()
                .anyMatch(suite -> suite.hash() == key.hash())).toList();
    }

    /** [RFC9846 §4.7.1] With the server whose certificate was checked for this name, or address, and as long as the ticket is good. */
    private <S extends Session> Optional<S> resumable(Class<S> wanted) {
        return config.session().filter(wanted::isInstance).map(wanted::cast).filter(session -> isResumable(session));
    }

    /** [RFC5246 §7.4.1.2] Under the suite that it has, and with what we would show and speak today. */
    private boolean isAsItWas(Session12 session) {
        List<PublicKey> ours = config.credentials().stream().map(Credentials::publicKey).toList();
        List<Bytes> keys = config.keysForDtls12().stream().map(PreSharedKey::identity).toList();
        return settings.cipherSuites(session.suite()::equals).size() == 1
                && session.origin().isAmong(settings.jca(), ours)
                && session.peer().pskIdentity().map(keys::contains).orElse(true)
                && session.applicationProtocol().map(settings.applicationProtocols()::contains).orElse(true);
    }

    private boolean isResumable(Session session) {
        // [RFC5077 §3.3#11] [RFC9846 §4.7.1#5] [RFC9846 §4.7.1#6] [RFC9846 §4.3.11#5] [RFC9846 §4.3.11.1#1]
        return session.isAlive(now) && session.serverName().equals(config.serverIdentity().text()) && isStillKnown(session.peer())
                && EarlierTrust.isEnough(session.peer(), config.trust(), new Expectation(
                        Purpose.SERVER_AUTHENTICATION, config.serverIdentity(), Instant.ofEpochMilli(now)));
    }

    /** A session is no way around what is configured now: who had a pre-shared key is known by it, everybody else by what he showed. */
    private boolean isStillKnown(PeerIdentity peer) {
        return peer.pskIdentity().map(name -> config.preSharedKeys().stream().anyMatch(key -> key.externalIdentity().equals(name)))
                .orElse(!config.trust().certificateTypes().isEmpty());
    }
}
