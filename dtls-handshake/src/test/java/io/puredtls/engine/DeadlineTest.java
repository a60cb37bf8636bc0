package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.FlightTiming;
import io.puredtls.config.TicketPolicy;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.session.Session12;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.trust.TrustPolicy;
import org.junit.jupiter.api.Test;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** [RFC6347 §4.2.4] When things are due, to the nanosecond. */
class DeadlineTest {
    private static final FlightTiming EXACT = FlightTiming.DEFAULT.withAdaptation(FlightTiming.Adaptation.NONE);
    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long LAST_FLIGHT_TIME = 240 * SECOND;

    private final byte[] out = new byte[2000];

    private static DtlsEngine client(Consumer<ClientConfig.Builder> options) {
        ClientConfig.Builder builder = ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone());
        options.accept(builder);
        return DtlsEngine.client(builder.build(), (datagram, offset, length) -> { });
    }

    /** Starts it at {@code now} and gives the seconds after it at which a flight was sent again, until {@code until}. */
    private List<Long> sentAgain(DtlsEngine engine, long now, long until) {
        engine.start(now);
        assertTrue(engine.pollDatagram(out, 0, now) > 0);
        List<Long> times = new ArrayList<>();
        while (engine.deadline() <= now + until) {
            long due = engine.deadline();
            engine.onTimeout(due - 1);
            assertEquals(0, engine.pollDatagram(out, 0, due - 1), "too early");
            engine.onTimeout(due);
            if (engine.pollDatagram(out, 0, due) > 0) {
                times.add((due - now) / SECOND);
                assertEquals(0, (due - now) % SECOND);
            }
        }
        return times;
    }

    /** [RFC6347 §4.2.4.1#1] */
    @Test
    // [RFC9147 §5.8.2#1]
    void flights_are_sent_again_after_1_2_4_seconds_and_so_on_up_to_60() {
        for (long now : new long[] {0, 123_456_789_012L, -500 * SECOND}) {
            assertEquals(List.of(1L, 3L, 7L, 15L, 31L, 63L, 123L, 183L, 243L, 303L),
                    sentAgain(client(ClientConfig.Builder::withoutHandshakeLimit), now, 303 * SECOND));
        }
    }

    @Test
    void the_timeouts_are_those_of_the_configuration() {
        FlightTiming timing = new FlightTiming(Duration.ofSeconds(2), Duration.ofSeconds(5), FlightTiming.UNLIMITED);
        assertEquals(List.of(2L, 6L, 11L, 16L), sentAgain(client(each -> each.withoutHandshakeLimit().flightTiming(timing)), 0, 20 * SECOND));
    }

    /** [RFC6347 §4.2.2#4] */
    @Test
    // [RFC9147 §5.2#5] [RFC9147 §5.2#6] [RFC9147 §5.5#6]
    void what_is_sent_again_is_the_same_message_in_a_new_record() {
        DtlsEngine engine = client(ClientConfig.Builder::withoutHandshakeLimit);
        engine.start(0);
        byte[] first = Arrays.copyOf(out, engine.pollDatagram(out, 0, 0));
        engine.onTimeout(SECOND);
        byte[] second = Arrays.copyOf(out, engine.pollDatagram(out, 0, SECOND));
        assertEquals(0, sequence(first));
        assertEquals(1, sequence(second));
        assertEquals(-1, Arrays.mismatch(
                first, PlaintextHeader.LENGTH, first.length, second, PlaintextHeader.LENGTH, second.length));
        assertEquals(1, engine.stats().flightsSentAgain());
    }

    private static long sequence(byte[] datagram) {
        RecordView view = new RecordView();
        assertTrue(PlaintextHeader.read(datagram, 0, datagram.length, view));
        return view.sequence();
    }

    @Test
    void the_timer_runs_from_when_the_last_datagram_of_the_flight_was_polled() {
        DtlsEngine engine = client(each -> each.withoutHandshakeLimit().mtu(256));
        engine.start(0);
        assertEquals(DtlsEngine.NO_DEADLINE, engine.deadline(), "what is not sent cannot be late");
        engine.pollDatagram(new byte[100], 0, SECOND);
        assertEquals(DtlsEngine.NO_DEADLINE, engine.deadline());
        while (engine.pollDatagram(new byte[100], 0, 2 * SECOND) > 0) {
            // until all of it is out
        }
        assertEquals(3 * SECOND, engine.deadline());
    }

    @Test
    // [RFC9147 §5.10#4]
    void the_handshake_limit_ends_it_without_a_word() {
        DtlsEngine engine = client(each -> each.handshakeLimit(Duration.ofSeconds(5)));
        assertEquals(List.of(1L, 3L), sentAgain(engine, 10 * SECOND, 100 * SECOND));
        EngineEvent.Failed failed = (EngineEvent.Failed) engine.pollEvent().orElseThrow();
        assertEquals(Violation.HANDSHAKE_LIMIT, failed.violation());
        assertEquals(Optional.empty(), failed.alert());
        assertTrue(engine.isOver());
        assertEquals(0, engine.pollDatagram(out, 0, 20 * SECOND));
    }

    @Test
    void the_handshake_limit_is_exact_and_30_seconds_by_default() {
        DtlsEngine engine = client(each -> { });
        engine.start(SECOND / 2);
        engine.onTimeout(SECOND / 2 + 30 * SECOND - 1);
        assertEquals(Optional.empty(), engine.pollEvent());
        assertEquals(SECOND / 2 + 30 * SECOND, engine.deadline());
        engine.onTimeout(SECOND / 2 + 30 * SECOND);
        assertEquals(Violation.HANDSHAKE_LIMIT, ((EngineEvent.Failed) engine.pollEvent().orElseThrow()).violation());
    }

    @Test
    void the_handshake_limit_is_lifted_by_the_end_of_the_handshake() {
        Pair pair = Pair.seeded(1).connect().drive(Duration.ofHours(1));
        assertTrue(pair.isConnected());
        assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
        Agreement.checkAndTalk(pair);
    }

    @Test
    void a_limit_on_retransmissions_ends_it_when_the_next_one_would_be_due() {
        FlightTiming twice = new FlightTiming(Duration.ofSeconds(1), Duration.ofSeconds(60), 2);
        DtlsEngine engine = client(each -> each.withoutHandshakeLimit().flightTiming(twice));
        assertEquals(List.of(1L, 3L), sentAgain(engine, 0, 7 * SECOND));
        assertEquals(Violation.RETRANSMISSION_LIMIT, ((EngineEvent.Failed) engine.pollEvent().orElseThrow()).violation());
        assertTrue(engine.isOver());
    }

    @Test
    void a_new_initial_timeout_rescales_the_running_timer_with_its_doublings() {
        DtlsEngine engine = client(ClientConfig.Builder::withoutHandshakeLimit);
        engine.start(0);
        engine.pollDatagram(out, 0, 0);
        engine.setInitialRto(Duration.ofMillis(100));
        assertEquals(SECOND / 10, engine.deadline());
        engine.onTimeout(SECOND / 10);
        engine.pollDatagram(out, 0, SECOND / 10);
        assertEquals(3 * SECOND / 10, engine.deadline());
        engine.setInitialRto(Duration.ofSeconds(4));
        assertEquals(SECOND / 10 + 8 * SECOND, engine.deadline());
        assertThrows(IllegalArgumentException.class, () -> engine.setInitialRto(Duration.ofMillis(49)));
        assertThrows(IllegalArgumentException.class, () -> engine.setInitialRto(Duration.ofSeconds(61)));
        assertEquals(SECOND / 10 + 8 * SECOND, engine.deadline());
    }

    @Test
    void progress_puts_the_timeout_back_to_its_start() {
        Pair pair = Pair.seeded(2).client(client -> client.withoutHandshakeLimit().flightTiming(EXACT))
                .network(clean -> clean.losing(number -> number < 3));
        pair.start();
        pair.driveWhile(() -> !pair.server().hasEngine(), Duration.ofMinutes(1));
        long hello = pair.now() - Duration.ofMillis(10).toNanos(); // when the hello that got through was sent
        assertEquals(hello + SECOND, pair.client().engine().deadline(), "three losses before, but the flight is a new one");
    }

    /** [RFC6347 §4.2.4.1#2] [RFC9147 §5.8.2] Unless it is told to forget, a client that had losses is careful until it has none. */
    @Test
    // [RFC9147 §5.8.2#7]
    void a_timeout_stays_backed_off_until_a_flight_is_answered_that_was_sent_once() {
        Pair pair = Pair.seeded(2).client(client -> client.withoutHandshakeLimit()).network(clean -> clean.losing(number -> number < 3));
        pair.start();
        pair.driveWhile(() -> !pair.server().hasEngine(), Duration.ofMinutes(1));
        long hello = pair.now() - Duration.ofMillis(10).toNanos();
        assertEquals(hello + 8 * SECOND, pair.client().engine().deadline(), "1 s, doubled by three losses");
        pair.driveWhile(() -> !pair.client().isConnected(), Duration.ofMinutes(1));
        assertTrue(pair.elapsed().compareTo(Duration.ofSeconds(8)) < 0);
    }

    /** [RFC9147 §5.8.2] Half as long again as the answer took, though not below 200 ms. */
    @Test
    // [RFC9147 §5.8.2#8] [RFC9147 §5.8.2#6]
    void a_measured_round_trip_sets_the_next_timeout() {
        Pair pair = Pair.seeded(2).client(client -> client.withoutHandshakeLimit());
        pair.start();
        pair.driveWhile(() -> !pair.server().hasEngine(), Duration.ofMinutes(1));
        long hello = pair.now() - Duration.ofMillis(10).toNanos();
        assertEquals(hello + Duration.ofMillis(200).toNanos(), pair.client().engine().deadline(), "20 ms there and back");
    }

    /** [RFC6347 §4.2.4#2] The last flight is sent again for twice the maximum segment lifetime, and then forgotten. */
    @Test
    void the_last_flight_is_answered_until_nobody_asked_for_240_seconds() {
        Pair pair = Pair.seeded(3).client(client -> client.withoutHandshakeLimit().flightTiming(EXACT));
        AtomicBoolean silent = new AtomicBoolean(); // from the client's side; the server's answers never arrive
        pair.middle((number, datagram) -> pair.server().isConnected() && (silent.get() || !datagram.toServer())
                ? List.of() : List.of(datagram));
        pair.start();
        pair.driveWhile(() -> !pair.server().isConnected(), Duration.ofMinutes(1));
        assertEquals(pair.now() + LAST_FLIGHT_TIME, pair.server().engine().deadline());
        int before = pair.network().sent();
        pair.drive(Duration.ofSeconds(500));
        List<Datagram> during = pair.network().log().subList(before, pair.network().sent());
        long asked = during.stream().filter(Datagram::toServer).count();
        assertEquals(13, asked, "after 1, 3, 7, 15, 31, 63, 123 and so on to 483 seconds");
        assertEquals(asked, during.stream().filter(each -> !each.toServer()).count(), "each is answered");
        silent.set(true);
        long forgotten = pair.server().engine().deadline();
        assertTrue(forgotten > pair.now() + LAST_FLIGHT_TIME - Duration.ofSeconds(61).toNanos(), "counted from the last question");
        pair.drive(Duration.ofNanos(forgotten - pair.now()));
        assertEquals(DtlsEngine.NO_DEADLINE, pair.server().engine().deadline());
        silent.set(false);
        int after = pair.network().sent();
        pair.drive(Duration.ofMinutes(10));
        List<Datagram> late = pair.network().log().subList(after, pair.network().sent());
        assertNotEquals(0, late.size(), "the client goes on asking");
        assertTrue(late.stream().allMatch(Datagram::toServer), "nothing is answered any more");
        assertTrue(pair.server().isConnected());
    }

    /** [RFC6347 §4.2.4#2] Where a session is resumed the last flight is the client's. */
    @Test
    void the_last_flight_of_a_resumed_session_is_answered_until_nobody_asked_for_240_seconds() {
        TicketPolicy policy = Way12.BY_ID.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        Pair pair = Way12.pair(3, policy).client(client -> client.resume(session)).server(server -> server.flightTiming(EXACT));
        AtomicBoolean silent = new AtomicBoolean(); // from the server's side; the client's answers never arrive
        pair.middle((number, datagram) -> pair.client().isConnected() && (silent.get() || datagram.toServer()) ? List.of() : List.of(datagram));
        pair.start();
        pair.driveWhile(() -> !pair.client().isConnected(), Duration.ofMinutes(1));
        assertFalse(pair.server().isConnected());
        assertEquals(pair.now() + LAST_FLIGHT_TIME, pair.client().engine().deadline());
        int before = pair.network().sent();
        pair.drive(Duration.ofSeconds(500));
        List<Datagram> during = pair.network().log().subList(before, pair.network().sent());
        long asked = during.stream().filter(each -> !each.toServer()).count();
        assertEquals(13, asked, "after 1, 3, 7, 15, 31, 63, 123 and so on to 483 seconds");
        assertEquals(asked, during.stream().filter(Datagram::toServer).count(), "each is answered");
        silent.set(true);
        long forgotten = pair.client().engine().deadline();
        pair.drive(Duration.ofNanos(forgotten - pair.now()));
        assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
        silent.set(false);
        int after = pair.network().sent();
        pair.drive(Duration.ofMinutes(10));
        List<Datagram> late = pair.network().log().subList(after, pair.network().sent());
        assertNotEquals(0, late.size(), "the server goes on asking");
        assertTrue(late.stream().noneMatch(Datagram::toServer), "nothing is answered any more");
        assertTrue(pair.client().isConnected());
    }

    @Test
    void a_client_that_asks_again_is_answered_at_once_and_not_when_the_servers_timer_runs_out() {
        FlightTiming patient = new FlightTiming(Duration.ofSeconds(60), Duration.ofSeconds(60), FlightTiming.UNLIMITED);
        Pair pair = Pair.seeded(4).server(server -> server.flightTiming(patient)).network(clean -> clean.losing(number -> number == 3));
        pair.connect();
        Agreement.check(pair);
        assertTrue(pair.elapsed().compareTo(Duration.ofMillis(1100)) < 0, "connected after " + pair.elapsed());
    }

    @Test
    void the_last_flight_is_answered_up_to_its_last_nanosecond() {
        Pair pair = Pair.seeded(3).client(client -> client.withoutHandshakeLimit());
        pair.middle((number, datagram) -> !datagram.toServer() && pair.server().isConnected() ? List.of() : List.of(datagram));
        pair.start();
        pair.driveWhile(() -> !pair.server().isConnected(), Duration.ofMinutes(1));
        long end = pair.now() + LAST_FLIGHT_TIME;
        pair.network(clean -> clean.losing(1)).drive(Duration.ofSeconds(30)); // the client asks, nothing arrives
        byte[] question = pair.network().log().get(pair.network().sent() - 1).bytes();
        DtlsEngine server = pair.server().engine();
        server.onTimeout(end - 1);
        server.receive(question.clone(), 0, question.length, end - 1);
        assertTrue(server.pollDatagram(out, 0, end - 1) > 0);
    }
}
