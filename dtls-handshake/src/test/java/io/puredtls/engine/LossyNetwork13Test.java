package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.event.EngineEvent;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [RFC9147 §5.8] Families of bad networks, each with many seeds; a failure names its seed. */
class LossyNetwork13Test {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration TEN_MINUTES = Duration.ofSeconds(600);
    private static final UnaryOperator<Conditions> STORM = clean -> clean.losing(0.4).duplicating(0.4).reordering(0.4);
    private static final int MESSAGES = 40;

    private static boolean isSettled(End end) {
        return end.isConnected() || end.hasEngine() && end.engine().isOver();
    }

    private static boolean isSettled(Pair pair) {
        return isSettled(pair.client()) && isSettled(pair.server());
    }

    private static Pair connect(Families13 family, Pair pair, Duration limit) {
        return settle(family, family.start(pair), limit);
    }

    private static Pair settle(Families13 family, Pair pair, Duration limit) {
        pair.driveWhile(() -> !isSettled(pair), limit);
        if (family.offersEarlyData()) {
            pair.drive(Duration.ofSeconds(1)); // some may be late
        }
        return pair;
    }

    @ParameterizedTest
    @EnumSource
    void a_tenth_lost_is_no_obstacle(Families13 family) {
        connectsWithinAMinute(family, clean -> clean.losing(0.1));
    }

