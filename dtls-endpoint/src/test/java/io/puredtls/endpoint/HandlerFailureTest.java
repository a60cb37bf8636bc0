package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.connected;
import static io.puredtls.endpoint.Loopback.echoing;
import static io.puredtls.endpoint.Loopback.end;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.failure;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EngineTrace;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ContentType;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.session.SessionStore;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Exceptions of handlers and of whatever else is configured: they end the session they are about, and no other. */
@Timeout(300)
@ExtendWith(Quiet.class)
class HandlerFailureTest {
    /** Which call throws. */
    private enum Call { CONNECTED, MESSAGE, TRUST_ASKED, END }

    /** Throws in one call of the session for which it is armed, and echoes otherwise. */
    private static final class Throwing implements SessionHandler {
        private final Call where;
        private final Throwable what;
        private final AtomicBoolean armed = new AtomicBoolean(true);
        private final LinkedBlockingQueue<SessionEnd> ends = new LinkedBlockingQueue<>();
        private final Echo echo = new Echo();

        Throwing(Call where, Throwable what) {
            this.where = where;
            this.what = what;
        }

        private void at(Call call) {
            if (call == where && armed.compareAndSet(true, false)) {
                Throwing.<RuntimeException>sneak(what);
            }
        }

        @SuppressWarnings("unchecked")
        private static <T extends Throwable> void sneak(Throwable any) throws T {
            throw (T) any;
        }

        @Override
        public void onConnected(DtlsSession session, SessionInfo info) {
            at(Call.CONNECTED);
            echo.onConnected(session, info);
        }

        @Override
        public void onMessage(DtlsSession session, byte[] message) {
            at(Call.MESSAGE);
            echo.onMessage(session, message);
        }

        @Override
        public void onTrustAsked(DtlsSession session, List<X509Certificate> chain, Expectation expectation) {
            at(Call.TRUST_ASKED);
            session.decide(new Decision.Trust());
        }

        @Override
        public void onEnd(DtlsSession session, SessionEnd end) {
            ends.add(end);
            at(Call.END);
        }

        SessionEnd nextEnd() throws InterruptedException {
            return Optional.ofNullable(ends.poll(60, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("no end"));
        }
    }

    private static void assertEndsItsSessionAlone(Call where, Throwable what) throws Exception {
        Throwing handler = new Throwing(where, what);
        Credentials shown = SelfSigned.ecdsaP256("client.example");
        var config = server().clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.custom()).build();
        var client = client().identity(shown).build();
        try (var server = Dtls.listen(anyPort(), config, handler); var clients = DtlsEndpoint.open(endpoint().build());
                var others = DtlsEndpoint.open(endpoint().build())) {
            handler.armed.set(false);
            DtlsSession other = others.connect(address(server), client);
            get(other.opened());
            handler.echo.nextConnected(); // the server's handler is past it too
            handler.armed.set(true);
            DtlsSession victim = clients.connect(address(server), client);
            if (where == Call.MESSAGE) {
                get(victim.opened());
                victim.send(bytes("go"));
            } else if (where == Call.END) {
                get(victim.opened());
                end(victim);
            }
            SessionEnd end = handler.nextEnd();
            if (where == Call.END) {
                assertEquals(Reason.CLOSED_BY_PEER, end.reason());
            } else {
                assertEquals(Reason.HANDLER_FAILED, end.reason());
                assertTrue(end.message().contains("on purpose"), end.message());
                get(victim.closed());
            }
            assertEchoes(other, "unharmed");
            DtlsSession next = clients.connect(address(server), client);
            get(next.opened());
            assertEchoes(next, "after it");
        }
    }

    @Test
    void an_exception_in_onConnected_ends_its_session_alone() throws Exception {
        assertEndsItsSessionAlone(Call.CONNECTED, new IllegalStateException("on purpose"));
    }

    @Test
    void an_exception_in_onMessage_ends_its_session_alone() throws Exception {
        assertEndsItsSessionAlone(Call.MESSAGE, new IllegalStateException("on purpose"));
    }

    @Test
    void an_exception_in_onTrustAsked_ends_its_session_alone() throws Exception {
        assertEndsItsSessionAlone(Call.TRUST_ASKED, new IllegalStateException("on purpose"));
    }

    @Test
    void an_exception_in_onEnd_harms_nobody() throws Exception {
        assertEndsItsSessionAlone(Call.END, new IllegalStateException("on purpose"));
    }

    /** Throws over whatever follows on the handshake. */
    private static final class ThrowingLater implements SessionHandler {
        private final CompletableFuture<String> thrown = new CompletableFuture<>();
        private final List<DtlsSession> sessions = new CopyOnWriteArrayList<>();

        @Override
        public void onConnected(DtlsSession session, SessionInfo info) {
            sessions.add(session);
        }

        private void fail(String call) {
            thrown.complete(call);
            throw new IllegalStateException("on purpose");
        }

