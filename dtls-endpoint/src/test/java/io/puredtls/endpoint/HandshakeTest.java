package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.SERVER;
import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.failure;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.event.Decision;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.TrustPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is let in and who is not, and what both sides say about it. */
@Timeout(300)
class HandshakeTest {
    private static final Credentials STRANGER = SelfSigned.ecdsaP256("stranger.example");
    private static final Credentials CLIENT = SelfSigned.ed25519("client.example");

    private static DtlsSession connect(DtlsEndpoint server, ClientConfig config) throws Exception {
        return Dtls.connect("127.0.0.1", address(server).getPort(), config);
    }

    /** The client refuses; what both say. */
    private static void assertClientRefuses(
            ServerConfig serverConfig, ClientConfig clientConfig, Violation violation, AlertDescription alert) throws Exception {
        Echo echo = new Echo();
        try (var server = Dtls.listen(anyPort(), serverConfig, echo)) {
            DtlsSession session = connect(server, clientConfig);
            assertFailed(failure(session.opened()), violation, alert, true);
            assertFailed(echo.nextEnded().end(), Violation.PEER_ALERT, alert, false);
            assertEquals(1, server.stats().orElseThrow().handshakesFailed());
            assertTrue(echo.hasNothingMore(), "the server thought itself connected");
        }
    }

    /** The server refuses; what both say. */
    private static void assertServerRefuses(
            ServerConfig serverConfig, ClientConfig clientConfig, Violation violation, AlertDescription alert) throws Exception {
        assertServerRefuses(serverConfig, clientConfig, session -> failure(session.opened()), violation, alert);
    }

    /** [RFC9846 §4.5] The server refuses what a client says last in DTLS 1.3: the client is connected and then hears of it. */
    private static void assertServerRefusesInTheEnd(
            ServerConfig serverConfig, ClientConfig clientConfig, Violation violation, AlertDescription alert) throws Exception {
        assertServerRefuses(serverConfig, clientConfig, session -> {
            assertEquals(ProtocolVersion.DTLS_1_3, get(session.opened()).version());
            return get(session.closed());
        }, violation, alert);
    }

    private static void assertServerRefuses(
            ServerConfig serverConfig, ClientConfig clientConfig, Function<DtlsSession, SessionEnd> end,
            Violation violation, AlertDescription alert) throws Exception {
        Echo echo = new Echo();
        try (var server = Dtls.listen(anyPort(), serverConfig, echo)) {
            DtlsSession session = connect(server, clientConfig);
            assertFailed(end.apply(session), Violation.PEER_ALERT, alert, false);
            assertFailed(echo.nextEnded().end(), violation, alert, true);
            assertEquals(1, server.stats().orElseThrow().handshakesFailed());
            assertTrue(echo.hasNothingMore(), "the server thought itself connected");
        }
    }

    private static void assertFailed(SessionEnd end, Violation violation, AlertDescription alert, boolean sent) {
        assertEquals(Reason.FAILED, end.reason(), end::toString);
        assertEquals(Optional.of(violation), end.violation(), end::toString);
        assertEquals(Optional.of(alert), end.alert(), end::toString);
        assertEquals(sent, end.alertSent(), end::toString);
        assertFalse(end.isOrderly());
        assertFalse(end.message().isBlank());
    }

    private static SessionInfo served(ServerConfig serverConfig, ClientConfig clientConfig) throws Exception {
        Echo echo = new Echo();
        try (var server = Dtls.listen(anyPort(), serverConfig, echo); var session = connect(server, clientConfig)) {
            get(session.opened());
            assertEchoes(session, "agreed");
            return echo.nextConnected().info();
        }
    }

    @Test
    void a_server_of_another_authority_is_refused() throws Exception {
        assertClientRefuses(
                server().build(),
                ClientConfig.trusting(TrustPolicy.roots(STRANGER.chain())).serverName("localhost").build(),
                Violation.CERTIFICATE_NOT_TRUSTED, AlertDescription.UNKNOWN_CA);
    }

