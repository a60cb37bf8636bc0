package io.puredtls.record.epoch;

import io.puredtls.record.ContentType;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.protection.RecordProtection;

/** One epoch of what we send: its keys, the next sequence number and how often the keys were used. Not thread-safe. */
public final class WriteEpoch implements AutoCloseable {
    private final int number;
    private final RecordProtection protection;
    private final long lastSequence;
    private long nextSequence;

    private WriteEpoch(int number, RecordProtection protection, long firstSequence, long lastSequence) {
        this.number = number;
        this.protection = protection;
        this.nextSequence = firstSequence;
        this.lastSequence = lastSequence;
    }

    /** Takes {@code protection}; numbers begin with 0 and end with the epoch's or, before it, the keys' limit. */
    public static WriteEpoch of(int number, RecordProtection protection) {
        // [RFC9147 §4.2#1] [RFC9846 §5.3#1]
        return of(number, protection, 0, protection.limits().confidentiality());
    }

    /** Takes {@code protection}; {@code limit} records at most, beginning with {@code firstSequence}. */
    public static WriteEpoch of(int number, RecordProtection protection, long firstSequence, long limit) {
        if (number < 0 || number > RecordNumber.MAX_EPOCH) {
            throw new IllegalArgumentException("an epoch is 0 to 65535, not " + number);
        }
        if (firstSequence < 0 || firstSequence > RecordNumber.MAX_SEQUENCE) {
            throw new IllegalArgumentException("a sequence number has 48 bits, not " + firstSequence);
        }
        // [RFC9147 §4#2]
        long last = limit > RecordNumber.MAX_SEQUENCE - firstSequence ? RecordNumber.MAX_SEQUENCE : firstSequence + limit - 1;
        return new WriteEpoch(number, protection, firstSequence, last);
    }

    /** The epoch's number. */
    public int number() {
        return number;
    }

    /** By how many bytes, at most, a record is longer than its content. */
    public int overhead() {
        return protection.overhead();
    }

    /** The length of a record with so much content, if it is padded no more than it must be. */
    @HotPath
    public int sealedLength(int contentLength) {
        return protection.sealedLength(contentLength);
    }

    /** The most content of which the record has at most so many bytes; negative if there is none. */
    @HotPath
    public int contentWithin(int recordLength) {
        return protection.contentWithin(recordLength);
    }

    /** [RFC6347 §4.1#9] How many records may still be sealed: numbers never wrap, keys are never overused. */
    public long remaining() {
        return lastSequence - nextSequence + 1;
    }

    /** The number the next record will have. */
    public long nextSequence() {
        return nextSequence;
    }

    /**
     * Writes one record of at most {@code limit} bytes to {@code out}; the caller has checked sizes and {@link #remaining}.
     *
     * @return the record's length
     */
    @HotPath
    public int seal(ContentType type, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        // [RFC9147 §4.2.1#6]
        if (nextSequence > lastSequence) {
            throw new IllegalStateException("epoch " + number + " has no sequence numbers left");
        }
        // [RFC6347 §4.2.1#14] one number for one record
        return protection.seal(type, number, nextSequence++, content, offset, length, out, outOffset, limit);
    }

    @Override
    public void close() {
        protection.close();
    }
}
