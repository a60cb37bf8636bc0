package io.puredtls.record.format;

import static io.puredtls.record.RecordNumber.MAX_SEQUENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** [RFC9147 §4.2.2] The nearest number that ends like this one. */
final class SequenceNumbersTest {
    /** Tries every number that is near enough. */
    private static long nearest(long expected, int low, int bits) {
        long window = 1L << bits;
        long best = -1;
        for (long number = Math.max(0, expected - window); number <= Math.min(MAX_SEQUENCE, expected + window); number++) {
            boolean isNearer = best < 0 || Math.abs(number - expected) <= Math.abs(best - expected); // the larger of two
            if (number % window == low && isNearer) {
                best = number;
            }
        }
        return best;
    }

    @Property(tries = 2000)
    // [RFC9147 §4.2.2#3]
    void number_of_8_bits_is_the_nearest_of_all(@ForAll("expected") long expected, @ForAll @IntRange(max = 0xFF) int low) {
        assertEquals(nearest(expected, low, 8), SequenceNumbers.reconstruct(expected, low, 8));
    }

    @Property(tries = 500)
    // [RFC9147 §4.2.2#3]
    void number_of_16_bits_is_the_nearest_of_all(@ForAll("expected") long expected, @ForAll @IntRange(max = 0xFFFF) int low) {
        assertEquals(nearest(expected, low, 16), SequenceNumbers.reconstruct(expected, low, 16));
    }

    @Property(tries = 2000)
    void number_that_is_near_enough_is_found_again(
            @ForAll("expected") long expected, @ForAll @IntRange(min = -127, max = 128) int distance) {
        long number = expected + distance;
        if (number >= 0 && number <= MAX_SEQUENCE) {
            assertEquals(number, SequenceNumbers.reconstruct(expected, (int) number & 0xFF, 8));
            assertEquals(number, SequenceNumbers.reconstruct(expected, (int) number & 0xFFFF, 16));
        }
    }

    /** Near both ends of an epoch, near the ends of windows, and anywhere. */
    @Provide
    Arbitrary<Long> expected() {
        return Arbitraries.oneOf(
                Arbitraries.longs().between(0, 700), Arbitraries.longs().between(65_000, 70_000),
                Arbitraries.longs().between(MAX_SEQUENCE - 700, MAX_SEQUENCE), Arbitraries.longs().between(0, MAX_SEQUENCE));
    }

    @Example
    void there_are_no_numbers_below_0() {
        for (int low = 0; low < 256; low++) {
            assertEquals(low, SequenceNumbers.reconstruct(0, low, 8));
            assertEquals(low, SequenceNumbers.reconstruct(127, low, 8));
        }
        assertEquals(0xFFFF, SequenceNumbers.reconstruct(0, 0xFFFF, 16));
        assertEquals(0xFF, SequenceNumbers.reconstruct(128, 0xFF, 8));
        assertEquals(256, SequenceNumbers.reconstruct(129, 0, 8));
    }

    @Example
    void there_are_no_numbers_of_more_than_48_bits() {
        for (int low = 0; low < 256; low++) {
            assertEquals(MAX_SEQUENCE - 255 + low, SequenceNumbers.reconstruct(MAX_SEQUENCE, low, 8));
        }
        assertEquals(MAX_SEQUENCE - 0xFFFF, SequenceNumbers.reconstruct(MAX_SEQUENCE, 0, 16));
        assertEquals(MAX_SEQUENCE, SequenceNumbers.reconstruct(MAX_SEQUENCE - 0x7FFF, 0xFFFF, 16));
    }

    @Example
    void of_two_that_are_as_near_the_larger_is_meant() {
        assertEquals(0x1080, SequenceNumbers.reconstruct(0x1000, 0x80, 8));
        assertEquals(0x0F81, SequenceNumbers.reconstruct(0x1000, 0x81, 8));
        assertEquals(0x1100, SequenceNumbers.reconstruct(0x1080, 0x00, 8));
        assertEquals(0x18000, SequenceNumbers.reconstruct(0x10000, 0x8000, 16));
        assertEquals(0x08001, SequenceNumbers.reconstruct(0x10000, 0x8001, 16));
    }
}
