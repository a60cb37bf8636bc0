package io.puredtls.record.protection;

import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;

/** Epoch 0: no protection at all. Whatever it carries proves nothing. */
public final class Cleartext implements RecordProtection {
    private static final AeadLimits UNLIMITED = new AeadLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    private final int version;

    /** Records that say {@code version} in their header. */
    public Cleartext(ProtocolVersion version) {
        this.version = version.code();
    }

    @Override
    public int headerLength() {
        return PlaintextHeader.LENGTH;
    }

    @Override
    public int overhead() {
        return PlaintextHeader.LENGTH;
    }

    @Override
    public int contentWithin(int recordLength) {
        return recordLength - overhead();
    }

    @Override
    public boolean authenticates() {
        return false;
    }

    @Override
    public AeadLimits limits() {
        return UNLIMITED;
    }

    @Override
    public int sealedLength(int contentLength) {
        return overhead() + contentLength;
    }

    /** [RFC9147 §4] Any version: legacy_record_version is ignored for all purposes. */
    @Override
    // [RFC9147 §4#5]
    public boolean isOfForm(RecordView record) {
        return !record.isUnified();
    }

    @Override
    public int seal(
            ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        System.arraycopy(content, offset, out, outOffset + PlaintextHeader.LENGTH, length);
        // [RFC9147 §4.2.3#8]
        PlaintextHeader.write(out, outOffset, type, version, epoch, sequence, length);
        return PlaintextHeader.LENGTH + length;
    }

    @Override
    public boolean isLongEnough(RecordView record) {
        return true;
    }

    @Override
    public boolean hasClearNumber() {
        return true;
    }

    @Override
    public void number(RecordView record, long expected) {
        // the header has it
    }

    @Override
    public Opening open(RecordView record) {
        return Opening.OPENED;
    }

    @Override
    public void close() {
        // no keys
    }
}
