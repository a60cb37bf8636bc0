package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.flight.AckTracker.Keep;
import io.puredtls.record.RecordNumber;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** [RFC9147 §7] What is said about what came, and when. */
class AckTrackerTest {
    private static final long DELAY = 250;
    private static final int ROOM = 1200;

    private final AckTracker acks = new AckTracker();

    @Test
    void nothing_is_said_about_nothing() {
        assertFalse(acks.isDue());
        assertEquals(FlightController.NEVER, acks.deadline(DELAY));
        acks.acknowledgeNow();
        acks.onTimeout(1_000_000, DELAY);
        assertFalse(acks.isDue());
    }

    /** [RFC9147 §7] In numerically increasing order, whatever order they came in; epoch (8) and sequence_number (8). */
    @Test
    // [RFC9147 §7#4]
    void numbers_are_named_in_their_order_and_once() {
        received(3, 0, 2, 0x0102_0304_0506L, 2, 7, 3, 0, 0, 9, 2, 7);
        assertEquals("0040" + "0000000000000000" + "0000000000000009" + "0000000000000002" + "0000000000000007"
                + "0000000000000002" + "0000010203040506" + "0000000000000003" + "0000000000000000", hex(acks.take(ROOM, Keep.FLIGHT)));
    }

    @Test
    void highest_numbers_are_named_in_full() {
        received(0xFFFF, RecordNumber.MAX_SEQUENCE);
        assertEquals("0010" + "000000000000ffff" + "0000ffffffffffff", hex(acks.take(ROOM, Keep.FLIGHT)));
    }

    // When

    /** [RFC9147 §7.1] The first record of a flight sets the timer, and no other does. */
    @Test
    void first_record_sets_the_timer() {
        acks.received(new RecordNumber(2, 0), 100);
        acks.received(new RecordNumber(2, 1), 200);
        assertEquals(100 + DELAY, acks.deadline(DELAY));
        acks.onTimeout(100 + DELAY - 1, DELAY);
        assertFalse(acks.isDue());
        acks.onTimeout(100 + DELAY, DELAY);
        assertTrue(acks.isDue());
    }

    @Test
    void timer_goes_with_the_delay() {
        acks.received(new RecordNumber(2, 0), 100);
        assertEquals(110, acks.deadline(10));
        assertEquals(100, acks.deadline(0));
        acks.onTimeout(105, 5);
        assertTrue(acks.isDue());
    }

    @Test
    void taking_stops_the_timer_until_the_next_record() {
        acks.received(new RecordNumber(2, 0), 100);
        acks.onTimeout(1000, DELAY);
        acks.take(ROOM, Keep.FLIGHT);
        assertFalse(acks.isDue());
        assertEquals(FlightController.NEVER, acks.deadline(DELAY));
        acks.onTimeout(1_000_000, DELAY);
        assertFalse(acks.isDue());
        acks.received(new RecordNumber(2, 1), 5000);
        assertEquals(5000 + DELAY, acks.deadline(DELAY));
    }

    /** Also one that was named already: it came again, so that the ACK did not get through, or the peer is impatient. */
    @Test
    void record_that_comes_again_sets_the_timer_again() {
        acks.received(new RecordNumber(2, 0), 100);
        acks.take(ROOM, Keep.FLIGHT);
        acks.received(new RecordNumber(2, 0), 900);
        assertEquals(900 + DELAY, acks.deadline(DELAY));
    }

    @Test
    void what_there_is_can_be_acknowledged_at_once() {
        received(2, 0);
        acks.acknowledgeNow();
        assertTrue(acks.isDue());
        acks.take(ROOM, Keep.NOTHING);
        assertFalse(acks.isDue());
        acks.acknowledgeNow();
        assertFalse(acks.isDue(), "nothing is left to acknowledge");
    }

    /** [RFC9147 §7.1] What cannot be read cannot be named: that we are there is said by an ACK of nothing. */
    @Test
    // [RFC9147 §7.1#13]
    void what_cannot_be_named_is_answered_by_an_empty_ack() {
        acks.waiting(100);
        assertFalse(acks.isDue());
        assertEquals(100 + DELAY, acks.deadline(DELAY));
        acks.onTimeout(100 + DELAY, DELAY);
        assertTrue(acks.isDue());
        assertEquals("0000", hex(acks.take(ROOM, Keep.FLIGHT)));
        assertFalse(acks.isDue());
        assertEquals(FlightController.NEVER, acks.deadline(DELAY));
    }

    @Test
    void what_cannot_be_named_waits_with_what_can() {
        acks.waiting(100);
        acks.received(new RecordNumber(2, 0), 200);
        acks.waiting(300);
        assertEquals(100 + DELAY, acks.deadline(DELAY));
        assertEquals(1, count(acks.take(ROOM, Keep.FLIGHT)));
    }

    // How long

    /** [RFC9147 §7] In a handshake an ACK covers the outstanding flight, all of it. */
    @Test
    // [RFC9147 §7#7]
    void numbers_of_a_flight_are_named_again_until_it_is_answered() {
        received(2, 0);
        acks.take(ROOM, Keep.FLIGHT);
        received(2, 1);
        assertEquals(2, count(acks.take(ROOM, Keep.FLIGHT)));
        assertEquals(2, count(acks.take(ROOM, Keep.FLIGHT)));
        acks.clear();
        received(2, 2);
        assertEquals("0010" + "0000000000000002" + "0000000000000002", hex(acks.take(ROOM, Keep.FLIGHT)));
    }

