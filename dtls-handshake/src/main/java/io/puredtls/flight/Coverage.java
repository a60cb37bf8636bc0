package io.puredtls.flight;

import java.util.BitSet;

/**
 * Which bytes of an item the peer has acknowledged. An item without bytes counts as one byte, so that it can be
 * acknowledged too.
 */
final class Coverage {
    private final BitSet acknowledged = new BitSet();
    private final BitSet claimed = new BitSet(); // and all that was acknowledged
    private final int length;

    Coverage(int bytes) {
        this.length = Math.max(1, bytes);
    }

    /** Marks a range; false if all of it was marked before. */
    boolean mark(int from, int to) {
        boolean news = acknowledged.nextClearBit(from) < to;
        acknowledged.set(from, to);
        claimed.set(from, to);
        return news;
    }

    /** Marks all of it. */
    void markAll() {
        mark(0, length);
    }

    /** Marks a range that anybody may have said to be there, until {@link #forgetClaims}; false if all of it was marked before. */
    boolean claim(int from, int to) {
        boolean news = claimed.nextClearBit(from) < to;
        claimed.set(from, to);
        return news;
    }

    /** What was acknowledged by the peer alone counts again. */
    void forgetClaims() {
        claimed.and(acknowledged);
    }

    /** Whether nothing needs to be sent as far as has been said. */
    boolean isClaimed() {
        return claimed.nextClearBit(0) >= length;
    }

    boolean isComplete() {
        return acknowledged.nextClearBit(0) >= length;
    }

    boolean isEmpty() {
        return acknowledged.isEmpty();
    }

    /** The first byte from {@code from} on that is missing; the length if there is none. */
    int nextMissing(int from) {
        return Math.min(length, claimed.nextClearBit(from));
    }

    /** Where the missing range that begins at {@code from} ends. */
    int missingEnd(int from) {
        int next = claimed.nextSetBit(from);
        return next < 0 ? length : next;
    }
}
