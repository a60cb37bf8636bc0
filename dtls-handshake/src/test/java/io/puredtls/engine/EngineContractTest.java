package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.event.EngineEvent.ClosedBy;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionStore;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table in the Javadoc of {@link DtlsEngine}, row by row: what each call does in each state. */
class EngineContractTest {
    private static final byte[] DATA = {1, 2, 3};
    private static final int CONTENT_TYPE = 0;

    private final byte[] out = new byte[2000];

    private static DtlsEngine fresh() {
        return DtlsEngine.client(ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).build(), (datagram, offset, length) -> { });
    }

    private static DtlsEngine inHandshake() {
        DtlsEngine engine = fresh();
        engine.start(0);
        return engine;
    }

    private static Pair connected() {
        return Pair.seeded(11).connect();
    }

    private static DtlsEngine over() {
        DtlsEngine engine = fresh();
        engine.shutdown(0);
        return engine;
    }

    @Test
    void a_slice_outside_of_the_datagram_is_the_callers_fault_and_harms_no_handshake() {
        DtlsEngine client = inHandshake();
        int length = client.pollDatagram(out, 0, 0);
        byte[] cut = Arrays.copyOf(out, length - 1);
        DtlsEngine server = DtlsEngine.server(ServerConfig.identity(SelfSigned.ecdsaP256("a.test")).build(), (datagram, offset, size) -> { });
        server.start(0);
        assertThrows(IndexOutOfBoundsException.class, () -> server.receive(cut, 0, length, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> server.receive(out, -1, length, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> server.receive(out, 0, -1, 0));
        assertEquals(Disposition.ACCEPTED, server.receive(out, 0, length, 0));
        assertFalse(server.isOver());
    }

    @Test
    void start_begins_once() {
        DtlsEngine engine = fresh();
        engine.start(0);
        assertTrue(engine.pollDatagram(out, 0, 0) > 0);
        assertThrows(IllegalStateException.class, () -> engine.start(0));
        assertThrows(IllegalStateException.class, () -> connected().client().engine().start(0));
        assertThrows(IllegalStateException.class, () -> over().start(0));
    }

    @Test
    // [RFC9846 §6#3]
    void receive_wants_a_started_engine_and_drops_when_it_is_over() {
        assertThrows(IllegalStateException.class, () -> fresh().receive(new byte[20], 0, 20, 0));
        assertEquals(Disposition.DROPPED, inHandshake().receive(new byte[20], 0, 20, 0));
        Pair pair = connected();
        pair.network(clean -> clean.losing(1));
        pair.send(true, DATA);
        byte[] datagram = pair.network().log().get(pair.network().sent() - 1).bytes();
        assertEquals(Disposition.AUTHENTICATED, pair.server().engine().receive(datagram.clone(), 0, datagram.length, pair.now()));
        assertEquals(1, pair.server().received().size());
        pair.send(true, DATA);
        byte[] late = pair.network().log().get(pair.network().sent() - 1).bytes();
        pair.server().engine().shutdown(pair.now());
        assertEquals(Disposition.DROPPED, pair.server().engine().receive(late.clone(), 0, late.length, pair.now()));
        assertEquals(1, pair.server().received().size());
        assertEquals(1, pair.server().engine().stats().drops(DropReason.ASSOCIATION_OVER));
    }

    @Test
    void receive_says_that_plaintext_counted_but_proved_nothing() {
        Pair pair = Pair.seeded(3).network(clean -> clean.losing(1)).start();
        byte[] request = helloVerifyRequest(pair);
        assertEquals(Disposition.ACCEPTED, pair.client().engine().receive(request, 0, request.length, 0));
    }

    private static byte[] helloVerifyRequest(Pair pair) {
        byte[] hello = pair.network().log().get(0).bytes();
        byte[] reply = new byte[HelloGate.MAX_REPLY];
        var gate = new HelloGate(ServerConfig.identity(SelfSigned.ecdsaP256("gate.test")).build(), 0);
        var verdict = (HelloGate.Verdict.Reply) gate.inspect(hello.clone(), 0, hello.length, new byte[] {1}, 0, reply);
        return Arrays.copyOf(reply, verdict.length());
    }

    @Test
    void receive_looks_at_its_slice_alone() {
        Pair pair = connected();
        pair.network(clean -> clean.losing(1));
        pair.send(true, DATA);
        byte[] datagram = pair.network().log().get(pair.network().sent() - 1).bytes();
        byte[] padded = new byte[datagram.length + 30];
        Arrays.fill(padded, (byte) 0x55);
        System.arraycopy(datagram, 0, padded, 17, datagram.length);
        assertEquals(Disposition.AUTHENTICATED, pair.server().engine().receive(padded, 17, datagram.length, pair.now()));
        assertArrayEquals(DATA, pair.server().received().get(0));
        for (int i = 0; i < padded.length; i++) {
            if (i < 17 || i >= 17 + datagram.length) {
                assertEquals(0x55, padded[i], "byte " + i + " outside the slice changed");
            }
        }
    }

    /** [RFC6347 §4.1#7] */
    @Test
    // [RFC9846 §2#2]
    void seal_wants_a_connected_engine() {
        assertThrows(IllegalStateException.class, () -> fresh().seal(DATA, 0, 3, out, 0));
        assertThrows(IllegalStateException.class, () -> inHandshake().seal(DATA, 0, 3, out, 0));
        assertThrows(IllegalStateException.class, () -> over().seal(DATA, 0, 3, out, 0));
        DtlsEngine engine = connected().client().engine();
        assertEquals(3 + engine.overhead(), engine.seal(DATA, 0, 3, out, 0));
    }

    @Test
    void lengths_want_a_connected_engine() {
        for (DtlsEngine engine : List.of(fresh(), inHandshake(), over())) {
            assertThrows(IllegalStateException.class, engine::overhead);
            assertThrows(IllegalStateException.class, engine::maxPayload);
        }
        DtlsEngine engine = connected().client().engine();
        assertEquals(1200, engine.overhead() + engine.maxPayload());
    }

    @Test
    void seal_refuses_what_does_not_fit_and_goes_on() {
        Pair pair = connected();
        DtlsEngine engine = pair.client().engine();
        byte[] large = new byte[engine.maxPayload() + 1];
        var tooLong = assertThrows(IllegalArgumentException.class, () -> engine.seal(large, 0, large.length, out, 0));
        assertTrue(tooLong.getMessage().contains(Integer.toString(engine.maxPayload())), tooLong.getMessage());
        assertThrows(IllegalArgumentException.class, () -> engine.seal(DATA, 0, 3, new byte[3 + engine.overhead() - 1], 0));
        assertThrows(IllegalArgumentException.class, () -> engine.seal(DATA, 0, 3, out, out.length - 3));
        assertEquals(1200, engine.seal(large, 0, engine.maxPayload(), out, 0));
        assertEquals(3 + engine.overhead(), engine.seal(DATA, 0, 3, new byte[3 + engine.overhead()], 0));
        Agreement.checkAndTalk(pair);
    }

    @Test
    void seal_works_in_place() {
        Pair pair = connected();
        byte[] buffer = Arrays.copyOf(DATA, 200);
        int length = pair.client().engine().seal(buffer, 0, 3, buffer, 50);
        pair.deliver(true, Arrays.copyOfRange(buffer, 50, 50 + length));
        buffer = Arrays.copyOf(DATA, 200);
        length = pair.client().engine().seal(buffer, 0, 3, buffer, 0);
        pair.deliver(true, Arrays.copyOf(buffer, length));
        assertArrayEquals(DATA, pair.server().received().get(0));
        assertArrayEquals(DATA, pair.server().received().get(1));
    }

    @Test
    void shutdown_before_the_start_is_silent() {
        DtlsEngine engine = fresh();
        engine.shutdown(0);
        assertTrue(engine.isOver());
        assertEquals(0, engine.pollDatagram(out, 0, 0));
        assertEquals(Optional.of(new EngineEvent.Closed(ClosedBy.LOCAL)), engine.pollEvent());
    }

    @Test
    void shutdown_in_a_handshake_says_close_notify() {
        DtlsEngine engine = inHandshake();
        engine.pollDatagram(out, 0, 0);
        engine.shutdown(0);
        assertTrue(engine.isOver());
        int length = engine.pollDatagram(out, 0, 0);
        assertEquals(PlaintextHeader.LENGTH + 2, length);
        assertEquals(ContentType.ALERT.code(), out[CONTENT_TYPE]);
        assertArrayEquals(new byte[] {1, 0}, Arrays.copyOfRange(out, PlaintextHeader.LENGTH, length));
        assertEquals(0, engine.pollDatagram(out, 0, 0), "an alert is given once");
        assertEquals(Optional.of(new EngineEvent.Closed(ClosedBy.LOCAL)), engine.pollEvent());
        assertEquals(DtlsEngine.NO_DEADLINE, engine.deadline());
    }

    @Test
    void shutdown_takes_back_what_was_not_polled() {
        DtlsEngine engine = inHandshake();
        engine.shutdown(0);
        engine.pollDatagram(out, 0, 0);
        assertEquals(ContentType.ALERT.code(), out[CONTENT_TYPE], "no hello before the goodbye");
        assertEquals(0, engine.pollDatagram(out, 0, 0));
    }

    @Test
    // [RFC9147 §5.10#5]
    void what_follows_a_close_notify_in_its_datagram_is_not_delivered() {
        Pair pair = connected();
        pair.network(clean -> clean.losing(1));
        pair.send(true, DATA);
        byte[] data = pair.network().log().get(pair.network().sent() - 1).bytes();
        pair.client().engine().shutdown(pair.now());
        pair.poll();
        byte[] goodbye = pair.network().log().get(pair.network().sent() - 1).bytes();
        byte[] both = Arrays.copyOf(goodbye, goodbye.length + data.length);
        System.arraycopy(data, 0, both, goodbye.length, data.length);
        pair.deliver(true, both);
        assertTrue(pair.server().isClosed());
        assertEquals(List.of(), pair.server().received());
    }

    @Test
    // [RFC9846 §6.1#5]
    void shutdown_of_a_connection_closes_both_ends_and_leaves_nothing_to_do() {
        Pair pair = connected();
        pair.client().engine().shutdown(pair.now());
        pair.poll();
        pair.client().engine().shutdown(pair.now());
        pair.poll().drive(Duration.ofHours(1));
        assertEquals(List.of(new EngineEvent.Closed(ClosedBy.LOCAL)), tail(pair.client().events()));
        assertEquals(List.of(new EngineEvent.Closed(ClosedBy.PEER)), tail(pair.server().events()));
        assertTrue(pair.client().engine().isOver());
        assertTrue(pair.server().engine().isOver());
        assertFalse(pair.client().isConnected());
        assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
        assertEquals(DtlsEngine.NO_DEADLINE, pair.server().engine().deadline());
        assertEquals(Optional.empty(), pair.server().engine().info());
    }

    private static List<EngineEvent> tail(List<EngineEvent> events) {
        return events.stream().filter(event -> !(event instanceof EngineEvent.Connected)).toList();
    }

    @Test
    void close_notify_is_answered_in_kind() {
        Pair pair = connected();
        int before = pair.network().sent();
        pair.client().engine().shutdown(pair.now());
        pair.poll().drive(Duration.ofSeconds(1));
        var alerts = pair.network().log().subList(before, pair.network().sent());
        assertEquals(2, alerts.size());
        assertTrue(alerts.get(0).toServer());
        assertFalse(alerts.get(1).toServer());
        assertEquals(ContentType.ALERT.code(), alerts.get(1).bytes()[CONTENT_TYPE]);
    }

    @Test
    void resolve_wants_a_question_and_harms_nothing_without_one() {
        assertThrows(IllegalStateException.class, () -> fresh().resolve(new Decision.Trust(), 0));
        DtlsEngine handshake = inHandshake();
        assertThrows(IllegalStateException.class, () -> handshake.resolve(new Decision.Trust(), 0));
        assertFalse(handshake.isOver(), "the caller's mistake is not the association's end");
        Pair pair = connected();
        assertThrows(IllegalStateException.class, () -> pair.client().engine().resolve(new Decision.Trust(), pair.now()));
        assertThrows(IllegalStateException.class, () -> pair.server().engine().resolve(new Decision.Refuse("no"), pair.now()));
        Agreement.checkAndTalk(pair);
        over().resolve(new Decision.Trust(), 0);
    }

    @Test
    void export_wants_a_connected_engine_and_a_length() {
        assertThrows(IllegalStateException.class, () -> fresh().exportKeyingMaterial("L", 32));
        assertThrows(IllegalStateException.class, () -> inHandshake().exportKeyingMaterial("L", 32));
        assertThrows(IllegalStateException.class, () -> over().exportKeyingMaterial("L", DATA, 32));
        DtlsEngine engine = connected().client().engine();
        assertThrows(IllegalArgumentException.class, () -> engine.exportKeyingMaterial("L", 0));
        assertThrows(IllegalArgumentException.class, () -> engine.exportKeyingMaterial("L", DATA, 65_536));
        assertEquals(1, engine.exportKeyingMaterial("L", 1).length());
        assertEquals(65_535, engine.exportKeyingMaterial("L", DATA, 65_535).length());
    }

    @Test
    void exports_differ_by_label_and_context_and_an_empty_context_is_not_none() {
        Pair pair = connected();
        String none = pair.client().exported("EXPORTER-a");
        assertNotEquals(none, pair.client().exported("EXPORTER-b"));
        String empty = exported(pair.client().engine(), new byte[0]);
        String some = exported(pair.client().engine(), DATA);
        assertNotEquals(none, empty);
        assertNotEquals(empty, some);
        assertEquals(empty, exported(pair.server().engine(), new byte[0]));
        assertEquals(some, exported(pair.server().engine(), DATA));
        assertNotEquals(none, Pair.seeded(12).connect().client().exported("EXPORTER-a"), "another connection, another secret");
    }

    private static String exported(DtlsEngine engine, byte[] context) {
        try (var material = engine.exportKeyingMaterial("EXPORTER-a", context, 32)) {
            return Arrays.toString(material.view());
        }
    }

    @Test
    void on_timeout_does_nothing_where_nothing_is_due() {
        DtlsEngine fresh = fresh();
        fresh.onTimeout(Long.MAX_VALUE - 1);
        assertEquals(DtlsEngine.NO_DEADLINE, fresh.deadline());
        assertEquals(0, fresh.pollDatagram(out, 0, 0));
        DtlsEngine handshake = inHandshake();
        handshake.pollDatagram(out, 0, 0);
        handshake.onTimeout(handshake.deadline() - 1);
        assertEquals(0, handshake.pollDatagram(out, 0, 0));
        DtlsEngine over = over();
        over.onTimeout(Long.MAX_VALUE - 1);
        assertEquals(0, over.pollDatagram(out, 0, 0));
    }

    @Test
    void poll_datagram_gives_nothing_before_the_start_and_nothing_twice() {
        assertEquals(0, fresh().pollDatagram(out, 0, 0));
        DtlsEngine engine = inHandshake();
        assertTrue(engine.pollDatagram(out, 0, 0) > 0);
        assertEquals(0, engine.pollDatagram(out, 0, 0));
    }

    @Test
    void poll_datagram_writes_behind_its_offset_and_into_small_buffers() {
        DtlsEngine engine = inHandshake();
        Arrays.fill(out, (byte) 0x55);
        int length = engine.pollDatagram(out, 7, 0);
        assertEquals(0x55, out[6]);
        assertEquals(0x55, out[7 + length]);
        assertEquals(ContentType.HANDSHAKE.code(), out[7]);
        DtlsEngine cramped = inHandshake();
        assertThrows(IllegalArgumentException.class, () -> cramped.pollDatagram(new byte[63], 0, 0), "no datagram is as short as that");
        assertTrue(cramped.hasNews(), "it waits for more room");
        assertEquals(64, cramped.pollDatagram(new byte[64], 0, 0), "cut to the buffer");
        assertEquals(100, cramped.pollDatagram(new byte[107], 7, 0), "cut to what is behind the offset");
        assertTrue(cramped.pollDatagram(new byte[100], 0, 0) > 0, "and the rest follows");
    }

    @Test
    void update_keys_wants_a_connected_engine_of_dtls_1_3() {
        for (DtlsEngine engine : List.of(fresh(), inHandshake(), over())) {
            assertThrows(IllegalStateException.class, () -> engine.updateKeys(0));
        }
        Pair old = connected();
        assertThrows(UnsupportedOperationException.class, () -> old.client().engine().updateKeys(old.now()));
        assertThrows(UnsupportedOperationException.class, () -> old.server().engine().updateKeys(old.now()));
        Agreement.checkAndTalk(old);
        Pair pair = Pair.dtls13(11).connect();
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(Duration.ofSeconds(5));
        List<EngineEvent> bothWays = List.of(
                new EngineEvent.KeysUpdated(EngineEvent.Direction.SEND), new EngineEvent.KeysUpdated(EngineEvent.Direction.RECEIVE));
        assertTrue(pair.client().events().containsAll(bothWays), () -> pair.client().events().toString());
        assertTrue(pair.server().events().containsAll(bothWays), () -> pair.server().events().toString());
        Agreement.checkAndTalk(pair);
    }

    @Test
    void request_client_authentication_wants_a_connected_server_of_dtls_1_3_and_a_client_that_offers_it() {
        for (DtlsEngine engine : List.of(fresh(), inHandshake(), over())) {
            assertThrows(IllegalStateException.class, () -> engine.requestClientAuthentication(0));
        }
        Pair old = connected();
        assertThrows(UnsupportedOperationException.class, () -> old.server().engine().requestClientAuthentication(old.now()));
        Pair silent = Pair.dtls13(11).connect();
        assertThrows(UnsupportedOperationException.class, () -> silent.server().engine().requestClientAuthentication(silent.now()));
        assertThrows(UnsupportedOperationException.class, () -> silent.client().engine().requestClientAuthentication(silent.now()));
        Agreement.checkAndTalk(silent);
        Pair pair = Pair.dtls13(11).client(client -> client.postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED)).connect();
        assertThrows(UnsupportedOperationException.class, () -> pair.client().engine().requestClientAuthentication(pair.now()));
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.poll().drive(Duration.ofSeconds(5));
        assertTrue(pair.server().events().contains(new EngineEvent.PeerAuthenticated(PeerIdentity.ANONYMOUS)), () -> pair.server().events().toString());
        Agreement.checkAndTalk(pair);
    }

    @Test
    void issue_ticket_wants_a_connected_server_of_dtls_1_3_that_gives_tickets() {
        for (DtlsEngine engine : List.of(fresh(), inHandshake(), over())) {
            assertThrows(IllegalStateException.class, () -> engine.issueTicket(0));
        }
        Pair old = connected();
        assertThrows(UnsupportedOperationException.class, () -> old.server().engine().issueTicket(old.now()));
        Pair none = Pair.dtls13(11).server(server -> server.tickets(TicketPolicy.NONE)).connect();
        assertThrows(UnsupportedOperationException.class, () -> none.server().engine().issueTicket(none.now()));
        Agreement.checkAndTalk(none);
        Pair pair = Pair.dtls13(11).connect().drive(Duration.ofSeconds(5));
        assertThrows(UnsupportedOperationException.class, () -> pair.client().engine().issueTicket(pair.now()));
        int before = sessions(pair).size();
        assertEquals(2, before, "as many as are given by default");
        pair.server().engine().issueTicket(pair.now());
        pair.poll().drive(Duration.ofSeconds(5));
        assertEquals(before + 1, sessions(pair).size());
        Agreement.checkAndTalk(pair);
    }

    private static List<Session13> sessions(Pair pair) {
        return pair.client().events().stream()
                .filter(EngineEvent.Resumable.class::isInstance)
                .map(event -> (Session13) ((EngineEvent.Resumable) event).session()).toList();
    }

    @Test
    // [RFC9846 §E.1#2]
    void seal_early_wants_a_session_that_allows_it_and_an_engine_that_is_not_connected_yet() {
        for (DtlsEngine engine : List.of(fresh(), inHandshake(), over(), connected().client().engine())) {
            assertEquals(0, engine.maxEarlyPayload());
            assertEquals(0, engine.earlyDataLeft());
            assertFalse(engine.isEarlyDataPossible());
            assertThrows(IllegalStateException.class, () -> engine.sealEarly(DATA, 0, 3, out, 0));
        }
        SessionStore store = SessionStore.inMemory(10);
        Session13 session = sessions(takingEarlyData(store).connect().drive(Duration.ofSeconds(5))).get(0);
        Pair pair = takingEarlyData(store).client(client -> client.resume(session).earlyData(EarlyDataOffer.OFFERED)).start();
        DtlsEngine engine = pair.client().engine();
        assertEquals(100, engine.maxEarlyPayload(), "what the ticket allows");
        assertThrows(IllegalArgumentException.class, () -> engine.sealEarly(new byte[101], 0, 101, out, 0));
        assertThrows(IllegalArgumentException.class, () -> engine.sealEarly(DATA, 0, 3, new byte[10], 0));
        int length = engine.sealEarly(DATA, 0, 3, out, 5);
        pair.network().send(true, Arrays.copyOfRange(out, 5, 5 + length), pair.now());
        assertEquals(97, engine.maxEarlyPayload());
        assertEquals(97, engine.earlyDataLeft());
        assertTrue(engine.isEarlyDataPossible());
        pair.drive(Duration.ofSeconds(5));
        Agreement.check(pair);
        assertArrayEquals(DATA, pair.server().received().get(0));
        assertTrue(engine.info().orElseThrow().earlyData());
        assertEquals(0, engine.maxEarlyPayload());
        assertThrows(IllegalStateException.class, () -> engine.sealEarly(DATA, 0, 3, out, 0));
        Agreement.checkAndTalk(pair);
    }

    private static Pair takingEarlyData(SessionStore store) {
        Clock noon = Clock.fixed(Instant.parse("2026-06-01T12:00:00Z"), ZoneOffset.UTC);
        return Pair.dtls13(11).client(client -> client.clock(noon)).server(server -> server.clock(noon)
                .tickets(TicketPolicy.storedIn(store)).earlyData(EarlyDataPolicy.ofSingleUseTickets(100)).cookiePolicy(CookiePolicy.NEVER));
    }

    @Test
    // [RFC6347 §4.1.1.1#10] [RFC9147 §4.4#13]
    void on_datagram_too_large_sends_what_waits_again_and_does_nothing_where_nothing_waits() {
        DtlsEngine fresh = fresh();
        fresh.onDatagramTooLarge(0);
        assertEquals(0, fresh.pollDatagram(out, 0, 0));
        DtlsEngine handshake = inHandshake();
        int first = handshake.pollDatagram(out, 0, 0);
        assertEquals(0, handshake.pollDatagram(out, 0, 0));
        for (int mtu : new int[] {548, 256}) {
            handshake.onDatagramTooLarge(0);
            int sent = 0;
            int fragments = 0;
            for (int length = handshake.pollDatagram(out, 0, 0); length > 0; length = handshake.pollDatagram(out, 0, 0)) {
                assertTrue(length <= mtu, length + " bytes, where " + mtu + " are carried");
                sent += length;
                fragments++;
            }
            assertEquals(first + (fragments - 1) * (PlaintextHeader.LENGTH + HandshakeHeader.LENGTH), sent, "the same hello in pieces");
        }
        handshake.onDatagramTooLarge(0);
        assertEquals(0, handshake.pollDatagram(out, 0, 0), "nothing smaller is sent");
        assertTrue(handshake.deadline() < DtlsEngine.NO_DEADLINE, "the timer goes on");
        DtlsEngine over = over();
        over.onDatagramTooLarge(0);
        assertEquals(0, over.pollDatagram(out, 0, 0));
        Pair pair = connected();
        pair.client().engine().onDatagramTooLarge(pair.now());
        assertEquals(0, pair.client().engine().pollDatagram(out, 0, pair.now()));
        assertEquals(1200 - pair.client().engine().overhead(), pair.client().engine().maxPayload(), "messages are the application's");
        Agreement.checkAndTalk(pair);
    }

    @Test
    // [RFC9147 §5.10#1]
    void after_a_failure_only_its_alert_is_left() {
        Pair pair = Pair.seeded(4).client(client -> client.applicationProtocols("a")).server(server -> server.applicationProtocols("b"));
        pair.connect();
        assertTrue(pair.server().engine().isOver());
        assertTrue(pair.client().engine().isOver());
        assertEquals(1, pair.server().events().size());
        assertEquals(DtlsEngine.NO_DEADLINE, pair.server().engine().deadline());
        int sent = pair.network().sent();
        pair.drive(Duration.ofHours(1));
        assertEquals(sent, pair.network().sent());
    }

    @Test
    void a_closed_engine_drops_and_says_nothing() {
        Pair pair = connected();
        pair.client().engine().close();
        pair.client().engine().close();
        assertTrue(pair.client().engine().isOver());
        assertFalse(pair.client().isConnected());
        assertEquals(Disposition.DROPPED, pair.client().engine().receive(new byte[30], 0, 30, pair.now()));
        assertEquals(0, pair.client().engine().pollDatagram(out, 0, pair.now()));
        assertThrows(IllegalStateException.class, () -> pair.client().engine().seal(DATA, 0, 3, out, 0));
    }

    /** [RFC6347 §4.1.1#2] [RFC6347 §4.1.1.1#5] [RFC9147 §4.4#5] [RFC6347 §4.1.1.1#7] [RFC9147 §4.4#9] */
    @Test
    // [RFC9147 §4.3#3]
    void the_mtu_bounds_messages_and_flights() {
        Pair pair = connected();
        DtlsEngine engine = pair.client().engine();
        assertEquals(13 + 8 + 16, engine.overhead(), "header, explicit nonce and tag of AES-GCM");
        assertEquals(1200 - engine.overhead(), engine.maxPayload());
        engine.setMtu(256);
        assertEquals(256 - engine.overhead(), engine.maxPayload());
        engine.setMtu(65_535);
        assertEquals(16_384, engine.maxPayload(), "a record holds no more");
        assertThrows(IllegalArgumentException.class, () -> engine.setMtu(255));
        assertThrows(IllegalArgumentException.class, () -> engine.setMtu(65_536));
        DtlsEngine small = inHandshake();
        small.setMtu(256);
        int first = small.pollDatagram(out, 0, 0);
        assertTrue(first <= 256, "a flight's datagram of " + first + " bytes");
    }

    @Test
    void a_message_of_the_largest_size_arrives() {
        Pair pair = connected();
        pair.network(any -> Conditions.CLEAN);
        pair.client().engine().setMtu(65_535);
        byte[] large = new byte[16_384];
        Arrays.fill(large, (byte) 7);
        pair.send(true, large);
        pair.drive(Duration.ofSeconds(1));
        assertArrayEquals(large, pair.server().received().get(0));
    }

    @Test
    void statistics_count_what_went_through() {
        Pair pair = connected();
        long before = pair.server().engine().stats().recordsReceived();
        long sent = pair.client().engine().stats().recordsSent();
        pair.send(true, DATA);
        pair.drive(Duration.ofSeconds(1));
        assertEquals(before + 1, pair.server().engine().stats().recordsReceived());
        assertEquals(sent + 1, pair.client().engine().stats().recordsSent());
        assertEquals(0, pair.client().engine().stats().flightsSentAgain());
        pair.deliver(true, new byte[] {99});
        assertEquals(1, pair.server().engine().stats().drops(DropReason.UNKNOWN_FORMAT));
    }
}
