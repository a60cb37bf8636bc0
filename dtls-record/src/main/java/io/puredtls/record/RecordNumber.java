package io.puredtls.record;

/**
 * [RFC9147 §4] A record's number: unique for the direction, as every epoch has keys of its own. For cold paths; the
 * hot path passes the two parts.
 */
public record RecordNumber(long epoch, long sequence) {
    /** [RFC6347 §4.1] The last epoch of DTLS 1.2: 16 bits on the wire. */
    public static final int MAX_EPOCH = 0xFFFF;

    /** [RFC6347 §4.1] The last sequence number of an epoch: 48 bits, which never wrap. */
    public static final long MAX_SEQUENCE = (1L << 48) - 1;

    @Override
    public String toString() {
        return epoch + ":" + sequence;
    }
}
