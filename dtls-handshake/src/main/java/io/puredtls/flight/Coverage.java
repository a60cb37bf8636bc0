package io.puredtls.flight;

import java.util.BitSet;

/**
 * Which bytes of an item the peer has acknowledged. An item without bytes counts as one byte, so that it can be
 * acknowledged too.
 */
final class Coverage {
    private final BitSet acknowledged = new BitSet();
    private final int length;

    Coverage(int bytes) {
        this.length = Math.max(1, bytes);
    }

    /** Marks a range; false if all of it was marked before. */
    boolean mark(int from, int to) {
        boolean news = acknowledged.nextClearBit(from) < to;
        acknowledged.set(from, to);
        return news;
    }

    boolean isComplete() {
        return acknowledged.nextClearBit(0) >= length;
    }

    boolean isEmpty() {
        return acknowledged.isEmpty();
    }

    /** The first byte from {@code from} on that is missing; the length if there is none. */
    int nextMissing(int from) {
        return Math.min(length, acknowledged.nextClearBit(from));
    }

    /** Where the missing range that begins at {@code from} ends. */
    int missingEnd(int from) {
        int next = acknowledged.nextSetBit(from);
        return next < 0 ? length : next;
    }
}
