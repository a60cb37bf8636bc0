package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsEndpoint;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.endpoint.interop.Peer13.Running;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.SessionInfo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** DTLS 1.3 handshakes with other stacks, in both roles, every scenario with every stack that can; see {@code docs/interop.md}. */
@Timeout(60)
class Peer13Test {
    private static final String EXPORTER_LABEL = "EXPERIMENTAL interop";

    @TempDir
    private static Path directory;
    private static List<Peer13> peers = List.of();

    @BeforeAll
    static void find() {
        peers = Peer13.present();
        OpenSsl.assumeThat(!peers.isEmpty(), "no peer of DTLS 1.3 on this machine");
    }

    /** One peer in one scenario. */
    record Cell(Peer13 peer, Scenario13 scenario) {
        @Override
        public String toString() {
            return peer + ", " + scenario;
        }
    }

    static Stream<Cell> servers() {
        return peers.stream().flatMap(peer -> Scenario13.all().stream().filter(each -> each.isForServer(peer)).map(each -> new Cell(peer, each)));
    }

    static Stream<Cell> clients() {
        return peers.stream().flatMap(peer -> Scenario13.all().stream().filter(each -> each.isForClient(peer)).map(each -> new Cell(peer, each)));
    }

    static Stream<Peer13> peers() {
        return peers.stream();
    }

    @ParameterizedTest
    @MethodSource("servers")
    void our_client_and_their_server(Cell cell) throws Exception {
        Secrets secrets = new Secrets(directory);
        Messages messages = new Messages();
        ClientConfig config = cell.scenario.ourClient(cell.peer).versions(ProtocolVersion.DTLS_1_3)
                .dangerouslyLogSecrets(secrets).trace(messages).build();
        try (Running server = cell.peer.server(with(cell.scenario.serverOptions(cell.peer), "--keylog", secrets.file()))) {
            try (DtlsSession session = Dtls.connect("127.0.0.1", server.port(), config)) {
                opened(session, server);
                cell.scenario.check(session);
                assertEchoes(session, "hello");
                assertEchoes(session, "again");
                assertSameExported(session, server);
            }
            server.awaitEnd();
        }
        secrets.assertSame();
        if (cell.scenario.clientHellos() > 0) {
            assertEquals(cell.scenario.clientHellos(), messages.count("sent ClientHello"), messages::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void our_server_and_their_client(Cell cell) throws Exception {
        Secrets secrets = new Secrets(directory);
        ServerConfig config = cell.scenario.ourServer(cell.peer).versions(ProtocolVersion.DTLS_1_3).dangerouslyLogSecrets(secrets).build();
        List<String> options = with(cell.scenario.clientOptions(cell.peer), "--say", "hello,again", "--keylog", secrets.file());
        try (DtlsEndpoint server = Interop.listen(config);
                Running client = cell.peer.client(Interop.port(server), options);
                DtlsSession session = Peer13Lines.accept(server, client)) {
            cell.scenario.check(session);
            assertEquals("hello", Peer13Lines.echo(session));
            assertEquals("again", Peer13Lines.echo(session));
            client.tool().await("^echoed hello");
            client.tool().await("^echoed again");
            assertSameExported(session, client);
            assertEquals(Reason.CLOSED_BY_PEER, Interop.get(session.closed()).reason());
            client.awaitEnd();
        }
        secrets.assertSame();
    }

    /** What was agreed on; or else what the peer says to it. */
    private static SessionInfo opened(DtlsSession session, Running server) {
        try {
            return Interop.get(session.opened());
        } catch (AssertionError failed) {
            throw new AssertionError(failed.getMessage() + ", " + session.stats() + "\n" + server.tool(), failed);
        }
    }

    /** Who prints what it exports says {@code exporter=} and 32 bytes, behind {@code connected}. */
    private static void assertSameExported(DtlsSession session, Running peer) {
        Matcher printed = Pattern.compile("exporter=([0-9a-f]{64})").matcher(peer.tool().toString());
        if (printed.find()) {
            try (var exported = session.exportKeyingMaterial(EXPORTER_LABEL, 32)) {
                assertEquals(printed.group(1), HexFormat.of().formatHex(exported.view()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void their_server_closes(Peer13 peer) throws Exception {
        ClientConfig config = ClientConfig.trusting(Peer13Files.trust("server")).serverName(Peer13Files.SERVER_NAME)
                .versions(ProtocolVersion.DTLS_1_3).build();
        try (Running server = peer.server(Peer13Files.identity("server")); DtlsSession session = Dtls.connect("127.0.0.1", server.port(), config)) {
            opened(session, server);
            assertEchoes(session, "hello");
            session.send("server:close".getBytes(StandardCharsets.UTF_8));
            SessionEnd end = Interop.get(session.closed());
            assertEquals(Reason.CLOSED_BY_PEER, end.reason(), end::toString);
            server.awaitEnd();
        }
    }

    @ParameterizedTest
    @MethodSource("peers")
    void our_server_closes(Peer13 peer) throws Exception {
        ServerConfig config = ServerConfig.identity(Peer13Files.credentials("server")).versions(ProtocolVersion.DTLS_1_3).build();
        try (DtlsEndpoint server = Interop.listen(config);
                Running client = peer.client(Interop.port(server), List.of("--say", "hello,bye"))) {
            DtlsSession session = Peer13Lines.accept(server, client);
            assertEquals("hello", Peer13Lines.echo(session));
            assertEquals("bye", Peer13Lines.receive(session));
            session.close();
            client.tool().await("^(closed|echoed $)");
            client.awaitEnd();
        }
    }

    private static void assertEchoes(DtlsSession session, String line) throws Exception {
        session.send(line.getBytes(StandardCharsets.UTF_8));
        assertEquals(line, Peer13Lines.receive(session));
    }

    private static List<String> with(List<String> options, String... more) {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of(more));
        return all;
    }
}