    @ParameterizedTest
    @EnumSource
    void a_tenth_each_lost_doubled_and_late_is_no_obstacle(Families13 family) {
        connectsWithinAMinute(family, clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1));
    }

    @ParameterizedTest
    @EnumSource
    void everything_doubled_and_late_is_no_obstacle(Families13 family) {
        connectsWithinAMinute(family, clean -> clean.duplicating(1).reordering(1));
    }

    /**
     * In a minute a flight is sent six times, and the next time after 63 s. Where a tenth is lost, all six or their answers are
     * lost in one of some thirty thousand exchanges, and after some losses the timeout stays long [RFC9147 §5.8.2]: of very many seeds one
     * in a thousand may be late. None fails.
     */
    private static void connectsWithinAMinute(Families13 family, UnaryOperator<Conditions> weather) {
        family.assumeAvailable();
        AtomicLong soon = new AtomicLong();
        Seeds.each(seed -> {
            Pair pair = family.start(family.pair(seed).network(weather));
            pair.driveWhile(() -> !isSettled(pair), MINUTE);
            if (isSettled(pair)) {
                soon.incrementAndGet();
            }
            settle(family, pair, TEN_MINUTES);
            family.check(pair);
        });
        atLeast(0.999, soon.get(), Seeds.count());
    }

    /** [RFC9147 §5.8.2] With two ends that think the other cannot be reached only after ten minutes. */
    @ParameterizedTest
    @EnumSource
    void with_four_tenths_lost_doubled_and_late_nearly_all_connect_and_the_rest_run_out_of_time(Families13 family) {
        family.assumeAvailable();
        AtomicLong connected = new AtomicLong();
        Seeds.each(seed -> {
            Pair pair = limited(family.pair(seed)).network(STORM);
            connect(family, pair, TEN_MINUTES.multipliedBy(2));
            onlyTimeRanOut(pair);
            if (pair.isConnected()) {
                family.check(pair);
                connected.incrementAndGet();
            }
        });
        atLeast(0.99, connected.get(), Seeds.count());
    }

    private static Pair limited(Pair pair) {
        return pair.client(client -> client.handshakeLimit(TEN_MINUTES)).server(server -> server.handshakeLimit(TEN_MINUTES));
    }

    private static void atLeast(double share, long good, long all) {
        assertTrue(good >= share * all, good + " of " + all);
    }

    /** A pair that did not connect says why: there is one reason only. */
    private static void onlyTimeRanOut(Pair pair) {
        assertTrue(violations(pair).allMatch(Violation.HANDSHAKE_LIMIT::equals), () -> Agreement.describe(pair));
        assertTrue(pair.isConnected() || violations(pair).findAny().isPresent(), () -> Agreement.describe(pair));
    }

    private static Stream<Violation> violations(Pair pair) {
        return Stream.of(pair.client(), pair.server()).flatMap(end -> end.failure().stream()).map(EngineEvent.Failed::violation);
    }

    @ParameterizedTest
    @EnumSource
    void the_smallest_mtu_with_losses_is_no_obstacle_and_is_kept(Families13 family) {
        family.assumeAvailable();
        Seeds.each(seed -> {
            Pair pair = connect(family, Families13.smallest(family.pair(seed)).network(clean -> clean.losing(0.1)), MINUTE.multipliedBy(5));
            family.check(pair);
            Seen.mtu(pair, Families13.SMALLEST);
        });
    }

    @Test
    void a_path_that_carries_less_than_the_mtu_is_found_out() {
        Seeds.each(seed -> {
            Pair pair = Families13.CLIENT_CERTIFICATE.pair(seed).network(clean -> clean.carrying(300)).connect(MINUTE.multipliedBy(2));
            Agreement.checkAndTalk(pair);
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_blackhole_of_twenty_seconds_is_survived(Families13 family) {
        family.assumeAvailable();
        Seeds.each(seed -> {
            Pair pair = family.start(family.pair(seed));
            pair.drive(Duration.ofMillis(seed % 100)); // wherever the handshake is by then
            pair.network(clean -> clean.losing(1)).drive(Duration.ofSeconds(20));
            pair.network(dark -> Conditions.CLEAN).driveWhile(() -> !pair.isConnected(), MINUTE);
            family.check(pair);
        });
    }

    @ParameterizedTest
    @EnumSource
    // [RFC9147 §5.8.4#5]
    void what_is_said_after_the_handshake_gets_through_where_a_tenth_each_is_lost_doubled_and_late(Exchanges13 exchange) {
        getsThrough(exchange, seed -> exchange.pair(seed).network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1)), Agreement::checkAndTalk);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_said_after_the_handshake_gets_through_at_the_smallest_mtu(Exchanges13 exchange) {
        getsThrough(exchange, seed -> Families13.smallest(exchange.pair(seed)).network(clean -> clean.losing(0.1)), pair -> {
            Agreement.checkAndTalk(pair);
            Seen.mtu(pair, Families13.SMALLEST);
        });
    }

    /** A minute for each flight, but for one in a thousand seeds, as in {@link #connectsWithinAMinute}. */
    private static void getsThrough(Exchanges13 exchange, LongFunction<Pair> pairs, Consumer<Pair> seen) {
        AtomicLong soon = new AtomicLong();
        Seeds.each(seed -> {
            Pair pair = pairs.apply(seed).connect(TEN_MINUTES);
            assertTrue(pair.isConnected(), () -> Agreement.describe(pair));
            exchange.begin(pair);
            pair.driveWhile(() -> !exchange.isDone(pair), MINUTE.multipliedBy(exchange.flights()));
            if (exchange.isDone(pair)) {
                soon.incrementAndGet();
            }
            pair.driveWhile(() -> !exchange.isDone(pair), TEN_MINUTES.multipliedBy(exchange.flights()));
            assertTrue(exchange.isDone(pair), () -> Agreement.describe(pair));
            seen.accept(pair);
        });
        atLeast(0.999, soon.get(), Seeds.count());
    }

    /**
     * Ten minutes for each flight; of those that do not come through in time, a client whose last flight of the handshake is never
     * acknowledged gives up after half an hour.
     */
    @ParameterizedTest
    @EnumSource
    void with_four_tenths_lost_doubled_and_late_nearly_all_that_is_said_after_the_handshake_gets_through(Exchanges13 exchange) {
        AtomicLong connected = new AtomicLong();
        AtomicLong done = new AtomicLong();
        Seeds.each(seed -> {
            Pair pair = limited(exchange.pair(seed)).network(STORM).connect();
            onlyTimeRanOut(pair);
            if (pair.isConnected()) {
                connected.incrementAndGet();
                exchange.begin(pair);
                pair.driveWhile(() -> !exchange.isDone(pair), TEN_MINUTES.multipliedBy(exchange.flights()));
                if (exchange.isDone(pair)) {
                    Agreement.checkAndTalk(pair);
                    done.incrementAndGet();
                }
                assertTrue(violations(pair).allMatch(Violation.RETRANSMISSION_LIMIT::equals), () -> Agreement.describe(pair));
            }
        });
        atLeast(0.99, connected.get(), Seeds.count());
        atLeast(0.99, done.get(), connected.get());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_said_after_the_handshake_survives_a_blackhole_of_twenty_seconds(Exchanges13 exchange) {
        Seeds.each(seed -> {
            Pair pair = exchange.pair(seed).connect();
            exchange.begin(pair);
            pair.drive(Duration.ofMillis(seed % 100)); // wherever it is by then
            pair.network(clean -> clean.losing(1)).drive(Duration.ofSeconds(20));
            pair.network(dark -> Conditions.CLEAN);
            pair.driveWhile(() -> !exchange.isDone(pair), MINUTE.multipliedBy(exchange.flights()));
            assertTrue(exchange.isDone(pair), () -> Agreement.describe(pair));
            Agreement.checkAndTalk(pair);
        });
    }

    @Test
    void after_a_handshake_on_a_bad_network_everything_that_belongs_to_it_arrives() {
        Seeds.each(seed -> {
            Pair pair = Families13.authenticating(seed).network(clean -> clean.losing(0.2).duplicating(0.2).reordering(0.2)).connect();
            assertTrue(pair.isConnected());
            for (int round = 1; round <= 6; round++) {
                pair.client().engine().updateKeys(pair.now());
                pair.server().engine().updateKeys(pair.now());
                pair.server().engine().requestClientAuthentication(pair.now());
                pair.server().engine().issueTicket(pair.now());
                pair.poll().drive(Duration.ofMillis(37 * (seed % 50)));
                int done = round;
                if (round % 2 == 0) { // more commands than a few do not wait at once
                    pair.driveWhile(() -> !isDone(pair, done), MINUTE.multipliedBy(30));
                    assertTrue(isDone(pair, done), () -> Agreement.describe(pair));
                }
            }
            Agreement.checkAndTalk(pair);
            pair.drive(MINUTE.multipliedBy(6)); // what is still unacknowledged is said again
            Agreement.checkAndTalk(pair);
        });
    }

    private static boolean isDone(Pair pair, int rounds) {
        return Families13.sessions(pair.client()).size() == 2 + rounds && authentications(pair) == rounds
                && updates(pair.client()) >= rounds && updates(pair.server()) >= rounds;
    }

    private static long updates(End end) {
        return end.events().stream().filter(new EngineEvent.KeysUpdated(EngineEvent.Direction.SEND)::equals).count();
    }

    private static long authentications(Pair pair) {
        return pair.server().events().stream().filter(EngineEvent.PeerAuthenticated.class::isInstance).count();
    }

    @Test
    void messages_arrive_once_and_whole_however_often_and_late_they_come() {
        Seeds.each(seed -> {
            Pair pair = Families13.plain(seed).network(clean -> clean.duplicating(0.5).reordering(0.5)).connect();
            assertTrue(pair.isConnected());
            List<String> sent = talk(pair, seed);
            assertEquals(sent, sorted(pair.server()));
            assertEquals(sent, sorted(pair.client()));
        });
    }

    /** [RFC9147 §8] Whatever was overtaken by a change of keys is still read, within twice the retransmission timeout. */
    @Test
    // [RFC9147 §8#2]
    void messages_arrive_once_and_whole_while_keys_change_all_the_time() {
        Seeds.each(seed -> {
            Pair pair = Families13.plain(seed).connect().network(clean -> clean.duplicating(0.5).reordering(0.5));
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < MESSAGES; i++) {
                if (i % 4 == 0) {
                    pair.client().engine().updateKeys(pair.now());
                } else if (i % 7 == 0) {
                    pair.server().engine().updateKeys(pair.now());
                }
                pair.poll();
                String message = i + " of " + seed;
                sent.add(message);
                pair.send(true, Agreement.bytes(message));
                pair.send(false, Agreement.bytes(message));
                pair.drive(Duration.ofMillis(150));
            }
            pair.drive(MINUTE);
            sent.sort(null);
            assertEquals(sent, sorted(pair.server()));
            assertEquals(sent, sorted(pair.client()));
        });
    }

    @Test
    void what_arrives_of_messages_under_loss_was_sent_and_arrives_once() {
        Seeds.each(seed -> {
            Pair pair = Families13.plain(seed).connect().network(clean -> clean.losing(0.3).duplicating(0.3).reordering(0.3));
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
    // [RFC9147 §5.8.1#8]
    void data_that_overtakes_the_end_of_the_handshake_is_delivered_after_it() {
        Pair pair = Families13.plain(5).start();
        pair.driveWhile(() -> !pair.client().isConnected(), MINUTE);
        pair.network(clean -> clean.losing(1));
        pair.send(true, Agreement.bytes("early"));
        byte[] early = pair.network().log().get(pair.network().sent() - 1).bytes().clone();
        pair.network(dark -> Conditions.CLEAN);
        assertFalse(pair.server().isConnected());
        pair.deliver(true, early);
        assertEquals(List.of(), pair.server().received(), "delivered before the handshake was over");
        pair.driveWhile(() -> !pair.server().isConnected(), MINUTE);
        assertEquals(List.of("early"), sorted(pair.server()));
        Agreement.checkAndTalk(pair);
    }
}
