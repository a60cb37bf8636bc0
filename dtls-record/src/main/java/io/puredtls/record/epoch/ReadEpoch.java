package io.puredtls.record.epoch;

import io.puredtls.record.HotPath;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.protection.RecordProtection;

/** One epoch of what we receive: its keys, its replay window and its count of forgeries. Not thread-safe. */
public final class ReadEpoch implements AutoCloseable {
    private final int number;
    private final RecordProtection protection;
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

    /**
     * Whether the record's number is worth paying for the cipher. In the clear it always is: a window that anyone can
     * move would shut the peer out.
     */
    @HotPath
    public boolean isFresh(RecordView record) {
        return !protection.authenticates() || window.isFresh(record.sequence());
    }

    /** Whether the record has room for what protects it. */
    @HotPath
    public boolean isLongEnough(RecordView record) {
        return protection.isLongEnough(record);
    }

    /**
     * [RFC6347 §4.1.2.6#9] Opens a record that {@link #isFresh} and {@link #isLongEnough}, in place; the window moves
     * only if it is genuine.
     *
     * @return false if it is forged
     */
    @HotPath
    public boolean open(RecordView record) {
        if (!protection.open(record)) {
            forgeries++;
            return false;
        }
        if (protection.authenticates()) {
            window.mark(record.sequence());
        }
        return true;
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
