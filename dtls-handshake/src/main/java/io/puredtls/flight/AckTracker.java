package io.puredtls.flight;

import io.puredtls.record.RecordNumber;
import io.puredtls.wire.WireWriter;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * [RFC9147 §7.1] Which handshake records of the peer are to be acknowledged, and when: at once, or once it takes too long
 * for the rest to come. Bounded: of very many the newest count. Not thread-safe; times are nanoseconds of the caller's
 * clock.
 */
public final class AckTracker {
    /** [RFC9147 §7] A number on the wire: epoch (8) · sequence_number (8). */
    private static final int NUMBER_LENGTH = 16;
    private static final int LIST_LENGTH = 2;
    private static final int MAX_NUMBERS = 64;

    private final TreeSet<RecordNumber> numbers =
            // [RFC9147 §7#4]
            new TreeSet<>(Comparator.comparingLong(RecordNumber::epoch).thenComparingLong(RecordNumber::sequence));
    private long armedAt = FlightController.NEVER;
    private boolean due;

    /** Nothing to acknowledge. */
    public AckTracker() {
        // nothing was received
    }

    /** A record was received, and all that was in it processed or kept. The first of a flight sets the timer. */
    public void received(RecordNumber number, long now) {
        if (numbers.add(number) && numbers.size() > MAX_NUMBERS) {
            numbers.pollFirst();
        }
        waiting(now);
    }

    /** Something came that cannot be named; the timer is set for it as well. */
    // [RFC9147 §7.1#13]
    public void waiting(long now) {
        if (armedAt == FlightController.NEVER) {
            armedAt = now;
        }
    }

    /** What was received is acknowledged as soon as can be, if there is anything. */
    public void acknowledgeNow() {
        due |= !numbers.isEmpty();
    }

    /** That record needs no ACK: a message of ours answers all that was in it. */
    public void answered(RecordNumber number) {
        numbers.remove(number);
        if (numbers.isEmpty()) {
            clear();
        }
    }

    /** What was received needs no ACK: a message of ours answers it. */
    public void clear() {
        numbers.clear();
        stopTimer();
        due = false;
    }

    private void stopTimer() {
        armedAt = FlightController.NEVER;
    }

    /** When {@link #onTimeout} is due. */
    public long deadline(long delay) {
        return armedAt == FlightController.NEVER ? FlightController.NEVER : armedAt + delay;
    }

    /** Acknowledges what there is, if it is time. */
    public void onTimeout(long now, long delay) {
        // [RFC9147 §7.1#1]
        if (deadline(delay) <= now) {
            due = true;
        }
    }

    /** Whether {@link #take} has something. */
    public boolean isDue() {
        return due;
    }

    /**
     * The content of an ACK of at most {@code room} bytes, which has room for two: the numbers in ascending order, of too
     * many the newest.
     *
     * @param keep whether they stay to be named again, as they do until their flight has been answered
     */
    public byte[] take(int room, Keep keep) {
        List<RecordNumber> list = List.copyOf(numbers);
        // [RFC9147 §7.1#9]
        int fitting = Math.min(list.size(), (room - LIST_LENGTH) / NUMBER_LENGTH);
        WireWriter out = new WireWriter();
        out.vector16("record_numbers", inner -> {
            // [RFC9147 §7.1#10]
            for (RecordNumber number : list.subList(list.size() - fitting, list.size())) {
                inner.u64("epoch", number.epoch());
                inner.u64("sequence_number", number.sequence());
            }
        });
        // [RFC9147 §7#8]
        if (keep == Keep.NOTHING) {
            numbers.removeAll(list.subList(list.size() - fitting, list.size()));
        }
        due = keep == Keep.NOTHING && !numbers.isEmpty(); // the rest is named in another
        stopTimer();
        return out.toArray();
    }

    /** What becomes of numbers that were named. */
    public enum Keep {
        /** Named again with the next: their flight goes on. */
        FLIGHT,
        /** They are done with. */
        NOTHING
    }
}
