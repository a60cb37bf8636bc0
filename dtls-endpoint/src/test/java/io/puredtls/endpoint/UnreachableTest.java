package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.IMPATIENT;
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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.endpoint.SessionEnd.Reason;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the network says by ICMP, and to whom it makes a difference. */
@Timeout(300)
class UnreachableTest {
    /** A port where nobody listens. */
    private static InetSocketAddress nobody() throws IOException {
        try (var socket = new DatagramSocket(anyPort())) {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static EndpointConfig counting() {
        return endpoint().unreachable(Unreachable.COUNT).build();
    }

    @Test
    void a_client_of_its_own_socket_fails_when_it_is_said_twice_that_nobody_listens() throws Exception {
        int port = nobody().getPort();
        try (var session = Dtls.connect("127.0.0.1", port, client().flightTiming(IMPATIENT).build())) {
            SessionEnd end = failure(session.opened());
            assertEquals(Reason.REFUSED, end.reason());
            assertEquals("nobody listens at 127.0.0.1:" + port, end.message());
            assertFalse(end.isOrderly());
            assertEquals(2, session.stats().unreachable());
            assertEquals(1, session.stats().engine().flightsSentAgain(), "once is not enough, and twice is");
        }
    }

    @Test
    void a_client_that_only_counts_goes_on_to_its_limit_and_says_that_it_heard_nothing() throws Exception {
        int port = nobody().getPort();
        var config = client().flightTiming(IMPATIENT).handshakeLimit(Duration.ofMillis(400)).build();
        try (var session = Dtls.connect("127.0.0.1", port, config, counting())) {
            SessionEnd end = failure(session.opened());
            assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), end.violation());
            assertEquals("nothing was heard from 127.0.0.1:" + port + ": the handshake took longer than 400 ms", end.message());
            assertTrue(session.stats().unreachable() >= 2, () -> session.stats().toString());
        }
    }

    @Test
    void who_was_heard_is_not_said_to_have_been_silent() throws Exception {
        try (var socket = new DatagramSocket(anyPort());
                var session = Dtls.connect("127.0.0.1", socket.getLocalPort(), client().handshakeLimit(Duration.ofMillis(400)).build())) {
            DatagramPacket hello = new DatagramPacket(new byte[2000], 2000);
            socket.receive(hello);
            socket.send(new DatagramPacket(new byte[1], 1, hello.getSocketAddress()));
            assertEquals("the handshake took longer than 400 ms", failure(session.opened()).message());
        }
    }

    @Test
    void an_endpoint_of_many_peers_hears_nothing_of_it() throws Exception {
        try (var clients = DtlsEndpoint.open(endpoint().build())) {
            var config = client().flightTiming(IMPATIENT).handshakeLimit(Duration.ofMillis(400)).build();
            DtlsSession session = clients.connect(nobody(), config);
            assertEquals(Optional.of(Violation.HANDSHAKE_LIMIT), failure(session.opened()).violation());
            assertEquals(0, session.stats().unreachable());
        }
    }

    @Test
    void a_session_that_is_connected_lives_on_however_often_it_is_said() throws Exception {
        DatagramSocket socket = new DatagramSocket(anyPort());
        InetSocketAddress there = (InetSocketAddress) socket.getLocalSocketAddress();
        try (var session = Dtls.connect("127.0.0.1", there.getPort(), client().build())) {
            RawPeer server = RawPeer.server(socket, session.localAddress(), server().build());
            server.start();
            server.finish();
            get(session.opened());
            socket.close();
            for (long said = 1; said <= 5; said++) {
                session.send(bytes("anyone?"));
                long times = said;
                await(() -> session.stats().unreachable() >= times, "nothing was said");
            }
            try (var again = new DatagramSocket(there)) {
                session.send(bytes("still here"));
                DatagramPacket datagram = new DatagramPacket(new byte[2000], 2000);
                again.setSoTimeout((int) Loopback.PATIENCE.toMillis());
                again.receive(datagram);
                assertTrue(session.isConnected());
            }
        }
    }

    @Test
    void a_datagram_is_sent_although_an_earlier_one_was_not_received() throws Exception {
        List<IOException> reports = new ArrayList<>();
        InetSocketAddress there = nobody();
        DatagramChannel channel = DatagramChannel.open();
        DatagramPump pump = new DatagramPump(channel, channel::send, DatagramFilter.NONE, reports::add);
        try (channel) {
            channel.bind(anyPort());
            channel.connect(there);
            pump.send(bytes("lost"), 4, there);
            try (var again = new DatagramSocket(there)) {
                assertTrue(pump.send(bytes("here"), 4, there));
                assertEquals(PortUnreachableException.class, reports.get(0).getClass());
                DatagramPacket datagram = new DatagramPacket(new byte[4], 4);
                again.setSoTimeout((int) Loopback.PATIENCE.toMillis());
                again.receive(datagram);
                assertArrayEquals(bytes("here"), datagram.getData());
            }
        }
        assertThrows(IOException.class, () -> pump.send(bytes("late"), 4, there));
        assertEquals(1, reports.size(), "that it is closed is no report");
    }

    @Test
    void a_peer_that_cannot_be_reached_is_told_at_once() {
        EndpointConfig ipv6 = EndpointConfig.builder().bind(new InetSocketAddress("127.0.0.1", 0)).build();
        var thrown = assertThrows(IOException.class, () -> Dtls.connect("::1", 9, client().build(), ipv6));
        assertEquals("cannot reach [::1]:9: the socket speaks IPv4 alone", thrown.getMessage());
    }
}
