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
    private int numberOffset;
    private int numberLength;
    private int idLength;
    private int payloadOffset;
    private int payloadLength;
    private int plaintextLength;
    private int end;

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
        this.plaintextLength = payloadLength;
        this.end = payloadOffset + payloadLength;
    }

    /** Lets go of the datagram. */
    @HotPath
    public void release() {
        wrap(NOTHING, 0, 0, 0);
    }

    /** Sets what a header says that has it all in the clear. */
    @HotPath
    public void header(ContentType type, int version, int epoch, long sequence) {
        this.type = type;
        this.version = version;
        this.epoch = epoch;
        this.sequence = sequence;
        this.numberLength = 0;
        this.idLength = 0;
    }

    /** [RFC9146 §4] Sets what the header of a DTLS 1.2 record with a connection ID says. Its type is not known before it has been opened. */
    @HotPath
    public void withConnectionId(int version, int epoch, long sequence, int idLength) {
        header(ContentType.UNKNOWN, version, epoch, sequence);
        this.idLength = idLength;
    }

    /**
     * [RFC9147 §4] Sets what a unified header says: the two low bits of the epoch, and where the masked number stands.
     * Type and number are not known before the record has been opened.
     */
    @HotPath
    public void unified(int epochBits, int numberOffset, int numberLength) {
        this.type = ContentType.UNKNOWN;
        this.version = 0;
        this.epoch = epochBits;
        this.sequence = 0;
        this.numberOffset = numberOffset;
        this.numberLength = numberLength;
        this.idLength = numberOffset - start - 1;
    }

    /** Sets the epoch that the two bits of a unified header stand for. */
    @HotPath
    public void epoch(int number) {
        this.epoch = number;
    }

    /** Sets the whole number of a record whose header has a part of it. */
    @HotPath
    public void sequence(long number) {
        this.sequence = number;
    }

    /** Narrows the payload, once what surrounds the content has been taken away. */
    @HotPath
    public void payload(int offset, int length) {
        this.payloadOffset = offset;
        this.payloadLength = length;
        this.plaintextLength = length;
    }

    /** Narrows the payload to content whose type stood inside the protection, and behind it perhaps zeros. */
    @HotPath
    public void content(ContentType innerType, int offset, int length, int innerLength) {
        this.type = innerType;
        payload(offset, length);
        this.plaintextLength = innerLength;
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

    /** The version in the header, as its number; 0 for a unified header, which has none. */
    public int version() {
        return version;
    }

    /** The epoch; of a unified header that was not yet looked up, its two low bits. */
    public int epoch() {
        return epoch;
    }

    public long sequence() {
        return sequence;
    }

    /** Whether the header is that of a protected record of DTLS 1.3. */
    @HotPath
    public boolean isUnified() {
        return numberLength > 0;
    }

    /** Whether the header has a connection ID. */
    @HotPath
    public boolean hasConnectionId() {
        return idLength > 0;
    }

    /** How long the header's connection ID is, in bytes; 0 for none. */
    @HotPath
    public int idLength() {
        return idLength;
    }

    /** Where the masked number of a unified header stands. */
    public int numberOffset() {
        return numberOffset;
    }

    /** The length of that number, 1 or 2; 0 if the header is not unified. */
    public int numberLength() {
        return numberLength;
    }

    public int payloadOffset() {
        return payloadOffset;
    }

    public int payloadLength() {
        return payloadLength;
    }

    /** How much of an opened record was protected: the content, and in DTLS 1.3 its type and the zeros behind it. */
    @HotPath
    public int plaintextLength() {
        return plaintextLength;
    }

    /** Where the record ends, opened or not. */
    public int end() {
        return end;
    }

    @Override
    public String toString() {
        return type + " " + epoch + ":" + sequence + ", " + payloadLength + " bytes";
    }
}
