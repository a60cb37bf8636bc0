package io.puredtls.record.epoch;

import io.puredtls.record.HotPath;

/**
 * [RFC6347 §4.1.2.6] Remembers which of the last {@code width} sequence numbers were seen. Asking and marking are two
 * steps: between them the record must prove that it is genuine, or a forgery could move the window. A ring of bits, so
 * that moving on costs a word, not the window.
 */
public final class ReplayWindow {
    /** [RFC6347 §4.1.2.6#5] The narrowest window: RFC 6347's preference. */
    public static final int MIN_WIDTH = 64;
    /** The widest one that is of any use behind one socket. */
    public static final int MAX_WIDTH = 1024;

    private static final int WORD_BITS = 6;

    private final int width;
    private final long[] ring; // more words than the width has, so that the one being entered can be cleared; a power of two
    // [RFC6347 §4.1.2.6#2] nothing seen: number 0 is new
    // [RFC9147 §4.5.1#3]
    private long highest = -1;

    /**
     * A window that has seen nothing.
     *
     * @throws IllegalArgumentException if {@code width} is not a multiple of 64 from 64 to 1024
     */
    public ReplayWindow(int width) {
        // [RFC6347 §4.1.2.6#7] any width from the preferred one upwards
        // [RFC9147 §4.5.1#6]
        if (width < MIN_WIDTH || width > MAX_WIDTH || width % Long.SIZE != 0) {
            throw new IllegalArgumentException("a replay window is 64 to 1024 wide, in steps of 64; not " + width);
        }
        this.width = width;
        this.ring = new long[Integer.highestOneBit(width / Long.SIZE) * 2];
    }

    /** Whether {@code sequence} is new and not too old to tell. */
    @HotPath
    // [RFC9147 §4.5.1#1]
    public boolean isFresh(long sequence) {
        if (sequence > highest) {
            return true;
        }
        // [RFC6347 §4.1.2.6#1] [RFC6347 §4.1.2.6#3] what is left of the window counts as seen
        // [RFC9147 §4.5.1#7]
        return highest - sequence < width && (ring[word(sequence)] & bit(sequence)) == 0;
    }

    /** Marks a number that {@link #isFresh} and whose record has proved to be genuine. */
    @HotPath
    public void mark(long sequence) {
        if (sequence > highest) {
            long entered = Math.min((sequence >> WORD_BITS) - (highest >> WORD_BITS), ring.length);
            for (long i = 0; i < entered; i++) {
                ring[word(sequence - i * Long.SIZE)] = 0;
            }
            highest = sequence;
        }
        ring[word(sequence)] |= bit(sequence);
    }

    /** The highest number marked, or -1. */
    public long highest() {
        return highest;
    }

    private int word(long sequence) {
        return (int) (sequence >> WORD_BITS) & ring.length - 1; // no division, which takes longer than all else here
    }

    private static long bit(long sequence) {
        return 1L << sequence; // the shift takes the low six bits, the position inside the word
    }
}
