package io.puredtls.record.protection;

import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.record.ContentType;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordView;

/** The keys of one epoch in one direction, and the record form that goes with them. Not thread-safe. */
public sealed interface RecordProtection extends AutoCloseable permits Cleartext, Aead12 {
    /** [RFC6347 §4.1#1] The most content a record may have, in bytes. */
    int MAX_PLAINTEXT = 1 << 14;

    /** The header's length in bytes. */
    int headerLength();

    /** By how many bytes a record is longer than its content. */
    int overhead();

    /** Whether a record that opens proves that the peer sealed it. */
    @HotPath
    boolean authenticates();

    /** How often these keys may be used. */
    AeadLimits limits();

    /**
     * Writes one record: header at {@code outOffset}, content behind it, sealed. {@code content} is lent and may be
     * {@code out} itself. The caller has checked that the content is not too large and that {@code out} has room.
     *
     * @return the record's length
     */
    @HotPath
    int seal(ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset);

    /** Whether the record is at least long enough to be one of this form. */
    @HotPath
    boolean isLongEnough(RecordView record);

    /**
     * Opens a record that {@link #isLongEnough}, in place, and narrows the view to its content.
     *
     * @return false if it is forged; the payload is undefined then
     */
    @HotPath
    boolean open(RecordView record);

    /** Destroys the keys. */
    @Override
    void close();
}
