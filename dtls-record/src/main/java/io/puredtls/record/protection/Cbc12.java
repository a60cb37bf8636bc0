package io.puredtls.record.protection;

import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcHmac;
import io.puredtls.crypto.cbc.MacHeader;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;

/**
 * [RFC5246 §6.2.3.2] Protection of DTLS 1.2 records by AES-CBC and a MAC, in the order that the {@link CbcHmac} has. Whatever is
 * wrong with a record, one answer is given: that it is forged.
 *
 * <p>What the MAC covers before the text is what an AEAD would have as additional data, {@link Framing12}'s: without a connection
 * ID that of RFC 5246 §6.2.3.1, with one that of RFC 9146 §5.1 and §5.2. What is sealed beside the content then, type and zeros, is
 * looked at only once the MAC is known to be right.
 */
public final class Cbc12 implements RecordProtection {
    private final CbcHmac hmac;
    private final Framing12 framing;
    private final MacHeader header;

    /** Takes {@code hmac}; for records without connection ID. */
    public Cbc12(CbcHmac hmac) {
        this(hmac, Framing12.PLAIN);
    }

    /** The same, for records framed by {@code framing}. */
    public Cbc12(CbcHmac hmac, Framing12 framing) {
        this.hmac = hmac;
        this.framing = framing;
        this.header = MacHeader.ofAtMost(framing.maxAdditionalData());
    }

    @Override
    public int headerLength() {
        return framing.headerLength();
    }

    @Override
    public int overhead() {
        return framing.headerLength() + framing.innerOverhead() + hmac.mostAdded();
    }

    @Override
    public int sealedLength(int contentLength) {
        return framing.headerLength() + hmac.sealedLength(contentLength + framing.innerOverhead());
    }

    @Override
    public int contentWithin(int recordLength) {
        return hmac.longestWithin(recordLength - framing.headerLength()) - framing.innerOverhead();
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
        return framing.isOfForm(record);
    }

    @Override
    public int seal(
            ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        int fragment = outOffset + framing.headerLength();
        int text = fragment + CbcAlgorithm.BLOCK_LENGTH;
        System.arraycopy(content, offset, out, text, length);
        int inner = framing.wrap(type, out, text, length, hmac.longestWithin(limit - framing.headerLength()));
        int sealed = hmac.sealedLength(inner);
        framing.writeHeader(out, outOffset, type, epoch, sequence, sealed);
        header.length(framing.additionalData(out, outOffset, framing.idLength(), inner, header.bytes()));
        hmac.seal(header, out, fragment, inner);
        return fragment - outOffset + sealed;
    }

    @Override
    public boolean isLongEnough(RecordView record) {
        return record.payloadLength() >= hmac.sealedLength(framing.innerOverhead());
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
        header.length(framing.additionalData(record.datagram(), record.start(), record.idLength(), 0, header.bytes()));
        int length = hmac.open(header, record.datagram(), record.payloadOffset(), record.payloadLength());
        if (length == CbcHmac.FORGED) {
            // [RFC7366 §3#5]
            return Opening.FORGED;
        }
        return framing.unwrap(record, record.payloadOffset() + CbcAlgorithm.BLOCK_LENGTH, length);
    }

    @Override
    public void close() {
        hmac.close();
        header.wipe();
    }
}
