package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.config.UsageLimits;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.message.Finished;
import io.puredtls.record.ContentType;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionStore;
import io.puredtls.simulator.Pair;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** [RFC9846 §8] Early data that comes again, comes late, or is not wanted. */
class EarlyDataReplayTest {
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Duration WINDOW = EarlyDataPolicy.REFUSED.window();
    private static final List<String> RESUMPTION = List.of("EncryptedExtensions", "Finished");
    private static final List<String> FULL = List.of("EncryptedExtensions", "Certificate", "CertificateVerify", "Finished");

    private final WallClock clock = new WallClock();

    /** A server that is never asked for a cookie. */
    private ServerConfig.Builder server(TicketPolicy tickets, EarlyDataPolicy policy) {
        return ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_3).cookiePolicy(CookiePolicy.NEVER).clock(clock)
                .tickets(tickets).earlyData(policy);
    }

    private ServerConfig.Builder recording(AntiReplay memory) {
        return server(Families13.tickets(), EarlyDataPolicy.of(1000, memory));
    }

    private Session13 session(ServerConfig.Builder server) {
        return Families13.session(Pair.dtls13(1).client(client -> client.clock(clock)).server(server));
    }

    /** What a client that resumes sends before it is answered: its hello, and a message of early data. */
    private List<byte[]> flight(Session13 session, Consumer<ClientConfig.Builder> options) {
        ClientConfig.Builder config = ClientConfig.trusting(RogueClient13.ANYONE).versions(ProtocolVersion.DTLS_1_3).clock(clock)
                .resume(session).earlyData(EarlyDataOffer.OFFERED);
        options.accept(config);
        DtlsEngine client = DtlsEngine.client(config.build(), (datagram, offset, length) -> { });
        client.start(0);
        byte[] out = new byte[2000];
        List<byte[]> flight = new ArrayList<>();
        flight.add(Arrays.copyOf(out, client.pollDatagram(out, 0, 0)));
        flight.add(Arrays.copyOf(out, client.sealEarly(new byte[] {7}, 0, 1, out, 0)));
        return flight;
    }

    private List<byte[]> flight(Session13 session) {
        return flight(session, any -> { });
    }

    /** What a server made of a flight. */
    private record Outcome(int messagesOfEarlyData, List<String> said) {
    }

    private static Outcome receive(ServerConfig.Builder config, List<byte[]> flight) {
        List<Integer> early = new ArrayList<>();
        Overheard said = new Overheard();
        DtlsEngine server = DtlsEngine.server(config.trace(said).build(), new ApplicationDataSink() {
            @Override
            public void onApplicationData(byte[] datagram, int offset, int length) {
                throw new AssertionError("data of a handshake that is not complete");
            }

            @Override
            public void onEarlyData(byte[] datagram, int offset, int length) {
                early.add(length);
            }
        });
        server.start(0);
        for (byte[] datagram : flight) {
            byte[] copy = datagram.clone();
            server.receive(copy, 0, copy.length, 0);
        }
        return new Outcome(early.size(), said.typesIn(2));
    }

    // Again

    @Test
    // [RFC9846 §8#1] [RFC9846 §8#3] [RFC9846 §8#4] [RFC9846 §8.2#1]
    void the_same_flight_is_taken_once_by_all_servers_that_share_a_memory_and_resumed_without_early_data_after_that() {
        AntiReplay memory = AntiReplay.inMemory(100, WINDOW.toMillis());
        Session13 session = session(recording(memory));
        List<byte[]> flight = flight(session);
        assertEquals(new Outcome(1, RESUMPTION), receive(recording(memory), flight));
        for (int i = 0; i < 4; i++) {
            clock.pass(WINDOW.dividedBy(4).minusMillis(1));
            assertEquals(new Outcome(0, RESUMPTION), receive(recording(memory), flight));
        }
        assertEquals(new Outcome(1, RESUMPTION), receive(recording(memory), flight(session)), "another hello with the same ticket");
    }

    @Test
    // [RFC9846 §8#3]
    void a_ticket_that_can_be_used_once_takes_no_second_flight_even_after_its_session() {
        TicketPolicy tickets = TicketPolicy.storedIn(SessionStore.inMemory(10));
        EarlyDataPolicy policy = EarlyDataPolicy.ofSingleUseTickets(1000);
        List<byte[]> flight = flight(session(server(tickets, policy)));
        assertEquals(new Outcome(1, RESUMPTION), receive(server(tickets, policy), flight));
        assertEquals(new Outcome(0, FULL), receive(server(tickets, policy), flight));
    }

    /** The binder of a key that the server does not use may be anything, and makes no other hello of it. */
    @Test
    // [RFC9846 §8.2#3]
    void a_hello_is_known_again_by_what_of_it_was_checked() {
        List<Bytes> asked = new ArrayList<>();
        AntiReplay memory = (hello, now) -> asked.add(hello);
        Session13 session = session(recording(memory));
        PreSharedKey other = PreSharedKey.of(Agreement.bytes("other"), Agreement.bytes("a key that the server does not have"));
        List<byte[]> flight = flight(session, client -> client.preSharedKeys(other));
        byte[] changed = flight.get(0).clone();
        changed[changed.length - 1] ^= 1; // in the last binder
        receive(recording(memory), flight);
        receive(recording(memory), List.of(changed));
        receive(recording(memory), flight(session, client -> client.preSharedKeys(other)));
        assertEquals(3, asked.size());
        assertEquals(asked.get(0), asked.get(1));
        assertNotEquals(asked.get(0), asked.get(2));
    }

    @Test
    void a_full_memory_takes_nothing_until_what_is_in_it_is_too_old() {
        AntiReplay memory = AntiReplay.inMemory(1, 100);
        Bytes first = Bytes.of((byte) 1);
        assertTrue(memory.isNew(first, 1000));
        assertFalse(memory.isNew(Bytes.of((byte) 2), 1200));
        assertFalse(memory.isNew(first, 1200), "a hello may claim to be older or younger than it is by the window");
        assertTrue(memory.isNew(Bytes.of((byte) 2), 1201));
    }

    // Early, late

    @Test
    // [RFC9846 §8.2#4]
    void a_memory_that_has_just_begun_takes_nothing_for_twice_its_window() {
        Session13 session = session(recording(AntiReplay.inMemory(100, WINDOW.toMillis())));
        AntiReplay fresh = AntiReplay.inMemory(100, WINDOW.toMillis(), clock.millis());
        assertEquals(new Outcome(0, RESUMPTION), receive(recording(fresh), flight(session)));
        clock.pass(WINDOW.multipliedBy(2));
        assertEquals(new Outcome(0, RESUMPTION), receive(recording(fresh), flight(session)));
        clock.pass(Duration.ofMillis(1));
        assertEquals(new Outcome(1, RESUMPTION), receive(recording(fresh), flight(session)));
    }

    @Test
    // [RFC9846 §8.3#1]
    void early_data_is_taken_within_the_window_around_the_time_that_the_hello_claims() {
        AntiReplay memory = AntiReplay.inMemory(100, WINDOW.toMillis());
        Session13 session = session(recording(memory));
        for (int late = 0; late <= 1; late++) {
            List<byte[]> flight = flight(session);
            clock.pass(WINDOW.plusMillis(late));
            assertEquals(new Outcome(1 - late, RESUMPTION), receive(recording(memory), flight), "late by the window and " + late + " ms");
            WallClock ahead = new WallClock();
            ahead.pass(Duration.between(new WallClock().instant(), clock.instant()).plus(WINDOW).plusMillis(late));
            assertEquals(new Outcome(1 - late, RESUMPTION), receive(recording(memory), flight(session, client -> client.clock(ahead))),
                    "ahead by the window and " + late + " ms");
        }
    }

    // What else there is of it

    @Test
    // [RFC9846 §F.5#4]
    void early_data_that_is_not_taken_is_lost_and_not_sent_again() {
        for (Families13 family : List.of(Families13.EARLY_DATA_REFUSED, Families13.EARLY_DATA_AFTER_RETRY)) {
            Overheard client = new Overheard();
            Pair pair = family.pair(2).client(each -> each.trace(client));
            family.start(pair).drive(Duration.ofMinutes(10));
            assertFalse(pair.client().engine().info().orElseThrow().earlyData());
            assertEquals(List.of(), pair.server().received());
            assertEquals(1, client.records().stream().filter(each -> each.length() == Families13.EARLY.length).count(), client.records().toString());
            Agreement.checkAndTalk(pair);
        }
    }

    @Test
    // [RFC9846 §F.5#5]
    void the_application_can_tell_early_data_from_what_comes_after_the_handshake() {
        Session13 session = session(recording(AntiReplay.inMemory(100, WINDOW.toMillis())));
        assertEquals(1, receive(recording(AntiReplay.inMemory(100, WINDOW.toMillis())), flight(session)).messagesOfEarlyData);
        Pair pair = Families13.EARLY_DATA.pair(3);
        Families13.EARLY_DATA.start(pair);
        pair.driveWhile(() -> pair.server().received().isEmpty(), Duration.ofSeconds(5));
        assertArrayEquals(Families13.EARLY, pair.server().received().get(0));
        assertFalse(pair.server().isConnected(), "it came before the handshake was complete");
        pair.drive(Duration.ofSeconds(5));
        Agreement.checkAndTalk(pair);
    }

    @Test
    // [RFC9846 §E.1#2]
    void early_data_goes_with_a_session_that_allows_it_and_with_nothing_else() {
        AntiReplay memory = AntiReplay.inMemory(100, WINDOW.toMillis());
        Session13 without = session(server(Families13.tickets(), EarlyDataPolicy.REFUSED));
        for (Consumer<ClientConfig.Builder> options : List.<Consumer<ClientConfig.Builder>>of(
                none -> { }, key -> key.preSharedKeys(RogueClient13.KEY), session -> session.resume(without))) {
            Pair pair = Pair.dtls13(5).client(client -> options.accept(client.clock(clock).earlyData(EarlyDataOffer.OFFERED)))
                    .server(recording(memory)).start();
            assertEquals(0, pair.client().engine().maxEarlyPayload());
            assertThrows(IllegalStateException.class, () -> pair.sendEarly(new byte[1]));
            pair.drive(Duration.ofSeconds(5));
            Agreement.checkAndTalk(pair);
        }
    }

    @Test
    // [RFC9846 §5.5#2]
    void early_data_ends_before_its_keys_wear_out() {
        AntiReplay memory = AntiReplay.inMemory(100, WINDOW.toMillis());
        Session13 session = session(recording(memory));
        Pair pair = Pair.dtls13(4).client(client -> client.clock(clock).resume(session).earlyData(EarlyDataOffer.OFFERED)
                .usageLimits(new UsageLimits(9, 9))).server(recording(memory)).start();
        for (int i = 0; i < 9; i++) {
            pair.sendEarly(new byte[] {(byte) i});
        }
        assertThrows(IllegalStateException.class, () -> pair.sendEarly(new byte[1]));
        pair.drive(Duration.ofSeconds(5));
        assertEquals(9, pair.server().received().size());
        Agreement.checkAndTalk(pair);
    }

    @Test
    // [RFC9846 §4.7.1#14]
    void padding_of_early_data_does_not_count() {
        try (Session13 session = RogueClient13.session()) {
            RogueClient13 fresh = RogueClient13.fresh().early(session).client(client -> client.padding(PaddingPolicy.toMultipleOf(900)));
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                for (int i = 0; i < 5 && message instanceof Finished; i++) {
                    peer.sayRecord(1, ContentType.APPLICATION_DATA, new byte[200]);
                }
                peer.say(message);
            });
            assertTrue(fresh.victim.isConnected(), () -> rogue.victimEvents().toString());
            assertEquals(5, fresh.delivered.size());
        }
    }
}
