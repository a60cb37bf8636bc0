package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.FlightTiming;
import io.puredtls.event.EngineEvent;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** [RFC6347 §4.2.4] Families of bad networks, each with many seeds; a failure names its seed. */
class LossyNetworkTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int MESSAGES = 40;

    @Test
    void a_tenth_lost_is_no_obstacle() {
        connectsWithinAMinute(clean -> clean.losing(0.1));
    }

    @Test
    void a_tenth_doubled_is_no_obstacle() {
        connectsWithinAMinute(clean -> clean.duplicating(0.1));
    }

    @Test
    void a_tenth_late_is_no_obstacle() {
        connectsWithinAMinute(clean -> clean.reordering(0.1));
    }

    @Test
    void a_tenth_each_lost_doubled_and_late_is_no_obstacle() {
        connectsWithinAMinute(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1));
    }

    @Test
    void everything_doubled_and_late_is_no_obstacle() {
        connectsWithinAMinute(clean -> clean.duplicating(1).reordering(1));
    }

    @Test
    void the_smallest_mtu_with_losses_is_no_obstacle() {
        Seeds.each(seed -> {
            Pair pair = unlimited(seed).client(client -> client.mtu(256)).server(server -> server.mtu(256))
                    .network(clean -> clean.losing(0.1)).connect(MINUTE.multipliedBy(5));
            Agreement.checkAndTalk(pair);
            assertTrue(pair.network().log().stream().allMatch(each -> each.bytes().length <= 256), "a datagram over the MTU");
        });
    }

    private static void connectsWithinAMinute(UnaryOperator<Conditions> weather) {
        Seeds.each(seed -> {
            Pair pair = unlimited(seed).network(weather).connect(MINUTE);
            Agreement.checkAndTalk(pair);
        });
    }

    private static Pair unlimited(long seed) {
        return Pair.seeded(seed).client(client -> client.withoutHandshakeLimit()).server(server -> server.withoutHandshakeLimit());
    }

    @Test
    void with_four_tenths_lost_doubled_and_late_nearly_all_connect_and_the_rest_run_out_of_time() {
        nearlyAllConnect(0.4, 0.99);
    }

    private static void nearlyAllConnect(double each, double share) {
        Duration limit = Duration.ofSeconds(600);
        AtomicLong connected = new AtomicLong();
        Seeds.each(seed -> {
            Pair pair = Pair.seeded(seed)
                    .client(client -> client.handshakeLimit(limit)).server(server -> server.handshakeLimit(limit))
                    .network(clean -> clean.losing(each).duplicating(each).reordering(each)).connect();
            onlyTimeRanOut(pair.client());
            onlyTimeRanOut(pair.server());
            if (pair.isConnected()) {
                Agreement.checkAndTalk(pair);
                connected.incrementAndGet();
            }
        });
        assertTrue(connected.get() >= share * Seeds.count(), connected + " of " + Seeds.count() + " connected");
    }

    private static void onlyTimeRanOut(End end) {
        end.failure().map(EngineEvent.Failed::violation).ifPresent(violation -> assertEquals(Violation.HANDSHAKE_LIMIT, violation));
    }

    @Test
    void a_path_that_carries_less_than_the_mtu_is_found_out() {
        Seeds.each(seed -> {
            Pair pair = unlimited(seed).network(clean -> clean.carrying(300)).connect(MINUTE.multipliedBy(2));
            Agreement.checkAndTalk(pair);
        });
    }

    @Test
    void a_server_finds_the_mtu_by_its_own_timer_where_the_client_does_not_ask_again() {
        FlightTiming patient = new FlightTiming(MINUTE, MINUTE, FlightTiming.UNLIMITED);
        Pair pair = unlimited(1).client(client -> client.flightTiming(patient))
                .network(clean -> clean.carrying(300)).connect(MINUTE.dividedBy(2));
        Agreement.checkAndTalk(pair);
    }

    @Test
    void a_client_that_asks_again_faster_than_the_server_does_not_keep_it_from_finding_the_mtu() {
        FlightTiming impatient = new FlightTiming(Duration.ofMillis(500), Duration.ofMillis(500), FlightTiming.UNLIMITED);
        Pair pair = unlimited(1).client(client -> client.flightTiming(impatient))
                .network(clean -> clean.carrying(300)).connect(MINUTE.multipliedBy(2));
        Agreement.checkAndTalk(pair);
    }

    @Test
    void a_blackhole_of_twenty_seconds_is_survived() {
        Seeds.each(seed -> {
            Pair pair = unlimited(seed).start();
            pair.drive(Duration.ofMillis(seed % 100)); // wherever the handshake is by then
            pair.network(clean -> clean.losing(1)).drive(Duration.ofSeconds(20));
            pair.network(dark -> Conditions.CLEAN).driveWhile(() -> !pair.isConnected(), MINUTE);
            Agreement.checkAndTalk(pair);
        });
    }

    @Test
    void messages_arrive_once_and_whole_however_often_and_late_they_come() {
        Seeds.each(seed -> {
            Pair pair = unlimited(seed).network(clean -> clean.duplicating(0.5).reordering(0.5)).connect();
            assertTrue(pair.isConnected());
            List<String> sent = talk(pair, seed);
            assertEquals(sent, sorted(pair.server()));
            assertEquals(sent, sorted(pair.client()));
        });
    }

    @Test
    void what_arrives_of_messages_under_loss_was_sent_and_arrives_once() {
        Seeds.each(seed -> {
            Pair pair = unlimited(seed).connect().network(clean -> clean.losing(0.3).duplicating(0.3).reordering(0.3));
            List<String> sent = talk(pair, seed);
            for (End end : List.of(pair.client(), pair.server())) {
                List<String> got = sorted(end);
                assertEquals(new HashSet<>(got).size(), got.size(), "something came twice");
                assertTrue(sent.containsAll(got), "something came that was not sent");
                assertFalse(got.isEmpty());
            }
        });
    }

    /** Both ends send the same messages, of various lengths, an empty one among them; gives them sorted. */
    private static List<String> talk(Pair pair, long seed) {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            String message = i == 0 ? "" : i + " of " + seed + "x".repeat(i * 20);
            sent.add(message);
            pair.send(true, Agreement.bytes(message));
            pair.send(false, Agreement.bytes(message));
            pair.drive(Duration.ofMillis(3));
        }
        pair.drive(MINUTE);
        return sent.stream().sorted().toList();
    }

    private static List<String> sorted(End end) {
        return end.received().stream().map(String::new).sorted().toList();
    }

    @Test
    void data_that_overtakes_the_end_of_the_handshake_is_delivered_after_it() {
        Pair pair = unlimited(5).start();
        pair.driveWhile(() -> !pair.server().isConnected(), MINUTE);
        pair.network(clean -> clean.losing(1));
        pair.send(false, Agreement.bytes("early"));
        byte[] early = pair.network().log().get(pair.network().sent() - 1).bytes().clone();
        assertFalse(pair.client().isConnected());
        pair.deliver(false, early);
        assertEquals(List.of(), pair.client().received(), "delivered before the handshake was over");
        pair.network(dark -> Conditions.CLEAN).driveWhile(() -> !pair.client().isConnected(), MINUTE);
        assertEquals(List.of("early"), sorted(pair.client()));
        Agreement.checkAndTalk(pair);
    }
}
