package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.IMPATIENT;
import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.await;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.failure;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * [RFC6347 §4.2.8] A client that lost its memory comes back with the same address and port: the session that was there
 * lives until the new handshake has proved whose it is.
 */
@Timeout(300)
class BeginAnewTest {
    private final Echo echo = new Echo();
    private DtlsEndpoint server;
    private DatagramSocket socket;

    @BeforeEach
    void open() throws IOException {
        server = Dtls.listen(anyPort(), server().handshakeLimit(Duration.ofSeconds(50)).build(), echo);
        socket = new DatagramSocket(anyPort());
    }

    @AfterEach
    void close() {
        server.close();
        socket.close();
    }

    private RawPeer peer() throws IOException {
        return new RawPeer(socket, address(server), client().build());
    }

    private static void assertAnswers(RawPeer peer, String text) throws IOException {
        assertArrayEquals(bytes(text), peer.ask(bytes(text)));
    }

    @Test
    void hellos_without_a_cookie_do_not_touch_the_session_that_lives() throws Exception {
        RawPeer old = peer();
        old.connect();
        for (int i = 0; i < 50; i++) {
            peer().start();
            assertAnswers(old, "still here " + i);
        }
        assertEquals(1, server.stats().orElseThrow().sessions());
        assertEquals(1, server.stats().orElseThrow().handshakesStarted());
        assertEquals(51, server.stats().orElseThrow().cookiesSent());
    }

    /** [RFC9147 §5.11#2] Where the first is let in without a cookie, anybody might say that he is there. */
    @Test
    void a_hello_without_a_cookie_does_not_touch_a_handshake_under_way_either() throws Exception {
        server.close();
        server = Dtls.listen(anyPort(), server().cookiePolicy(CookiePolicy.UNDER_LOAD).build(), echo);
        RawPeer first = new RawPeer(socket, address(server), client().versions(ProtocolVersion.DTLS_1_2).build()); // is sent the whole flight
        first.start();
        for (int i = 0; i < 5; i++) {
            peer().start();
        }
        first.finish();
        assertAnswers(first, "still here");
        peer().start();
        assertAnswers(first, "and now");
        assertEquals(1, server.stats().orElseThrow().handshakesStarted());
        assertEquals(6, server.stats().orElseThrow().cookiesSent());
    }

    /** [RFC6347 §4.2.8#2] */
    @Test
    // [RFC9147 §5.11#2] [RFC9147 §5.11#4]
    void a_handshake_begun_and_not_finished_does_not_touch_the_session_that_lives() throws Exception {
        RawPeer old = peer();
        old.connect();
        DtlsSession served = echo.nextConnected().session();
        for (int i = 0; i < 5; i++) {
            peer().stopHalfWay();
            assertAnswers(old, "still here " + i);
        }
        assertEquals(2, server.stats().orElseThrow().sessions(), "one that lives and one candidate");
        assertTrue(served.isConnected());
        for (int i = 0; i < 4; i++) {
            assertEquals(Reason.REPLACED, echo.nextEnded().end().reason(), "of the candidates the last one alone is kept");
        }
        assertTrue(echo.hasNothingMore());
    }

