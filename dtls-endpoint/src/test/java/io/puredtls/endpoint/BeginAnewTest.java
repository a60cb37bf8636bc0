package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.endpoint.SessionEnd.Reason;
import java.io.IOException;
import java.net.DatagramSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    /** [RFC6347 §4.2.8#2] */
    @Test
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
}
