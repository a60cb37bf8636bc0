package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.SERVER;
import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import io.puredtls.session.TicketKeys;
import io.puredtls.trust.TrustPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** [RFC9846 §4.7] What sessions of DTLS 1.3 can do after the handshake, over sockets. */
@Timeout(300)
class AfterHandshakeTest {
    private static final Credentials OWN = SelfSigned.ecdsaP256("client.test");

    /** Tells what it is told, and echoes. */
    private static final class Telling implements SessionHandler {
        private final CompletableFuture<DtlsSession> session = new CompletableFuture<>();
        private final CompletableFuture<PeerIdentity> shown = new CompletableFuture<>();
        private final BlockingQueue<EngineEvent.Direction> updated = new LinkedBlockingQueue<>();
        private final Echo echo = new Echo();

        @Override
        public void onMessage(DtlsSession connected, byte[] message) {
            echo.onMessage(connected, message);
        }

        @Override
        public void onConnected(DtlsSession connected, SessionInfo info) {
            session.complete(connected);
        }

        @Override
        public void onPeerAuthenticated(DtlsSession connected, PeerIdentity client) {
            shown.complete(client);
        }

        @Override
        public void onKeysUpdated(DtlsSession connected, EngineEvent.Direction direction) {
            updated.add(direction);
        }
    }

    private static Set<EngineEvent.Direction> two(BlockingQueue<EngineEvent.Direction> updated) throws InterruptedException {
        Set<EngineEvent.Direction> seen = EnumSet.noneOf(EngineEvent.Direction.class);
        for (int i = 0; i < 2; i++) {
            seen.add(updated.poll(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return seen;
    }

    @Test
    void keys_change_in_both_directions_and_messages_go_on() throws Exception {
        var telling = new Telling();
        try (var server = Dtls.listen(anyPort(), server().build(), telling);
                var from = DtlsEndpoint.open(endpoint().build());
                var session = from.connect(address(server), client().build())) {
            get(session.opened());
            assertEchoes(session, "before");
            session.updateKeys();
            assertEquals(EnumSet.allOf(EngineEvent.Direction.class), two(telling.updated));
            assertEchoes(session, "after");
        }
    }

    @Test
    void a_client_shows_who_it_is_when_it_is_asked_later() throws Exception {
        var telling = new Telling();
        try (var server = Dtls.listen(anyPort(), ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.NONE, TrustPolicy.roots(OWN.chain())).build(), telling);
                var from = DtlsEndpoint.open(endpoint().build());
                var session = from.connect(address(server), client().identity(OWN)
                        .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).build())) {
            get(session.opened());
            DtlsSession theirs = get(telling.session);
            assertTrue(theirs.info().orElseThrow().peer().chain().isEmpty());
            theirs.requestClientAuthentication();
            assertEquals(OWN.chain(), get(telling.shown).chain());
            assertEquals(OWN.chain(), theirs.info().orElseThrow().peer().chain());
            assertEchoes(session, "and goes on");
        }
    }

    @Test
    void what_a_ticket_stands_for_is_resumed_in_another_session() throws Exception {
        try (var server = Dtls.listen(anyPort(), server().tickets(TicketPolicy.sealedBy(TicketKeys.rotating(SystemEntropy.INSTANCE, Duration.ofHours(1)))).build(), new Echo());
                var from = DtlsEndpoint.open(endpoint().build())) {
            Session resumable;
            try (var first = from.connect(address(server), client().build())) {
                assertFalse(get(first.opened()).resumed());
                assertEchoes(first, "a ticket comes before this does");
                resumable = first.takeResumable().orElseThrow();
                assertTrue(first.takeResumable().isEmpty(), "it is taken once");
            }
            try (resumable; var second = from.connect(address(server), client().resume(resumable).build())) {
                assertTrue(get(second.opened()).resumed());
                assertEchoes(second, "resumed");
            }
        }
    }

    @Test
    void a_ticket_that_nobody_took_outlives_the_peers_end_and_goes_with_our_own() throws Exception {
        try (var server = Dtls.listen(anyPort(), server().build(), new Echo()); var from = DtlsEndpoint.open(endpoint().build())) {
            List<DtlsSession> sessions = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                sessions.add(i == 0 ? Loopback.connected(from, server) : Loopback.connected(server));
                assertEchoes(sessions.get(i), "a ticket comes before this does");
            }
            Loopback.end(sessions.get(0));
            assertTrue(sessions.get(0).takeResumable().isEmpty());
            get(server.closeGracefully());
            for (DtlsSession theirs : sessions.subList(1, 3)) {
                assertEquals(SessionEnd.Reason.CLOSED_BY_PEER, get(theirs.closed()).reason());
            }
            sessions.get(1).takeResumable().orElseThrow().close();
            Loopback.end(sessions.get(2));
            assertTrue(sessions.get(2).takeResumable().isEmpty());
        }
    }

    @Test
    void what_dtls_1_2_has_not_is_refused_and_harms_nothing() throws Exception {
        ClientConfig old = client().versions(ProtocolVersion.DTLS_1_2).build();
        try (var server = Loopback.echoing();
                var from = DtlsEndpoint.open(endpoint().build());
                var session = from.connect(address(server), old)) {
            get(session.opened());
            for (Runnable command : List.<Runnable>of(session::updateKeys, session::requestClientAuthentication, session::issueTicket)) {
                assertThrows(UnsupportedOperationException.class, command::run);
            }
            assertTrue(session.takeResumable().isEmpty());
            assertEchoes(session, "still");
        }
    }
}
