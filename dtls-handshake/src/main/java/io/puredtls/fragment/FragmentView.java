package io.puredtls.fragment;

import io.puredtls.record.RecordView;

/**
 * [RFC6347 §4.2.2] One handshake fragment inside a record: a flyweight that walks the fragments of the record. The
 * array is lent. Not thread-safe.
 */
public final class FragmentView {
    private static final byte[] NOTHING = {};

    private byte[] data = NOTHING;
    private int next;
    private int limit;
    private int epoch;
    private int start;

    /** A view of nothing, to be pointed at a record. */
    public FragmentView() {
        // fields begin with their defaults
    }

    /** Begins at the start of an opened record's content. */
    public void wrap(RecordView record) {
        this.data = record.datagram();
        this.next = record.payloadOffset();
        this.limit = record.payloadOffset() + record.payloadLength();
        this.epoch = record.epoch();
    }

    /** Lets go of the array, which goes back to whoever lent it. */
    public void release() {
        data = NOTHING;
        next = 0;
        limit = 0;
    }

    /** Whether there is something left of the record. */
    public boolean hasMore() {
        return next < limit;
    }

    /**
     * Moves on to the next fragment.
     *
     * @return false if it does not fit the record or its own message; nothing of the record is left then
     */
    public boolean advance() {
        start = next;
        if (limit - start < HandshakeHeader.LENGTH || limit - start - HandshakeHeader.LENGTH < fragmentLength()
                || fragmentOffset() + fragmentLength() > length()) {
            next = limit;
            return false;
        }
        next = start + HandshakeHeader.LENGTH + fragmentLength();
        return true;
    }

    /** The message's number, msg_type. */
    public int type() {
        return data[start] & 0xFF;
    }

    /** The whole message's length. */
    public int length() {
        return u24(start + 1);
    }

    public int messageSeq() {
        return (data[start + 4] & 0xFF) << 8 | data[start + 5] & 0xFF;
    }

    public int fragmentOffset() {
        return u24(start + 6);
    }

    public int fragmentLength() {
        return u24(start + 9);
    }

    /** Whether it holds the last bytes of its message. */
    public boolean isLastOfMessage() {
        return fragmentOffset() + fragmentLength() == length();
    }

    /** The epoch of the record that it came in. */
    public int epoch() {
        return epoch;
    }

    /** The array that the fragment's bytes are in. */
    public byte[] data() {
        return data;
    }

    /** Where the fragment's bytes begin. */
    public int dataOffset() {
        return start + HandshakeHeader.LENGTH;
    }

    private int u24(int at) {
        return (data[at] & 0xFF) << 16 | (data[at + 1] & 0xFF) << 8 | data[at + 2] & 0xFF;
    }
}
