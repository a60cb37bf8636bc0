package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.await;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.connected;
import static io.puredtls.endpoint.Loopback.echoing;
import static io.puredtls.endpoint.Loopback.end;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.failure;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.TrustPolicy;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How endpoints begin and end, and that nothing stays behind. */
@Timeout(300)
class LifecycleTest {
    private static long loopThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().matches("dtls-[0-9]+")).count();
    }

    private static Optional<Thread> loopAt(InetSocketAddress local) {
        String name = "dtls-" + local.getPort();
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals(name)).findFirst();
    }

    private static int openFiles() {
        String[] files = new File("/proc/self/fd").list();
        Assumptions.assumeTrue(files != null, "SKIPPED: no /proc here to count open files in");
        return files.length;
    }

    @Test
    void an_endpoint_opens_nothing_before_it_is_used() {
        long threads = loopThreads();
        try (var idle = DtlsEndpoint.open(EndpointConfig.defaults())) {
            assertEquals(Optional.empty(), idle.localAddress());
            assertEquals(Optional.empty(), idle.stats());
            assertTrue(loopThreads() <= threads);
        }
    }

    @Test
    void closing_an_endpoint_that_was_never_used_is_all_there_is_to_it() throws Exception {
        var idle = DtlsEndpoint.open(EndpointConfig.defaults());
        idle.close();
        get(idle.closed());
        get(idle.closeGracefully());
        assertThrows(IllegalStateException.class, () -> idle.listen(server().build()));
        assertEquals(Optional.empty(), idle.accept(Loopback.PATIENCE));
    }

    @Test
    void closing_an_endpoint_closes_its_sessions_in_order_and_wakes_whoever_waits() throws Exception {
        Echo echo = new Echo();
        var server = Dtls.listen(anyPort(), server().build(), echo);
        List<DtlsSession> sessions = new ArrayList<>();
        try (var clients = DtlsEndpoint.open(endpoint().build()); var accepting = DtlsEndpoint.open(endpoint().build())) {
            accepting.listen(server().build());
            for (int i = 0; i < 3; i++) {
                sessions.add(connected(server));
            }
            sessions.add(connected(clients, server));
            var inAccept = Waiting.on(() -> accepting.accept(Duration.ofHours(1)));
            CompletableFuture<Void> closed = server.closed();
            server.close();
            get(closed);
            for (DtlsSession session : sessions) {
                assertEquals(Reason.CLOSED_BY_PEER, get(session.closed()).reason());
                assertEquals(Reason.CLOSED_LOCALLY, echo.nextEnded().end().reason());
            }
            get(accepting.closeGracefully());
            assertEquals(Optional.empty(), inAccept.get());
        }
        assertThrows(IllegalStateException.class, () -> server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), client().build()));
        assertThrows(IllegalStateException.class, () -> server.listen(server().build()));
        assertEquals(4, server.stats().orElseThrow().handshakesCompleted(), "figures outlive the endpoint");
        get(server.closeGracefully());
        server.close();
    }

    @Test
    void the_socket_is_free_once_the_endpoint_is_closed() throws Exception {
        var server = echoing();
        InetSocketAddress address = address(server);
        server.close();
        try (var again = Dtls.listen(address, server().build(), new Echo()); var session = connected(again)) {
            assertEchoes(session, "again");
        }
    }

    @Test
    void a_client_of_its_own_goes_with_its_session() throws Exception {
        try (var server = echoing()) {
            DtlsSession session = connected(server);
            assertTrue(loopAt(session.localAddress()).isPresent());
            end(session);
            await(() -> loopAt(session.localAddress()).isEmpty(), "the client's loop lives on");
            assertTrue(loopAt(address(server)).isPresent());
        }
    }

    @Test
    void a_client_that_fails_goes_too() throws Exception {
        try (var server = echoing()) {
            DtlsSession refused = Dtls.connect("127.0.0.1", address(server).getPort(), client().serverName("example.org").build());
            failure(refused.opened());
            await(() -> loopAt(refused.localAddress()).isEmpty(), "the client's loop lives on");
        }
    }

    @Test
    void an_endpoint_that_closes_with_its_last_session_does_not_close_before() throws Exception {
        try (var server = echoing(); var other = echoing();
                var clients = DtlsEndpoint.open(endpoint().closeWithLastSession(true).build())) {
            DtlsSession first = connected(clients, server);
            DtlsSession second = connected(clients, other);
            end(first);
            assertEchoes(second, "still here");
            assertFalse(clients.closed().isDone());
            end(second);
            get(clients.closed());
            assertThrows(IllegalStateException.class, () -> clients.connect(address(server), client().build()));
            assertEquals(Optional.empty(), clients.accept(Duration.ofHours(1)));
        }
    }

    @Test
    void a_session_begun_while_the_endpoint_closes_is_refused_or_ended() throws Exception {
        try (var server = echoing()) {
            var begun = new CompletableFuture<DtlsSession>();
            var clients = DtlsEndpoint.open(endpoint().build());
            DtlsSession session = clients.connect(address(server), client().build(), new SessionHandler() {
                @Override
                public void onEnd(DtlsSession ended, SessionEnd end) {
                    try {
                        begun.complete(clients.connect(address(server), client().build()));
                    } catch (IOException | RuntimeException refused) {
                        begun.completeExceptionally(refused);
                    }
                }
            });
            get(session.opened());
            clients.close();
            AssertionError refused = assertThrows(AssertionError.class, () -> get(begun));
            assertTrue(refused.getCause() instanceof IllegalStateException, () -> "" + refused.getCause());
        }
    }

    @Test
    void everyone_who_asks_while_an_endpoint_closes_is_answered() throws Exception {
        try (var server = echoing()) {
            for (int round = 0; round < 30; round++) {
                var clients = DtlsEndpoint.open(endpoint().build());
                connected(clients, server);
                List<Waiting<SessionEnd>> asking = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    asking.add(Waiting.start(() -> {
                        while (true) {
                            try {
                                DtlsSession session = clients.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), 9), client().build());
                                session.close();
                                get(session.closed());
                            } catch (IllegalStateException closed) {
                                if (closed.getMessage().contains("closed")) {
                                    return null;
                                }
                            }
                        }
                    }));
                }
                get(clients.closeGracefully());
                for (Waiting<SessionEnd> each : asking) {
                    get(each.result());
                }
            }
        }
    }

    @Test
    void what_is_asked_of_a_loop_that_has_ended_is_answered_at_once() throws Exception {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(anyPort());
        EndpointLoop loop = new EndpointLoop(EndpointConfig.defaults(), channel);
        loop.shutdown();
        loop.run();
        AtomicBoolean answered = new AtomicBoolean();
        loop.execute(() -> answered.set(true));
        assertTrue(answered.get());
        assertFalse(channel.isOpen());
    }

    @Test
    void an_endpoint_that_closes_with_its_last_session_does_not_close_when_that_is_replaced() throws Exception {
        try (var server = DtlsEndpoint.open(endpoint().closeWithLastSession(true).build()); var socket = new DatagramSocket(anyPort())) {
            server.listen(server().build(), new Echo());
            new RawPeer(socket, address(server), client().build()).stopHalfWay();
            RawPeer anew = new RawPeer(socket, address(server), client().build());
            anew.connect();
            assertArrayEquals(bytes("alive"), anew.ask(bytes("alive")));
            assertFalse(server.closed().isDone());
        }
    }

    @Test
    void a_silent_peer_costs_the_handshake_limit_and_no_more() throws Exception {
        try (var silent = new DatagramSocket(anyPort())) {
            DtlsSession session = Dtls.connect(
                    "127.0.0.1", silent.getLocalPort(), client().handshakeLimit(Duration.ofMillis(300)).build());
            SessionEnd end = failure(session.opened());
            assertEquals(Reason.FAILED, end.reason());
            assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), end.violation());
            assertEquals(Optional.empty(), end.alert());
            assertEquals(end, get(session.closed()));
        }
    }

    @Test
    void a_client_that_falls_silent_costs_a_server_the_handshake_limit_and_no_more() throws Exception {
        Echo echo = new Echo();
        var config = server().handshakeLimit(Duration.ofMillis(300)).build();
        try (var server = Dtls.listen(anyPort(), config, echo); var socket = new DatagramSocket(anyPort())) {
            new RawPeer(socket, address(server), client().build()).startAndShowCookie();
            assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), echo.nextEnded().end().violation());
            assertEquals(0, server.stats().orElseThrow().sessions());
            assertEquals(1, server.stats().orElseThrow().handshakesFailed());
        }
    }

    @Test
    void whoever_is_interrupted_while_it_connects_or_listens_leaves_nothing_behind() throws Exception {
        var working = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var server = echoing(); var clients = DtlsEndpoint.open(endpoint().build())) {
            clients.connect(address(server), client().build(), new SessionHandler() {
                @Override
                public void onConnected(DtlsSession session, SessionInfo info) {
                    working.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException impossible) {
                        throw new AssertionError(impossible);
                    }
                }
            });
            working.await();
            var somewhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
            var connecting = Waiting.on(() -> clients.connect(somewhere, client().build()));
            var listening = Waiting.on(() -> {
                clients.listen(server().build());
                return null;
            });
            for (Waiting<?> each : List.of(connecting, listening)) {
                each.thread().interrupt();
                var thrown = assertThrows(ExecutionException.class, each::get);
                assertEquals("interrupted while the endpoint was asked", thrown.getCause().getMessage());
            }
            goOn.countDown();
            clients.listen(server().build()); // behind what was asked before; it would listen already
            assertEquals(1, clients.stats().orElseThrow().handshakesStarted());
            clients.connect(somewhere, client().build());
        }
    }

    @Test
    void an_unknown_host_is_told_at_once_and_leaves_nothing_behind() {
        long threads = loopThreads();
        assertThrows(UnknownHostException.class, () -> Dtls.connect("no-such-host.invalid", 1, client().build()));
        try (var clients = DtlsEndpoint.open(endpoint().build())) {
            var thrown = assertThrows(IOException.class, () -> clients.connect(
                    InetSocketAddress.createUnresolved("no-such-host.invalid", 1), client().build()));
            assertTrue(thrown.getMessage().contains("no-such-host.invalid"), thrown.getMessage());
        }
        await(() -> loopThreads() <= threads, "a loop lives on");
    }

    @Test
    void a_name_that_no_certificate_can_have_is_refused_and_leaves_nothing_behind() {
        long threads = loopThreads();
        assertThrows(IllegalArgumentException.class, () -> Dtls.connect(
                "", 1, ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).build()));
        await(() -> loopThreads() <= threads, "a loop lives on");
    }

    @Test
    void a_port_that_is_taken_is_named_and_leaves_nothing_behind() throws Exception {
        DtlsEndpoint again;
        try (var taken = new DatagramSocket(anyPort())) {
            long threads = loopThreads();
            int files = openFiles();
            for (int i = 0; i < 20; i++) {
                var thrown = assertThrows(IOException.class, () -> Dtls.listen(
                        (InetSocketAddress) taken.getLocalSocketAddress(), server().build(), new Echo()));
                assertTrue(thrown.getMessage().contains(String.valueOf(taken.getLocalPort())), thrown.getMessage());
            }
            await(() -> loopThreads() <= threads, "a loop lives on");
            assertTrue(openFiles() < files + 15, () -> files + " files before, " + openFiles() + " after");
            DtlsEndpoint endpoint = DtlsEndpoint.open(EndpointConfig.builder().bind((InetSocketAddress) taken.getLocalSocketAddress()).build());
            assertThrows(IOException.class, () -> endpoint.listen(server().build()));
            again = endpoint;
        }
        again.listen(server().build()); // whoever failed to bind may try again
        again.close();
    }

    @Test
    void an_address_that_cannot_be_bound_is_told_in_words() {
        var unresolved = InetSocketAddress.createUnresolved("no-such-host.invalid", 0);
        var thrown = assertThrows(IOException.class, () -> Dtls.listen(unresolved, server().build(), new Echo()));
        assertTrue(thrown.getMessage().contains("no-such-host.invalid"), thrown.getMessage());
        assertFalse(thrown.getMessage().contains("null"), thrown.getMessage());
    }

    @Test
    void an_endpoint_listens_once() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            assertThrows(IllegalStateException.class, () -> server.listen(server().build()));
            assertEchoes(session, "unharmed");
        }
    }

    @Test
    void more_sessions_than_allowed_are_turned_away_and_let_in_once_there_is_room() throws Exception {
        var quick = client().handshakeLimit(Duration.ofMillis(500)).build();
        try (var server = DtlsEndpoint.open(endpoint().maxSessions(2).build())) {
            server.listen(server().build(), new Echo());
            DtlsSession first = connected(server);
            try (var second = connected(server)) {
                DtlsSession third = Dtls.connect("127.0.0.1", address(server).getPort(), quick);
                assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), failure(third.opened()).violation());
                assertTrue(server.stats().orElseThrow().sessionsRefused() >= 1);
                assertEquals(2, server.stats().orElseThrow().sessions());
                end(first);
                await(() -> server.stats().orElseThrow().sessions() == 1, "the first stays");
                try (var fourth = connected(server)) {
                    assertEchoes(second, "second");
                    assertEchoes(fourth, "fourth");
                }
            }
        }
    }

    @Test
    void a_client_endpoint_that_is_full_says_so() throws Exception {
        try (var server = echoing(); var other = echoing();
                var clients = DtlsEndpoint.open(endpoint().maxSessions(1).build())) {
            DtlsSession session = connected(clients, server);
            assertThrows(IllegalStateException.class, () -> clients.connect(address(other), client().build()));
            assertEchoes(session, "unharmed");
        }
    }

    @Test
    void sessions_that_nobody_accepts_are_closed_once_the_backlog_is_full() throws Exception {
        try (var server = DtlsEndpoint.open(endpoint().maxBacklog(1).build())) {
            server.listen(server().build());
            try (var waiting = connected(server); var turnedAway = connected(server)) {
                assertEquals(Reason.CLOSED_BY_PEER, get(turnedAway.closed()).reason());
                assertEquals(1, server.stats().orElseThrow().sessionsRefused());
                DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
                assertEquals(waiting.localAddress().getPort(), accepted.remoteAddress().getPort());
                try (var next = connected(server)) {
                    assertEquals(next.localAddress().getPort(), server.accept(Loopback.PATIENCE).orElseThrow().remoteAddress().getPort());
                }
            }
        }
    }

    @Test
    void no_thread_and_no_file_stays_open_after_many_cycles() throws Exception {
        cycle(); // classes are loaded, and their files opened
        long threads = loopThreads();
        int files = openFiles();
        for (int i = 0; i < 200; i++) {
            if (i % 10 == 0) {
                cycle();
            } else {
                try (var server = echoing()) {
                    address(server);
                }
            }
        }
        await(() -> loopThreads() <= threads, "loops live on");
        await(() -> openFiles() <= files + 5, "files stay open: " + files + " before");
    }

    private static void cycle() throws Exception {
        try (var server = echoing()) {
            DtlsSession session = connected(server);
            session.send(bytes("one"));
            end(session);
        }
    }

    @Test
    void an_endpoint_keeps_nothing_of_the_sessions_that_were() throws Exception {
        try (var server = echoing(); var clients = DtlsEndpoint.open(endpoint().build())) {
            List<WeakReference<DtlsSession>> gone = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                gone.add(comeAndGo(clients, server));
            }
            assertEchoes(connected(clients, server), "the last one"); // whatever the loop still held is overwritten
            await(() -> {
                System.gc();
                return gone.stream().allMatch(each -> each.get() == null);
            }, "the endpoint keeps sessions that are over");
        }
    }

    private static WeakReference<DtlsSession> comeAndGo(DtlsEndpoint clients, DtlsEndpoint server) throws IOException {
        DtlsSession session = connected(clients, server);
        end(session);
        return new WeakReference<>(session);
    }

    @Test
    void a_loop_keeps_the_jvm_alive_only_where_it_is_told_to() throws Exception {
        try (var daemon = DtlsEndpoint.open(endpoint().build()); var keeping = DtlsEndpoint.open(endpoint().daemonThreads(false).build())) {
            daemon.listen(server().build());
            keeping.listen(server().build());
            assertTrue(loopAt(address(daemon)).orElseThrow().isDaemon());
            assertFalse(loopAt(address(keeping)).orElseThrow().isDaemon());
        }
    }
}