        @Override
        public void onResumable(DtlsSession session, Session resumable) {
            resumable.close();
            fail("onResumable");
        }

        @Override
        public void onKeysUpdated(DtlsSession session, EngineEvent.Direction direction) {
            fail("onKeysUpdated");
        }

        @Override
        public void onPeerAuthenticated(DtlsSession session, PeerIdentity shown) {
            fail("onPeerAuthenticated");
        }
    }

    @Test
    void an_exception_after_the_handshake_ends_its_session_alone() throws Exception {
        var failing = new ThrowingLater();
        try (var server = echoing(); var another = echoing(); var clients = DtlsEndpoint.open(endpoint().build());
                var other = connected(clients, another)) {
            DtlsSession session = clients.connect(address(server), client().build(), failing);
            assertEquals(Reason.HANDLER_FAILED, get(session.closed()).reason());
            assertEquals("onResumable", get(failing.thrown));
            assertEchoes(other, "unharmed");
        }
    }

    @Test
    void an_exception_over_what_the_client_does_after_the_handshake_ends_its_session_alone() throws Exception {
        var config = server().clientAuthentication(ClientAuthentication.NONE, TrustPolicy.dangerouslyTrustAnyone()).build();
        for (String call : List.of("onKeysUpdated", "onPeerAuthenticated")) {
            var failing = new ThrowingLater();
            try (var server = Dtls.listen(anyPort(), config, failing); var other = connected(server);
                    var client = Dtls.connect("127.0.0.1", address(server).getPort(),
                            client().postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).build())) {
                get(client.opened());
                Loopback.await(() -> failing.sessions.size() == 2, "the server knows only " + failing.sessions);
                if (call.equals("onKeysUpdated")) {
                    client.updateKeys();
                } else {
                    failing.sessions.stream().filter(each -> each.remoteAddress().getPort() == client.localAddress().getPort())
                            .forEach(DtlsSession::requestClientAuthentication);
                }
                assertEquals(Reason.CLOSED_BY_PEER, get(client.closed()).reason());
                assertEquals(call, get(failing.thrown));
                assertTrue(other.isConnected());
            }
        }
    }

    @Test
    void an_error_is_no_worse_than_an_exception() throws Exception {
        assertEndsItsSessionAlone(Call.CONNECTED, new AssertionError("on purpose"));
        assertEndsItsSessionAlone(Call.MESSAGE, new StackOverflowError("on purpose"));
        assertEndsItsSessionAlone(Call.TRUST_ASKED, new NoClassDefFoundError("on purpose"));
        assertEndsItsSessionAlone(Call.END, new AssertionError("on purpose"));
    }

    @Test
    void a_checked_exception_that_was_smuggled_out_is_no_worse_either() throws Exception {
        assertEndsItsSessionAlone(Call.MESSAGE, new IOException("on purpose"));
        assertEndsItsSessionAlone(Call.END, new IOException("on purpose"));
    }

    @Test
    void after_a_handler_failed_nothing_but_onEnd_follows() throws Exception {
        var told = new LinkedBlockingQueue<String>();
        SessionHandler failing = new SessionHandler() {
            @Override
            public void onMessage(DtlsSession session, byte[] message) {
                told.add("message");
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void onEnd(DtlsSession session, SessionEnd end) {
                told.add("end");
            }
        };
        try (var server = Dtls.listen(anyPort(), server().build(), failing); var socket = new DatagramSocket(anyPort())) {
            RawPeer peer = new RawPeer(socket, address(server), client().build());
            peer.connect();
            byte[] record = peer.seal(bytes("one"));
            byte[] second = peer.seal(bytes("two"));
            byte[] both = Arrays.copyOf(record, record.length + second.length); // in one datagram
            System.arraycopy(second, 0, both, record.length, second.length);
            peer.send(both);
            assertEquals(new EngineEvent.Closed(EngineEvent.ClosedBy.PEER), peer.awaitOver());
            assertEquals("message", told.poll(60, TimeUnit.SECONDS));
            assertEquals("end", told.poll(60, TimeUnit.SECONDS));
            assertTrue(told.isEmpty());
        }
    }

    /** A message and a ticket in one datagram: the handler fails over the message, and nobody will have the ticket. */
    @Test
    void a_ticket_that_was_to_be_told_after_a_handler_failed_is_wiped() throws Exception {
        var tickets = new CompletableFuture<List<Session>>();
        SessionHandler failing = new SessionHandler() {
            @Override
            public void onMessage(DtlsSession session, byte[] message) {
                tickets.complete(ticketsToBeTold(session));
                throw new IllegalStateException("on purpose");
            }
        };
        try (var socket = new DatagramSocket(anyPort()); var clients = DtlsEndpoint.open(endpoint().build())) {
            DtlsSession session = clients.connect(
                    new InetSocketAddress(socket.getLocalAddress(), socket.getLocalPort()), client().build(), failing);
            RawPeer server = RawPeer.server(socket, session.localAddress(), server().build());
            server.engine().start(System.nanoTime());
            List<byte[]> flight = List.of();
            while (!server.engine().isConnected()) {
                for (byte[] datagram : flight) {
                    server.send(datagram);
                }
                server.feed(server.receive());
                flight = server.takeAll();
            }
            byte[] record = server.seal(bytes("go"));
            byte[] ticket = flight.get(0);
            byte[] both = Arrays.copyOf(record, record.length + ticket.length);
            System.arraycopy(ticket, 0, both, record.length, ticket.length);
            server.send(both);
            assertEquals(Reason.HANDLER_FAILED, get(session.closed()).reason());
            assertEquals(2, get(tickets).size(), "as many as a server gives by default wait to be told");
            get(tickets).forEach(each -> assertTrue(((Session13) each).psk().isClosed()));
        }
    }

    /** As a parser that is sent deeply nested data may throw. */
    @Test
    void an_error_of_what_is_configured_ends_its_session_alone() throws Exception {
        TrustPolicy failing = (chain, expectation) -> {
            throw new StackOverflowError("on purpose");
        };
        try (var server = echoing(); var another = echoing(); var clients = DtlsEndpoint.open(endpoint().build());
                var other = connected(clients, another)) {
            SessionEnd end = failure(clients.connect(address(server), ClientConfig.trusting(failing).serverName("localhost").build()).opened());
            assertEquals(Optional.of(Violation.INTERNAL), end.violation());
            assertTrue(end.message().contains("on purpose"), end.message());
            assertEchoes(other, "unharmed");
        }
    }

    /** The gate asks the store about a ticket before there is a session. */
    @Test
    void a_store_of_tickets_that_throws_harms_nobody_but_whoever_shows_one() throws Exception {
        var armed = new AtomicBoolean();
        SessionStore kept = SessionStore.inMemory(100);
        SessionStore failing = new SessionStore() {
            @Override
            public void put(Bytes name, Session session) {
                kept.put(name, session);
            }

            @Override
            public Optional<Session> take(Bytes name) {
                return kept.take(name);
            }

            @Override
            public Optional<Session> peek(Bytes name) {
                if (armed.get()) {
                    throw new IllegalStateException("on purpose");
                }
                return kept.peek(name);
            }
        };
        var config = server().tickets(TicketPolicy.storedIn(failing)).cookiePolicy(CookiePolicy.EXCEPT_RESUMED).build();
        try (var server = Dtls.listen(anyPort(), config, new Echo()); var other = connected(server)) {
            assertEchoes(other, "a ticket comes before this does");
            armed.set(true);
            try (Session ticket = other.takeResumable().orElseThrow();
                    var victim = Dtls.connect("127.0.0.1", address(server).getPort(),
                            client().resume(ticket).handshakeLimit(Duration.ofMillis(300)).build())) {
                assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), failure(victim.opened()).violation());
            }
            assertEchoes(other, "unharmed");
            try (var next = connected(server)) {
                assertEchoes(next, "after it");
            }
        }
    }

    /** What the session's engine has said and nobody was told. */
    private static List<Session> ticketsToBeTold(DtlsSession session) {
        try {
            Field engine = DtlsSession.class.getDeclaredField("engine");
            engine.setAccessible(true);
            Field events = SessionEngine.class.getDeclaredField("events");
            events.setAccessible(true);
            return ((Collection<?>) events.get(engine.get(session))).stream()
                    .filter(EngineEvent.Resumable.class::isInstance).map(event -> ((EngineEvent.Resumable) event).session()).toList();
        } catch (ReflectiveOperationException renamed) {
            throw new AssertionError(renamed);
        }
    }

    @Test
    void a_trace_that_throws_ends_its_session_alone() throws Exception {
        var armed = new AtomicBoolean();
        EngineTrace trace = new EngineTrace() {
            @Override
            public void recordReceived(int epoch, long sequence, ContentType type, int length) {
                if (armed.get()) {
                    throw new IllegalStateException("on purpose");
                }
            }

            @Override
            public void recordSent(int epoch, long sequence, ContentType type, int length) {
                if (armed.get()) {
                    throw new IllegalStateException("on purpose too");
                }
            }
        };
        Echo echo = new Echo();
        try (var server = Dtls.listen(anyPort(), server().build(), echo); var clients = DtlsEndpoint.open(endpoint().build())) {
            clients.listen(server().build(), new Echo());
            DtlsSession traced = clients.connect(address(server), client().trace(trace).build());
            get(traced.opened());
            try (var other = connected(clients)) {
                DtlsSession served = echo.nextConnected().session();
                armed.set(true);
                served.send(bytes("go"));
                SessionEnd end = get(traced.closed());
                assertEquals(Reason.FAILED, end.reason());
                assertEquals(Optional.of(Violation.INTERNAL), end.violation());
                assertEchoes(other, "unharmed");
            }
        }
    }
}
