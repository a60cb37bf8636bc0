package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.await;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.connected;
import static io.puredtls.endpoint.Loopback.echoing;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.end;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session does with messages that are too long, too many, too early and too late. */
@Timeout(300)
class SessionTest {
    @Test
    void a_message_over_the_limit_is_refused_with_the_limit_and_nothing_is_sent() throws Exception {
        var withoutTickets = server().tickets(TicketPolicy.NONE).build(); // whose acknowledgement would be sent at any time
        try (var server = Dtls.listen(Loopback.anyPort(), withoutTickets, new Echo()); var session = connected(server)) {
            int limit = session.maxMessage();
            assertTrue(limit > 1000 && limit < 1200, () -> "limit " + limit);
            long datagrams = session.stats().engine().recordsSent();
            var thrown = assertThrows(DatagramTooLargeException.class, () -> session.send(new byte[limit + 1]));
            assertEquals(limit, thrown.limit());
            assertEquals(limit + 1, thrown.length());
            ByteBuffer buffer = ByteBuffer.allocate(limit + 1);
            assertThrows(DatagramTooLargeException.class, () -> session.send(buffer));
            assertEquals(limit + 1, buffer.remaining(), "consumed although it was not sent");
            assertEquals(datagrams, session.stats().engine().recordsSent());
            assertEquals(0, session.stats().messagesSent());
            assertEchoes(session, "unharmed");
        }
    }

    @Test
    void the_limit_follows_the_mtu() throws Exception {
        try (var server = echoing();
                var session = Dtls.connect("127.0.0.1", address(server).getPort(), client().mtu(300).build())) {
            get(session.opened());
            assertTrue(session.maxMessage() > 200 && session.maxMessage() < 300);
            byte[] longest = new byte[session.maxMessage()];
            session.send(longest);
            assertArrayEquals(longest, session.receive(Loopback.PATIENCE).orElseThrow());
        }
    }

