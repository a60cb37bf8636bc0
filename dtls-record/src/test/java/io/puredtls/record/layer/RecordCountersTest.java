package io.puredtls.record.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.record.DropReason;
import org.junit.jupiter.api.Test;

/** Each reason has a figure of its own. */
final class RecordCountersTest {
    @Test
    void every_reason_is_counted_by_itself_and_in_the_sum() {
        var counters = new RecordCounters();
        long sum = 0;
        for (DropReason reason : DropReason.values()) {
            for (int i = 0; i <= reason.ordinal(); i++) {
                counters.dropped(reason);
                assertEquals(++sum, counters.drops());
            }
        }
        for (DropReason reason : DropReason.values()) {
            assertEquals(reason.ordinal() + 1, counters.drops(reason));
        }
        assertEquals(0, counters.recordsReceived() + counters.recordsSent() + counters.recordsHeldBack());
    }

    @Test
    void figures_begin_with_zero_and_do_not_mix() {
        var counters = new RecordCounters();
        counters.received();
        counters.received();
        counters.received();
        counters.sent();
        counters.sent();
        counters.heldBack();
        assertEquals(3, counters.recordsReceived());
        assertEquals(2, counters.recordsSent());
        assertEquals(1, counters.recordsHeldBack());
        assertEquals(0, counters.drops());
    }
}
