package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session13;
import io.puredtls.simulator.Pair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** [RFC9846 §4.7.1] Tickets lead to tickets, but not for ever. */
class TicketLifetimeTest {
    private static final Instant BEGIN = Instant.now().truncatedTo(ChronoUnit.SECONDS); // certificates of other tests are good then
    private static final Duration WEEK = Duration.ofDays(7);

    private static Pair at(Duration later) {
        Clock clock = Clock.fixed(BEGIN.plus(later), ZoneOffset.UTC);
        return Families13.plain(9).client(client -> client.clock(clock))
                .server(server -> server.clock(clock).tickets(Families13.tickets().withLifetime(WEEK)));
    }

    private static Duration lifetime(Session13 session) {
        return Duration.ofSeconds(session.lifetime());
    }

    private static Session13 resumed(Session13 session, Duration later) {
        Pair pair = at(later).client(client -> client.resume(session));
        Session13 next = Families13.session(pair);
        assertTrue(pair.server().engine().info().orElseThrow().resumed());
        return next;
    }

    @Test
    // [RFC9846 §4.7.1#17]
    void no_chain_of_tickets_is_longer_than_a_week() {
        Session13 first = Families13.session(at(Duration.ZERO));
        assertEquals(WEEK, lifetime(first));
        Session13 second = resumed(first, Duration.ofDays(3));
        assertEquals(Duration.ofDays(4), lifetime(second));
        Session13 third = resumed(second, Duration.ofDays(6));
        assertEquals(Duration.ofDays(1), lifetime(third));
        assertEquals(BEGIN.toEpochMilli(), third.authenticatedAt());
        Pair last = at(WEEK).client(client -> client.resume(third)).connect();
        last.drive(Duration.ofSeconds(1));
        assertTrue(last.server().engine().info().orElseThrow().resumed(), "to the very end of it");
        assertEquals(List.of(), Families13.sessions(last.client()), "nothing is left of the week");
        Pair late = at(WEEK.plusSeconds(1)).client(client -> client.resume(third)).connect();
        assertFalse(late.server().engine().info().orElseThrow().resumed());
    }

    @Test
    // [RFC9846 §4.7.1#17]
    void no_ticket_outlives_the_certificate_that_was_shown() {
        Credentials shortLived = SelfSigned.builder(KeyAlgorithm.EC_P256).name("client.test")
                .validity(BEGIN.minusSeconds(60), BEGIN.plusSeconds(500)).generate();
        Pair pair = at(Duration.ZERO).client(client -> client.identity(shortLived))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE));
        assertEquals(Duration.ofSeconds(500), lifetime(Families13.session(pair)));
    }

    @Test
    // [RFC9846 §4.7.1#17]
    void a_client_forgets_a_ticket_with_the_servers_certificate() {
        Credentials shortLived = SelfSigned.builder(KeyAlgorithm.EC_P256).name("server.test")
                .validity(BEGIN.minusSeconds(60), BEGIN.plusSeconds(300)).generate();
        Clock clock = Clock.fixed(BEGIN, ZoneOffset.UTC);
        Pair pair = at(Duration.ZERO).server(ServerConfig.identity(shortLived).clock(clock)
                .versions(ProtocolVersion.DTLS_1_3));
        assertEquals(Duration.ofSeconds(300), lifetime(Families13.session(pair)));
    }
}
