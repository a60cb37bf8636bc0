package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.crypto.suite.KeyExchangeMethod;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.session.Session;
import io.puredtls.session.SessionStore;
import io.puredtls.session.TicketKeys;
import io.puredtls.trust.TrustPolicy;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Against {@code gnutls-serv} and {@code gnutls-cli}, which know DTLS 1.2; ours would speak DTLS 1.3 as well. */
@Timeout(120)
class GnuTlsTest {
    @TempDir
    private static Path directory;
    private static Pki pki;

    @BeforeAll
    static void prepare() {
        OpenSsl.assumeThat(GnuTls.isPresent(),
                "no gnutls-cli and gnutls-serv on this machine: nothing was tried against GnuTLS");
        pki = new Pki(directory);
    }

    private static final String ALL_SUITES = "NORMAL:+SHA256:+SHA384:+AES-128-CCM:+AES-256-CCM:+AES-128-CCM-8:+AES-256-CCM-8";
    private static final String NO_ETM = ":%NO_ETM";

    /** One combination. */
    record Cell(KeyAlgorithm key, CipherSuite suite, ClientAuthentication clients) {
        /** The one of DTLS 1.2, and another version's in case somebody wants that. */
        List<CipherSuite> suites() {
            return List.of(suite, CipherSuite.TLS_AES_128_GCM_SHA256);
        }
    }

