package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.connected;
import static io.puredtls.endpoint.Loopback.echoing;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages there and back, in every style and in every constellation of endpoints. */
@Timeout(300)
class EchoTest {
    @Test
    void what_is_sent_comes_back() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            assertTrue(session.isConnected());
            assertEquals(address(server), session.remoteAddress());
            assertTrue(session.localAddress().getPort() > 0);
            assertEchoes(session, "hello");
            assertEchoes(session, "hello again");
        }
    }

    @Test
    void messages_of_every_length_up_to_the_longest_keep_their_content() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            for (int length : new int[] {0, 1, 15, 16, 17, session.maxMessage() - 1, session.maxMessage()}) {
                byte[] message = new byte[length];
                Arrays.fill(message, (byte) length);
                session.send(message);
                assertArrayEquals(message, session.receive(Loopback.PATIENCE).orElseThrow());
            }
        }
    }

    @Test
    void a_slice_is_sent_and_nothing_beside_it() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            session.send(bytes("..slice..."), 2, 5);
            assertArrayEquals(bytes("slice"), session.receive(Loopback.PATIENCE).orElseThrow());
        }
    }

    @Test
    void a_slice_that_is_none_is_refused_and_harms_nothing() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            byte[] five = new byte[5];
            for (int[] slice : new int[][] {{-1, 2}, {0, 6}, {4, 2}, {0, -1}, {6, 0}, {Integer.MAX_VALUE, 1}}) {
                assertThrows(IndexOutOfBoundsException.class, () -> session.send(five, slice[0], slice[1]), Arrays.toString(slice));
            }
            assertEquals(0, session.stats().messagesSent());
            assertEchoes(session, "still here");
        }
    }

    @Test
    void a_byte_buffer_of_any_kind_is_sent_and_consumed() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            ByteBuffer direct = ByteBuffer.allocateDirect(9);
            direct.put(bytes("--direct-")).position(2).limit(8);
            ByteBuffer readOnly = ByteBuffer.wrap(bytes("read-only")).asReadOnlyBuffer();
            session.send(direct);
            assertFalse(direct.hasRemaining());
            assertArrayEquals(bytes("direct"), session.receive(Loopback.PATIENCE).orElseThrow());
            session.send(readOnly);
            assertFalse(readOnly.hasRemaining());
            assertArrayEquals(bytes("read-only"), session.receive(Loopback.PATIENCE).orElseThrow());
        }
    }

    @Test
    void two_hundred_clients_each_on_their_own_socket_are_served_by_one() throws Exception {
        try (var server = echoing()) {
            List<DtlsSession> sessions = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                sessions.add(Dtls.connect("127.0.0.1", address(server).getPort(), client().build()));
            }
            for (DtlsSession session : sessions) {
                get(session.opened());
            }
            assertEquals(200, server.stats().orElseThrow().sessions());
            for (int first = 0; first < 200; first += 40) { // not all at once: the kernel keeps only so many for a loop that is behind
                for (int i = first; i < first + 40; i++) {
                    sessions.get(i).send(bytes("I am number " + i));
                }
                for (int i = first; i < first + 40; i++) {
                    assertArrayEquals(bytes("I am number " + i), sessions.get(i).receive(Loopback.PATIENCE).orElseThrow());
                }
            }
            sessions.forEach(DtlsSession::close);
            for (DtlsSession session : sessions) {
                get(session.closed());
            }
            assertEquals(200, server.stats().orElseThrow().handshakesCompleted());
        }
    }

    @Test
    void one_client_endpoint_talks_to_many_servers_at_once() throws Exception {
        List<DtlsEndpoint> servers = new ArrayList<>();
        try (var clients = DtlsEndpoint.open(endpoint().build())) {
            List<DtlsSession> sessions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                servers.add(echoing());
                sessions.add(clients.connect(address(servers.get(i)), client().build()));
            }
            for (int i = 0; i < 5; i++) {
                get(sessions.get(i).opened());
                assertEquals(sessions.get(0).localAddress(), sessions.get(i).localAddress());
                sessions.get(i).send(bytes("to server " + i));
            }
            for (int i = 0; i < 5; i++) {
                assertArrayEquals(bytes("to server " + i), sessions.get(i).receive(Loopback.PATIENCE).orElseThrow());
            }
        } finally {
            servers.forEach(DtlsEndpoint::close);
        }
    }

    @Test
    void one_endpoint_is_server_and_client_on_one_socket() throws Exception {
        try (var both = DtlsEndpoint.open(endpoint().build()); var other = echoing(); var third = DtlsEndpoint.open(endpoint().build())) {
            both.listen(server().build(), new Echo());
            DtlsSession asClient = connected(both, other);
            DtlsSession toServer = connected(third, both);
            assertEchoes(asClient, "from both");
            assertEchoes(toServer, "to both");
            assertEquals(address(both), asClient.localAddress());
            assertEquals(address(both), toServer.remoteAddress());
        }
    }

    @Test
    void two_sessions_with_one_peer_on_one_endpoint_are_refused() throws Exception {
        try (var server = echoing(); var clients = DtlsEndpoint.open(endpoint().build())) {
            DtlsSession session = connected(clients, server);
            assertThrows(IllegalStateException.class, () -> clients.connect(address(server), client().build()));
            assertEchoes(session, "unharmed");
            session.close();
            get(session.closed());
            assertEchoes(connected(clients, server), "one after the other");
        }
    }

    @Test
    void over_ipv6() throws Exception {
        InetAddress loopback = InetAddress.getByName("::1");
        DtlsEndpoint server = DtlsEndpoint.open(EndpointConfig.builder().bind(new InetSocketAddress(loopback, 0)).build());
        try (server) {
            server.listen(server().build(), new Echo());
        } catch (IOException none) {
            Assumptions.abort("SKIPPED: no IPv6 on this machine: " + none.getMessage());
        }
        try (var again = Dtls.listen(new InetSocketAddress(loopback, 0), server().build(), new Echo());
                var clients = DtlsEndpoint.open(EndpointConfig.defaults())) {
            DtlsSession session = connected(clients, again);
            assertTrue(session.remoteAddress().getAddress() instanceof Inet6Address);
            assertEchoes(session, "six");
        }
    }

    @Test
    void a_socket_on_any_address_serves_ipv4() throws Exception {
        try (var server = Dtls.listen(new InetSocketAddress(0), server().build(), new Echo());
                var session = Dtls.connect("127.0.0.1", address(server).getPort(), client().build())) {
            get(session.opened());
            assertEchoes(session, "four");
        }
    }

    @Test
    void a_handler_is_told_everything_in_order() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        SessionHandler handler = new SessionHandler() {
            @Override
            public void onConnected(DtlsSession session, SessionInfo info) {
                told.add("connected " + info.version());
                try {
                    session.send(bytes("first"));
                } catch (IOException failed) {
                    told.add("failed " + failed);
                }
            }

            @Override
            public void onMessage(DtlsSession session, byte[] message) {
                told.add("message " + Loopback.text(message));
                session.close();
            }

            @Override
            public void onEnd(DtlsSession session, SessionEnd end) {
                told.add("end " + end.reason() + " " + end.isOrderly());
            }
        };
        try (var server = echoing()) {
            DtlsSession session = Dtls.connect("localhost", address(server).getPort(), client().build(), handler);
            get(session.closed());
            assertEquals("connected DTLSv1.3", told.poll(60, TimeUnit.SECONDS));
            assertEquals("message first", told.poll(60, TimeUnit.SECONDS));
            assertEquals("end CLOSED_LOCALLY true", told.poll(60, TimeUnit.SECONDS));
            assertTrue(told.isEmpty());
        }
    }

    @Test
    void a_server_without_a_handler_accepts_and_receives() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build())) {
            assertEquals(Optional.empty(), server.accept(Duration.ofMillis(1)));
            var accepting = Waiting.on(() -> server.accept(Loopback.PATIENCE));
            try (var client = connected(server)) {
                DtlsSession accepted = accepting.get().orElseThrow();
                assertEquals(client.localAddress().getPort(), accepted.remoteAddress().getPort());
                assertTrue(accepted.info().isPresent());
                client.send(bytes("ping"));
                assertArrayEquals(bytes("ping"), accepted.receive(Loopback.PATIENCE).orElseThrow());
                accepted.send(bytes("pong"));
                assertArrayEquals(bytes("pong"), client.receive(Loopback.PATIENCE).orElseThrow());
            }
        }
    }

    @Test
    void an_accepted_session_knows_what_was_agreed_on_at_once() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build())) {
            for (int i = 0; i < 100; i++) {
                var accepting = Waiting.start(() -> {
                    while (true) { // without being woken up, so that nothing is slower than the loop
                        Optional<DtlsSession> accepted = server.accept(Duration.ZERO);
                        if (accepted.isPresent()) {
                            return accepted.get().info().isPresent();
                        }
                    }
                });
                try (var session = connected(server)) {
                    assertTrue(get(accepting.result()), "session " + i + " to " + session.remoteAddress());
                }
            }
        }
    }

    @Test
    void waiting_in_accept_and_receive_can_be_interrupted_and_costs_nothing_but_the_call() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build()); var client = connected(server)) {
            DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
            var accepting = Waiting.on(() -> server.accept(Loopback.PATIENCE));
            accepting.thread().interrupt();
            var receiving = Waiting.on(() -> accepted.receive(Loopback.PATIENCE));
            receiving.thread().interrupt();
            var receivingInto = Waiting.on(() -> accepted.receive(new byte[10], Loopback.PATIENCE));
            receivingInto.thread().interrupt();
            for (Waiting<?> each : List.of(accepting, receiving, receivingInto)) {
                Exception thrown = assertThrows(ExecutionException.class, each::get);
                assertTrue(thrown.getCause() instanceof InterruptedException, () -> thrown.getCause().toString());
            }
            client.send(bytes("still here"));
            assertArrayEquals(bytes("still here"), accepted.receive(Loopback.PATIENCE).orElseThrow());
        }
    }

    @Test
    void an_interrupted_thread_can_send_and_the_socket_stays_open() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            Thread.currentThread().interrupt();
            session.send(bytes("interrupted"));
            assertTrue(Thread.interrupted(), "the interruption was swallowed");
            assertArrayEquals(bytes("interrupted"), session.receive(Loopback.PATIENCE).orElseThrow());
            assertEchoes(session, "open");
        }
    }

    @Test
    void many_threads_may_send_at_once() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build()); var client = connected(server)) {
            DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
            List<Waiting<Void>> senders = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                int number = thread;
                senders.add(Waiting.start(() -> {
                    for (int i = 0; i < 50; i++) {
                        client.send(bytes(number + ":" + i));
                    }
                    return null;
                }));
            }
            var received = new HashSet<String>();
            while (received.size() < 200) {
                byte[] next = accepted.receive(Loopback.PATIENCE).orElseThrow(() -> new AssertionError("only " + received.size()));
                assertTrue(received.add(Loopback.text(next)), "doubled");
            }
            for (Waiting<Void> sender : senders) {
                sender.get();
            }
            assertEquals(0, accepted.stats().engine().drops().size(), () -> accepted.stats().toString());
        }
    }
}
