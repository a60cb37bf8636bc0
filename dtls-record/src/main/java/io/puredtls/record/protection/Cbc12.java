package io.puredtls.record.protection;

import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcHmac;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.BigEndian;
import io.puredtls.record.format.PlaintextHeader;
import java.util.Arrays;

/**
 * [RFC5246 §6.2.3.2] Protection of DTLS 1.2 records by AES-CBC and a MAC, in the order that the {@link CbcHmac} has. Whatever is
 * wrong with a record, one answer is given: that it is forged.
 *
 * <pre>
 *   header of the MAC   epoch and sequence_number (8) · type (1) · version (2) · length (2)
 * </pre>
 */
public final class Cbc12 implements RecordProtection {
    private static final int VERSION = ProtocolVersion.DTLS_1_2.code();
    private static final int TYPE = 8;

    private final CbcHmac hmac;
    private final byte[] header = new byte[CbcHmac.HEADER_LENGTH];

    /** Takes {@code hmac}. */
    public Cbc12(CbcHmac hmac) {
        this.hmac = hmac;
        BigEndian.put16(header, TYPE + 1, VERSION);
    }

    @Override
    public int headerLength() {
        return PlaintextHeader.LENGTH;
    }

    @Override
    public int overhead() {
        return PlaintextHeader.LENGTH + hmac.mostAdded();
    }

    @Override
    public int sealedLength(int contentLength) {
        return PlaintextHeader.LENGTH + hmac.sealedLength(contentLength);
    }

    @Override
    public int contentWithin(int recordLength) {
        return hmac.longestWithin(recordLength - PlaintextHeader.LENGTH);
    }

    @Override
    public boolean authenticates() {
        return true;
    }

    @Override
    public AeadLimits limits() {
        return hmac.limits();
    }

    @Override
    public boolean isOfForm(RecordView record) {
        return Framing12.PLAIN.isOfForm(record);
    }

    @Override
    public int seal(
            ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        int fragment = outOffset + PlaintextHeader.LENGTH;
        System.arraycopy(content, offset, out, fragment + CbcAlgorithm.BLOCK_LENGTH, length);
        prepare(type, PlaintextHeader.number(epoch, sequence));
        int sealed = hmac.seal(header, out, fragment, length);
        PlaintextHeader.write(out, outOffset, type, VERSION, epoch, sequence, sealed);
        return PlaintextHeader.LENGTH + sealed;
    }

    @Override
    public boolean isLongEnough(RecordView record) {
        return record.payloadLength() >= hmac.sealedLength(0);
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
        prepare(record.type(), PlaintextHeader.number(record.epoch(), record.sequence()));
        int length = hmac.open(header, record.datagram(), record.payloadOffset(), record.payloadLength());
        if (length == CbcHmac.FORGED) {
            // [RFC7366 §3#5]
            return Opening.FORGED;
        }
        record.payload(record.payloadOffset() + CbcAlgorithm.BLOCK_LENGTH, length);
        return Opening.OPENED;
    }

    private void prepare(ContentType type, long number) {
        BigEndian.put64(header, 0, number);
        header[TYPE] = (byte) type.code();
    }

    @Override
    public void close() {
        hmac.close();
        Arrays.fill(header, (byte) 0);
    }
}
