package io.puredtls.record.epoch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.RecordNumber;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** The ring of bits against a set of all numbers that were ever marked. */
final class ReplayWindowTest {
    /** All that was seen, and nothing clever. */
    private static final class Model {
        private final int width;
        private final Set<Long> seen = new HashSet<>();
        private long highest = -1;

        Model(int width) {
            this.width = width;
        }

        boolean isFresh(long sequence) {
            return !seen.contains(sequence) && sequence > highest - width;
        }

        void mark(long sequence) {
            seen.add(sequence);
            highest = Math.max(highest, sequence);
        }
    }

    /** [RFC6347 §4.1.2.6#1] */
    @Property(tries = 2000)
    // [RFC9147 §4.5.1#7]
    void window_agrees_with_a_set(
            @ForAll @IntRange(min = 1, max = 16) int words, @ForAll("starts") long start, @ForAll("steps") List<Long> steps) {
        var window = new ReplayWindow(64 * words);
        var model = new Model(64 * words);
        long at = start;
        for (long step : steps) {
            long sequence = Math.max(0, Math.min(RecordNumber.MAX_SEQUENCE, at + step));
            boolean fresh = model.isFresh(sequence);
            assertEquals(fresh, window.isFresh(sequence), () -> sequence + " with " + model.highest + " the highest");
            if (fresh) {
                window.mark(sequence);
                model.mark(sequence);
                at = model.highest;
            }
            assertEquals(model.highest, window.highest());
        }
        for (long sequence = Math.max(0, model.highest - 64L * words - 130); sequence <= model.highest + 130; sequence++) {
            assertEquals(model.isFresh(sequence), window.isFresh(sequence), "in the end, " + sequence);
        }
    }

    @Provide
    Arbitrary<Long> starts() {
        return Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.just(0L)), Tuple.of(2, Arbitraries.longs().between(0, 5000)),
                Tuple.of(2, Arbitraries.longs().between(RecordNumber.MAX_SEQUENCE - 5000, RecordNumber.MAX_SEQUENCE)),
                Tuple.of(1, Arbitraries.longs().between(0, RecordNumber.MAX_SEQUENCE)));
    }

    /** From the highest number so far: on by a little, back by as much as a window, on by a window or two, on by very much. */
    @Provide
    Arbitrary<List<Long>> steps() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.longs().between(-5, 5)), Tuple.of(4, Arbitraries.longs().between(-1100, 0)),
                Tuple.of(2, Arbitraries.longs().between(1, 130)), Tuple.of(2, Arbitraries.longs().between(1, 2300)),
                Tuple.of(1, Arbitraries.longs().between(1, 1L << 40))).list().ofMaxSize(150);
    }

    @Property(tries = 200)
    void every_number_is_fresh_once_when_they_come_in_order_with_gaps(
            @ForAll @IntRange(min = 1, max = 16) int words, @ForAll @IntRange(min = 1, max = 70) int gap) {
        var window = new ReplayWindow(64 * words);
        for (long sequence = 0; sequence < 3000; sequence += gap) {
            assertTrue(window.isFresh(sequence));
            window.mark(sequence);
            assertFalse(window.isFresh(sequence));
            if (gap > 1) {
                assertTrue(window.isFresh(sequence - 1) || sequence == 0, "the one left out before " + sequence);
            }
        }
    }

    /** [RFC6347 §4.1.2.6#5] [RFC6347 §4.1.2.6#7] */
    @Example
    // [RFC9147 §4.5.1#6]
    void oldest_number_of_the_window_is_fresh_and_the_one_before_it_is_not() {
        for (int width = ReplayWindow.MIN_WIDTH; width <= ReplayWindow.MAX_WIDTH; width += 64) {
            for (long highest = width; highest < width + 130; highest++) {
                var window = new ReplayWindow(width);
                window.mark(highest);
                assertTrue(window.isFresh(highest - width + 1));
                assertFalse(window.isFresh(highest - width));
            }
        }
    }

    /** [RFC6347 §4.1.2.6#2] */
    @Example
    // [RFC9147 §4.5.1#3]
    void window_that_has_seen_nothing_takes_anything() {
        var window = new ReplayWindow(64);
        assertEquals(-1, window.highest());
        assertTrue(window.isFresh(0));
        assertTrue(window.isFresh(RecordNumber.MAX_SEQUENCE));
        window.mark(0);
        assertEquals(0, window.highest());
        assertFalse(window.isFresh(0));
        assertTrue(window.isFresh(1));
    }

    @Example
    void asking_moves_nothing() {
        var window = new ReplayWindow(64);
        window.mark(10);
        assertTrue(window.isFresh(RecordNumber.MAX_SEQUENCE));
        assertTrue(window.isFresh(RecordNumber.MAX_SEQUENCE));
        assertEquals(10, window.highest());
        assertTrue(window.isFresh(9));
    }

    @Example
    void last_number_of_all_can_be_marked() {
        var window = new ReplayWindow(64);
        window.mark(RecordNumber.MAX_SEQUENCE - 64);
        window.mark(RecordNumber.MAX_SEQUENCE);
        assertFalse(window.isFresh(RecordNumber.MAX_SEQUENCE));
        assertTrue(window.isFresh(RecordNumber.MAX_SEQUENCE - 1));
        assertFalse(window.isFresh(RecordNumber.MAX_SEQUENCE - 64));
    }

    @Example
    void other_widths_are_refused() {
        for (int width : new int[] {-64, 0, 1, 32, 63, 65, 100, 1023, 1025, 1088}) {
            var thrown = assertThrows(IllegalArgumentException.class, () -> new ReplayWindow(width));
            assertEquals("a replay window is 64 to 1024 wide, in steps of 64; not " + width, thrown.getMessage());
        }
        assertTrue(new ReplayWindow(ReplayWindow.MAX_WIDTH).isFresh(0));
    }
}