    @Test
    void a_handshake_that_comes_to_nothing_leaves_the_session_that_lives() throws Exception {
        server.close();
        server = Dtls.listen(anyPort(), server().handshakeLimit(Duration.ofMillis(400)).build(), echo);
        RawPeer old = peer();
        old.connect();
        peer().stopHalfWay();
        assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), echo.nextEnded().end().violation());
        assertAnswers(old, "still here");
        assertEquals(1, server.stats().orElseThrow().sessions());
    }

    /** [RFC6347 §4.2.8#1] [RFC6347 §4.2.8#3] */
    @Test
    // [RFC9147 §5.11#1] [RFC9147 §5.11#3]
    void the_old_session_is_replaced_once_the_new_handshake_is_complete() throws Exception {
        RawPeer old = peer();
        old.connect();
        DtlsSession first = echo.nextConnected().session();
        RawPeer anew = peer();
        anew.connect();
        Echo.Ended ended = echo.nextEnded();
        assertEquals(first, ended.session());
        assertEquals(Reason.REPLACED, ended.end().reason());
        assertFalse(ended.end().isOrderly());
        DtlsSession second = echo.nextConnected().session();
        old.send(old.seal(bytes("late")));
        assertAnswers(anew, "hello");
        assertEquals(1, second.stats().messagesReceived());
        assertEquals(1, server.stats().orElseThrow().sessions());
    }

    @Test
    void a_client_may_begin_anew_again_and_again() throws Exception {
        for (int i = 0; i < 10; i++) {
            RawPeer next = peer();
            next.connect();
            assertAnswers(next, "number " + i);
        }
        assertEquals(1, server.stats().orElseThrow().sessions());
        assertEquals(10, server.stats().orElseThrow().handshakesCompleted());
        assertEquals(0, server.stats().orElseThrow().handshakesFailed());
    }

    @Test
    void a_client_that_died_in_mid_handshake_may_begin_anew_and_hears_nothing_of_the_old_one() throws Exception {
        RawPeer dead = peer();
        dead.stopHalfWay();
        RawPeer anew = peer();
        anew.connect();
        assertEquals(Reason.REPLACED, echo.nextEnded().end().reason());
        assertAnswers(anew, "alive");
        assertEquals(1, server.stats().orElseThrow().sessions());
    }

    /** The later piece does not say which handshake it is of; the one that was begun is not the only one that may want it. */
    @Test
    void a_client_whose_hello_takes_two_datagrams_may_begin_anew_in_mid_handshake() throws Exception {
        String[] protocols = IntStream.range(0, 6).mapToObj(i -> i + "p".repeat(240)).toArray(String[]::new);
        new RawPeer(socket, address(server), client().applicationProtocols(protocols).build()).stopHalfWay();
        RawPeer anew = new RawPeer(socket, address(server), client().applicationProtocols(protocols).build());
        anew.connect();
        assertEquals(Reason.REPLACED, echo.nextEnded().end().reason());
        assertAnswers(anew, "alive");
    }

    @Test
    void a_hello_that_is_sent_again_belongs_to_the_handshake_it_began() throws Exception {
        RawPeer peer = peer();
        peer.start();
        peer.feed(peer.receive());
        List<byte[]> hello = peer.takeAll();
        for (int i = 0; i < 5; i++) {
            for (byte[] datagram : hello) {
                peer.send(datagram);
            }
        }
        peer.finish();
        assertAnswers(peer, "once");
        for (byte[] datagram : hello) { // replayed, with a cookie that still counts
            peer.send(datagram);
        }
        assertAnswers(peer, "still once");
        assertEquals(1, server.stats().orElseThrow().handshakesStarted());
    }

    @Test
    void what_others_send_does_not_touch_a_handshake() throws Exception {
        RawPeer peer = peer();
        peer.start();
        try (var elsewhere = new DatagramSocket(anyPort())) {
            RawPeer other = new RawPeer(elsewhere, address(server), client().build());
            other.start();
            for (byte[] junk : Noise.plaintext()) {
                other.send(junk);
            }
            peer.feed(peer.receive());
            List<byte[]> second = peer.takeAll();
            for (byte[] stolen : second) { // the cookie is bound to the address
                other.send(stolen);
            }
            for (byte[] own : second) {
                peer.send(own);
            }
            peer.finish();
            assertAnswers(peer, "undisturbed");
            assertEquals(1, server.stats().orElseThrow().handshakesStarted());
        }
    }

    @Test
    void junk_and_forgeries_do_not_touch_the_session_that_lives() throws Exception {
        RawPeer peer = peer();
        peer.connect();
        DtlsSession served = echo.nextConnected().session();
        List<byte[]> noise = new ArrayList<>(Noise.plaintext());
        byte[] genuine = peer.seal(bytes("not to be sent as it is"));
        noise.addAll(Noise.damaged(genuine));
        noise.addAll(Noise.random(7, 200));
        int sent = 0;
        for (byte[] each : noise) {
            peer.send(each);
            if (++sent % 20 == 0) {
                assertAnswers(peer, "still here after " + sent); // and the socket's buffer does not overflow
            }
        }
        assertAnswers(peer, "unharmed");
        assertEquals(sent / 20 + 1, served.stats().messagesReceived());
        assertTrue(served.isConnected());
        assertEquals(1, server.stats().orElseThrow().sessions());
        assertEquals(1, server.stats().orElseThrow().handshakesStarted());
        assertTrue(echo.hasNothingMore());
    }

    /** A client whose hello's random begins with {@code first}, so that it is known whose is greater. */
    private static ClientConfig calling(int first) {
        return client().flightTiming(IMPATIENT).entropy(bytes -> {
            SystemEntropy.INSTANCE.fill(bytes);
            bytes[0] = (byte) first;
        }).build();
    }

    /** An endpoint that hears nothing before {@code open}. */
    private static DtlsEndpoint deafUntil(AtomicBoolean open) {
        return DtlsEndpoint.open(endpoint().filter((direction, peer, length) ->
                open.get() || direction == DatagramFilter.Direction.SENT).build());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_two_that_call_each_other_at_the_same_time_one_comes_through_and_nobody_is_left_alone(boolean firstIsGreater) throws Exception {
        AtomicBoolean open = new AtomicBoolean();
        try (var one = deafUntil(open); var two = deafUntil(open)) {
            one.listen(server().build());
            two.listen(server().build());
            DtlsSession fromOne = one.connect(address(two), calling(firstIsGreater ? 0xF0 : 0x0F));
            DtlsSession fromTwo = two.connect(address(one), calling(firstIsGreater ? 0x0F : 0xF0));
            open.set(true);
            DtlsSession through = firstIsGreater ? fromOne : fromTwo;
            DtlsSession yielding = firstIsGreater ? fromTwo : fromOne;
            get(through.opened());
            SessionEnd end = failure(yielding.opened());
            assertEquals(Reason.REPLACED, end.reason());
            assertTrue(end.message().contains("at the same time"), end.message());
            DtlsSession accepted = (firstIsGreater ? two : one).accept(Loopback.PATIENCE).orElseThrow();
            through.send(bytes("ours"));
            assertArrayEquals(bytes("ours"), accepted.receive(Loopback.PATIENCE).orElseThrow());
            accepted.send(bytes("theirs"));
            assertArrayEquals(bytes("theirs"), through.receive(Loopback.PATIENCE).orElseThrow());
            assertEquals(1, one.stats().orElseThrow().sessions());
            assertEquals(1, two.stats().orElseThrow().sessions());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_peer_that_calls_and_does_not_listen_is_let_in_although_we_call_it_too(boolean oursIsGreater) throws Exception {
        AtomicBoolean open = new AtomicBoolean();
        try (var listening = deafUntil(open); var calling = deafUntil(open)) {
            listening.listen(server().build());
            DtlsSession theirs = calling.connect(address(listening), calling(oursIsGreater ? 0x0F : 0xF0));
            DtlsSession ours = listening.connect(address(calling), calling(oursIsGreater ? 0xF0 : 0x0F));
            open.set(true);
            get(theirs.opened());
            assertEquals(Reason.REPLACED, failure(ours.opened()).reason());
            DtlsSession accepted = listening.accept(Loopback.PATIENCE).orElseThrow();
            theirs.send(bytes("here"));
            assertArrayEquals(bytes("here"), accepted.receive(Loopback.PATIENCE).orElseThrow());
        }
    }

    @Test
    void a_hello_that_yields_to_ours_is_not_answered_while_anybody_answers_ours_nor_afterwards() throws Exception {
        DtlsSession ours = server.connect((InetSocketAddress) socket.getLocalSocketAddress(), calling(0xF0));
        RawPeer listening = RawPeer.server(socket, address(server), server().build());
        RawPeer calling = new RawPeer(socket, address(server), calling(0x0F));
        calling.engine().start(System.nanoTime());
        byte[] yielding = calling.takeAll().get(0);
        listening.start();
        listening.send(new byte[1]); // so that it is known that there is somebody
        for (int again = 0; again < 3; again++) {
            listening.receive();
        }
        calling.send(yielding);
        assertYields(1);
        listening.feed(listening.receive());
        for (byte[] answer : listening.takeAll()) {
            listening.send(answer);
        }
        listening.finish();
        get(ours.opened());
        calling.send(yielding); // a copy that comes late
        assertYields(2);
        assertEquals(0, server.stats().orElseThrow().cookiesSent());
        assertEquals(1, server.stats().orElseThrow().handshakesStarted());
        RawPeer anew = new RawPeer(socket, address(server), calling(0x0F)); // which is not at the same time any more
        anew.connect();
        assertAnswers(anew, "anew");
        assertEquals(Reason.REPLACED, get(ours.closed()).reason());
    }

    private void assertYields(long hellos) {
        await(() -> server.stats().orElseThrow().drops().getOrDefault(DropReason.STALE_MESSAGE, 0L) == hellos, "the hello did not yield");
    }
}