    @Test
    void a_server_of_another_name_is_refused() throws Exception {
        assertClientRefuses(
                server().build(), client().serverName("example.org").build(),
                Violation.CERTIFICATE_NAME_MISMATCH, AlertDescription.BAD_CERTIFICATE);
    }

    @Test
    void a_server_whose_certificate_is_past_its_time_is_refused() throws Exception {
        Instant now = Instant.now();
        Credentials expired = SelfSigned.builder(KeyAlgorithm.EC_P256).name("localhost")
                .validity(now.minus(Duration.ofDays(20)), now.minus(Duration.ofDays(10))).generate();
        assertClientRefuses(
                ServerConfig.identity(expired).build(),
                ClientConfig.trusting(TrustPolicy.roots(expired.chain())).serverName("localhost").build(),
                Violation.CERTIFICATE_PAST_VALIDITY, AlertDescription.CERTIFICATE_EXPIRED);
    }

    @Test
    void the_host_that_is_connected_to_is_the_name_that_is_checked() throws Exception {
        Credentials other = SelfSigned.ecdsaP256("example.org");
        try (var server = Dtls.listen(anyPort(), ServerConfig.identity(other).build(), new Echo())) {
            DtlsSession session = connect(server, ClientConfig.trusting(TrustPolicy.roots(other.chain())).build());
            assertFailed(failure(session.opened()), Violation.CERTIFICATE_NAME_MISMATCH, AlertDescription.BAD_CERTIFICATE, true);
        }
        try (var server = Dtls.listen(anyPort(), server().build(), new Echo());
                var session = connect(server, ClientConfig.trusting(TrustPolicy.roots(SERVER.chain())).build())) {
            assertTrue(get(session.opened()).peer().verified());
            assertEquals(Optional.empty(), session.info().orElseThrow().serverName(), "an address is no server_name");
        }
        try (var server = Dtls.listen(anyPort(), server().build(), new Echo());
                var session = Dtls.connect(
                        "localhost", address(server).getPort(), ClientConfig.trusting(TrustPolicy.roots(SERVER.chain())).build())) {
            assertEquals(Optional.of("localhost"), get(session.opened()).serverName());
        }
    }

    @Test
    void an_endpoint_expects_the_host_of_the_address_that_it_connects_to() throws Exception {
        ClientConfig nameless = ClientConfig.trusting(TrustPolicy.roots(STRANGER.chain())).build();
        byte[] numbers = {127, 0, 0, 1};
        try (var server = Dtls.listen(anyPort(), ServerConfig.identity(STRANGER).build());
                var clients = DtlsEndpoint.open(EndpointConfig.defaults())) {
            int port = address(server).getPort();
            DtlsSession byAddress = clients.connect(new InetSocketAddress(InetAddress.getByAddress(numbers), port), nameless);
            assertFailed(failure(byAddress.opened()), Violation.CERTIFICATE_NAME_MISMATCH, AlertDescription.BAD_CERTIFICATE, true);
            DtlsSession byName = clients.connect(
                    new InetSocketAddress(InetAddress.getByAddress("stranger.example", numbers), port), nameless);
            assertEquals(Optional.of("stranger.example"), get(byName.opened()).serverName());
        }
    }

