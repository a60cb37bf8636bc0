package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ConfigException;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.PathPolicy;
import io.puredtls.config.ReturnRoutability;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.DropReason;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Nat;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC9853] [RFC9146 §6] What a new address of the client's leads to, in virtual time. */
class PathValidationTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Pair pair(boolean dtls13, long seed, ReturnRoutability servers) {
        Pair pair = dtls13 ? Pair.dtls13(seed) : Pair.seeded(seed);
        return pair.client(client -> client.connectionIds(ConnectionIdGenerator.ofLength(3)))
                .server(server -> server.connectionIds(ConnectionIdGenerator.ofLength(5)).returnRoutability(servers));
    }

    private static Pair connected(boolean dtls13, ReturnRoutability servers) {
        return pair(dtls13, 9, servers).connect().drive(MOMENT);
    }

    private static Pair unchecked(boolean dtls13, PathPolicy policy) {
        return pair(dtls13, 9, ReturnRoutability.NONE).server(server -> server.pathPolicy(policy)).connect().drive(MOMENT);
    }

    private static List<EngineEvent.PathChanged> changes(End end) {
        return end.events().stream().filter(EngineEvent.PathChanged.class::isInstance).map(EngineEvent.PathChanged.class::cast).toList();
    }

    private static List<EngineEvent.PathAsked> asked(End end) {
        return end.events().stream().filter(EngineEvent.PathAsked.class::isInstance).map(EngineEvent.PathAsked.class::cast).toList();
    }

    private static void say(Pair pair) {
        pair.send(true, new byte[20]);
    }

    @ParameterizedTest
    @CsvSource({"false, BASIC", "true, BASIC", "false, ENHANCED", "true, ENHANCED"})
    // [RFC9853 §3#3] [RFC9853 §3.1#1] [RFC9853 §4#2] [RFC9853 §5.2#5] [RFC9853 §5.4#1] [RFC9853 §5.4#3]
    void client_behind_a_nat_that_forgot_it_is_found_again(boolean dtls13, ReturnRoutability check) {
        Pair pair = connected(dtls13, check);
        pair.rebind();
        say(pair);
        pair.drive(LONG);
        assertEquals(List.of(new EngineEvent.PathChanged(0, 1, true)), changes(pair.server()));
        assertEquals(List.of(), changes(pair.client()), "it knows nothing of it");
        Agreement.checkAndTalk(pair);
    }

    @ParameterizedTest
    @CsvSource({"false, BASIC", "true, BASIC", "false, ENHANCED", "true, ENHANCED"})
    void client_is_found_again_through_loss(boolean dtls13, ReturnRoutability check) {
        Seeds.each(200, seed -> {
            Pair pair = pair(dtls13, seed, check).connect().drive(MOMENT)
                    .network(clean -> clean.losing(0.3).duplicating(0.1).reordering(0.2)).rebind();
            for (int i = 0; i < 60 && changes(pair.server()).isEmpty(); i++) {
                say(pair);
                pair.drive(Duration.ofSeconds(3));
            }
            assertEquals(List.of(new EngineEvent.PathChanged(0, 1, true)), changes(pair.server()));
            pair.network(any -> Conditions.CLEAN).drive(LONG);
            Agreement.checkAndTalk(pair);
        });
    }

    /** [RFC9853 §5.1] The answer to what came goes with the challenge, as far as the limit allows, and not after it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    // [RFC9853 §5#1]
    void answers_go_to_the_new_address_at_once_up_to_three_times_what_came(boolean dtls13) {
        Pair pair = connected(dtls13, ReturnRoutability.BASIC);
        pair.send(true, new byte[100]);
        Datagram copy = pair.network().log().get(pair.network().sent() - 1).copy();
        pair.deliver(new Datagram(true, copy.bytes(), Nat.ELSEWHERE)); // faster than the genuine one
        for (int i = 0; i < 20; i++) {
            pair.send(false, new byte[50]);
        }
        int sentThere = pair.nat().elsewhere().stream().mapToInt(each -> each.bytes().length).sum();
        assertTrue(sentThere <= 3 * copy.bytes().length, sentThere + " bytes for " + copy.bytes().length);
        assertTrue(pair.nat().elsewhere().size() > 1, "more than the challenge");
        pair.drive(LONG);
        assertTrue(pair.nat().elsewhere().stream().mapToInt(each -> each.bytes().length).sum() <= 3 * copy.bytes().length);
        assertEquals(List.of(), changes(pair.server()));
        assertEquals(0, pair.server().engine().polledPath());
        Agreement.checkAndTalk(pair);
    }

    /** [RFC9853 §5.2] Case 3: the client still answers where it was. Nothing but challenges could have gone to the one who raced. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    // [RFC9853 §5.2#1] [RFC9853 §5.2#3]
    void racer_off_the_path_gets_nothing_at_all_from_an_enhanced_check(boolean dtls13) {
        Pair pair = connected(dtls13, ReturnRoutability.ENHANCED);
        for (int i = 0; i < 10; i++) {
            say(pair);
            Datagram copy = pair.network().log().get(pair.network().sent() - 1).copy();
            pair.deliver(new Datagram(true, copy.bytes(), Nat.ELSEWHERE + i));
            pair.send(false, new byte[10]);
            pair.drive(MOMENT);
        }
        assertEquals(List.of(), pair.nat().elsewhere());
        assertEquals(List.of(), changes(pair.server()));
        Agreement.checkAndTalk(pair);
    }

    /** A racer who passes on challenges and answers is on the path: the basic check cannot tell, the enhanced one does. */
    @ParameterizedTest
    @EnumSource(value = ReturnRoutability.class, names = {"BASIC", "ENHANCED"})
    void racer_who_forwards_everything_takes_the_path_from_a_basic_check_alone(ReturnRoutability check) {
        Pair pair = connected(true, check);
        say(pair);
        Datagram copy = pair.network().log().get(pair.network().sent() - 1).copy();
        pair.deliver(new Datagram(true, copy.bytes(), Nat.ELSEWHERE));
        for (Datagram stolen : List.copyOf(pair.nat().elsewhere())) { // to the client, and what it says back again
            pair.deliver(new Datagram(false, stolen.bytes().clone(), 0));
            Datagram answer = pair.network().log().get(pair.network().sent() - 1).copy();
            pair.deliver(new Datagram(true, answer.bytes(), Nat.ELSEWHERE));
        }
        assertEquals(check == ReturnRoutability.BASIC ? 1 : 0, changes(pair.server()).size());
    }

    /** [RFC9853 §5.2] Case 2: the client itself has moved, and says so where it is asked first. */
    @Test
    // [RFC9853 §5.2#2] [RFC9853 §5.2#4]
    void client_that_moved_drops_its_old_path() {
        Pair pair = connected(true, ReturnRoutability.ENHANCED);
        pair.nat().keepEarlier();
        pair.client().engine().migrate(1, pair.now());
        say(pair);
        pair.poll().drive(Duration.ofMillis(150)); // no timer had to run out: 200 ms are the least
        assertEquals(List.of(new EngineEvent.PathChanged(0, 100, true)), changes(pair.server()));
        assertEquals(List.of(new EngineEvent.PathChanged(0, 1, false)), changes(pair.client()));
        Agreement.checkAndTalk(pair);
    }

    @Test
    // [RFC9146 §6#1]
    void record_that_is_not_the_newest_moves_nothing() {
        for (boolean dtls13 : new boolean[] {false, true}) {
            Pair pair = connected(dtls13, ReturnRoutability.BASIC);
            say(pair);
            Datagram late = pair.network().log().get(pair.network().sent() - 1).copy();
            pair.network().lose(pair.network().sent() - 1);
            say(pair);
            pair.drive(MOMENT);
            int received = pair.server().received().size();
            pair.deliver(new Datagram(true, late.bytes().clone(), Nat.ELSEWHERE));
            assertEquals(received + 1, pair.server().received().size(), "it is genuine, and read");
            pair.deliver(new Datagram(true, late.bytes().clone(), Nat.ELSEWHERE));
            assertEquals(1, pair.server().engine().stats().drops(DropReason.REPLAYED));
            pair.drive(LONG);
            assertEquals(List.of(), pair.nat().elsewhere());
            assertEquals(List.of(), changes(pair.server()));
        }
    }

    /** [RFC9853 §5.5] Three round trips, of 20 ms here; a second where none was measured; 200 ms at least. */
    @Test
    // [RFC9853 §5.5#1] [RFC9853 §5.5#2]
    void check_is_given_up_after_three_round_trips() {
        Pair pair = connected(true, ReturnRoutability.BASIC);
        assertEquals(200, givenUpAfter(pair));
        Pair unmeasured = pair(false, 9, ReturnRoutability.BASIC).network(clean -> clean.losing(number -> number >= 3 && number <= 5)).connect();
        unmeasured.network(any -> Conditions.CLEAN).drive(MOMENT);
        assertTrue(unmeasured.isConnected() && unmeasured.server().engine().stats().flightsSentAgain() > 0);
        assertEquals(1000, givenUpAfter(unmeasured));
    }

    private static long givenUpAfter(Pair pair) {
        pair.send(true, new byte[200]);
        Datagram copy = pair.network().log().get(pair.network().sent() - 1).copy();
        pair.network().lose(pair.network().sent() - 1);
        long begun = pair.now();
        pair.deliver(new Datagram(true, copy.bytes(), Nat.ELSEWHERE));
        long last = begun;
        while (pair.server().engine().deadline() - begun <= Duration.ofSeconds(5).toNanos()) {
            last = pair.server().engine().deadline();
            pair.drive(Duration.ofNanos(last - pair.now()));
        }
        return Duration.ofNanos(last - begun).toMillis();
    }

    /** [RFC9853 §5.3] Every challenge has a cookie of its own, and all count. */
    @Test
    // [RFC9853 §5.3#1] [RFC9853 §5.3#2] [RFC9853 §5.3#3] [RFC9853 §5.3#4]
    void challenges_are_said_three_times_and_then_no_more() {
        Pair pair = connected(true, ReturnRoutability.BASIC);
        pair.send(true, new byte[200]);
        Datagram copy = pair.network().log().get(pair.network().sent() - 1).copy();
        pair.network().lose(pair.network().sent() - 1);
        pair.deliver(new Datagram(true, copy.bytes(), Nat.ELSEWHERE));
        pair.drive(LONG);
        assertEquals(3, pair.nat().elsewhere().size());
        assertEquals(3, pair.nat().elsewhere().stream().map(each -> HexFormat.of().formatHex(each.bytes())).distinct().count());
        say(pair.rebind());
        pair.drive(LONG);
        assertEquals(1, changes(pair.server()).size(), "another begins when the one before has ended");
    }

    // Without a check

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    // [RFC9147 §11#8]
    void without_a_check_an_address_stays_what_it_was(boolean dtls13) {
        Pair pair = unchecked(dtls13, PathPolicy.STAY).rebind();
        int received = pair.server().received().size();
        say(pair);
        pair.drive(LONG);
        assertEquals(received + 1, pair.server().received().size());
        assertEquals(List.of(), changes(pair.server()));
        pair.send(false, new byte[5]);
        assertEquals(0, pair.server().engine().polledPath());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_a_check_the_newest_address_is_used_where_that_is_wanted(boolean dtls13) {
        Pair pair = unchecked(dtls13, PathPolicy.ADOPT_NEWEST).rebind();
        say(pair);
        pair.drive(LONG);
        assertEquals(List.of(new EngineEvent.PathChanged(0, 1, false)), changes(pair.server()));
        Agreement.checkAndTalk(pair);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_a_check_the_application_is_asked_once_and_decides(boolean dtls13) {
        Pair pair = unchecked(dtls13, PathPolicy.ASK).rebind();
        say(pair);
        say(pair);
        pair.drive(LONG);
        assertEquals(List.of(new EngineEvent.PathAsked(0, 1)), asked(pair.server()));
        assertEquals(List.of(), changes(pair.server()));
        pair.server().engine().adoptPath(1, pair.now());
        pair.poll();
        assertEquals(List.of(new EngineEvent.PathChanged(0, 1, false)), changes(pair.server()));
        Agreement.checkAndTalk(pair);
        assertFalse(pair.server().engine().isOver());
    }

    /** [RFC9853 §3] Neither offered nor answered, it is not used, and what comes of it is dropped. */
    @Test
    // [RFC9853 §3#4]
    void check_that_was_not_agreed_on_is_not_made() {
        Pair pair = pair(true, 4, ReturnRoutability.BASIC).client(client -> client.returnRoutability(ReturnRoutability.NONE)).connect().drive(MOMENT);
        pair.rebind();
        say(pair);
        int sent = pair.network().sent();
        pair.drive(LONG);
        assertEquals(sent, pair.network().sent());
        assertEquals(List.of(), changes(pair.server()));
    }

    @Test
    void policy_without_connection_ids_is_refused() {
        var thrown = assertThrows(ConfigException.class,
                () -> Pair.seeded(1).server(server -> server.pathPolicy(PathPolicy.ASK)).start());
        assertTrue(thrown.getMessage().contains("ASK"), thrown.getMessage());
    }
}
