package io.puredtls.engine;

import io.puredtls.record.HotPath;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.WriteEpoch;

/**
 * [RFC9147 §4.5.3] How far keys are worn out: by the records that were sealed with them, by the forgeries that were tried
 * on them. Of each pair of keys it is said once that they wear out. Not thread-safe.
 */
final class KeyWear {
    /** A warning is given when this fraction of the uses is left. */
    private static final int WARNING_FRACTION = 8;

    private long warningAt;
    private int sealingWatchedFor = -1;
    private int openingWatchedFor = -1;

    /** What is to be done about it. */
    enum Wear {
        /** Nothing, or it was said before. */
        NONE,
        /** Other keys, soon. */
        WEARING,
        /** The end, while there is one record left to say so in. */
        WORN_OUT
    }

    @HotPath
    Wear ofSealing(WriteEpoch writer) {
        if (sealingWatchedFor != writer.number()) { // new keys
            sealingWatchedFor = writer.number();
            warningAt = Math.max(1, writer.remaining() / WARNING_FRACTION);
        }
        if (writer.remaining() > warningAt) {
            return Wear.NONE;
        }
        warningAt = 1;
        return writer.remaining() > 1 ? Wear.WEARING : Wear.WORN_OUT;
    }

    @HotPath
    Wear ofOpening(ReadEpoch reader) {
        if (reader.isIntegrityLimitReached()) {
            return Wear.WORN_OUT;
        }
        if (reader.forgeries() < reader.integrityLimit() / 2 || openingWatchedFor == reader.number()) {
            return Wear.NONE;
        }
        openingWatchedFor = reader.number();
        return Wear.WEARING;
    }
}
