package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.each;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.TicketPolicy;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.ClientHello;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.session.SessionStore;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** [RFC9846 §4.7.1] Tickets: who gets how many of them, what they are good for, and for how long. */
class Tickets13Test {
    private static final Duration WEEK = Duration.ofDays(7);

    private static SessionInfo info(End end) {
        return end.engine().info().orElseThrow();
    }

    private static boolean isResumed(Pair pair) {
        Agreement.checkAndTalk(pair);
        assertEquals(info(pair.client()).resumed(), info(pair.server()).resumed());
        return info(pair.client()).resumed();
    }

    private static Pair timed(long seed, WallClock clock) {
        return Families13.plain(seed).client(client -> client.clock(clock)).server(server -> server.clock(clock));
    }

    /** An address stands in no hello; what was checked for one says nothing about another. */
    @Test
    // [RFC9846 §4.7.1#5]
    void a_session_with_an_address_is_resumed_with_that_address_alone() {
        Session13 session = Families13.session(Families13.plain(4).client(client -> client.serverName("192.0.2.1")));
        assertTrue(isResumed(Families13.plain(5).client(client -> client.serverName("192.0.2.1").resume(session)).connect()));
        assertFalse(isResumed(Families13.plain(5).client(client -> client.serverName("192.0.2.2").resume(session)).connect()));
        assertFalse(isResumed(Families13.plain(5).client(client -> client.resume(session)).connect()));
    }