    static Stream<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (KeyAlgorithm key : List.of(KeyAlgorithm.EC_P256, KeyAlgorithm.RSA_2048, KeyAlgorithm.ED25519)) {
            for (CipherSuite suite : CipherSuite.KNOWN) {
                if (!suite.isForDtls13() && !suite.isByKey() && (suite.keyExchange() == KeyExchangeMethod.ECDHE_RSA) == (key == KeyAlgorithm.RSA_2048)) {
                    cells.add(new Cell(key, suite, ClientAuthentication.NONE));
                    cells.add(new Cell(key, suite, ClientAuthentication.REQUIRED));
                }
            }
        }
        return cells.stream();
    }

    private static Tool server(int port, Cell cell, String... more) throws IOException, InterruptedException {
        return server(port, ALL_SUITES, cell, more);
    }

    private static Tool server(int port, String priority, Cell cell, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("gnutls-serv", "--udp", "--echo", "--priority", priority, "--port", String.valueOf(port)));
        command.addAll(GnuTls.identity(pki, pki.server(cell.key)));
        command.addAll(cell.clients == ClientAuthentication.NONE
                ? List.of("--disable-client-cert") : List.of("--require-client-cert", "--verify-client-cert", "--x509cafile", pki.rootFile()));
        command.addAll(List.of(more));
        return GnuTls.server(port, command);
    }

    private static Tool client(int port, List<String> identity, String... more) throws IOException {
        return client(port, ALL_SUITES, identity, more);
    }

    private static Tool client(int port, String priority, List<String> identity, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of("gnutls-cli", "--udp", "--priority", priority, "--port", String.valueOf(port), "--x509cafile",
                pki.rootFile(), "--sni-hostname", "localhost", "--verify-hostname", "localhost"));
        command.addAll(identity);
        command.addAll(List.of(more));
        command.add("127.0.0.1");
        return Tool.start(command);
    }

    @ParameterizedTest
    @MethodSource("cells")
    // [RFC5288 §3#3]
    void our_client_and_their_server(Cell cell) throws Exception {
        int port = GnuTls.freePort();
        var config = ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost")
                .legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(cell.suites());
        if (cell.clients == ClientAuthentication.REQUIRED) {
            config.identity(pki.client(cell.key));
        }
        try (Tool server = server(port, cell); var session = Dtls.connect("127.0.0.1", port, config.build())) {
            assertTrue(Interop.get(session.opened()).peer().verified());
            byte[] message = "there and back\n".getBytes(StandardCharsets.UTF_8);
            session.send(message);
            assertArrayEquals(message, session.receive(Tool.PATIENCE).orElseThrow(() -> new AssertionError(server.toString())));
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void our_server_and_their_client(Cell cell) throws Exception {
        var config = ServerConfig.identity(pki.server(cell.key)).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(cell.suites())
                .clientAuthentication(cell.clients, TrustPolicy.roots(pki.root().certificate())).build();
        List<String> identity = cell.clients == ClientAuthentication.REQUIRED ? GnuTls.identity(pki, pki.client(cell.key)) : List.of();
        try (var server = Interop.listen(config); Tool client = client(Interop.port(server), identity);
                var session = Interop.accept(server)) {
            assertEquals(identity.isEmpty() ? Optional.empty() : Optional.of("CN=client"), session.info().orElseThrow().peer().subject());
            client.await("Handshake was completed");
            client.type("from the peer to us");
            assertEquals("from the peer to us\n", new String(session.receive(Tool.PATIENCE).orElseThrow(), StandardCharsets.UTF_8));
            session.send("from us to the peer\n".getBytes(StandardCharsets.UTF_8));
            client.await("^from us to the peer$");
        }
    }

    static Stream<Cell> legacyCells() {
        return cells().filter(cell -> cell.suite.isLegacy() && cell.clients == ClientAuthentication.NONE && cell.key != KeyAlgorithm.ED25519);
    }

    /** [RFC5246 §6.2.3.2] MAC-then-encrypt, as from stacks that do not know better; of the other way the cells above are full. */
    @ParameterizedTest
    @MethodSource("legacyCells")
    void our_client_and_their_server_without_encrypt_then_mac(Cell cell) throws Exception {
        int port = GnuTls.freePort();
        var config = ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost")
                .legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(cell.suites()).build();
        try (Tool server = server(port, ALL_SUITES + NO_ETM, cell); var session = Dtls.connect("127.0.0.1", port, config)) {
            assertEquals(cell.suite, Interop.get(session.opened()).cipherSuite());
            for (int length = 1; length < 250; length += 13) { // its echo cuts longer lines
                byte[] message = ("x".repeat(length) + "\n").getBytes(StandardCharsets.UTF_8);
                session.send(message);
                assertArrayEquals(message, session.receive(Tool.PATIENCE).orElseThrow(() -> new AssertionError(server.toString())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("legacyCells")
    void our_server_and_their_client_without_encrypt_then_mac(Cell cell) throws Exception {
        var config = ServerConfig.identity(pki.server(cell.key)).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(cell.suites()).build();
        try (var server = Interop.listen(config); Tool client = client(Interop.port(server), ALL_SUITES + NO_ETM, List.of());
                var session = Interop.accept(server)) {
            assertEquals(cell.suite, session.info().orElseThrow().cipherSuite());
            client.await("Handshake was completed");
            client.type("from the peer to us");
            assertEquals("from the peer to us\n", new String(session.receive(Tool.PATIENCE).orElseThrow(), StandardCharsets.UTF_8));
            session.send("from us to the peer\n".getBytes(StandardCharsets.UTF_8));
            client.await("^from us to the peer$");
        }
    }

    /** [RFC8449 §4#1] GnuTLS says its limit always; without an answer it would be the older extension's. */
    @Test
    void their_client_gets_the_record_size_it_asks_for() throws Exception {
        try (var server = Interop.listen(ServerConfig.identity(pki.server(KeyAlgorithm.RSA_2048)).recordSizeLimit(700).build());
                Tool client = client(Interop.port(server), List.of(), "--recordsize", "600"); var session = Interop.accept(server)) {
            client.await("Handshake was completed");
            assertEquals(600, session.maxMessage());
            session.send(("x".repeat(599) + "\n").getBytes(StandardCharsets.UTF_8));
            client.await("^x{599}$");
            client.type("y".repeat(599));
            assertEquals(600, session.receive(Tool.PATIENCE).orElseThrow().length);
        }
    }

    /** [RFC8449 §4] What their server takes for agreed it tells where it is asked to talk of its doings. */
    @Test
    void their_server_agrees_on_the_record_size_that_our_client_asks_for() throws Exception {
        int port = GnuTls.freePort();
        var config = ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost").recordSizeLimit(600).build();
        Cell cell = new Cell(KeyAlgorithm.EC_P256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ClientAuthentication.NONE);
        try (Tool server = server(port, cell, "--debug", "4", "--recordsize", "700"); var session = Dtls.connect("127.0.0.1", port, config)) {
            Interop.get(session.opened());
            server.await("record_size_limit 600 negotiated");
            assertEquals(700, session.maxMessage());
        }
    }

    /** By what somebody comes back: a session ID, or a ticket of RFC 5077. */
    static Stream<TicketPolicy> policies() {
        return Stream.of(TicketPolicy.storedIn(SessionStore.inMemory(4)), TicketPolicy.sealedBy(TicketKeys.rotating(SystemEntropy.INSTANCE, Duration.ofDays(1))));
    }

    /** [RFC5246 §7.3] [RFC5077 §3.1] The client ends a first session by itself and begins another. */
    @ParameterizedTest
    @MethodSource("policies")
    void their_client_comes_back_to_our_server(TicketPolicy policy) throws Exception {
        try (var server = Interop.listen(ServerConfig.identity(pki.server(KeyAlgorithm.EC_P256)).tickets(policy).build());
                Tool client = client(Interop.port(server), List.of(), "--resume")) {
            try (var first = Interop.accept(server)) {
                assertFalse(first.info().orElseThrow().resumed());
            }
            try (var second = Interop.accept(server)) {
                assertTrue(second.info().orElseThrow().resumed());
                client.await("This is a resumed session");
                client.type("from the peer to us");
                assertEquals("from the peer to us\n", new String(second.receive(Tool.PATIENCE).orElseThrow(), StandardCharsets.UTF_8));
            }
        }
    }

    /** [RFC5246 §7.3] [RFC5077 §3.1] */
    @ParameterizedTest
    @EnumSource(LegacyTickets.class)
    void our_client_comes_back_to_their_server(LegacyTickets tickets) throws Exception {
        int port = GnuTls.freePort();
        Cell cell = new Cell(KeyAlgorithm.EC_P256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, ClientAuthentication.NONE);
        var config = ClientConfig.trusting(TrustPolicy.roots(pki.root().certificate())).serverName("localhost").legacyTickets(tickets);
        try (Tool server = server(port, cell)) {
            Session given;
            try (var session = Dtls.connect("127.0.0.1", port, config.build())) {
                assertFalse(Interop.get(session.opened()).resumed());
                assertEquals("x", talk(session, server));
                given = session.takeResumable().orElseThrow();
            }
            try (Session earlier = given; var session = Dtls.connect("127.0.0.1", port, config.resume(earlier).build())) {
                assertTrue(Interop.get(session.opened()).resumed());
                assertEquals("x", talk(session, server));
            }
        }
    }

    private static String talk(DtlsSession session, Tool server) throws Exception {
        session.send("x".getBytes(StandardCharsets.UTF_8));
        return new String(session.receive(Tool.PATIENCE).orElseThrow(() -> new AssertionError(server.toString())), StandardCharsets.UTF_8);
    }

    @Test
    void close_notify_is_understood_in_both_directions() throws Exception {
        try (var server = Interop.listen(ServerConfig.identity(pki.server(KeyAlgorithm.EC_P256)).applicationProtocols("coap").build())) {
            try (Tool client = client(Interop.port(server), List.of(), "--alpn", "coap"); var session = Interop.accept(server)) {
                client.await("Application protocol: coap");
                client.closeInput();
                assertEquals(Reason.CLOSED_BY_PEER, Interop.get(session.closed()).reason());
                client.awaitEnd();
            }
            try (Tool client = client(Interop.port(server), List.of(), "--alpn", "coap")) {
                var session = Interop.accept(server);
                client.await("Handshake was completed");
                session.close();
                client.await("Peer has closed the GnuTLS connection");
            }
        }
    }
}
