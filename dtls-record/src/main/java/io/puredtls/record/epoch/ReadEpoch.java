package io.puredtls.record.epoch;

import io.puredtls.record.HotPath;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.protection.Opening;
import io.puredtls.record.protection.RecordProtection;

/** One epoch of what we receive: its keys, its replay window and its count of forgeries. Not thread-safe. */
public final class ReadEpoch implements AutoCloseable {
    private final int number;
    private final RecordProtection protection;
    // [RFC9147 §4.5.1#2]
    private final ReplayWindow window;
    private final long integrityLimit;
    private long forgeries;

    /** Takes {@code protection}. */
    public ReadEpoch(int number, RecordProtection protection, ReplayWindow window) {
        this(number, protection, window, protection.limits().integrity());
    }

    /** Takes {@code protection}; {@code integrityLimit} is how many forgeries its key may see. */
    public ReadEpoch(int number, RecordProtection protection, ReplayWindow window, long integrityLimit) {
        if (number < 0 || number > RecordNumber.MAX_EPOCH) {
            throw new IllegalArgumentException("an epoch is 0 to 65535, not " + number);
        }
        this.number = number;
        this.protection = protection;
        this.window = window;
        this.integrityLimit = integrityLimit;
    }

    /** The epoch's number. */
    public int number() {
        return number;
    }

    /** Whether the record has the form that this epoch's records have. */
    @HotPath
    public boolean isOfForm(RecordView record) {
        return protection.isOfForm(record);
    }

    /**
     * Opens a record in place, if it is genuine and new; the window moves only then. Where the number stands in the clear
     * the window is asked before the cipher is paid. In the clear anything is new: a window that anyone can move would
     * shut the peer out.
     */
    @HotPath
    public Opening open(RecordView record) {
        if (!protection.isLongEnough(record)) {
            return Opening.TOO_SHORT;
        }
        if (isIntegrityLimitReached()) {
            // [RFC9147 §4.5.3#7]
            return Opening.WORN_OUT;
        }
        // [RFC9147 §4.2.2#3]
        protection.number(record, window.highest() + 1);
        // [RFC6347 §4.1.2.6#4] noticed before the cipher is paid
        if (protection.hasClearNumber() && isReplay(record)) {
            return Opening.REPLAYED;
        }
        Opening opening = protection.open(record);
        if (opening == Opening.FORGED) {
            // [RFC9147 §4.5.3#4] [RFC9846 §5.5#3]
            forgeries++;
            return opening;
        }
        // [RFC9147 §4.5.1] here after the cipher: how soon a record is dropped would tell its number
        // [RFC9147 §4.5.1#5]
        if (!protection.hasClearNumber() && isReplay(record)) {
            return Opening.REPLAYED;
        }
        if (protection.authenticates()) { // [RFC6347 §4.1.2.6#9] it is genuine
            // [RFC9147 §4.5.1#8]
            window.mark(record.sequence());
        }
        return opening;
    }

    @HotPath
    private boolean isReplay(RecordView record) {
        // [RFC9147 §4.5.1#4]
        return protection.authenticates() && !window.isFresh(record.sequence());
    }

    /** Whether a record of this epoch was opened. */
    public boolean isInUse() {
        return window.highest() >= 0;
    }

    /** How many records were forged under this key. */
    public long forgeries() {
        return forgeries;
    }

    /** How many may be. */
    public long integrityLimit() {
        return integrityLimit;
    }

    /** [RFC9147 §4.5.3] Whether this key has seen as many forgeries as it may. */
    @HotPath
    public boolean isIntegrityLimitReached() {
        return forgeries >= integrityLimit;
    }

    /** Whether the sequence number is the highest that was received, as RFC 9146 §6 asks before a path may change. */
    public boolean isNewest(long sequence) {
        return sequence == window.highest();
    }

    @Override
    public void close() {
        protection.close();
    }
}
