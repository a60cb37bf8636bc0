package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long TICK = 10;
    private static final long TURN = 1024 * TICK;
    private static final long START = 1_000_003; // no multiple of a tick

    private final List<Integer> fired = new ArrayList<>();

    @Test
    void a_timer_fires_once_at_the_first_tick_that_is_not_before_its_time() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        wheel.set(3, START + 25);
        wheel.advance(START + 29, fired::add);
        assertEquals(List.of(), fired);
        wheel.advance(START + 30, fired::add);
        assertEquals(List.of(3), fired);
        wheel.advance(START + 10 * TURN, fired::add);
        assertEquals(List.of(3), fired);
        assertEquals(0, wheel.armed());
    }

    @Test
    void a_timer_that_is_set_again_has_its_new_time_alone() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        wheel.set(1, START + 20);
        wheel.set(1, START + 50);
        assertEquals(1, wheel.armed());
        wheel.advance(START + 49, fired::add);
        assertEquals(List.of(), fired);
        wheel.advance(START + 50, fired::add);
        assertEquals(List.of(1), fired);
    }

    @Test
    void a_timer_that_is_set_to_never_is_cleared() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        wheel.set(1, START + 20);
        wheel.set(1, TimerWheel.NEVER);
        assertEquals(0, wheel.armed());
        wheel.advance(START + TURN, fired::add);
        assertEquals(List.of(), fired);
    }

    @Test
    void timers_of_one_slot_and_different_turns_keep_apart() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        wheel.set(1, START + 50);
        wheel.set(2, START + 50 + TURN);
        wheel.set(3, START + 50 + 2 * TURN);
        wheel.set(4, START + 50);
        wheel.advance(START + 60, fired::add);
        assertEquals(List.of(1, 4), fired.stream().sorted().toList());
        wheel.clear(2);
        wheel.advance(START + 50 + TURN, fired::add);
        assertEquals(2, fired.size());
        wheel.advance(START + 50 + 2 * TURN, fired::add);
        assertEquals(3, fired.get(2));
    }

    @Test
    void a_timer_that_is_set_to_the_past_while_a_long_sleep_is_made_up_for_fires_at_the_next_tick() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        wheel.set(1, START + 900 * TICK);
        long late = START + 5 * TURN + 3;
        wheel.advance(late, id -> {
            fired.add(id);
            assertTrue(fired.size() < 10, "it fires again and again within one call");
            wheel.set(id, late - TICK);
        });
        assertEquals(List.of(1), fired);
        wheel.advance(late + TICK, fired::add);
        assertEquals(List.of(1, 1), fired);
    }

    @Test
    void a_timer_that_fires_may_clear_and_move_those_beside_it() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        for (int id = 0; id < 6; id++) {
            wheel.set(id, START + 50);
        }
        wheel.advance(START + 50, id -> {
            fired.add(id);
            if (id == 5) { // the first, as the last that was set
                wheel.clear(4);
                wheel.set(3, START + 50 + TICK);
            }
        });
        assertEquals(List.of(0, 1, 2, 5), fired.stream().sorted().toList());
        wheel.advance(START + 50 + TICK, fired::add);
        assertEquals(3, fired.get(4));
        assertEquals(5, fired.size());
    }

    @Test
    void it_tells_how_long_to_sleep() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        assertEquals(777, wheel.untilNext(START, 777));
        wheel.set(1, START + 95);
        assertEquals(100, wheel.untilNext(START, 777));
        assertEquals(60, wheel.untilNext(START + 40, 777));
        assertEquals(50, wheel.untilNext(START, 50));
        assertEquals(0, wheel.untilNext(START + 500, 777));
        wheel.advance(START + 500, fired::add);
        assertEquals(777, wheel.untilNext(START + 500, 777));
    }

    @Test
    void it_grows_with_the_numbers_it_is_given() {
        TimerWheel wheel = new TimerWheel(TICK, START);
        for (int id = 0; id < 5000; id++) {
            wheel.set(id, START + 20);
        }
        assertEquals(5000, wheel.armed());
        wheel.clear(77_777);
        wheel.advance(START + 20, fired::add);
        assertEquals(5000, fired.stream().distinct().count());
        assertEquals(5000, fired.size());
    }

    /** One thing done to a wheel and to its model. */
    sealed interface Step {
    }

    record Set(int id, long delta) implements Step {
    }

    record Clear(int id) implements Step {
    }

    /**
     * Time goes on. Timers up to {@code rearming} set themselves anew when they fire, by {@code delta} from then; all that
     * fire clear the timer {@code cleared}, if there is one of this number.
     */
    record Advance(long by, int rearming, long delta, int cleared) implements Step {
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Integer> ids = Arbitraries.integers().between(0, 9);
        Arbitrary<Long> deltas = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.longs().between(-3 * TICK, 5 * TICK)),
                Tuple.of(3, Arbitraries.longs().between(0, TURN)),
                Tuple.of(1, Arbitraries.longs().between(0, 5 * TURN)));
        Arbitrary<Long> jumps = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(0, 4 * TICK)),
                Tuple.of(3, Arbitraries.longs().between(0, TURN)),
                Tuple.of(1, Arbitraries.longs().between(TURN - 2 * TICK, 4 * TURN)));
        Arbitrary<Step> set = Combinators.combine(ids, deltas).as(Set::new);
        Arbitrary<Step> clear = ids.map(Clear::new);
        Arbitrary<Step> advance = Combinators.combine(
                jumps, Arbitraries.integers().between(-1, 4), deltas, Arbitraries.integers().between(0, 20)).as(Advance::new);
        return Arbitraries.frequencyOf(
                Tuple.of(4, set), Tuple.of(1, clear), Tuple.of(4, advance))
                .list().ofMinSize(1).ofMaxSize(120);
    }

    /** What is set: for when, and how far time had been looked at when it was. */
    private record Armed(long time, long setAt) {
    }

    @Property(tries = 2000)
    void nothing_fires_early_and_nothing_is_lost(@ForAll("steps") List<Step> steps) {
        TimerWheel wheel = new TimerWheel(TICK, START);
        Map<Integer, Armed> model = new HashMap<>();
        long now = START;
        for (Step step : steps) {
            if (step instanceof Set set) {
                wheel.set(set.id, now + set.delta);
                model.put(set.id, new Armed(now + set.delta, now));
            } else if (step instanceof Clear clear) {
                wheel.clear(clear.id);
                model.remove(clear.id);
            } else if (step instanceof Advance advance) {
                now += advance.by;
                long at = now;
                int[] count = {0};
                wheel.advance(now, id -> {
                    Armed due = model.remove(id);
                    assertTrue(due != null, () -> "timer " + id + " fired without being set");
                    assertTrue(due.time <= at, () -> "timer " + id + " fired " + (due.time - at) + " early");
                    assertTrue(++count[0] < 20_000, "one call fires without end");
                    wheel.clear(advance.cleared);
                    model.remove(advance.cleared);
                    if (id <= advance.rearming) {
                        wheel.set(id, at + advance.delta);
                        model.put(id, new Armed(at + advance.delta, at));
                    }
                });
                model.forEach((id, armed) -> assertTrue(
                        armed.time > at - TICK || armed.setAt > at - TICK, () -> "timer " + id + " is late by " + (at - armed.time)));
            }
            assertEquals(model.size(), wheel.armed());
            checkSleep(wheel, model, now);
        }
    }

    /** It never says to sleep past a timer, and never to sleep for longer than asked. */
    private static void checkSleep(TimerWheel wheel, Map<Integer, Armed> model, long now) {
        long wait = wheel.untilNext(now, TURN);
        assertTrue(wait >= 0 && wait <= TURN);
        long first = model.values().stream().mapToLong(Armed::time).min().orElse(Long.MAX_VALUE);
        assertTrue(first == Long.MAX_VALUE || wait <= Math.max(0, first - now) + TICK,
                () -> "it would sleep for " + wait + ", but something is due in " + (first - now));
    }
}
