package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.IMPATIENT;
import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ServerConfig;
import io.puredtls.endpoint.DatagramFilter.Direction;
import io.puredtls.record.ProtocolVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Filters, and what loss does to handshakes. */
@Timeout(300)
class LossTest {
    @Test
    void a_network_that_loses_every_fifth_datagram_delays_handshakes_and_prevents_none() throws Exception {
        Random random = new Random(20);
        AtomicInteger lost = new AtomicInteger();
        DatagramFilter lossy = (direction, peer, length) -> {
            boolean carried = random.nextInt(5) > 0;
            if (!carried) {
                lost.incrementAndGet();
            }
            return carried;
        };
        try (var server = Dtls.listen(anyPort(), server().flightTiming(IMPATIENT).build(), new Echo())) {
            List<DtlsEndpoint> clients = new ArrayList<>();
            List<DtlsSession> sessions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(DtlsEndpoint.open(endpoint().filter(lossy).build()));
                sessions.add(clients.get(i).connect(address(server), client().flightTiming(IMPATIENT).build()));
            }
            int again = 0;
            for (DtlsSession session : sessions) {
                get(session.opened());
                again += session.stats().engine().flightsSentAgain();
            }
            assertTrue(lost.get() > 0);
            assertTrue(again > 0, "nothing was sent again although " + lost.get() + " datagrams were lost");
            clients.forEach(DtlsEndpoint::close);
        }
    }

    @Test
    void a_first_hello_that_is_lost_is_sent_again() throws Exception {
        AtomicBoolean first = new AtomicBoolean(true);
        var config = endpoint().filter((direction, peer, length) -> !first.compareAndSet(true, false)).build();
        try (var server = Loopback.echoing(); var clients = DtlsEndpoint.open(config)) {
            DtlsSession session = clients.connect(address(server), client().flightTiming(IMPATIENT).build());
            get(session.opened());
            assertEquals(1, session.stats().engine().flightsSentAgain());
        }
    }

    @Test
    void a_last_flight_that_is_lost_is_sent_again_by_the_server_when_the_client_asks() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        // a cookie, then the server's flight in one datagram or two; the last flight is small and comes after them
        AtomicBoolean last = new AtomicBoolean(true);
        var config = endpoint().filter((direction, peer, length) ->
                direction == Direction.RECEIVED || sent.incrementAndGet() == 1 || length > 200 || !last.compareAndSet(true, false)).build();
        try (var server = DtlsEndpoint.open(config)) {
            Echo echo = new Echo();
            server.listen(server().versions(ProtocolVersion.DTLS_1_2).flightTiming(IMPATIENT).build(), echo);
            try (var session = Dtls.connect("127.0.0.1", address(server).getPort(), client().flightTiming(IMPATIENT).build())) {
                get(session.opened());
                Loopback.assertEchoes(session, "after all");
                assertTrue(echo.nextConnected().session().stats().engine().flightsSentAgain() > 0);
            }
        }
    }

    /** [RFC9147 §5.8.1] In DTLS 1.3 it is the client that waits, for its Finished to be acknowledged. */
    @Test
    void a_last_flight_whose_acknowledgement_is_lost_is_sent_again_by_the_client() throws Exception {
        AtomicInteger received = new AtomicInteger();
        AtomicBoolean acknowledgement = new AtomicBoolean(true);
        // a hello, one with a cookie, and the client's last flight: what the server sends after that begins with its ACK
        var config = endpoint().filter((direction, peer, length) ->
                direction == Direction.RECEIVED ? received.incrementAndGet() > 0 : received.get() < 3 || !acknowledgement.compareAndSet(true, false)).build();
        try (var server = DtlsEndpoint.open(config)) {
            server.listen(server().versions(ProtocolVersion.DTLS_1_3).flightTiming(IMPATIENT).build(), new Echo());
            try (var session = Dtls.connect("127.0.0.1", address(server).getPort(), client().flightTiming(IMPATIENT).build())) {
                get(session.opened());
                long end = System.nanoTime() + Loopback.PATIENCE.toNanos();
                while (session.stats().engine().flightsSentAgain() == 0 && System.nanoTime() < end) {
                    assertEquals(Optional.empty(), session.receive(Duration.ofMillis(5)));
                }
                assertTrue(session.stats().engine().flightsSentAgain() > 0);
                Loopback.assertEchoes(session, "after all");
            }
        }
    }

    /** In DTLS 1.2, where nothing more is said once the client is connected. */
    @Test
    void a_filter_sees_every_datagram_and_what_it_loses_is_not_counted() throws Exception {
        var seen = new ConcurrentLinkedQueue<String>();
        AtomicBoolean carrying = new AtomicBoolean(true);
        var config = endpoint().filter((direction, peer, length) -> {
            seen.add(direction + " " + peer.getPort());
            return carrying.get();
        }).build();
        ServerConfig old = server().versions(ProtocolVersion.DTLS_1_2).build();
        try (var server = Dtls.listen(anyPort(), old, new Echo()); var clients = DtlsEndpoint.open(config)) {
            DtlsSession session = Loopback.connected(clients, server);
            EndpointStats before = clients.stats().orElseThrow();
            String port = " " + address(server).getPort();
            assertEquals(before.datagramsSent(), seen.stream().filter(("SENT" + port)::equals).count());
            assertEquals(before.datagramsReceived(), seen.stream().filter(("RECEIVED" + port)::equals).count());
            assertEquals(seen.size(), before.datagramsSent() + before.datagramsReceived());
            carrying.set(false);
            session.send(new byte[10]);
            assertEquals(Optional.empty(), session.receive(Duration.ofMillis(1)));
            assertEquals(before.datagramsSent(), clients.stats().orElseThrow().datagramsSent());
            assertEquals(before.bytesSent(), clients.stats().orElseThrow().bytesSent());
            carrying.set(true);
            Loopback.assertEchoes(session, "carried again");
        }
    }
}
