package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.endpoint.interop.Peer13.Can;
import io.puredtls.endpoint.interop.Peer13.Running;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.event.EngineEvent;
import io.puredtls.event.EngineEvent.Direction;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What follows on a DTLS 1.3 handshake, with other stacks in both roles: tickets and resumption, early data, key updates,
 * later authentication. Our side is the engine on a socket, which has a call for each; see {@code docs/interop.md}.
 */
@Timeout(60)
class Peer13SessionTest {
    private static final int MAX_EARLY = 4096;
    /** For how long drivers throw away what comes after a connection, in milliseconds, and a little more. */
    private static final long DRIVER_PAUSE = 250;
    /** Until dimpl changes its keys by itself: records sealed. */
    private static final String DIMPL_LIMIT = "DIMPL_LIMIT=4";

    @TempDir
    private static Path directory;
    private static List<Peer13> peers = List.of();

    private Secrets secrets;
    private final Messages messages = new Messages();

    @BeforeAll
    static void find() {
        peers = Peer13.present();
        OpenSsl.assumeThat(!peers.isEmpty(), "no peer of DTLS 1.3 on this machine");
    }

    static Stream<Peer13> peers() {
        return peers.stream();
    }

    static Stream<Peer13> withTickets() {
        return peers.stream().filter(peer -> peer.can(Can.TICKETS));
    }

    static Stream<Peer13> withEarlyData() {
        return peers.stream().filter(peer -> peer.can(Can.EARLY_DATA));
    }

    static Stream<Peer13> withKeyUpdates() {
        return peers.stream().filter(peer -> peer.can(Can.UPDATE_KEYS));
    }

    static Stream<Peer13> withLaterAuthentication() {
        return peers.stream().filter(peer -> peer.can(Can.LATER_AUTHENTICATION));
    }

    private ClientConfig.Builder client() throws Exception {
        secrets = new Secrets(directory);
        return ClientConfig.trusting(Peer13Files.trust("server")).serverName(Peer13Files.SERVER_NAME).versions(ProtocolVersion.DTLS_1_3)
                .groups(List.of(NamedGroup.X25519)).dangerouslyLogSecrets(secrets).trace(messages);
    }

    private ServerConfig.Builder server() throws Exception {
        secrets = new Secrets(directory);
        return ServerConfig.identity(Peer13Files.credentials("server")).versions(ProtocolVersion.DTLS_1_3)
                .groups(List.of(NamedGroup.X25519)).dangerouslyLogSecrets(secrets).trace(messages);
    }

    /** What a peer's server is told in any case. */
    private List<String> serverOptions(String... more) {
        List<String> options = new ArrayList<>(Peer13Files.identity("server"));
        options.addAll(List.of("--groups", "x25519", "--keylog", secrets.file()));
        options.addAll(List.of(more));
        return options;
    }

    /** What a peer's client is told in any case. */
    private List<String> clientOptions(Peer13 peer, String... more) {
        List<String> options = new ArrayList<>();
        if (peer.can(Can.VERIFY_NAMES)) {
            options.addAll(Peer13Files.trusting("server"));
            options.addAll(List.of("--name", Peer13Files.SERVER_NAME));
        }
        options.addAll(List.of("--groups", "x25519", "--keylog", secrets.file()));
        options.addAll(List.of(more));
        return options;
    }

    private static void assertEchoes(EngineLink link, String line) throws Exception {
        link.send(line);
        assertEquals(line, link.receive());
    }

