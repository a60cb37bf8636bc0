package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Which bytes are there, against an array of booleans. */
class CoverageTest {
    @Test
    void nothing_is_covered_in_the_beginning() {
        Coverage coverage = new Coverage(10);
        assertTrue(coverage.isEmpty());
        assertFalse(coverage.isComplete());
        assertEquals(0, coverage.nextMissing(0));
        assertEquals(10, coverage.missingEnd(0));
    }

    @Test
    void parts_make_a_whole() {
        Coverage coverage = new Coverage(10);
        assertTrue(coverage.mark(0, 4));
        assertFalse(coverage.isEmpty());
        assertTrue(coverage.mark(7, 10));
        assertEquals(4, coverage.nextMissing(0));
        assertEquals(7, coverage.missingEnd(4));
        assertEquals(10, coverage.nextMissing(7));
        assertFalse(coverage.isComplete());
        assertTrue(coverage.mark(3, 8));
        assertTrue(coverage.isComplete());
        assertEquals(10, coverage.nextMissing(0));
    }

    @Test
    void what_was_there_is_no_news() {
        Coverage coverage = new Coverage(10);
        assertTrue(coverage.mark(2, 6));
        assertFalse(coverage.mark(2, 6));
        assertFalse(coverage.mark(3, 5));
        assertTrue(coverage.mark(3, 7));
        assertTrue(coverage.mark(1, 7));
    }

    /** A message without a body can be lost and acknowledged like any other. */
    @Test
    void item_without_bytes_counts_as_one() {
        Coverage coverage = new Coverage(0);
        assertFalse(coverage.isComplete());
        assertEquals(0, coverage.nextMissing(0));
        assertEquals(1, coverage.missingEnd(0));
        assertTrue(coverage.mark(0, 1));
        assertFalse(coverage.mark(0, 1));
        assertTrue(coverage.isComplete());
    }

    @Property(tries = 1000)
    void coverage_is_that_of_an_array_of_booleans(
            @ForAll @IntRange(max = 60) int bytes, @ForAll @Size(max = 12) List<@IntRange(max = 59) Integer> starts,
            @ForAll @Size(min = 12, max = 12) List<@IntRange(min = 1, max = 30) Integer> lengths) {
        Coverage coverage = new Coverage(bytes);
        boolean[] model = new boolean[Math.max(1, bytes)];
        assertSame(model, coverage);
        for (int i = 0; i < starts.size(); i++) {
            int from = starts.get(i) % model.length;
            int to = Math.min(model.length, from + lengths.get(i));
            boolean news = false;
            for (int at = from; at < to; at++) {
                news |= !model[at];
                model[at] = true;
            }
            assertEquals(news, coverage.mark(from, to));
            assertSame(model, coverage);
        }
    }

    private static void assertSame(boolean[] model, Coverage coverage) {
        int covered = 0;
        for (int from = 0; from < model.length; from++) {
            covered += model[from] ? 1 : 0;
            int missing = from;
            while (missing < model.length && model[missing]) {
                missing++;
            }
            assertEquals(missing, coverage.nextMissing(from), "from " + from);
            if (!model[from]) {
                int end = from;
                while (end < model.length && !model[end]) {
                    end++;
                }
                assertEquals(end, coverage.missingEnd(from), "from " + from);
            }
        }
        assertEquals(covered == 0, coverage.isEmpty());
        assertEquals(covered == model.length, coverage.isComplete());
    }
}
