package io.puredtls.record.format;

import io.puredtls.record.HotPath;
import io.puredtls.record.RecordNumber;

/** [RFC9147 §4.2.2] From the low bits of a sequence number to the whole of it. */
public final class SequenceNumbers {
    private SequenceNumbers() {
    }

    /**
     * The number with these low bits that is closest to {@code expected}, within what an epoch has; of two that are as
     * close the larger.
     *
     * @param expected one plus the highest number that was received
     * @param low the low bits
     * @param bits how many they are, 8 or 16
     */
    @HotPath
    public static long reconstruct(long expected, int low, int bits) {
        long window = 1L << bits;
        long candidate = expected & -window | low;
        // [RFC9147 §4.2.2#3]
        if (candidate > expected + window / 2 || candidate > RecordNumber.MAX_SEQUENCE) {
            return candidate >= window ? candidate - window : candidate;
        }
        if (candidate + window <= expected + window / 2 && candidate + window <= RecordNumber.MAX_SEQUENCE) {
            return candidate + window;
        }
        return candidate;
    }
}
