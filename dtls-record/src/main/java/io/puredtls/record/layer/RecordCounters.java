package io.puredtls.record.layer;

import io.puredtls.record.DropReason;
import io.puredtls.record.HotPath;

/** What went through a record layer, and what did not. Counted and read under the association's own lock. */
public final class RecordCounters {
    private final long[] drops = new long[DropReason.values().length];
    private long recordsReceived;
    private long recordsSent;
    private long recordsHeldBack;

    /** All zero. */
    public RecordCounters() {
        // fields begin with their defaults
    }

    /** Counts one record, or the rest of a datagram, that was dropped. */
    @HotPath
    public void dropped(DropReason reason) {
        drops[reason.ordinal()]++;
    }

    @HotPath
    void received() {
        recordsReceived++;
    }

    @HotPath
    void sent() {
        recordsSent++;
    }

    void heldBack() {
        recordsHeldBack++;
    }

    /** How often something was dropped for {@code reason}. */
    public long drops(DropReason reason) {
        return drops[reason.ordinal()];
    }

    /** How often anything was dropped. */
    public long drops() {
        long sum = 0;
        for (long each : drops) {
            sum += each;
        }
        return sum;
    }

    /** Records that were opened and handed on. */
    public long recordsReceived() {
        return recordsReceived;
    }

    /** Records that were sealed. */
    public long recordsSent() {
        return recordsSent;
    }

    /** How often a record that came before its time was kept. */
    public long recordsHeldBack() {
        return recordsHeldBack;
    }
}
