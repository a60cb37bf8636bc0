package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.await;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.PathPolicy;
import io.puredtls.config.ReturnRoutability;
import io.puredtls.config.ServerConfig;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC9146] [RFC9853] Sessions that go on when an address changes, over real sockets. */
@Timeout(300)
class AddressChangeTest {
    private static final InetSocketAddress ANYWHERE = new InetSocketAddress("127.0.0.1", 0);

    /** An echo that says where its peers are. */
    private static final class Mover implements SessionHandler {
        private final BlockingQueue<String> moves = new LinkedBlockingQueue<>();
        private final BlockingQueue<InetSocketAddress> seen = new LinkedBlockingQueue<>();
        private final BlockingQueue<DtlsSession> sessions = new LinkedBlockingQueue<>();
        private final Echo echo = new Echo();

        @Override
        public void onConnected(DtlsSession session, SessionInfo info) {
            sessions.add(session);
        }

        @Override
        public void onMessage(DtlsSession session, byte[] message) {
            echo.onMessage(session, message);
        }

        @Override
        public void onAddressChanged(DtlsSession session, InetSocketAddress old, InetSocketAddress current, boolean validated) {
            assertEquals(current, session.remoteAddress());
            moves.add(old.getPort() + " to " + current.getPort() + (validated ? ", validated" : ""));
        }

        @Override
        public void onAddressSeen(DtlsSession session, InetSocketAddress address) {
            seen.add(address);
        }