    /** With it in its hello the client would not get in again. */
    @Test
    void a_client_with_a_very_long_certificate_gets_no_sealed_ticket_but_a_stored_one() {
        String[] names = IntStream.range(0, 300).mapToObj(i -> "a-rather-long-name-" + i + ".example.org").toArray(String[]::new);
        Credentials shown = SelfSigned.ecdsaP256("client.test", names);
        for (boolean sealed : new boolean[] {true, false}) {
            Pair pair = Families13.plain(6).client(client -> client.identity(shown))
                    .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE)
                            .tickets(sealed ? Families13.tickets() : TicketPolicy.storedIn(SessionStore.inMemory(10))))
                    .connect().drive(Duration.ofSeconds(1));
            assertFalse(isResumed(pair));
            assertEquals(sealed ? 0 : 2, Families13.sessions(pair.client()).size());
        }
    }

    /** Who read a ticket on its way has not its key, and cannot take the session away from its owner either. */
    @Test
    void a_stored_ticket_is_used_up_by_who_has_its_key_and_by_nobody_else() {
        TicketPolicy stored = TicketPolicy.storedIn(SessionStore.inMemory(10));
        Session13 session = Families13.session(Families13.plain(7).server(server -> server.tickets(stored)));
        Session13 guessed = new Session13(
                session.suite(), SecretBytes.taking(new byte[session.psk().length()]), session.authenticatedAt(), session.issuedAt(), session.lifetime(),
                session.ageAdd(), session.maxEarlyData(), session.serverName(), session.applicationProtocol(), session.peer(), session.address(),
                session.ticket());
        Pair thief = Families13.plain(8).client(client -> client.resume(guessed)).server(server -> server.tickets(stored));
        thief.start().drive(Duration.ofSeconds(1));
        assertEquals(Optional.of(Violation.WRONG_BINDER), thief.server().failure().map(EngineEvent.Failed::violation));
        assertTrue(isResumed(Families13.plain(9).client(client -> client.resume(session)).server(server -> server.tickets(stored)).connect()));
        assertFalse(isResumed(Families13.plain(9).client(client -> client.resume(session)).server(server -> server.tickets(stored)).connect()));
    }

    // Who gets them

    @Test
    // [RFC9846 §4.7.1#1]
    void tickets_are_given_to_clients_that_can_use_them() {
        for (Bytes modes : List.of(Bytes.of((byte) PskKeyExchangeModes.PSK_KE), Bytes.of((byte) 77))) {
            assertEquals(0, ticketsFor(list -> RogueClient13.instead(list, new PskKeyExchangeModes(modes))));
        }
        assertEquals(0, ticketsFor(list -> RogueClient13.minus(list, ExtensionType.PSK_KEY_EXCHANGE_MODES)));
        assertEquals(2, ticketsFor(list -> list));
    }

    private static long ticketsFor(UnaryOperator<List<Extension>> change) {
        Overheard server = new Overheard();
        RogueClient13 fresh = RogueClient13.fresh().server(each -> each.trace(server));
        fresh.assertConnects(fresh.rogue((message, peer) -> peer.say(
                each(ClientHello.class, hello -> RogueClient13.with(hello, change)).apply(message))));
        long given = server.typesIn(3).size();
        if (given == 0) {
            assertThrows(UnsupportedOperationException.class, () -> fresh.victim.issueTicket(0));
        }
        return given;
    }

    @Test
    // [RFC9846 §C.4#2] [RFC9846 §C.4#3]
    void as_many_tickets_are_given_after_each_handshake_as_are_configured_and_more_on_demand() {
        Session13 session = Families13.session(Families13.plain(1));
        for (int count : new int[] {0, 1, 6, 16}) {
            Pair pair = Families13.plain(2).client(client -> client.resume(session))
                    .server(server -> server.tickets(Families13.tickets().withCount(count))).connect().drive(Duration.ofSeconds(5));
            assertTrue(isResumed(pair));
            assertEquals(count, Families13.sessions(pair.client()).size());
            pair.server().engine().issueTicket(pair.now());
            pair.poll().drive(Duration.ofSeconds(5));
            assertEquals(count + 1, Families13.sessions(pair.client()).size());
        }
    }

    @Test
    // [RFC9846 §4.7.1#11] [RFC9846 §4.7.1#12]
    void no_two_tickets_of_a_connection_have_anything_in_common() {
        Pair pair = Families13.plain(3).server(server -> server.tickets(Families13.tickets().withCount(16))).connect().drive(Duration.ofSeconds(5));
        for (int i = 0; i < 4; i++) {
            pair.server().engine().issueTicket(pair.now());
        }
        pair.poll().drive(Duration.ofSeconds(5));
        List<Session13> sessions = Families13.sessions(pair.client());
        Set<Object> keys = new HashSet<>();
        Set<Object> ages = new HashSet<>();
        Set<Object> tickets = new HashSet<>();
        for (Session13 session : sessions) {
            keys.add(Bytes.of(session.psk().view()));
            ages.add(session.ageAdd());
            tickets.add(session.ticket());
        }
        assertEquals(List.of(20, 20, 20, 20), List.of(sessions.size(), keys.size(), ages.size(), tickets.size()));
    }

    @Test
    // [RFC9846 §4.7.1#13] [RFC9846 §9.3#2]
    void unknown_extensions_of_a_ticket_are_ignored() {
        RogueServer13 fresh = RogueServer13.fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayAfterHandshake(new NewSessionTicket(60, 2, Bytes.EMPTY, Bytes.of((byte) 1), new Extensions(List.of(
                new UnknownExtension(new ExtensionType(0x0A0A), Bytes.EMPTY), new UnknownExtension(new ExtensionType(0x1234), Bytes.of(new byte[9]))))));
        fresh.assertConnects(rogue.talk());
        assertEquals(1, rogue.victimEvents().stream().filter(EngineEvent.Resumable.class::isInstance).count());
    }

    // What they are good for

    @Test
    // [RFC9846 §4.7.1#3]
    void a_session_is_resumed_while_the_connection_that_it_is_of_goes_on() {
        Pair first = Families13.plain(4).connect().drive(Duration.ofSeconds(5));
        assertTrue(isResumed(Families13.plain(5).client(client -> client.resume(Families13.sessions(first.client()).get(0))).connect()));
        assertFalse(isResumed(first));
    }

    @Test
    // [RFC9846 §4.7.1#4]
    void a_ticket_goes_with_suites_of_its_hash_alone() {
        List<CipherSuite> sha256 = List.of(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_CHACHA20_POLY1305_SHA256);
        List<CipherSuite> sha384 = List.of(CipherSuite.TLS_AES_256_GCM_SHA384);
        Session13 session = Families13.session(Families13.plain(6).server(server -> server.cipherSuites(List.of(sha256.get(0)))));
        Pair other = Families13.plain(7).withoutGate().client(client -> client.resume(session))
                .server(server -> server.cipherSuites(List.of(sha256.get(1)))).connect();
        assertTrue(isResumed(other), "another suite of the same hash");
        Pair server = Families13.plain(8).withoutGate().client(client -> client.resume(session)).server(each -> each.cipherSuites(sha384)).connect();
        assertFalse(isResumed(server), "the server has no suite of the hash");
        Overheard client = new Overheard();
        assertFalse(isResumed(Families13.plain(9).withoutGate().client(each -> each.resume(session).cipherSuites(sha384).trace(client)).connect()));
        Overheard fresh = new Overheard();
        Families13.plain(9).withoutGate().client(each -> each.cipherSuites(sha384).trace(fresh)).connect();
        assertEquals(fresh.messages(), client.messages(), "the client has no suite of the hash, and did not even offer the session");
    }

    @Test
    // [RFC9846 §4.7.1#5] [RFC9846 §4.7.1#6] [RFC9846 §4.7.1#7]
    void a_session_is_resumed_with_the_server_of_its_name_alone_and_that_name_is_told() {
        Session13 session = Families13.session(named(10, "server.test"));
        Pair same = named(11, "server.test").client(client -> client.resume(session)).connect();
        assertTrue(isResumed(same));
        for (End end : List.of(same.client(), same.server())) {
            assertEquals(Optional.of("server.test"), info(end).serverName());
        }
        Overheard client = new Overheard();
        Pair other = named(12, "other.test").client(each -> each.resume(session).trace(client)).connect();
        assertFalse(isResumed(other));
        Overheard fresh = new Overheard();
        named(12, "other.test").client(each -> each.trace(fresh)).connect();
        assertEquals(fresh.messages(), client.messages(), "the session was not even offered");
        for (End end : List.of(other.client(), other.server())) {
            assertEquals(Optional.of("other.test"), info(end).serverName());
        }
    }

    private static Pair named(long seed, String name) {
        return Families13.plain(seed).client(client -> client.serverName(name)).server(server -> server.unknownNames(UnknownNames.USE_DEFAULT));
    }

    // For how long

    @Test
    // [RFC9846 §4.7.1#10]
    void no_ticket_is_offered_or_taken_when_its_time_is_over() {
        WallClock clock = new WallClock();
        Session13 session = Families13.session(timed(13, clock).server(server -> server.tickets(Families13.tickets().withLifetime(WEEK))));
        clock.pass(WEEK);
        assertTrue(isResumed(timed(14, clock).client(client -> client.resume(session)).connect()));
        clock.pass(Duration.ofMillis(1));
        Overheard client = new Overheard();
        assertFalse(isResumed(timed(15, clock).client(each -> each.resume(session).trace(client)).connect()));
        Overheard fresh = new Overheard();
        timed(15, clock).client(each -> each.trace(fresh)).connect();
        assertEquals(fresh.messages(), client.messages(), "it was not even offered");
        assertFalse(isResumed(timed(16, clock).client(each -> each.resume(session).clock(new WallClock())).connect()), "the server's clock counts");
    }

    /** A session that was kept by others may say anything. */
    @Test
    // [RFC9846 §4.7.1#10]
    void a_ticket_that_claims_to_be_good_for_longer_is_good_for_a_week() {
        WallClock clock = new WallClock();
        Session13 given = Families13.session(timed(17, clock));
        Session13 eternal = new Session13(given.suite(), given.psk(), given.authenticatedAt(), given.issuedAt(), 0xFFFF_FFFFL, given.ageAdd(), 0, given.serverName(),
                given.applicationProtocol(), given.peer(), given.address(), given.ticket());
        clock.pass(WEEK);
        assertTrue(eternal.isAlive(clock.millis()));
        clock.pass(Duration.ofMillis(1));
        assertFalse(eternal.isAlive(clock.millis()));
    }

    @Test
    // [RFC9846 §E.1#1]
    void a_client_that_resumes_begins_with_the_version_of_its_session() {
        Session13 session = Families13.session(Families13.plain(18));
        Pair pair = Families13.plain(19).client(client -> client.resume(session).versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3))
                .server(server -> server.versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3)).connect();
        assertTrue(isResumed(pair));
        assertEquals(ProtocolVersion.DTLS_1_3, info(pair.client()).version());
    }
}
