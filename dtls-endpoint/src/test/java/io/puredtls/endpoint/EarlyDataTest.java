package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.SERVER;
import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static io.puredtls.endpoint.Loopback.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.engine.HelloGate;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import io.puredtls.session.TicketKeys;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** [RFC9846 §4.3.10] Early data through sessions, over sockets: right behind the hello, or an error; and what becomes of it. */
@Timeout(300)
class EarlyDataTest {
    private static final int ALLOWED = 3000; // bytes with a ticket, more than fits a datagram
    private static final int PIECE = 40;
    private static final InetSocketAddress ANYBODY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);

    private final TicketKeys keys = TicketKeys.rotating(SystemEntropy.INSTANCE, Duration.ofHours(1));

    /** A server whose tickets allow early data; all servers here take each other's tickets. */
    private ServerConfig.Builder taking() {
        return ServerConfig.identity(SERVER).tickets(TicketPolicy.sealedBy(keys)).cookiePolicy(CookiePolicy.EXCEPT_RESUMED)
                .earlyData(EarlyDataPolicy.of(ALLOWED, AntiReplay.inMemory(100, 60_000)));
    }

    private ServerConfig refusing() {
        return taking().earlyData(EarlyDataPolicy.REFUSED).build();
    }

    /** Tells what it is told, in order. */
    private static final class Telling implements SessionHandler {
        private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
        private final BlockingQueue<DtlsSession> connected = new LinkedBlockingQueue<>();

        @Override
        public void onConnected(DtlsSession session, SessionInfo info) {
            told.add("connected, early data " + info.earlyData());
            connected.add(session);
        }

        @Override
        public void onMessage(DtlsSession session, byte[] message) {
            told.add("message " + text(message));
        }

        @Override
        public void onEarlyData(DtlsSession session, byte[] message) {
            told.add("early " + text(message));
        }

        List<String> next(int count) throws InterruptedException {
            List<String> next = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                next.add(told.poll(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS));
            }
            return next;
        }
    }

    private Session ticket() throws Exception {
        try (var server = Dtls.listen(anyPort(), taking().build(), new Echo());
                var session = Dtls.connect("127.0.0.1", address(server).getPort(), client().build())) {
            get(session.opened());
            Loopback.assertEchoes(session, "a ticket comes before this does");
            return session.takeResumable().orElseThrow();
        }
    }

    private static ClientConfig.Builder offering(Session ticket) {
        return client().resume(ticket).earlyData(EarlyDataOffer.OFFERED);
    }

    private static DtlsSession connect(DtlsEndpoint server, ClientConfig config, String... early) throws IOException {
        return Dtls.connect("127.0.0.1", address(server).getPort(), config,
                EarlyMessages.of(Arrays.stream(early).map(Loopback::bytes).toArray(byte[][]::new)));
    }

    @Test
    void early_messages_come_in_their_order_before_the_handshake_is_complete() throws Exception {
        var telling = new Telling();
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build(), telling);
                var session = connect(server, offering(ticket).build(), "one", "two", "three")) {
            assertEquals(EarlyDataOutcome.ACCEPTED, get(session.earlyData()));
            assertTrue(get(session.opened()).earlyData());
            assertEquals(3, session.stats().messagesSent());
            session.send(bytes("four"));
            assertEquals(List.of("early one", "early two", "early three", "connected, early data true", "message four"), telling.next(5));
        }
    }

    private static void assertRefused(DtlsEndpoint server, Telling telling, Session ticket) throws Exception {
        try (server; var session = connect(server, offering(ticket).build(), "one", "two")) {
            assertEquals(EarlyDataOutcome.REFUSED, get(session.earlyData()));
            SessionInfo info = get(session.opened());
            assertFalse(info.earlyData());
            assertTrue(info.resumed());
            session.send(bytes("three"));
            assertEquals(List.of("connected, early data false", "message three"), telling.next(2));
            end(session, telling);
        }
    }

    /** What the server was told when all that the client has sent is there. */
    private static void end(DtlsSession session, Telling telling) throws InterruptedException {
        DtlsSession theirs = telling.connected.poll(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Loopback.end(session);
        assertEquals(SessionEnd.Reason.CLOSED_BY_PEER, get(theirs.closed()).reason());
        assertEquals(List.of(), List.copyOf(telling.told));
    }

    /** [RFC9846 §7.5] */
    @Test
    void a_server_exports_the_keys_that_the_clients_early_data_is_bound_to_until_the_handshake_is_complete() throws Exception {
        var exported = new CompletableFuture<byte[]>();
        var connected = new CompletableFuture<DtlsSession>();
        SessionHandler exporting = new SessionHandler() {
            @Override
            public void onEarlyData(DtlsSession session, byte[] message) {
                try (SecretBytes key = session.exportEarlyKeyingMaterial("EXPORTER-test", message, 32)) {
                    exported.complete(key.view().clone());
                }
            }

            @Override
            public void onConnected(DtlsSession session, SessionInfo info) {
                connected.complete(session);
            }
        };
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build(), exporting); var socket = new DatagramSocket()) {
            var peer = new RawPeer(socket, address(server), offering(ticket).build());
            peer.start();
            byte[] message = bytes("what the export is for");
            byte[] record = new byte[200];
            peer.send(Arrays.copyOf(record, peer.engine().sealEarly(message, 0, message.length, record, 0)));
            try (SecretBytes key = peer.engine().exportEarlyKeyingMaterial("EXPORTER-test", message, 32)) {
                assertArrayEquals(key.view(), get(exported));
            }
            peer.finish();
            DtlsSession session = get(connected);
            assertThrows(IllegalStateException.class, () -> session.exportEarlyKeyingMaterial("EXPORTER-test", message, 32));
        }
    }

    /** [RFC9846 §4.3.10#12] */
    @Test
    void refused_early_data_is_lost_and_nothing_sends_it_again() throws Exception {
        var telling = new Telling();
        try (Session ticket = ticket()) {
            assertRefused(Dtls.listen(anyPort(), refusing(), telling), telling, ticket);
        }
    }

    @Test
    void a_server_that_asks_for_another_hello_refuses_early_data() throws Exception {
        var telling = new Telling();
        try (Session ticket = ticket()) {
            assertRefused(Dtls.listen(anyPort(), taking().groups(List.of(NamedGroup.SECP384R1)).build(), telling), telling, ticket); // no share of the first hello
        }
    }

    /** [RFC9846 §E.3#1] */
    @Test
    void a_server_that_speaks_an_older_version_by_now_ends_the_session_and_is_reached_without_early_data() throws Exception {
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), server().versions(ProtocolVersion.DTLS_1_2).build(), new Echo())) {
            try (var session = connect(server, offering(ticket).build(), "one")) {
                assertEquals(Optional.of(Violation.OLDER_VERSION_AFTER_EARLY_DATA), Loopback.failure(session.opened()).violation());
                assertInstanceOf(SessionEndedException.class, assertThrows(AssertionError.class, () -> get(session.earlyData())).getCause());
            }
            try (var session = connect(server, client().resume(ticket).build(), "one")) {
                assertEquals(EarlyDataOutcome.NOT_SENT, get(session.earlyData()));
                Loopback.assertEchoes(session, "as usual");
            }
        }
    }

    /** As with a ticket that was good when the application looked at it. */
    @Test
    void where_the_hello_offers_none_nothing_is_sent_and_the_session_goes_on() throws Exception {
        var telling = new Telling();
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build(), telling)) {
            for (ClientConfig.Builder config : List.of(client(), client().resume(ticket), offering(ticket).serverName("127.0.0.1"))) {
                try (var session = connect(server, config.build(), "one")) {
                    assertEquals(EarlyDataOutcome.NOT_SENT, get(session.earlyData()));
                    assertEquals(0, session.stats().messagesSent());
                    assertEquals(List.of("connected, early data false"), telling.next(1));
                    end(session, telling);
                }
            }
        }
    }

    @Test
    void what_a_server_takes_and_the_application_does_not_use_was_not_sent() throws Exception {
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build(), new Telling());
                var session = connect(server, offering(ticket).build())) {
            assertEquals(EarlyDataOutcome.NOT_SENT, get(session.earlyData()));
            assertTrue(get(session.opened()).earlyData());
        }
    }

    @Test
    void a_handler_knows_the_outcome_when_it_is_told_of_the_connection() throws Exception {
        var outcome = new CompletableFuture<EarlyDataOutcome>();
        SessionHandler asking = new SessionHandler() {
            @Override
            public void onConnected(DtlsSession session, SessionInfo info) {
                outcome.complete(session.earlyData().getNow(null));
            }
        };
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build(), new Telling());
                var session = Dtls.connect("127.0.0.1", address(server).getPort(), offering(ticket).build(), EarlyMessages.of(bytes("one")), asking)) {
            assertEquals(EarlyDataOutcome.ACCEPTED, get(outcome));
            assertTrue(session.info().orElseThrow().earlyData());
        }
    }

    @Test
    void a_server_that_is_read_by_blocking_calls_gets_early_messages_first() throws Exception {
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build());
                var session = connect(server, offering(ticket).build(), "one")) {
            get(session.opened());
            session.send(bytes("two"));
            DtlsSession accepted = server.accept(Loopback.PATIENCE).orElseThrow();
            assertEquals("one", text(accepted.receive(Loopback.PATIENCE).orElseThrow()));
            assertEquals("two", text(accepted.receive(Loopback.PATIENCE).orElseThrow()));
        }
    }

    /** Whatever the threads see of the handshake: what was sent comes, and what does not come was refused by an exception. */
    @Test
    void from_any_thread_a_message_is_sent_as_early_data_or_an_exception_says_that_it_is_not() throws Exception {
        var telling = new Telling();
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build(), telling);
                var session = connect(server, offering(ticket).build(), "first")) {
            List<Waiting<Integer>> senders = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                senders.add(Waiting.start(() -> {
                    for (int sent = 0; true; sent++) {
                        try {
                            session.sendEarly(new byte[PIECE]);
                        } catch (EarlyDataException no) {
                            assertTrue(no.reason() == EarlyDataException.Reason.TOO_LATE
                                    || no.reason() == EarlyDataException.Reason.OVER_TICKET_LIMIT, no::toString);
                            return sent;
                        }
                    }
                }));
            }
            int sent = 1;
            for (Waiting<Integer> each : senders) {
                sent += each.get();
            }
            get(session.opened());
            session.send(bytes("last"));
            int early = 0;
            for (String told = telling.next(1).get(0); !told.equals("message last"); told = telling.next(1).get(0)) {
                early += told.startsWith("early ") ? 1 : 0;
            }
            assertEquals(sent, early);
            assertEquals(sent + 1, session.stats().messagesSent());
        }
    }

    @Test
    void what_is_to_be_said_early_is_not_printed() {
        assertEquals("EarlyMessages[2]", EarlyMessages.of(bytes("my name"), bytes("is Bond")).toString());
    }

    private static EarlyDataException.Reason refusal(DtlsSession session) {
        return assertThrows(EarlyDataException.class, () -> session.sendEarly(bytes("x"))).reason();
    }

    @Test
    void after_the_handshake_it_is_too_late_and_messages_go_as_usual() throws Exception {
        var telling = new Telling();
        try (Session ticket = ticket(); var server = Dtls.listen(anyPort(), taking().build(), telling);
                var session = connect(server, offering(ticket).build())) {
            get(session.opened());
            assertEquals(EarlyDataException.Reason.TOO_LATE, refusal(session));
            session.send(bytes("as usual"));
            assertEquals(List.of("connected, early data true", "message as usual"), telling.next(2));
            Loopback.end(session);
            assertThrows(SessionEndedException.class, () -> session.sendEarly(bytes("x")));
        }
    }

    @Test
    void a_session_that_offers_none_says_so() throws Exception {
        try (var silent = new DatagramSocket(anyPort());
                var session = Dtls.connect("127.0.0.1", silent.getLocalPort(), client().build())) {
            assertEquals(EarlyDataException.Reason.NOT_OFFERED, refusal(session));
        }
    }

    private static byte[] receive(DatagramSocket socket) throws IOException {
        socket.setSoTimeout((int) Loopback.PATIENCE.toMillis());
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    /** [RFC9147 §4] A unified header of epoch 1. */
    private static boolean isEarly(byte[] datagram) {
        return (datagram[0] & 0b1110_0011) == 0b0010_0001;
    }

    @Test
    void early_data_is_right_behind_the_hello_and_what_is_over_a_bound_is_refused_by_its_name() throws Exception {
        try (Session ticket = ticket(); var silent = new DatagramSocket(anyPort());
                var session = Dtls.connect("127.0.0.1", silent.getLocalPort(), offering(ticket).build(), EarlyMessages.of(new byte[PIECE], new byte[PIECE]))) {
            assertTrue(HelloDatagram.is(receive(silent), 100));
            assertTrue(isEarly(receive(silent)));
            assertTrue(isEarly(receive(silent)));

            var long1 = assertThrows(DatagramTooLargeException.class, () -> session.sendEarly(new byte[1200]));
            assertTrue(long1.limit() > 1100 && long1.limit() < 1200, long1::toString);
            assertEquals(1200, long1.length());
            session.sendEarly(new byte[long1.limit()]);
            assertTrue(isEarly(receive(silent)));
            session.sendEarly(new byte[long1.limit()]);

            int left = ALLOWED - 2 * PIECE - 2 * long1.limit();
            var much = assertThrows(EarlyDataException.class, () -> session.sendEarly(new byte[left + 1]));
            assertEquals(EarlyDataException.Reason.OVER_TICKET_LIMIT, much.reason());
            assertEquals("the ticket allows " + left + " bytes more of early data, not " + (left + 1), much.getMessage());
            session.sendEarly(new byte[left]);
            assertEquals(EarlyDataException.Reason.OVER_TICKET_LIMIT, refusal(session));
            assertEquals(5, session.stats().messagesSent());
        }
    }

    @Test
    void once_another_hello_was_asked_for_no_more_is_sent() throws Exception {
        try (Session ticket = ticket(); var silent = new DatagramSocket(anyPort());
                var session = Dtls.connect("127.0.0.1", silent.getLocalPort(), offering(ticket).build(), EarlyMessages.of(new byte[PIECE]))) {
            byte[] hello = receive(silent);
            byte[] reply = new byte[HelloGate.MAX_REPLY];
            var gate = new HelloGate(server().build(), 0);
            var verdict = assertInstanceOf(HelloGate.Verdict.Reply.class, gate.inspect(hello, 0, hello.length, new byte[6], 0, reply));
            silent.send(new DatagramPacket(reply, verdict.length(), session.localAddress()));
            assertTrue(isEarly(receive(silent)));
            assertTrue(HelloDatagram.is(receive(silent), 100), "the second hello");
            assertEquals(EarlyDataException.Reason.REFUSED, refusal(session));
        }
    }

    @Test
    void early_data_over_a_bound_is_refused_before_anything_is_sent() throws Exception {
        try (Session ticket = ticket(); var silent = new DatagramSocket(anyPort()); var from = DtlsEndpoint.open(endpoint().build())) {
            var to = new InetSocketAddress(silent.getLocalAddress(), silent.getLocalPort());
            byte[] most = new byte[ALLOWED / 3];
            var much = assertThrows(EarlyDataException.class, () -> from.connect(to, offering(ticket).build(), EarlyMessages.of(most, most, most, new byte[1])));
            assertEquals(EarlyDataException.Reason.OVER_TICKET_LIMIT, much.reason());
            assertEquals("the ticket allows 0 bytes more of early data, not 1", much.getMessage());
            assertThrows(DatagramTooLargeException.class, () -> from.connect(to, offering(ticket).build(), EarlyMessages.of(new byte[1200])));
            EndpointStats stats = from.stats().orElseThrow();
            assertEquals(0, stats.datagramsSent());
            assertEquals(0, stats.sessions());
            assertEquals(2, stats.handshakesFailed());
            from.connect(to, offering(ticket).build(), EarlyMessages.of(most, most, most));
            assertEquals(4, from.stats().orElseThrow().datagramsSent());
        }
    }

    /** A loop that does not run, over a socket that does what the test says. */
    private static EndpointLoop loop(DatagramPump.Outgoing outgoing) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.bind(anyPort());
        return new EndpointLoop(EndpointConfig.defaults(), channel, outgoing);
    }

    @Test
    void early_data_that_the_link_does_not_carry_is_told_with_what_it_does_and_there_is_no_session() throws Exception {
        int link = 900;
        EndpointLoop loop = loop((datagram, peer) -> {
            if (datagram.remaining() > link) {
                throw new IOException("Message too long");
            }
            return datagram.remaining();
        });
        try (Session ticket = ticket()) {
            var thrown = assertThrows(DatagramTooLargeException.class, () -> loop.connect(
                    ANYBODY, offering(ticket).build(), EarlyMessages.of(new byte[PIECE], new byte[link]), Optional.empty()));
            assertEquals(link, thrown.length());
            assertTrue(thrown.limit() > 500 && thrown.limit() < 548, thrown::toString);
            assertEquals(1, loop.stats().datagramsTooLarge());
            assertEquals(0, loop.stats().sessions());
        } finally {
            loop.shutdown();
            loop.run();
        }
    }

    @Test
    void early_data_that_finds_the_socket_full_is_lost_and_counted_as_the_loop_cannot_wait() throws Exception {
        List<Integer> sent = new ArrayList<>();
        EndpointLoop loop = loop((datagram, peer) -> {
            boolean full = isEarly(datagram.array());
            sent.add(full ? 0 : datagram.remaining());
            return full ? 0 : datagram.remaining();
        });
        try (Session ticket = ticket()) {
            loop.connect(ANYBODY, offering(ticket).build(), EarlyMessages.of(new byte[PIECE]), Optional.empty());
            assertEquals(2, sent.size());
            assertTrue(sent.get(0) > 100, "the hello goes first");
            assertEquals(0, sent.get(1));
            assertEquals(1, loop.stats().sendFailures());
            assertEquals(1, loop.stats().sessions());
        } finally {
            loop.shutdown();
            loop.run();
        }
    }
}
