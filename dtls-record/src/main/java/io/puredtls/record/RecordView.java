package io.puredtls.record;

/**
 * One record inside a datagram: a flyweight that is moved from record to record, so that walking a datagram allocates
 * nothing. A format fills it from a header; a protection moves the payload's bounds inwards when it opens it. Valid
 * until it is moved on. Not thread-safe.
 */
public final class RecordView {
    private static final byte[] NOTHING = new byte[0];

    private byte[] datagram = NOTHING;
    private int start;
    private ContentType type = ContentType.UNKNOWN;
    private int version;
    private int epoch;
    private long sequence;
    private int payloadOffset;
    private int payloadLength;

    /** A view of nothing, to be pointed at a record. */
    public RecordView() {
        // fields begin with their defaults
    }

    /** Points the view at a record whose header begins at {@code start}. */
    @HotPath
    public void wrap(byte[] datagram, int start, int payloadOffset, int payloadLength) {
        this.datagram = datagram;
        this.start = start;
        this.payloadOffset = payloadOffset;
        this.payloadLength = payloadLength;
    }

    /** Lets go of the datagram. */
    @HotPath
    public void release() {
        wrap(NOTHING, 0, 0, 0);
    }

    /** Sets what a header says. */
    @HotPath
    public void header(ContentType type, int version, int epoch, long sequence) {
        this.type = type;
        this.version = version;
        this.epoch = epoch;
        this.sequence = sequence;
    }

    /** Narrows the payload, once what surrounds the content has been taken away. */
    @HotPath
    public void payload(int offset, int length) {
        this.payloadOffset = offset;
        this.payloadLength = length;
    }

    /** The array that the record is in. */
    public byte[] datagram() {
        return datagram;
    }

    /** Where the record's header begins. */
    public int start() {
        return start;
    }

    public ContentType type() {
        return type;
    }

    /** The version in the header, as its number. */
    public int version() {
        return version;
    }

    public int epoch() {
        return epoch;
    }

    public long sequence() {
        return sequence;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }

    /** Where the record ends, before it was opened. */
    public int end() {
        return payloadOffset + payloadLength;
    }

    @Override
    public String toString() {
        return type + " " + epoch + ":" + sequence + ", " + payloadLength + " bytes";
    }
}