    private static void echo(EngineLink link, String line) throws Exception {
        assertEquals(line, link.receive());
        link.send(line);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withTickets")
    void our_client_comes_back_with_their_ticket(Peer13 peer) throws Exception {
        ClientConfig.Builder config = client();
        try (Running server = peer.server(serverOptions("--tickets", "--connections", "2"))) {
            Session session = ticket(server, config);
            try (session; EngineLink second = EngineLink.connect(server.port(), config.resume(session).build(), "")) {
                SessionInfo info = second.connected();
                assertTrue(info.resumed(), info::toString);
                assertEquals(Optional.of(NamedGroup.X25519), info.group());
                assertEchoes(second, "again");
            }
            server.awaitEnd();
        }
        secrets.assertSame();
    }

    /** What the server gives in a first connection, which is over then. */
    private static Session ticket(Running server, ClientConfig.Builder config) throws Exception {
        try (EngineLink first = EngineLink.connect(server.port(), config.build(), "")) {
            assertFalse(first.connected().resumed());
            assertEchoes(first, "hello");
            Session session = first.await(EngineEvent.Resumable.class).session();
            first.shutdown();
            server.tool().await("^closed");
            Thread.sleep(DRIVER_PAUSE); // what comes sooner is lost, and early data does not come again
            return session;
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withTickets")
    void their_client_comes_back_with_our_ticket(Peer13 peer) throws Exception {
        ServerConfig config = server().build();
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(listening.port(), clientOptions(peer, "--tickets", "--connections", "2", "--say", "hello,again"))) {
            for (boolean resumed : new boolean[] {false, true}) {
                try (EngineLink link = listening.accept(client)) {
                    SessionInfo info = link.connected();
                    assertEquals(resumed, info.resumed(), info::toString);
                    echo(link, "hello");
                    echo(link, "again");
                    link.await(EngineEvent.Closed.class);
                }
            }
            client.awaitEnd();
        }
        secrets.assertSame();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withEarlyData")
    void their_server_takes_our_early_data(Peer13 peer) throws Exception {
        ClientConfig.Builder config = client().earlyData(EarlyDataOffer.OFFERED);
        try (Running server = peer.server(serverOptions("--tickets", "--connections", "2", "--early", "any", "--cookie", "off"))) {
            Session session = ticket(server, config);
            try (session; EngineLink second = EngineLink.connect(server.port(), config.resume(session).build(), "early")) {
                assertTrue(second.connected().earlyData(), server.tool()::toString);
                assertEquals("early", second.receive());
                assertEchoes(second, "again");
            }
            server.awaitEnd();
        }
        secrets.assertSame();
    }

    /** NSS waits for EndOfEarlyData, which RFC 9147 §5.6 has not: our Finished is never acknowledged, nor our early data heard. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("nss")
    void nss_server_takes_early_data_and_waits_for_its_end(Peer13 peer) throws Exception {
        ClientConfig.Builder config = client().earlyData(EarlyDataOffer.OFFERED);
        try (Running server = peer.server(serverOptions("--tickets", "--connections", "2", "--early", "any", "--cookie", "off"))) {
            Session session = ticket(server, config);
            try (session; EngineLink second = EngineLink.connect(server.port(), config.resume(session).build(), "early")) {
                assertTrue(second.connected().earlyData(), server.tool()::toString);
                second.drive(Duration.ofSeconds(2));
                assertTrue(second.engine().stats().flightsSentAgain() > 0);
                assertEquals(1, server.tool().toString().split("\nconnected ").length - 1, server.tool()::toString);
            }
        }
    }

    /** The other way round: NSS says EndOfEarlyData, in epoch 1, where no handshake message has a place. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("nss")
    void nss_client_is_refused_for_its_end_of_early_data(Peer13 peer) throws Exception {
        ServerConfig config = server().cookiePolicy(CookiePolicy.EXCEPT_RESUMED)
                .earlyData(EarlyDataPolicy.of(MAX_EARLY, AntiReplay.inMemory(100, 60_000))).build();
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(
                        listening.port(), clientOptions(peer, "--tickets", "--connections", "2", "--early", "early", "--say", "hello"))) {
            try (EngineLink first = listening.accept(client)) {
                first.connected();
                echo(first, "hello");
                first.await(EngineEvent.Closed.class);
            }
            try (EngineLink second = listening.accept(client)) {
                assertEquals("early", second.receive());
                EngineEvent.Failed failed = second.await(EngineEvent.Failed.class);
                assertEquals(Violation.MESSAGE_IN_WRONG_EPOCH, failed.violation(), failed::toString);
            }
            client.tool().await("SSL_ERROR_HANDSHAKE_UNEXPECTED_ALERT");
        }
    }

    static Stream<Peer13> nss() {
        return peers.stream().filter(peer -> peer.stack() == Peer13.Stack.NSS);
    }

    static Stream<Peer13> thatOfferEarlyData() {
        return Stream.concat(withEarlyData(), nss());
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("thatOfferEarlyData")
    void their_server_refuses_our_early_data_and_asks_for_a_cookie(Peer13 peer) throws Exception {
        ClientConfig.Builder config = client().earlyData(EarlyDataOffer.OFFERED);
        try (Running server = peer.server(serverOptions("--tickets", "--connections", "2", "--early", "any", "--cookie", "on"))) {
            Session session = ticket(server, config);
            try (session; EngineLink second = EngineLink.connect(server.port(), config.resume(session).build(), "early")) {
                SessionInfo info = second.connected();
                assertTrue(info.resumed(), info::toString);
                assertFalse(info.earlyData(), info::toString);
                assertEchoes(second, "again");
            }
            assertFalse(server.awaitEnd().contains("received early"));
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withEarlyData")
    void our_server_takes_their_early_data(Peer13 peer) throws Exception {
        ServerConfig config = server().cookiePolicy(CookiePolicy.EXCEPT_RESUMED)
                .earlyData(EarlyDataPolicy.of(MAX_EARLY, AntiReplay.inMemory(100, 60_000))).build();
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(
                        listening.port(), clientOptions(peer, "--tickets", "--connections", "2", "--early", "early", "--say", "hello"))) {
            try (EngineLink first = listening.accept(client)) {
                first.connected();
                echo(first, "hello");
                first.await(EngineEvent.Closed.class);
            }
            try (EngineLink second = listening.accept(client)) {
                assertEquals("early", second.receive());
                assertTrue(second.connected().earlyData());
                second.send("early");
                echo(second, "hello");
                second.await(EngineEvent.Closed.class);
            }
            client.awaitEnd();
        }
        secrets.assertSame();
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("thatOfferEarlyData")
    void our_server_refuses_their_early_data_and_asks_for_a_share_in_another_group(Peer13 peer) throws Exception {
        ServerConfig config = server().groups(List.of(NamedGroup.SECP256R1))
                .earlyData(EarlyDataPolicy.of(MAX_EARLY, AntiReplay.inMemory(100, 60_000))).build();
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(
                        listening.port(), clientOptions(peer, "--tickets", "--connections", "2", "--early", "early", "--say", "hello",
                                "--groups", "x25519,secp256r1"))) {
            for (boolean resumed : new boolean[] {false, true}) {
                try (EngineLink link = listening.accept(client)) {
                    SessionInfo info = link.connected();
                    assertEquals(resumed, info.resumed(), info::toString);
                    assertFalse(info.earlyData(), info::toString);
                    echo(link, "hello");
                    link.await(EngineEvent.Closed.class);
                }
            }
            client.awaitEnd();
        }
    }

    /** Ours asks for the peer's as well. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("peers")
    void our_client_updates_the_keys_of_both(Peer13 peer) throws Exception {
        ClientConfig config = client().build();
        try (Running server = peer.server(serverOptions()); EngineLink link = EngineLink.connect(server.port(), config, "")) {
            link.connected();
            for (int i = 0; i < 5; i++) { // past the reuse of the epoch's two bits
                link.command(DtlsEngine::updateKeys);
                assertEchoes(link, "line " + i); // some peers update theirs when they have something to say
                for (int direction = 0; direction < 2; direction++) {
                    link.await(EngineEvent.KeysUpdated.class);
                }
            }
            link.shutdown();
            server.awaitEnd();
        }
        assertEquals(5, messages.count("sent KeyUpdate"), messages::toString);
        assertEquals(5, messages.count("received KeyUpdate"), messages::toString);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("peers")
    void our_server_updates_the_keys_of_both(Peer13 peer) throws Exception {
        ServerConfig config = server().build();
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(listening.port(), clientOptions(peer, "--say", "one,two,three"));
                EngineLink link = listening.accept(client)) {
            link.connected();
            echo(link, "one");
            link.command(DtlsEngine::updateKeys);
            echo(link, "two");
            awaitUpdate(link, Direction.SEND);
            echo(link, "three");
            link.await(EngineEvent.Closed.class);
            client.awaitEnd();
        }
        assertEquals(1, messages.count("received KeyUpdate"), messages::toString);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withKeyUpdates")
    void their_server_updates_its_keys(Peer13 peer) throws Exception {
        ClientConfig config = client().build();
        try (Running server = peer.server(serverOptions()); EngineLink link = EngineLink.connect(server.port(), config, "")) {
            link.connected();
            assertEchoes(link, "server:ku");
            assertEchoes(link, "again");
            awaitUpdate(link, Direction.RECEIVE);
            assertEchoes(link, "server:kur");
            assertEchoes(link, "and again");
            awaitUpdate(link, Direction.SEND);
            assertEchoes(link, "and again");
            link.shutdown();
            server.awaitEnd();
        }
        assertEquals(2, messages.count("received KeyUpdate"), messages::toString);
    }

    private static void awaitUpdate(EngineLink link, Direction direction) throws Exception {
        while (link.await(EngineEvent.KeysUpdated.class).direction() != direction) {
            // the other may come first
        }
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withKeyUpdates")
    void their_client_updates_its_keys(Peer13 peer) throws Exception {
        ServerConfig config = server().build();
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(listening.port(), clientOptions(peer, "--say", "one,@ku,two,three,@kur,four,five"));
                EngineLink link = listening.accept(client)) {
            link.connected();
            for (String line : List.of("one", "two", "three", "four", "five")) {
                echo(link, line);
            }
            link.await(EngineEvent.Closed.class);
            client.awaitEnd();
        }
        assertEquals(2, messages.count("received KeyUpdate"), messages::toString);
        assertTrue(messages.count("sent KeyUpdate") >= 1, messages::toString);
    }

    /** dimpl changes its keys by itself alone, in every few records, asks for ours, and may announce two epochs at once. */
    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dimpl")
    void dimpls_server_updates_its_keys_all_the_time(Peer13 peer) throws Exception {
        ClientConfig config = client().build();
        try (Running server = peer.server(serverOptions(), DIMPL_LIMIT); EngineLink link = EngineLink.connect(server.port(), config, "")) {
            link.connected();
            for (int i = 0; i < 24; i++) {
                assertEchoes(link, "line " + i);
            }
            link.shutdown();
            server.awaitEnd();
        }
        assertTrue(messages.count("received KeyUpdate") >= 4, messages::toString);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("dimpl")
    void dimpls_client_updates_its_keys_all_the_time(Peer13 peer) throws Exception {
        ServerConfig config = server().build();
        List<String> lines = Stream.iterate(0, i -> i + 1).limit(24).map(i -> "line " + i).toList();
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(listening.port(), clientOptions(peer, "--say", String.join(",", lines)), DIMPL_LIMIT);
                EngineLink link = listening.accept(client)) {
            link.connected();
            for (String line : lines) {
                echo(link, line);
            }
            link.await(EngineEvent.Closed.class);
            client.awaitEnd();
        }
        assertTrue(messages.count("received KeyUpdate") >= 4, messages::toString);
    }

    static Stream<Peer13> dimpl() {
        return peers.stream().filter(peer -> peer.stack() == Peer13.Stack.DIMPL);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withLaterAuthentication")
    void their_server_asks_us_for_a_certificate_later(Peer13 peer) throws Exception {
        ClientConfig config = client().postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED)
                .identity(Peer13Files.credentials("client")).build();
        List<String> options = serverOptions();
        options.addAll(Peer13Files.trusting("client"));
        try (Running server = peer.server(options); EngineLink link = EngineLink.connect(server.port(), config, "")) {
            link.connected();
            assertEchoes(link, "hello");
            assertEchoes(link, "server:pha");
            assertEchoes(link, "again");
            link.shutdown();
            server.awaitEnd();
        }
        assertEquals(1, messages.count("received CertificateRequest"), messages::toString);
        assertEquals(1, messages.count("sent CertificateVerify"), messages::toString);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("withLaterAuthentication")
    void our_server_asks_their_client_for_a_certificate_later(Peer13 peer) throws Exception {
        ServerConfig config = server().clientAuthentication(ClientAuthentication.NONE, Peer13Files.trust("client")).build();
        List<String> options = clientOptions(peer, "--pha", "--say", "one,two,three");
        options.addAll(Peer13Files.identity("client"));
        try (EngineLink.Listening listening = new EngineLink.Listening(config);
                Running client = peer.client(listening.port(), options);
                EngineLink link = listening.accept(client)) {
            assertEquals(Optional.empty(), link.connected().peer().subject());
            echo(link, "one");
            link.command(DtlsEngine::requestClientAuthentication);
            echo(link, "two");
            assertEquals(Optional.of("CN=client.test"), link.await(EngineEvent.PeerAuthenticated.class).peer().subject());
            echo(link, "three");
            link.await(EngineEvent.Closed.class);
            client.awaitEnd();
        }
    }
}
