package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.DecodeException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC7250] Public keys without certificates, in either direction and either version. */
class RawPublicKeysTest {
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ed25519("client.test");
    private static final Credentials SERVER_KEY = SERVER.asRawPublicKey();
    private static final Credentials CLIENT_KEY = CLIENT.asRawPublicKey();
    private static final RawPublicKey OF_SERVER = RawPublicKey.of(SERVER.publicKey());
    private static final RawPublicKey OF_CLIENT = RawPublicKey.of(CLIENT.publicKey());
    private static final TrustPolicy SERVERS_CERTIFICATE = TrustPolicy.roots(SERVER.chain());
    private static final TrustPolicy CLIENTS_CERTIFICATE = TrustPolicy.roots(CLIENT.chain());
    private static final TrustPolicy SERVERS_KEY = TrustPolicy.rawPublicKey(OF_SERVER);
    private static final TrustPolicy CLIENTS_KEY = TrustPolicy.rawPublicKey(OF_CLIENT);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    static List<ProtocolVersion> versions() {
        return List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3);
    }

    private static Pair pair(ProtocolVersion version, ClientConfig.Builder client, ServerConfig.Builder server) {
        return Pair.seeded(1).client(client.versions(version).withoutHandshakeLimit()).server(server.versions(version).withoutHandshakeLimit());
    }

    /** The server's key and no client's. */
    private static Pair serversKey(ProtocolVersion version, TrustPolicy trust) {
        return pair(version, ClientConfig.trusting(trust), ServerConfig.identity(SERVER_KEY));
    }

    /** The server's certificate, and the client's key. */
    private static Pair clientsKey(ProtocolVersion version, ClientAuthentication asked, TrustPolicy trust) {
        return pair(version, ClientConfig.trusting(SERVERS_CERTIFICATE).identity(CLIENT_KEY),
                ServerConfig.identity(SERVER).clientAuthentication(asked, trust));
    }

    private static PeerIdentity peer(End end) {
        return end.engine().info().orElseThrow().peer();
    }

    private static void assertFailed(End end, Violation violation, AlertDescription alert) {
        EngineEvent.Failed failed = end.failure().orElseThrow(() -> new AssertionError("it did not fail: " + end.events()));
        assertEquals(violation, failed.violation(), failed.message());
        assertEquals(Optional.of(alert), failed.alert());
    }

    // All that goes

    private enum Shown { KEY, CERTIFICATE }

    /** Whatever each end shows, and however clients are asked, on a network that loses, doubles and delays. */
    @Test
    // [RFC7250 §4.2#2] [RFC7250 §4.2#4] [RFC7250 §4.2#6]
    void every_combination_connects_over_a_bad_network() {
        Seeds.each(Math.max(48, Seeds.count()), seed -> {
            ProtocolVersion version = versions().get((int) seed % 2);
            Shown server = Shown.values()[(int) seed / 2 % 2];
            Shown client = Shown.values()[(int) seed / 4 % 2];
            ClientAuthentication asked = ClientAuthentication.values()[(int) seed / 8 % 3];
            boolean has = seed / 24 % 2 == 0 || asked == ClientAuthentication.REQUIRED;
            Credentials own = client == Shown.KEY ? CLIENT_KEY : CLIENT;
            ClientConfig.Builder clientConfig = ClientConfig.trusting(server == Shown.KEY ? SERVERS_KEY : SERVERS_CERTIFICATE);
            ServerConfig.Builder serverConfig = ServerConfig.identity(server == Shown.KEY ? SERVER_KEY : SERVER)
                    .clientAuthentication(asked, client == Shown.KEY ? CLIENTS_KEY : CLIENTS_CERTIFICATE);
            Pair pair = Pair.seeded(seed).client(has ? clientConfig.identity(own) : clientConfig).server(serverConfig)
                    .client(each -> each.versions(version).withoutHandshakeLimit())
                    .server(each -> each.versions(version).withoutHandshakeLimit())
                    .network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1)).connect(MINUTE.multipliedBy(5));
            Agreement.checkAndTalk(pair);
            assertEquals(server == Shown.KEY ? PeerIdentity.ofRawPublicKey(OF_SERVER, true)
                    : PeerIdentity.ofCertificates(SERVER.chain(), true), peer(pair.client()));
            PeerIdentity shown = client == Shown.KEY
                    ? PeerIdentity.ofRawPublicKey(OF_CLIENT, true) : PeerIdentity.ofCertificates(CLIENT.chain(), true);
            assertEquals(has && asked != ClientAuthentication.NONE ? shown : PeerIdentity.ANONYMOUS, peer(pair.server()));
        });
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §3#1]
    void every_kind_of_key_is_shown_alone(ProtocolVersion version) {
        for (KeyAlgorithm algorithm : List.of(KeyAlgorithm.EC_P256, KeyAlgorithm.EC_P384, KeyAlgorithm.EC_P521, KeyAlgorithm.RSA_2048,
                KeyAlgorithm.RSA_PSS_2048, KeyAlgorithm.ED25519, KeyAlgorithm.ED448)) {
            var keys = algorithm.generate();
            Credentials own = Credentials.rawPublicKey(keys.getPrivate(), keys.getPublic());
            RawPublicKey key = RawPublicKey.of(keys.getPublic());
            Pair pair = pair(version, ClientConfig.trusting(TrustPolicy.rawPublicKey(key)).identity(own),
                    ServerConfig.identity(own).clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.rawPublicKey(key))).connect();
            Agreement.check(pair);
            assertEquals(Optional.of(key), peer(pair.client()).rawPublicKey(), algorithm.name());
            assertEquals(Optional.of(key), peer(pair.server()).rawPublicKey(), algorithm.name());
        }
    }

    // What is chosen

    @ParameterizedTest
    @MethodSource("versions")
    void a_server_with_both_shows_the_first_that_the_client_can_judge(ProtocolVersion version) {
        for (List<Credentials> order : List.of(List.of(SERVER, SERVER_KEY), List.of(SERVER_KEY, SERVER))) {
            ServerConfig.Builder both = ServerConfig.identity(order.toArray(Credentials[]::new));
            Pair key = pair(version, ClientConfig.trusting(SERVERS_KEY), both).connect();
            Agreement.check(key);
            assertEquals(Optional.of(OF_SERVER), peer(key.client()).rawPublicKey());
            Pair certificate = pair(version, ClientConfig.trusting(SERVERS_CERTIFICATE), both).connect();
            assertEquals(SERVER.chain(), peer(certificate.client()).chain());
            Pair any = pair(version, ClientConfig.trusting(TrustPolicy.either(SERVERS_KEY, SERVERS_CERTIFICATE)), both).connect();
            assertEquals(order.get(0).chain(), peer(any.client()).chain(), "the server's order decides");
            assertTrue(peer(any.client()).verified());
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_client_with_both_shows_what_the_server_asks_for(ProtocolVersion version) {
        for (TrustPolicy trust : List.of(CLIENTS_KEY, CLIENTS_CERTIFICATE, TrustPolicy.either(CLIENTS_KEY, CLIENTS_CERTIFICATE))) {
            Pair pair = pair(version, ClientConfig.trusting(SERVERS_CERTIFICATE).identity(CLIENT, CLIENT_KEY),
                    ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.REQUIRED, trust)).connect();
            Agreement.check(pair);
            boolean key = trust.certificateTypes().get(0).equals(CertificateType.RAW_PUBLIC_KEY);
            assertEquals(key, peer(pair.server()).rawPublicKey().isPresent(), trust.toString());
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_key_is_for_every_name_that_is_asked_for(ProtocolVersion version) {
        Pair pair = pair(version, ClientConfig.trusting(SERVERS_KEY).serverName("another.test"),
                ServerConfig.identity(SERVER, SERVER_KEY).unknownNames(UnknownNames.REFUSE)).connect();
        Agreement.check(pair);
        assertEquals(Optional.of("another.test"), pair.server().engine().info().orElseThrow().serverName());
    }

    // What does not go

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.4#1]
    void a_key_that_is_not_believed_is_refused_though_it_is_the_servers(ProtocolVersion version) {
        Pair pair = serversKey(version, CLIENTS_KEY).connect();
        assertFailed(pair.client(), Violation.RAW_PUBLIC_KEY_NOT_TRUSTED, AlertDescription.BAD_CERTIFICATE);
        assertFailed(pair.server(), Violation.PEER_ALERT, AlertDescription.BAD_CERTIFICATE);
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.3#1]
    void a_client_whose_key_is_not_believed_is_refused(ProtocolVersion version) {
        Pair pair = clientsKey(version, ClientAuthentication.REQUIRED, SERVERS_KEY).start().drive(MINUTE);
        assertFailed(pair.server(), Violation.RAW_PUBLIC_KEY_NOT_TRUSTED, AlertDescription.BAD_CERTIFICATE);
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.2#1]
    void nothing_in_common_to_be_shown_by_is_an_unsupported_certificate(ProtocolVersion version) {
        Pair wantsKey = pair(version, ClientConfig.trusting(SERVERS_KEY), ServerConfig.identity(SERVER)).connect();
        assertFailed(wantsKey.server(), Violation.NO_COMMON_CERTIFICATE_TYPE, AlertDescription.UNSUPPORTED_CERTIFICATE);
        assertFailed(wantsKey.client(), Violation.PEER_ALERT, AlertDescription.UNSUPPORTED_CERTIFICATE);
        Pair wantsCertificate = serversKey(version, SERVERS_CERTIFICATE).connect();
        assertFailed(wantsCertificate.server(), Violation.NO_COMMON_CERTIFICATE_TYPE, AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @ParameterizedTest
    @MethodSource("versions")
    // [RFC7250 §4.2#1] [RFC7250 §4.2#5]
    void a_client_that_could_show_nothing_that_counts_is_refused_where_it_must_and_not_asked_where_it_may(ProtocolVersion version) {
        Pair required = clientsKey(version, ClientAuthentication.REQUIRED, CLIENTS_CERTIFICATE).connect();
        assertFailed(required.server(), Violation.NO_COMMON_CERTIFICATE_TYPE, AlertDescription.UNSUPPORTED_CERTIFICATE);
        Pair requested = clientsKey(version, ClientAuthentication.REQUESTED, CLIENTS_CERTIFICATE).connect();
        Agreement.check(requested);
        assertEquals(PeerIdentity.ANONYMOUS, peer(requested.server()));
        Pair withCertificate = pair(version, ClientConfig.trusting(SERVERS_CERTIFICATE).identity(CLIENT),
                ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.REQUIRED, CLIENTS_KEY)).connect();
        assertFailed(withCertificate.server(), Violation.NO_COMMON_CERTIFICATE_TYPE, AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    /** A client that offers to show a key, and has none that fits the server's schemes, says that it has nothing. */
    @ParameterizedTest
    @MethodSource("versions")
    void a_client_without_a_key_that_fits_says_that_it_has_none(ProtocolVersion version) {
        for (ClientAuthentication asked : List.of(ClientAuthentication.REQUESTED, ClientAuthentication.REQUIRED)) {
            Pair pair = clientsKey(version, asked, CLIENTS_KEY).server(server -> server.signatureSchemes(
                    List.of(SignatureScheme.ECDSA_SECP256R1_SHA256))).connect();
            if (asked == ClientAuthentication.REQUESTED) {
                Agreement.checkAndTalk(pair);
                assertEquals(PeerIdentity.ANONYMOUS, peer(pair.server()));
            } else {
                assertTrue(pair.server().failure().isPresent());
                assertFalse(pair.server().isConnected());
            }
        }
    }

    /** A policy of an application's own may judge keys; one that does not say so is never shown one. */
    @ParameterizedTest
    @MethodSource("versions")
    void a_policy_for_certificates_is_never_asked_about_a_key(ProtocolVersion version) {
        TrustPolicy all = (chain, expectation) -> new Verdict.Trusted();
        assertEquals(List.of(CertificateType.X509), all.certificateTypes());
        assertTrue(all.evaluate(OF_SERVER, null) instanceof Verdict.Untrusted);
        Pair pair = serversKey(version, all).connect();
        assertFailed(pair.server(), Violation.NO_COMMON_CERTIFICATE_TYPE, AlertDescription.UNSUPPORTED_CERTIFICATE);
    }

    @Test
    void what_cannot_work_is_refused_when_it_is_built() {
        TrustPolicy nothing = new TrustPolicy() {
            @Override
            public Verdict evaluate(List<X509Certificate> chain, Expectation expectation) {
                return new Verdict.Trusted();
            }

            @Override
            public List<CertificateType> certificateTypes() {
                return List.of();
            }
        };
        assertThrows(ConfigException.class, () -> ClientConfig.trusting(nothing).build());
        assertThrows(ConfigException.class, () -> ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.REQUESTED, nothing).build());
        var issuers = assertThrows(ConfigException.class, () -> ServerConfig.identity(SERVER)
                .clientAuthentication(ClientAuthentication.REQUIRED, CLIENTS_KEY).acceptableIssuers(CLIENT.chain()).build());
        assertTrue(issuers.getMessage().contains("acceptableIssuers"), issuers::getMessage);
    }

    // The application decides

    @ParameterizedTest
    @MethodSource("versions")
    void the_application_is_asked_and_takes_its_time(ProtocolVersion version) {
        for (boolean believed : new boolean[] {true, false}) {
            for (boolean atServer : new boolean[] {true, false}) {
                Pair pair = (atServer ? clientsKey(version, ClientAuthentication.REQUIRED, TrustPolicy.customRawPublicKeys())
                        : serversKey(version, TrustPolicy.customRawPublicKeys())).start();
                pair.driveWhile(() -> !asking(pair, atServer), MINUTE);
                End end = atServer ? pair.server() : pair.client();
                var asked = (EngineEvent.RawPublicKeyAsked) end.events().get(0);
                assertEquals(atServer ? OF_CLIENT : OF_SERVER, asked.key());
                assertEquals(atServer ? Purpose.CLIENT_AUTHENTICATION : Purpose.SERVER_AUTHENTICATION, asked.expectation().purpose());
                pair.drive(MINUTE);
                assertFalse(end.isConnected(), "not before it is told to");
                end.engine().resolve(believed ? new Decision.Trust() : new Decision.Refuse("it is not ours"), pair.now());
                pair.poll();
                pair.driveWhile(() -> !pair.isConnected(), MINUTE);
                if (believed) {
                    Agreement.checkAndTalk(pair);
                    assertEquals(PeerIdentity.ofRawPublicKey(asked.key(), true), peer(end));
                } else {
                    assertFailed(end, Violation.CERTIFICATE_REJECTED, AlertDescription.CERTIFICATE_UNKNOWN);
                }
            }
        }
    }

    private static boolean asking(Pair pair, boolean atServer) {
        End end = atServer ? pair.server() : pair.client();
        return end.isAsked();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void whoever_accepts_anybody_does_not_call_them_believed(ProtocolVersion version) {
        Pair pair = serversKey(version, TrustPolicy.dangerouslyTrustAnyRawPublicKey()).connect();
        Agreement.check(pair);
        assertEquals(PeerIdentity.ofRawPublicKey(OF_SERVER, false), peer(pair.client()));
    }

    // What follows

    private static Pair comingBack(ProtocolVersion version, TrustPolicy ofClient, TrustPolicy ofServer) {
        ClientConfig.Builder client = ClientConfig.trusting(ofClient).identity(CLIENT_KEY);
        return pair(version, version.equals(ProtocolVersion.DTLS_1_2) ? client.legacyTickets(LegacyTickets.WANTED) : client,
                ServerConfig.identity(SERVER_KEY).clientAuthentication(ClientAuthentication.REQUIRED, ofServer).tickets(Families13.tickets()));
    }

    private static Session session(Pair pair) {
        pair.connect().drive(Duration.ofSeconds(1));
        return pair.client().events().stream().filter(EngineEvent.Resumable.class::isInstance)
                .map(event -> ((EngineEvent.Resumable) event).session()).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_resumed_session_knows_the_keys_of_the_first(ProtocolVersion version) throws DecodeException {
        Session session = session(comingBack(version, SERVERS_KEY, CLIENTS_KEY));
        assertEquals(PeerIdentity.ofRawPublicKey(OF_SERVER, true), session.peer());
        try (Session kept = Session.decode(session.encode())) {
            assertEquals(session, kept);
            Pair second = comingBack(version, SERVERS_KEY, CLIENTS_KEY).client(client -> client.resume(kept)).connect();
            Agreement.checkAndTalk(second);
            assertTrue(second.client().engine().info().orElseThrow().resumed());
            assertEquals(PeerIdentity.ofRawPublicKey(OF_SERVER, true), peer(second.client()));
            assertEquals(PeerIdentity.ofRawPublicKey(OF_CLIENT, true), peer(second.server()));
        }
    }

    /** As with certificates, in ResumedTrust13Test. */
    @ParameterizedTest
    @MethodSource("versions")
    void a_session_with_a_key_that_was_not_believed_is_not_resumed_where_keys_are(ProtocolVersion version) {
        TrustPolicy anyone = TrustPolicy.dangerouslyTrustAnyRawPublicKey();
        Session session = session(comingBack(version, anyone, anyone));
        Pair atClient = comingBack(version, SERVERS_KEY, anyone).client(client -> client.resume(session)).connect();
        assertFalse(atClient.client().engine().info().orElseThrow().resumed());
        assertEquals(PeerIdentity.ofRawPublicKey(OF_SERVER, true), peer(atClient.client()));
        Pair atServer = comingBack(version, anyone, CLIENTS_KEY).client(client -> client.resume(session)).connect();
        assertFalse(atServer.server().engine().info().orElseThrow().resumed());
        assertEquals(PeerIdentity.ofRawPublicKey(OF_CLIENT, true), peer(atServer.server()));
        assertTrue(comingBack(version, anyone, anyone).client(client -> client.resume(session)).connect().client().engine().info().orElseThrow().resumed(),
                "as careless as before");
    }

    @Test
    void a_client_shows_its_key_when_it_is_asked_later() {
        Pair pair = pair(ProtocolVersion.DTLS_1_3,
                ClientConfig.trusting(SERVERS_KEY).identity(CLIENT, CLIENT_KEY).postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED),
                ServerConfig.identity(SERVER_KEY).clientAuthentication(ClientAuthentication.NONE, CLIENTS_KEY)).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(PeerIdentity.ANONYMOUS, peer(pair.server()));
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.poll();
        pair.drive(MINUTE);
        assertEquals(PeerIdentity.ofRawPublicKey(OF_CLIENT, true), peer(pair.server()));
    }

    @Test
    void a_client_that_could_show_nothing_that_counts_cannot_be_asked_later() {
        Pair pair = pair(ProtocolVersion.DTLS_1_3,
                ClientConfig.trusting(SERVERS_KEY).identity(CLIENT_KEY).postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED),
                ServerConfig.identity(SERVER_KEY).clientAuthentication(ClientAuthentication.NONE, CLIENTS_CERTIFICATE)).connect();
        Agreement.check(pair);
        assertThrows(UnsupportedOperationException.class, () -> pair.server().engine().requestClientAuthentication(pair.now()));
    }
}