        String move() throws InterruptedException {
            return String.valueOf(moves.poll(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
    }

    private static ServerConfig.Builder withIds(ProtocolVersion version) {
        return server().versions(version).connectionIds(ConnectionIdGenerator.ofLength(6));
    }

    private static ProtocolVersion version(boolean dtls13) {
        return dtls13 ? ProtocolVersion.DTLS_1_3 : ProtocolVersion.DTLS_1_2;
    }

    private static DtlsSession connected(DtlsEndpoint server) throws Exception {
        DtlsSession session = Dtls.connect("127.0.0.1", address(server).getPort(), client().connectionIds(ConnectionIdGenerator.ofLength(3)).build());
        get(session.opened());
        return session;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void client_goes_on_from_another_socket_and_is_checked_there(boolean dtls13) throws Exception {
        Mover mover = new Mover();
        try (var server = Dtls.listen(Loopback.anyPort(), withIds(version(dtls13)).build(), mover); var session = connected(server)) {
            assertEquals(6, session.sendConnectionId().length());
            assertEquals(3, session.receiveConnectionIds().get(0).length());
            int before = session.localAddress().getPort();
            for (int i = 0; i < 3; i++) {
                int old = session.localAddress().getPort();
                session.rebind(ANYWHERE);
                assertNotEquals(old, session.localAddress().getPort());
                assertEchoes(session, "answered before the check is over");
                assertEquals(old + " to " + session.localAddress().getPort() + ", validated", mover.move());
                assertEchoes(session, "and " + i);
            }
            assertNotEquals(before, session.localAddress().getPort());
            assertEquals(1, server.stats().orElseThrow().sessions());
        }
    }

    @Test
    void client_uses_another_id_after_it_has_moved() throws Exception {
        Mover mover = new Mover();
        try (var server = Dtls.listen(Loopback.anyPort(), withIds(ProtocolVersion.DTLS_1_3).build(), mover); var session = connected(server)) {
            ConnectionId first = session.sendConnectionId();
            session.requestConnectionIds(1);
            DtlsSession theirs = mover.sessions.take();
            await(() -> theirs.receiveConnectionIds().size() == 2, "another ID");
            assertEchoes(session, "behind it"); // on its way before this, and by now there
            session.rebind(ANYWHERE);
            assertNotEquals(first, session.sendConnectionId());
            assertEquals(theirs.receiveConnectionIds().get(1), session.sendConnectionId());
            assertEchoes(session, "known by another name");
            assertTrue(mover.move().endsWith(", validated"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void application_decides_where_no_check_was_agreed_on(boolean dtls13) throws Exception {
        Mover mover = new Mover();
        ServerConfig asking = withIds(version(dtls13)).returnRoutability(ReturnRoutability.NONE).pathPolicy(PathPolicy.ASK).build();
        try (var server = Dtls.listen(Loopback.anyPort(), asking, mover); var session = connected(server)) {
            int old = session.localAddress().getPort();
            session.rebind(ANYWHERE);
            session.send(bytes("who is there"));
            InetSocketAddress seen = mover.seen.take();
            assertEquals(session.localAddress().getPort(), seen.getPort());
            DtlsSession theirs = mover.sessions.take();
            assertEquals(old, theirs.remoteAddress().getPort());
            theirs.adoptAddress(seen);
            assertEquals(old + " to " + seen.getPort(), mover.move());
            assertEchoes(session, "me");
        }
    }

    @Test
    void where_nothing_is_configured_a_client_that_moved_is_lost() throws Exception {
        Mover mover = new Mover();
        ServerConfig staying = withIds(ProtocolVersion.DTLS_1_3).returnRoutability(ReturnRoutability.NONE).build();
        try (var server = Dtls.listen(Loopback.anyPort(), staying, mover); var session = connected(server)) {
            DtlsSession theirs = mover.sessions.take();
            long before = theirs.stats().messagesReceived();
            int old = theirs.remoteAddress().getPort();
            session.rebind(ANYWHERE);
            session.send(bytes("read, and not answered here"));
            await(() -> theirs.stats().messagesReceived() == before + 1, "the message");
            assertEquals(old, theirs.remoteAddress().getPort());
            assertTrue(mover.moves.isEmpty() && mover.seen.isEmpty());
        }
    }

    /** Ports change hands: the one who was there is known by its connection ID alone, and lives on. */
    @Test
    void one_address_may_pass_from_session_to_session() throws Exception {
        Mover mover = new Mover();
        try (var server = Dtls.listen(Loopback.anyPort(), withIds(ProtocolVersion.DTLS_1_3).build(), mover);
                var first = connected(server); var second = connected(server)) {
            InetSocketAddress left = first.localAddress();
            first.rebind(ANYWHERE); // and says nothing yet
            second.rebind(new InetSocketAddress("127.0.0.1", left.getPort()));
            assertEchoes(second, "where the other was");
            assertTrue(mover.move().endsWith(" to " + left.getPort() + ", validated"));
            assertEchoes(first, "and I am here");
            assertTrue(mover.move().startsWith(left.getPort() + " to "));
            assertEquals(2, server.stats().orElseThrow().sessions());
            assertEchoes(second, "still");
        }
    }

    /** They cost a look into the table each, and leave nothing. */
    @Test
    void a_hundred_thousand_unknown_ids_are_counted_and_nothing_more() throws Exception {
        try (var server = Dtls.listen(Loopback.anyPort(), withIds(ProtocolVersion.DTLS_1_3).build(), new Echo());
                var session = connected(server); var socket = new DatagramSocket()) {
            byte[] junk = new byte[40];
            int sent = 0;
            DtlsSession any = session;
            while (server.stats().orElseThrow().drops().getOrDefault(DropReason.WRONG_CONNECTION_ID, 0L) < 100_000) {
                for (int i = 0; i < 500; i++, sent++) {
                    junk[0] = (byte) (sent % 2 == 0 ? 25 : 0x3C);
                    junk[1] = (byte) sent;
                    junk[2] = (byte) (sent >> 8);
                    junk[11] = (byte) sent;
                    junk[12] = (byte) (sent >> 8);
                    socket.send(new DatagramPacket(junk, junk.length, address(server)));
                }
            }
            assertEquals(1, server.stats().orElseThrow().sessions());
            assertEquals(1, server.stats().orElseThrow().handshakesStarted());
            assertEchoes(any, "undisturbed");
        }
    }

    /** Anybody can read the ID, and send it from wherever he likes: what is not genuine keeps nobody from being found. */
    @Test
    void forgeries_from_many_addresses_do_not_hinder_the_one_who_moved() throws Exception {
        Mover mover = new Mover();
        List<DatagramSocket> forgers = new ArrayList<>();
        try (var server = Dtls.listen(Loopback.anyPort(), withIds(ProtocolVersion.DTLS_1_3).build(), mover);
                var before = new DatagramSocket(ANYWHERE); var after = new DatagramSocket(ANYWHERE)) {
            RawPeer client = new RawPeer(before, address(server), client().connectionIds(ConnectionIdGenerator.ofLength(3)).build());
            client.connect();
            mover.sessions.take();
            after.setSoTimeout((int) Loopback.PATIENCE.toMillis());
            byte[] forged = client.seal(bytes("never sent as it was"));
            forged[forged.length - 1] ^= 1;
            for (int i = 0; i < 20; i++) {
                forgers.add(new DatagramSocket(ANYWHERE));
            }
            String moved = null;
            for (int tries = 0; tries < 10 && moved == null; tries++) {
                sendFrom(after, client.seal(bytes("here I am")), server);
                List<byte[]> asked = List.of(receiveAt(after), receiveAt(after)); // a check and an echo
                long soFar = server.stats().orElseThrow().datagramsReceived();
                for (DatagramSocket forger : forgers) {
                    sendFrom(forger, forged, server);
                }
                await(() -> server.stats().orElseThrow().datagramsReceived() >= soFar + forgers.size(), "the forgeries");
                asked.forEach(client::feed);
                for (byte[] answer : client.takeAll()) {
                    sendFrom(after, answer, server);
                }
                moved = mover.moves.poll(2, TimeUnit.SECONDS); // by then a check that failed is over
            }
            assertEquals(before.getLocalPort() + " to " + after.getLocalPort() + ", validated", moved);
        } finally {
            forgers.forEach(DatagramSocket::close);
        }
    }

    private static void sendFrom(DatagramSocket socket, byte[] datagram, DtlsEndpoint to) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, address(to)));
    }

    private static byte[] receiveAt(DatagramSocket socket) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    @Test
    void ids_of_one_endpoint_differ_and_go_with_their_sessions() throws Exception {
        AtomicInteger made = new AtomicInteger();
        ConnectionIdGenerator poor = entropy -> ConnectionId.of((byte) (made.getAndIncrement() / 3 % 4)); // each of four thrice
        Mover mover = new Mover();
        try (var server = Dtls.listen(Loopback.anyPort(), server().connectionIds(poor).build(), mover)) {
            List<DtlsSession> sessions = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                sessions.add(connected(server));
            }
            assertEquals(4, sessions.stream().map(DtlsSession::sendConnectionId).distinct().count());
            DtlsSession fifth = Dtls.connect("127.0.0.1", address(server).getPort(),
                    client().connectionIds(ConnectionIdGenerator.ofLength(0)).build());
            assertThrows(ExecutionException.class, () -> fifth.opened().get(), "there is no ID left for it");
            sessions.get(0).close();
            await(() -> server.stats().orElseThrow().sessions() == 3, "the end");
            sessions.set(0, connected(server));
            for (DtlsSession each : sessions) {
                assertEchoes(each, "mine");
                each.close();
            }
        }
    }

    @Test
    void endpoint_that_is_not_bound_cannot_be_bound_again() throws Exception {
        try (var endpoint = DtlsEndpoint.open(EndpointConfig.defaults())) {
            assertThrows(IllegalStateException.class, () -> endpoint.rebind(ANYWHERE));
        }
        try (var server = Dtls.listen(Loopback.anyPort(), withIds(ProtocolVersion.DTLS_1_3).build(), new Echo());
                var session = connected(server); var taken = new DatagramSocket(ANYWHERE)) {
            int before = session.localAddress().getPort();
            assertThrows(IOException.class, () -> session.rebind((InetSocketAddress) taken.getLocalSocketAddress()));
            assertEquals(before, session.localAddress().getPort());
            assertEchoes(session, "where it was");
            assertFalse(session.closed().isDone());
        }
    }
}