    @Test
    void a_buffer_too_short_loses_nothing() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            session.send(bytes("twelve bytes"));
            var thrown = assertThrows(DatagramTooLargeException.class, () -> session.receive(new byte[11], Loopback.PATIENCE));
            assertEquals(12, thrown.length());
            assertEquals(11, thrown.limit());
            byte[] into = new byte[20];
            assertEquals(12, session.receive(into, Loopback.PATIENCE));
            assertArrayEquals(bytes("twelve bytes"), Arrays.copyOf(into, 12));
            assertEquals(-1, session.receive(into, Duration.ofMillis(1)));
        }
    }

    @Test
    void threads_that_read_into_buffers_at_once_get_each_message_once() throws Exception {
        var config = endpoint().maxInbox(10_000).build();
        try (var server = DtlsEndpoint.open(config)) {
            server.listen(server().build());
            try (var client = connected(server)) {
                DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
                var all = new ConcurrentLinkedQueue<String>();
                CountDownLatch here = new CountDownLatch(1000);
                List<Waiting<Void>> readers = IntStream.range(0, 4).mapToObj(i -> Waiting.<Void>start(() -> {
                    byte[] into = new byte[100];
                    try {
                        while (true) {
                            int length = accepted.receive(into, Loopback.PATIENCE);
                            all.add(Loopback.text(Arrays.copyOf(into, length)));
                            here.countDown();
                        }
                    } catch (SessionEndedException over) {
                        return null;
                    }
                })).toList();
                for (int i = 0; i < 1000; i++) {
                    client.send(bytes("message " + i));
                    if (i % 50 == 49) { // the socket's buffer is not what is tested
                        int sent = i + 1;
                        awaitReceived(accepted, sent);
                    }
                }
                assertTrue(here.await(60, TimeUnit.SECONDS), () -> "only " + all.size());
                end(client);
                for (Waiting<Void> reader : readers) {
                    reader.get();
                }
                assertEquals(1000, all.size());
                assertEquals(1000, all.stream().distinct().count());
            }
        }
    }

    private static void awaitReceived(DtlsSession session, long messages) {
        long limit = System.nanoTime() + Loopback.PATIENCE.toNanos();
        while (session.stats().messagesReceived() < messages) {
            assertTrue(System.nanoTime() < limit, () -> "only " + session.stats().messagesReceived());
            Thread.yield();
        }
    }

    @Test
    void messages_that_nobody_takes_are_dropped_and_counted_once_the_inbox_is_full() throws Exception {
        try (var server = DtlsEndpoint.open(endpoint().maxInbox(3).build())) {
            server.listen(server().build());
            try (var client = connected(server)) {
                DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
                for (int i = 0; i < 5; i++) {
                    client.send(bytes("message " + i));
                }
                awaitReceived(accepted, 5);
                assertEquals(2, accepted.stats().messagesOverflowed());
                for (int i = 0; i < 3; i++) {
                    assertArrayEquals(bytes("message " + i), accepted.receive(Loopback.PATIENCE).orElseThrow());
                }
                assertEquals(Optional.empty(), accepted.receive(Duration.ofMillis(1)));
                client.send(bytes("room again"));
                assertArrayEquals(bytes("room again"), accepted.receive(Loopback.PATIENCE).orElseThrow());
            }
        }
    }

    @Test
    void what_came_before_the_end_can_be_taken_after_it() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build()); var client = connected(server)) {
            DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
            client.send(bytes("last words"));
            end(client);
            assertEquals(Reason.CLOSED_BY_PEER, get(accepted.closed()).reason());
            assertArrayEquals(bytes("last words"), accepted.receive(Loopback.PATIENCE).orElseThrow());
            var thrown = assertThrows(SessionEndedException.class, () -> accepted.receive(Loopback.PATIENCE));
            assertEquals(Reason.CLOSED_BY_PEER, thrown.end().reason());
            assertThrows(SessionEndedException.class, () -> accepted.receive(new byte[10], Loopback.PATIENCE));
        }
    }

    @Test
    void whoever_waits_in_receive_is_woken_by_the_end() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build()); var client = connected(server)) {
            DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
            var waiting = Waiting.on(() -> accepted.receive(Duration.ofHours(1)));
            end(client);
            var thrown = assertThrows(ExecutionException.class, waiting::get);
            assertTrue(thrown.getCause() instanceof SessionEndedException, () -> thrown.getCause().toString());
        }
    }

    @Test
    void nothing_can_be_sent_before_the_handshake_is_complete() throws Exception {
        try (var silent = new DatagramSocket(Loopback.anyPort());
                var session = Dtls.connect("127.0.0.1", silent.getLocalPort(), client().build())) {
            assertThrows(IllegalStateException.class, () -> session.send(bytes("early")));
            assertEquals(0, session.maxMessage());
            assertFalse(session.isConnected());
            assertEquals(Optional.empty(), session.info());
            assertThrows(IllegalStateException.class, () -> session.exportKeyingMaterial("EXPORTER-test", 16));
            assertEquals(0, session.stats().connectedAt());
        }
    }

    @Test
    void nothing_can_be_sent_after_the_end_and_the_exception_tells_how_it_ended() throws Exception {
        try (var server = echoing(); var session = connected(server)) {
            assertEquals(Reason.CLOSED_LOCALLY, end(session).reason());
            var thrown = assertThrows(SessionEndedException.class, () -> session.send(bytes("late")));
            assertEquals(Reason.CLOSED_LOCALLY, thrown.end().reason());
            assertFalse(session.isConnected());
            assertEquals(0, session.maxMessage());
            assertTrue(session.info().isPresent(), "what was agreed on can still be looked at");
            assertTrue(session.stats().endedAt() >= session.stats().connectedAt());
            assertTrue(session.stats().engine().recordsSent() > 0);
            assertThrows(IllegalStateException.class, () -> session.exportKeyingMaterial("EXPORTER-test", 16));
            end(session);
        }
    }

    @Test
    void who_sends_while_the_session_ends_is_told_that_it_ended_and_nothing_else() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build())) {
            for (int round = 0; round < 30; round++) {
                try (var client = connected(server)) {
                    DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
                    var sending = Waiting.<SessionEnd>start(() -> {
                        try {
                            while (true) {
                                client.send(bytes("on and on"));
                            }
                        } catch (SessionEndedException over) {
                            return over.end();
                        }
                    });
                    accepted.receive(Loopback.PATIENCE);
                    accepted.close();
                    assertEquals(Reason.CLOSED_BY_PEER, get(sending.result()).reason());
                }
            }
        }
    }

    @Test
    void a_message_and_the_close_in_one_datagram_are_both_seen() throws Exception {
        LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
        SessionHandler answering = new SessionHandler() {
            @Override
            public void onMessage(DtlsSession session, byte[] message) {
                try {
                    session.send(message);
                    told.add("sent");
                } catch (IOException over) {
                    told.add(over.getClass().getSimpleName());
                }
            }

            @Override
            public void onEnd(DtlsSession session, SessionEnd end) {
                told.add(end.reason().toString());
            }
        };
        try (var server = Dtls.listen(Loopback.anyPort(), server().build(), answering); var socket = new DatagramSocket(Loopback.anyPort())) {
            RawPeer peer = new RawPeer(socket, address(server), client().build());
            peer.connect();
            byte[] message = peer.seal(bytes("goodbye"));
            peer.engine().shutdown(System.nanoTime());
            byte[] close = peer.takeAll().get(0);
            byte[] both = Arrays.copyOf(message, message.length + close.length);
            System.arraycopy(close, 0, both, message.length, close.length);
            peer.send(both);
            assertEquals("SessionEndedException", told.poll(60, TimeUnit.SECONDS));
            assertEquals("CLOSED_BY_PEER", told.poll(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void closing_tells_the_peer() throws Exception {
        Echo echo = new Echo();
        try (var server = Dtls.listen(Loopback.anyPort(), server().build(), echo); var socket = new DatagramSocket(Loopback.anyPort())) {
            try (var session = connected(server)) {
                assertEquals(Reason.CLOSED_LOCALLY, end(session).reason());
            }
            assertEquals(Reason.CLOSED_BY_PEER, echo.nextEnded().end().reason());
            RawPeer peer = new RawPeer(socket, address(server), client().build());
            echo.nextConnected();
            peer.connect();
            echo.nextConnected().session().close();
            assertEquals(new EngineEvent.Closed(EngineEvent.ClosedBy.PEER), peer.awaitOver());
        }
    }

    @Test
    void a_session_without_traffic_is_closed_after_the_idle_time_and_not_before() throws Exception {
        Echo echo = new Echo();
        try (var server = DtlsEndpoint.open(endpoint().idleTimeout(Duration.ofSeconds(1)).build())) {
            server.listen(server().build(), echo);
            try (var session = connected(server)) {
                DtlsSession served = echo.nextConnected().session();
                long last = 0;
                for (int i = 0; i < 4; i++) { // traffic keeps it alive for longer than the idle time
                    assertEquals(Optional.empty(), session.receive(Duration.ofMillis(400)));
                    last = System.nanoTime();
                    if (!session.isConnected()) {
                        break; // a machine this slow proves nothing
                    }
                    assertEchoes(session, "alive " + i);
                }
                assertEquals(Reason.CLOSED_BY_PEER, get(session.closed()).reason());
                assertTrue(System.nanoTime() - last >= Duration.ofSeconds(1).toNanos(), "closed too early");
                Echo.Ended ended = echo.nextEnded();
                assertEquals(served, ended.session());
                assertEquals(Reason.IDLE, ended.end().reason());
                assertTrue(ended.end().isOrderly());
            }
        }
    }

    @Test
    void a_session_that_only_sends_is_not_idle() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), server().build());
                var clients = DtlsEndpoint.open(endpoint().idleTimeout(Duration.ofSeconds(1)).build())) {
            DtlsSession session = connected(clients, server);
            long start = System.nanoTime();
            long last = start;
            while (System.nanoTime() - start < Duration.ofMillis(2500).toNanos()) {
                assertTrue(session.isConnected() || System.nanoTime() - last > Duration.ofMillis(900).toNanos(), "closed as idle");
                if (!session.isConnected()) {
                    return; // a machine this slow proves nothing
                }
                session.send(bytes("and on"));
                last = System.nanoTime();
                assertEquals(Optional.empty(), session.receive(Duration.ofMillis(200)));
            }
            assertEquals(Reason.IDLE, get(session.closed()).reason());
        }
    }

    @Test
    void messages_of_a_session_with_a_handler_cannot_be_read_otherwise() throws Exception {
        Echo echo = new Echo();
        try (var server = Dtls.listen(Loopback.anyPort(), server().build(), echo); var session = connected(server)) {
            DtlsSession served = echo.nextConnected().session();
            assertThrows(IllegalStateException.class, () -> served.receive(Duration.ZERO));
            assertThrows(IllegalStateException.class, () -> served.receive(new byte[1], Duration.ZERO));
            assertEchoes(session, "unharmed");
        }
    }

    /** [RFC5705 §4] An empty context is not the same as none; [RFC9846 §7.5] but in DTLS 1.3 it is. */
    @ParameterizedTest
    @ValueSource(strings = {"DTLSv1.2", "DTLSv1.3"})
    void what_both_sides_export_is_equal_and_depends_on_label_and_context(String name) throws Exception {
        ProtocolVersion version = name.equals("DTLSv1.2") ? ProtocolVersion.DTLS_1_2 : ProtocolVersion.DTLS_1_3;
        Echo echo = new Echo();
        try (var server = Dtls.listen(Loopback.anyPort(), server().versions(version).build(), echo); var session = connected(server)) {
            assertEquals(version, session.info().orElseThrow().version());
            DtlsSession served = echo.nextConnected().session();
            var plain = session.exportKeyingMaterial("EXPORTER-test", 40);
            assertEquals(plain, served.exportKeyingMaterial("EXPORTER-test", 40));
            var withContext = session.exportKeyingMaterial("EXPORTER-test", new byte[0], 40);
            assertEquals(withContext, served.exportKeyingMaterial("EXPORTER-test", new byte[0], 40));
            assertEquals(version.equals(ProtocolVersion.DTLS_1_3), plain.equals(withContext));
            assertFalse(plain.equals(session.exportKeyingMaterial("EXPORTER-test", bytes("some"), 40)));
            assertEquals(session.exportKeyingMaterial("EXPORTER-test", bytes("some"), 40), served.exportKeyingMaterial("EXPORTER-test", bytes("some"), 40));
            assertFalse(plain.equals(session.exportKeyingMaterial("EXPORTER-other", 40)));
        }
    }

    @Test
    void the_figures_add_up() throws Exception {
        Echo echo = new Echo();
        long before = System.currentTimeMillis();
        try (var server = Dtls.listen(Loopback.anyPort(), server().build(), echo); var client = DtlsEndpoint.open(endpoint().build())) {
            DtlsSession session = connected(client, server);
            for (int i = 0; i < 10; i++) {
                assertEchoes(session, "0123456789");
            }
            DtlsSession served = echo.nextConnected().session();
            SessionStats own = session.stats();
            SessionStats theirs = served.stats();
            assertEquals(List.of(10L, 100L, 10L, 100L),
                    List.of(own.messagesSent(), own.bytesSent(), own.messagesReceived(), own.bytesReceived()));
            assertEquals(List.of(10L, 100L, 10L, 100L),
                    List.of(theirs.messagesSent(), theirs.bytesSent(), theirs.messagesReceived(), theirs.bytesReceived()));
            assertTrue(before <= own.createdAt() && own.createdAt() <= own.connectedAt() && own.endedAt() == 0, own::toString);
            int hellos = NamedGroup.X25519MLKEM768.isAvailable(Jca.PLATFORM) ? 3 : 2; // records: a share of ML-KEM takes two
            assertEquals(own.engine().recordsSent(), theirs.engine().recordsReceived() + hellos, "all but the hellos, which are the gate's");
            assertEquals(own.engine().recordsReceived(), theirs.engine().recordsSent() + 1, "all but the cookie");

            assertTrue(own.handshakeNanos() > 0 && theirs.handshakeNanos() > 0, "how long it took");
            await(() -> server.stats().orElseThrow().datagramsSent() == client.stats().orElseThrow().datagramsReceived(),
                    "what came was not sent"); // it may come before it is counted
            EndpointStats clients = client.stats().orElseThrow();
            EndpointStats servers = server.stats().orElseThrow();
            assertEquals(clients.datagramsSent(), servers.datagramsReceived());
            assertEquals(clients.bytesSent(), servers.bytesReceived());
            assertEquals(clients.datagramsReceived(), servers.datagramsSent());
            assertEquals(clients.bytesReceived(), servers.bytesSent());
            assertEquals(List.of(1L, 1L, 0L, 1L, 0L, 0L), List.of(
                    servers.handshakesStarted(), servers.handshakesCompleted(), servers.handshakesFailed(),
                    servers.cookiesSent(), servers.sessionsRefused(), servers.sendFailures()));
            assertEquals(List.of(1L, 1L, 0L, 0L), List.of(
                    clients.handshakesStarted(), clients.handshakesCompleted(), clients.handshakesFailed(), clients.cookiesSent()));
            assertEquals(1, clients.sessions());
            end(session);
            assertEquals(0, client.stats().orElseThrow().sessions());
            assertEquals(0, client.stats().orElseThrow().handshakesFailed());
            assertEquals(10, session.stats().messagesSent(), "figures outlive the session");
        }
    }

    @Test
    void an_executor_of_many_threads_may_look_while_others_send() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        try (var server = echoing(); var session = connected(server)) {
            var looking = pool.submit(() -> {
                for (int i = 0; i < 300; i++) {
                    assertTrue(session.stats().messagesSent() >= 0);
                    assertTrue(session.maxMessage() > 0);
                    session.exportKeyingMaterial("EXPORTER-test", 16).close();
                    assertTrue(server.stats().isPresent());
                }
            });
            for (int i = 0; i < 100; i++) {
                assertEchoes(session, "message " + i);
            }
            get(looking);
        } finally {
            pool.shutdownNow();
        }
    }
}