    @Test
    void whoever_trusts_anyone_is_connected_and_told_that_nothing_is_verified() throws Exception {
        try (var server = Dtls.listen(anyPort(), server().build(), new Echo());
                var session = connect(server, ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).build())) {
            assertFalse(get(session.opened()).peer().verified());
            assertEquals(SERVER.chain(), session.info().orElseThrow().peer().chain());
        }
    }

    @Test
    void a_client_certificate_is_shown_and_proved() throws Exception {
        SessionInfo info = served(
                server().clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.roots(CLIENT.chain())).build(),
                client().identity(CLIENT).build());
        assertEquals(CLIENT.chain(), info.peer().chain());
        assertTrue(info.peer().verified());
    }

    @Test
    void a_client_without_a_certificate_is_let_in_where_one_is_requested_and_refused_where_one_is_required() throws Exception {
        SessionInfo info = served(
                server().clientAuthentication(ClientAuthentication.REQUESTED, TrustPolicy.roots(CLIENT.chain())).build(),
                client().build());
        assertEquals(Optional.empty(), info.peer().certificate());
        ServerConfig required = server().clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.roots(CLIENT.chain())).build();
        assertServerRefuses(
                required, client().versions(ProtocolVersion.DTLS_1_2).build(),
                Violation.CERTIFICATE_MISSING, AlertDescription.HANDSHAKE_FAILURE);
        assertServerRefusesInTheEnd(
                required, client().build(), Violation.CERTIFICATE_DEMANDED, AlertDescription.CERTIFICATE_REQUIRED);
    }

    @Test
    void a_client_of_another_authority_is_refused() throws Exception {
        ServerConfig requested = server().clientAuthentication(ClientAuthentication.REQUESTED, TrustPolicy.roots(CLIENT.chain())).build();
        assertServerRefuses(
                requested, client().versions(ProtocolVersion.DTLS_1_2).identity(STRANGER).build(),
                Violation.CERTIFICATE_NOT_TRUSTED, AlertDescription.UNKNOWN_CA);
        assertServerRefusesInTheEnd(
                requested, client().identity(STRANGER).build(), Violation.CERTIFICATE_NOT_TRUSTED, AlertDescription.UNKNOWN_CA);
    }

    @Test
    void failed_handshakes_leave_nothing_behind_and_good_ones_go_on() throws Exception {
        Echo echo = new Echo();
        try (var server = Dtls.listen(anyPort(), server().build(), echo)) {
            for (int i = 0; i < 50; i++) {
                DtlsSession refused = connect(server, client().serverName("example.org").build());
                assertEquals(Reason.FAILED, failure(refused.opened()).reason());
                assertEquals(Reason.FAILED, echo.nextEnded().end().reason());
            }
            EndpointStats stats = server.stats().orElseThrow();
            assertEquals(List.of(50L, 0L, 50L), List.of(stats.handshakesStarted(), stats.handshakesCompleted(), stats.handshakesFailed()));
            assertEquals(0, stats.sessions());
            try (var session = connect(server, client().build())) {
                get(session.opened());
                assertEchoes(session, "good");
            }
        }
    }

    @Test
    void the_application_protocol_is_the_servers_first_that_the_client_has() throws Exception {
        SessionInfo info = served(
                server().applicationProtocols("coap", "other").build(), client().applicationProtocols("other", "coap").build());
        assertEquals(Optional.of("coap"), info.applicationProtocol());
        assertServerRefuses(
                server().applicationProtocols("coap").build(), client().applicationProtocols("h3").build(),
                Violation.NO_COMMON_APPLICATION_PROTOCOL, AlertDescription.NO_APPLICATION_PROTOCOL);
    }

    @Test
    void the_name_asked_for_decides_between_certificates() throws Exception {
        Credentials one = SelfSigned.ecdsaP256("one.example");
        Credentials two = SelfSigned.ecdsaP256("two.example");
        List<X509Certificate> roots = new ArrayList<>(one.chain());
        roots.addAll(two.chain());
        ServerConfig config = ServerConfig.identity(one, two).build();
        try (var server = Dtls.listen(anyPort(), config, new Echo())) {
            for (String name : List.of("one.example", "two.example")) {
                try (var session = connect(server, ClientConfig.trusting(TrustPolicy.roots(roots)).serverName(name).build())) {
                    SessionInfo info = get(session.opened());
                    assertEquals(Optional.of("CN=" + name), info.peer().subject());
                    assertEquals(Optional.of(name), info.serverName());
                }
            }
        }
        assertServerRefuses(
                ServerConfig.identity(one, two).unknownNames(UnknownNames.REFUSE).build(),
                ClientConfig.trusting(TrustPolicy.roots(roots)).serverName("three.example").build(),
                Violation.UNKNOWN_SERVER_NAME, AlertDescription.UNRECOGNIZED_NAME);
    }

    @Test
    void without_a_suite_in_common_there_is_no_session() throws Exception {
        assertServerRefuses(
                server().versions(ProtocolVersion.DTLS_1_2).cipherSuites(List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)).build(),
                client().versions(ProtocolVersion.DTLS_1_2).cipherSuites(List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384)).build(),
                Violation.NO_COMMON_CIPHER_SUITE, AlertDescription.HANDSHAKE_FAILURE);
    }

    /** The gate sees it in the first hello, and keeps nothing. */
    @Test
    void without_a_suite_of_dtls_1_3_in_common_no_session_begins() throws Exception {
        Echo echo = new Echo();
        ServerConfig config = server().versions(ProtocolVersion.DTLS_1_3).cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)).build();
        try (var server = Dtls.listen(anyPort(), config, echo)) {
            DtlsSession session = connect(
                    server, client().versions(ProtocolVersion.DTLS_1_3).cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384)).build());
            assertFailed(failure(session.opened()), Violation.PEER_ALERT, AlertDescription.HANDSHAKE_FAILURE, false);
            assertEquals(0, server.stats().orElseThrow().handshakesStarted());
            assertTrue(echo.hasNothingMore());
        }
    }

    @Test
    void an_srtp_profile_is_agreed_on() throws Exception {
        SessionInfo info = served(
                server().srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).build(),
                client().srtp(SrtpProfile.SRTP_AES128_CM_HMAC_SHA1_80, SrtpProfile.SRTP_AEAD_AES_128_GCM).build());
        assertEquals(Optional.of(SrtpProfile.SRTP_AEAD_AES_128_GCM), info.srtpProfile());
    }

    /** A client's handler that passes the question on. */
    private static final class Asking implements SessionHandler {
        private final CompletableFuture<List<X509Certificate>> asked = new CompletableFuture<>();

        @Override
        public void onTrustAsked(DtlsSession session, List<X509Certificate> chain, Expectation expectation) {
            asked.complete(chain);
        }
    }

    @Test
    void the_application_may_decide_whom_to_trust_later_and_on_another_thread() throws Exception {
        ClientConfig config = ClientConfig.trusting(TrustPolicy.custom()).serverName("localhost").build();
        try (var server = Dtls.listen(anyPort(), server().build(), new Echo())) {
            Asking asking = new Asking();
            DtlsSession session = Dtls.connect("127.0.0.1", address(server).getPort(), config, asking);
            assertEquals(SERVER.chain(), get(asking.asked));
            assertFalse(session.opened().isDone());
            session.decide(new Decision.Trust());
            assertTrue(get(session.opened()).peer().verified());
            session.close();
            get(session.closed());
        }
    }

    /** [RFC7250] */
    @Test
    void the_application_may_decide_about_a_key_without_a_certificate_and_refuses_it_if_it_does_not_say_so() throws Exception {
        ClientConfig config = ClientConfig.trusting(TrustPolicy.customRawPublicKeys()).build();
        ServerConfig shown = ServerConfig.identity(SERVER.asRawPublicKey()).build();
        var asked = new CompletableFuture<RawPublicKey>();
        SessionHandler handler = new SessionHandler() {
            @Override
            public void onRawPublicKeyAsked(DtlsSession session, RawPublicKey key, Expectation expectation) {
                asked.complete(key);
            }
        };
        try (var server = Dtls.listen(anyPort(), shown, new Echo())) {
            DtlsSession session = Dtls.connect("127.0.0.1", address(server).getPort(), config, handler);
            assertEquals(RawPublicKey.of(SERVER.publicKey()), get(asked));
            assertFalse(session.opened().isDone());
            session.decide(new Decision.Trust());
            assertEquals(PeerIdentity.ofRawPublicKey(get(asked), true), get(session.opened()).peer());
            session.close();
            assertFailed(failure(connect(server, config).opened()),
                    Violation.CERTIFICATE_REJECTED, AlertDescription.CERTIFICATE_UNKNOWN, true);
        }
    }

    @Test
    void the_application_may_refuse() throws Exception {
        ClientConfig config = ClientConfig.trusting(TrustPolicy.custom()).serverName("localhost").build();
        Echo echo = new Echo();
        try (var server = Dtls.listen(anyPort(), server().build(), echo)) {
            Asking asking = new Asking();
            DtlsSession session = Dtls.connect("127.0.0.1", address(server).getPort(), config, asking);
            get(asking.asked);
            session.decide(new Decision.Refuse("never seen before"));
            SessionEnd end = failure(session.opened());
            assertFailed(end, Violation.CERTIFICATE_REJECTED, AlertDescription.CERTIFICATE_UNKNOWN, true);
            assertTrue(end.message().contains("never seen before"), end.message());
            assertFailed(echo.nextEnded().end(), Violation.PEER_ALERT, AlertDescription.CERTIFICATE_UNKNOWN, false);
        }
    }

    @Test
    void where_nobody_is_there_to_be_asked_the_peer_is_refused() throws Exception {
        ClientConfig config = ClientConfig.trusting(TrustPolicy.custom()).serverName("localhost").build();
        try (var server = Dtls.listen(anyPort(), server().build(), new Echo())) {
            assertFailed(failure(connect(server, config).opened()),
                    Violation.CERTIFICATE_REJECTED, AlertDescription.CERTIFICATE_UNKNOWN, true);
            DtlsSession withHandler = Dtls.connect("127.0.0.1", address(server).getPort(), config, new SessionHandler() {
            });
            assertFailed(failure(withHandler.opened()),
                    Violation.CERTIFICATE_REJECTED, AlertDescription.CERTIFICATE_UNKNOWN, true);
        }
    }

    @Test
    void an_answer_that_nobody_asked_for_harms_nothing() throws Exception {
        ClientConfig config = ClientConfig.trusting(TrustPolicy.custom()).serverName("localhost").build();
        try (var server = Dtls.listen(anyPort(), server().build(), new Echo())) {
            Asking asking = new Asking();
            DtlsSession session = Dtls.connect("127.0.0.1", address(server).getPort(), config, asking);
            get(asking.asked);
            session.decide(new Decision.Trust());
            session.decide(new Decision.Trust());
            get(session.opened());
            session.decide(new Decision.Refuse("too late"));
            session.exportKeyingMaterial("EXPORTER-test", 16).close();
            try (var other = Dtls.connect("127.0.0.1", address(server).getPort(), client().build())) {
                get(other.opened());
                other.decide(new Decision.Trust());
                assertEchoes(other, "still here");
            }
            session.send(Loopback.bytes("still here"));
            assertTrue(session.isConnected());
            session.close();
            assertEquals(Reason.CLOSED_LOCALLY, get(session.closed()).reason());
        }
    }

    @Test
    void a_server_may_ask_its_application_about_clients() throws Exception {
        assertServerAsks(ProtocolVersion.DTLS_1_2);
        assertServerAsks(ProtocolVersion.DTLS_1_3);
    }

    /** The server is not connected before it has decided; a client waits for that in DTLS 1.2 alone. */
    private static void assertServerAsks(ProtocolVersion version) throws Exception {
        ServerConfig config = server().versions(version).clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.custom()).build();
        var asked = new CompletableFuture<DtlsSession>();
        SessionHandler handler = new SessionHandler() {
            @Override
            public void onTrustAsked(DtlsSession session, List<X509Certificate> chain, Expectation expectation) {
                asked.complete(session);
            }
        };
        try (var server = Dtls.listen(anyPort(), config, handler); var session = connect(server, client().identity(CLIENT).build())) {
            DtlsSession served = get(asked);
            assertFalse(served.opened().isDone());
            if (version.equals(ProtocolVersion.DTLS_1_2)) {
                assertFalse(session.opened().isDone());
            }
            served.decide(new Decision.Trust());
            get(session.opened());
            assertEquals(CLIENT.chain(), get(served.opened()).peer().chain());
        }
    }
}
