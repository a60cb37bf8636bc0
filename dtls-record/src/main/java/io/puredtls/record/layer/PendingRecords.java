package io.puredtls.record.layer;

import java.util.ArrayDeque;
import java.util.Arrays;

/** Copies of records that came before their time; bounded in number and in bytes. Not thread-safe. */
final class PendingRecords {
    private final ArrayDeque<byte[]> records = new ArrayDeque<>();
    private final int maxRecords;
    private final int maxBytes;
    private int bytes;

    PendingRecords(int maxRecords, int maxBytes) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
    }

    /** Keeps a copy; false if there is no room. */
    boolean offer(byte[] datagram, int offset, int length) {
        if (records.size() >= maxRecords || length > maxBytes - bytes) {
            return false;
        }
        bytes += length;
        records.add(Arrays.copyOfRange(datagram, offset, offset + length));
        return true;
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Gives the one kept longest. */
    byte[] take() {
        byte[] record = records.remove();
        bytes -= record.length;
        return record;
    }

    int size() {
        return records.size();
    }

    void clear() {
        records.clear();
        bytes = 0;
    }
}
