package io.puredtls.record.protection;

import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.record.ContentType;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordView;

/** The keys of one epoch in one direction, and the record form that goes with them. Not thread-safe. */
public sealed interface RecordProtection extends AutoCloseable permits Cleartext, Aead12, Cbc12, Aead13 {
    /** [RFC6347 §4.1#1] The most content a record may have, in bytes. */
    int MAX_PLAINTEXT = 1 << 14;

    /** The header's length in bytes. */
    int headerLength();

    /** By how many bytes, at most, a record is longer than its content, if it is padded no more than its cipher wants. */
    int overhead();

    /** The length of a record with {@code contentLength} bytes of content, if it is padded no more than it must be. */
    @HotPath
    int sealedLength(int contentLength);

    /** The most content of which the record, padded no more than it must be, has at most {@code recordLength} bytes; negative if there is none. */
    @HotPath
    int contentWithin(int recordLength);

    /** Whether a record that opens proves that the peer sealed it. */
    @HotPath
    boolean authenticates();

    /** How often these keys may be used. */
    AeadLimits limits();

    /** Whether the record has the form that these keys go with. */
    @HotPath
    boolean isOfForm(RecordView record);

    /**
     * Writes one record: header at {@code outOffset}, content behind it, sealed. {@code content} is lent and may be
     * {@code out} itself. The caller has checked that the content is not too large and that {@code out} has room for
     * {@code limit} bytes, which are at least {@link #sealedLength}.
     *
     * @return the record's length, at most {@code limit}
     */
    @HotPath
    int seal(ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset, int limit);

    /** Whether the record is at least long enough to be one of this form. */
    @HotPath
    boolean isLongEnough(RecordView record);

    /**
     * Whether the record's number stands in the clear, so that asking the replay window before the cipher tells nobody
     * anything.
     */
    @HotPath
    boolean hasClearNumber();

    /**
     * Finds out the record's whole number, with that of the next record expected. The record {@link #isLongEnough}.
     */
    @HotPath
    void number(RecordView record, long expected);

    /**
     * Opens a record whose number is known, in place, and narrows the view to its content.
     *
     * @return OPENED, FORGED (the payload is undefined then), TOO_LARGE or NO_CONTENT_TYPE
     */
    @HotPath
    Opening open(RecordView record);

    /** Destroys the keys. */
    @Override
    void close();
}
