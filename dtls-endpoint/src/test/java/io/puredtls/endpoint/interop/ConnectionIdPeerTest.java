package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.Options;
import io.puredtls.config.ReturnRoutability;
import io.puredtls.config.ServerConfig;
import io.puredtls.endpoint.Dtls;
import io.puredtls.endpoint.DtlsEndpoint;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionHandler;
import io.puredtls.endpoint.interop.Peer13.Can;
import io.puredtls.endpoint.interop.Peer13.Running;
import io.puredtls.endpoint.interop.Peer13.Stack;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Connection IDs and return routability checks of both versions with pion, in both roles, the client behind a NAT that forgets it;
 * see {@code docs/interop.md}.
 */
@Timeout(90)
class ConnectionIdPeerTest {
    private static Peer13 pion;

    @BeforeAll
    static void find() {
        List<Peer13> able = Peer13.present().stream().filter(peer -> peer.stack() == Stack.PION && peer.can(Can.CONNECTION_IDS)).toList();
        OpenSsl.assumeThat(!able.isEmpty(), "no pion on this machine");
        pion = able.get(0);
    }

    private static <B extends Options<B>> B ours(B options, String version, int length, ReturnRoutability check) {
        return options.versions(version.equals("1.2") ? ProtocolVersion.DTLS_1_2 : ProtocolVersion.DTLS_1_3)
                .connectionIds(ConnectionIdGenerator.ofLength(length)).returnRoutability(check);
    }

    private static ClientConfig client(String version, int length) throws Exception {
        ClientConfig.Builder options = ClientConfig.trusting(Peer13Files.trust("server")).serverName(Peer13Files.SERVER_NAME);
        return ours(options, version, length, ReturnRoutability.BASIC).build();
    }

    private static List<String> options(List<String> files, String... more) {
        List<String> all = new ArrayList<>(files);
        all.addAll(List.of(more));
        return all;
    }

    /** Says {@code text} until it comes back: what is sent while an address is checked may be lost. */
    private static void assertEchoes(DtlsSession session, String text) throws Exception {
        for (int i = 0; i < 40; i++) {
            session.send(text.getBytes(StandardCharsets.UTF_8));
            Optional<byte[]> echo = session.receive(Duration.ofMillis(500));
            if (echo.isPresent() && new String(echo.get(), StandardCharsets.UTF_8).equals(text)) {
                return;
            }
        }
        throw new AssertionError("no echo of " + text + ": " + session.stats());
    }

    @ParameterizedTest
    @CsvSource({"1.2, 8, 4", "1.2, 0, 4", "1.2, 8, 0", "1.2, 20, 255", "1.3, 8, 4", "1.3, 0, 4", "1.3, 8, 0", "1.3, 255, 20"})
    void our_client_and_pions_server(String version, int ours, int theirs) throws Exception {
        try (Running server = pion.server(options(Peer13Files.identity("server"), "--dtls", version, "--cid", "" + theirs))) {
            try (DtlsSession session = Dtls.connect("127.0.0.1", server.port(), client(version, ours))) {
                Interop.get(session.opened());
                assertEquals(theirs, session.sendConnectionId().length());
                assertEquals(ours, session.receiveConnectionIds().stream().mapToInt(id -> id.length()).sum());
                assertEchoes(session, "hello");
                assertEchoes(session, "again");
            }
            server.awaitEnd();
        }
    }

    /** It checks where we are now before it answers there; or, told to, does not. */
    @ParameterizedTest
    @CsvSource({"1.2, true", "1.2, false", "1.3, true", "1.3, false"})
    void our_client_behind_a_nat_is_followed_by_pions_server(String version, boolean checked) throws Exception {
        List<String> options = options(Peer13Files.identity("server"), "--dtls", version, "--cid", "6");
        if (checked) {
            options.add("--rrc");
        }
        try (Running server = pion.server(options); NatRelay nat = new NatRelay(server.port())) {
            try (DtlsSession session = Dtls.connect("127.0.0.1", nat.port(), client(version, 5))) {
                Interop.get(session.opened());
                assertEchoes(session, "here");
                for (String place : List.of("there", "and there")) {
                    int before = nat.outsidePort();
                    nat.forget();
                    assertEchoes(session, place);
                    assertNotEquals(before, nat.outsidePort());
                }
            }
            server.awaitEnd();
        }
    }

    /** Lets the NAT forget a client once it has said its first word, and again whenever it was found. */
    private static final class Forgetting implements SessionHandler {
        private final BlockingQueue<String> moves = new LinkedBlockingQueue<>();
        private final BlockingQueue<DtlsSession> sessions = new LinkedBlockingQueue<>();
        private volatile Optional<NatRelay> nat = Optional.empty();

        @Override
        public void onConnected(DtlsSession session, SessionInfo info) {
            sessions.add(session);
        }

        @Override
        public void onMessage(DtlsSession session, byte[] message) {
            if (new String(message, StandardCharsets.UTF_8).equals("one")) {
                nat.ifPresent(NatRelay::forget);
            }
            try {
                session.send(message);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        @Override
        public void onAddressChanged(DtlsSession session, InetSocketAddress old, InetSocketAddress current, boolean validated) {
            moves.add(validated + " " + current.getPort());
            nat.ifPresent(NatRelay::forget);
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2, 4, 8", "1.2, 5, 0", "1.3, 4, 8", "1.3, 255, 0"})
    void pions_client_behind_a_nat_is_checked_and_followed(String version, int ours, int theirs) throws Exception {
        Forgetting handler = new Forgetting();
        ServerConfig.Builder options = ServerConfig.identity(Peer13Files.credentials("server"));
        List<String> told = options(Peer13Files.trusting("server"), "--name", Peer13Files.SERVER_NAME, "--dtls", version,
                "--cid", "" + theirs, "--rrc", "--say", "one,two,three,four,five");
        try (DtlsEndpoint server = Interop.listen(ours(options, version, ours, ReturnRoutability.BASIC).build(), handler);
                NatRelay nat = new NatRelay(Interop.port(server))) {
            handler.nat = Optional.of(nat);
            try (Running client = pion.client(nat.port(), told)) {
                for (String line : List.of("one", "two", "three", "four", "five")) {
                    client.tool().await("^echoed " + line);
                }
                DtlsSession session = handler.sessions.take();
                assertEquals(theirs, session.sendConnectionId().length());
                assertTrue(String.valueOf(handler.moves.poll(20, TimeUnit.SECONDS)).startsWith("true "), handler.moves::toString);
                assertTrue(String.valueOf(handler.moves.poll(20, TimeUnit.SECONDS)).startsWith("true "), handler.moves::toString);
                client.awaitEnd();
            }
        }
    }
}
