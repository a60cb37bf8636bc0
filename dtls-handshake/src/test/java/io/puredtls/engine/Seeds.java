package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Runs something for many seeds, or numbers, and says for which ones it failed so that they can be played again. */
final class Seeds {
    private static final int SHOWN = 5;

    private Seeds() {
    }

    /** How many seeds a family gets: {@code -Dpuredtls.seeds}. */
    static int count() {
        return Integer.getInteger("puredtls.seeds", 200);
    }

    /** For each of {@link #count} seeds. */
    static void each(LongConsumer trial) {
        each(count(), trial);
    }

    /** For each number from 0 to {@code count - 1}, on all processors; every trial has engines of its own. */
    static void each(long count, LongConsumer trial) {
        List<String> failures = LongStream.range(0, count).parallel().boxed()
                .flatMap(seed -> failure(seed, trial).stream()).toList();
        assertEquals(List.of(), failures.stream().limit(SHOWN).toList(), failures.size() + " of " + count + " fail");
    }

    private static List<String> failure(long seed, LongConsumer trial) {
        try {
            trial.accept(seed);
            return List.of();
        } catch (AssertionError | RuntimeException failure) {
            StackTraceElement[] trace = failure.getStackTrace();
            return List.of("seed " + seed + ": " + failure + (trace.length == 0 ? "" : " at " + trace[0]));
        }
    }
}