    /** [RFC9147 §7] After a handshake once for each record. */
    @Test
    // [RFC9147 §7#8]
    void numbers_that_are_done_with_are_named_once() {
        received(3, 0, 3, 1);
        assertEquals(2, count(acks.take(ROOM, Keep.NOTHING)));
        received(3, 2);
        assertEquals("0010" + "0000000000000003" + "0000000000000002", hex(acks.take(ROOM, Keep.NOTHING)));
        assertEquals("0000", hex(acks.take(ROOM, Keep.NOTHING)));
    }

    @Test
    void an_answer_makes_an_ack_needless() {
        received(2, 0);
        acks.acknowledgeNow();
        acks.clear();
        assertFalse(acks.isDue());
        assertEquals(FlightController.NEVER, acks.deadline(DELAY));
        acks.acknowledgeNow();
        acks.onTimeout(1_000_000, DELAY);
        assertFalse(acks.isDue());
    }

    // How many

    @Test
    void of_very_many_the_newest_are_remembered() {
        for (int sequence = 0; sequence < 1000; sequence++) {
            received(2, sequence);
        }
        byte[] content = acks.take(ROOM, Keep.FLIGHT);
        assertEquals(64, count(content));
        assertEquals("0000000000000002" + "00000000000003a8", hex(content).substring(4, 36)); // 936
        assertTrue(hex(content).endsWith("00000000000003e7"));
    }

    @Test
    // [RFC9147 §7.1#9] [RFC9147 §7.1#10]
    void room_cuts_the_oldest_off() {
        received(0, 5, 2, 0, 2, 1);
        String all = hex(acks.take(ROOM, Keep.FLIGHT));
        for (int room = 2; room < 60; room++) {
            int fitting = Math.min(3, (room - 2) / 16);
            String expected = String.format("%04x", 16 * fitting) + all.substring(all.length() - 32 * fitting);
            assertEquals(expected, hex(acks.take(room, Keep.FLIGHT)), room + " bytes");
        }
    }

    /** Against a list that is sorted, cut and cleared. */
    @Property(tries = 500)
    void numbers_are_those_of_a_sorted_list(@ForAll("operations") List<Operation> operations) {
        var tracker = new AckTracker();
        List<RecordNumber> model = new ArrayList<>();
        for (Operation each : operations) {
            switch (each.what) {
                case RECEIVED -> {
                    tracker.received(each.number, 0);
                    if (!model.contains(each.number)) {
                        model.add(each.number);
                        model.sort(Comparator.comparingLong(RecordNumber::epoch).thenComparingLong(RecordNumber::sequence));
                        if (model.size() > 64) {
                            model.remove(0);
                        }
                    }
                }
                case CLEAR -> {
                    tracker.clear();
                    model.clear();
                }
                case TAKE -> {
                    assertEquals(written(model, each.room), hex(tracker.take(each.room, each.keep)));
                    int named = Math.min(model.size(), (each.room - 2) / 16);
                    if (each.keep == Keep.NOTHING) { // [RFC9147 §7] the others have their turn: each record is named once
                        model.subList(model.size() - named, model.size()).clear();
                        assertEquals(!model.isEmpty(), tracker.isDue());
                    }
                }
            }
        }
    }

    private static String written(List<RecordNumber> numbers, int room) {
        StringBuilder out = new StringBuilder();
        int fitting = Math.min(numbers.size(), (room - 2) / 16);
        for (RecordNumber number : numbers.subList(numbers.size() - fitting, numbers.size())) {
            out.append(String.format("%016x%016x", number.epoch(), number.sequence()));
        }
        return String.format("%04x", 16 * fitting) + out;
    }

    record Operation(Kind what, RecordNumber number, int room, Keep keep) {
        enum Kind { RECEIVED, TAKE, CLEAR }
    }

    @Provide
    Arbitrary<List<Operation>> operations() {
        Arbitrary<RecordNumber> numbers = Combinators.combine(Arbitraries.longs().between(0, 5), Arbitraries.longs().between(0, 40))
                .as(RecordNumber::new);
        return Combinators.combine(
                Arbitraries.frequency(
                        Tuple.of(20, Operation.Kind.RECEIVED), Tuple.of(3, Operation.Kind.TAKE),
                        Tuple.of(1, Operation.Kind.CLEAR)),
                numbers, Arbitraries.integers().between(2, 1200), Arbitraries.of(Keep.class))
                .as(Operation::new).list().ofMaxSize(200);
    }

    @Property(tries = 200)
    void timer_is_that_of_the_first_record_since_the_last_ack(@ForAll List<@IntRange(max = 1000) Integer> pauses) {
        var tracker = new AckTracker();
        long now = 0;
        long first = -1;
        for (int i = 0; i < pauses.size(); i++) {
            now += pauses.get(i);
            if (pauses.get(i) % 7 == 0) {
                tracker.take(ROOM, Keep.FLIGHT);
                first = -1;
            } else {
                tracker.received(new RecordNumber(2, i), now);
                first = first < 0 ? now : first;
            }
            assertEquals(first < 0 ? FlightController.NEVER : first + DELAY, tracker.deadline(DELAY));
        }
    }

    private void received(long... epochsAndSequences) {
        for (int i = 0; i < epochsAndSequences.length; i += 2) {
            acks.received(new RecordNumber(epochsAndSequences[i], epochsAndSequences[i + 1]), 100);
        }
    }

    private static int count(byte[] content) {
        assertEquals((content[0] & 0xFF) << 8 | content[1] & 0xFF, content.length - 2);
        return (content.length - 2) / 16;
    }

    private static String hex(byte[] content) {
        return Bytes.of(content).hex();
    }
}
