package io.puredtls.record.protection;

import io.puredtls.crypto.aead.Aead;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.aead.RecordNumberMask;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule13.TrafficKeys;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.BigEndian;
import io.puredtls.record.format.SequenceNumbers;
import io.puredtls.record.format.UnifiedHeader;
import java.util.Arrays;

/**
 * [RFC9147 §4] Protection of DTLS 1.3 records. What type a record has stands inside, and its number is masked:
 *
 * <pre>
 *   header          unified; its number XOR mask(first 16 bytes of the ciphertext)            [RFC9147 §4.2.3]
 *   inner           content · type (1) · zeros                                                 [RFC9846 §5.2]
 *   nonce           iv (12) XOR 0000 · sequence_number (8), without the epoch                  [RFC9846 §5.3]
 *   additional data the header as it is before the number is masked                            [RFC9147 §4]
 * </pre>
 */
public final class Aead13 implements RecordProtection {
    private static final int TYPE_LENGTH = InnerPlaintext.TYPE_LENGTH;
    private static final int NONCE_NUMBER = AeadAlgorithm.NONCE_LENGTH - Long.BYTES;

    private final Aead aead;
    private final AeadLimits limits;
    private final RecordNumberMask mask;
    private final byte[] iv;
    private final PeerConnectionId connectionId;
    private final PaddingPolicy padding;
    private final byte[] nonce = new byte[AeadAlgorithm.NONCE_LENGTH];
    private final byte[] header = new byte[UnifiedHeader.LENGTH + ConnectionId.MAX_LENGTH];

    private Aead13(
            Aead aead, AeadLimits limits, RecordNumberMask mask, byte[] iv, PeerConnectionId connectionId, PaddingPolicy padding) {
        this.aead = aead;
        this.limits = limits;
        this.mask = mask;
        this.iv = iv;
        this.connectionId = connectionId;
        this.padding = padding;
        System.arraycopy(iv, 0, nonce, 0, iv.length); // what no number changes stays
    }

    /** Protection by {@code algorithm} without connection ID and padding; {@code keys} are lent and copied. */
    public static Aead13 with(AeadAlgorithm algorithm, Jca jca, TrafficKeys keys) {
        return with(algorithm, jca, keys, new PeerConnectionId(), PaddingPolicy.NONE);
    }

    /**
     * Protection by {@code algorithm}; {@code keys} are lent and copied.
     *
     * @param connectionId what stands in each record that is sealed; lent, since it may change
     * @param padding for application data that is sealed
     */
    public static Aead13 with(AeadAlgorithm algorithm, Jca jca, TrafficKeys keys, PeerConnectionId connectionId, PaddingPolicy padding) {
        return new Aead13(
                algorithm.with(jca, keys.key()), algorithm.limits(), RecordNumberMask.of(algorithm, jca, keys.sn()),
                keys.iv().view().clone(), connectionId, padding);
    }

    @Override
    public int headerLength() {
        return UnifiedHeader.LENGTH + connectionId.current().length();
    }

    @Override
    public int overhead() {
        return headerLength() + TYPE_LENGTH + aead.tagLength();
    }

    @Override
    public int sealedLength(int contentLength) {
        return headerLength() + Math.max(contentLength + TYPE_LENGTH + aead.tagLength(), RecordNumberMask.SAMPLE_LENGTH);
    }

    @Override
    public int contentWithin(int recordLength) {
        return recordLength - overhead();
    }

    @Override
    public boolean authenticates() {
        return true;
    }

    @Override
    public AeadLimits limits() {
        return limits;
    }

    @Override
    public boolean isOfForm(RecordView record) {
        return record.isUnified();
    }

    @Override
    public int seal(
            ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        int text = outOffset + headerLength();
        System.arraycopy(content, offset, out, text, length);
        int inner = InnerPlaintext.close(type, out, text, length, zeros(type, length, limit));
        int sealed = inner + aead.tagLength();
        UnifiedHeader.write(out, outOffset, connectionId.current(), epoch, sequence, sealed);
        System.arraycopy(out, outOffset, header, 0, headerLength());
        xorNumber(sequence);
        // [RFC9147 §4#13]
        aead.seal(nonce, header, headerLength(), out, text, inner);
        int bits = mask.mask(out, text);
        int number = outOffset + 1 + connectionId.current().length();
        // [RFC9147 §4.2.3#4]
        out[number] ^= (byte) (bits >>> 8);
        out[number + 1] ^= (byte) bits;
        return headerLength() + sealed;
    }

    /** [RFC9147 §4.2.3] At least as many as make a sample for the mask; beyond that what the policy asks for and fits. */
    private int zeros(ContentType type, int length, int limit) {
        // [RFC9147 §4.2.3#6]
        int needed = sealedLength(length) - headerLength() - length - TYPE_LENGTH - aead.tagLength();
        int most = Math.min(limit - headerLength() - aead.tagLength(), MAX_PLAINTEXT + TYPE_LENGTH);
        return InnerPlaintext.zeros(padding, type, length, needed, most);
    }

    @Override
    public boolean isLongEnough(RecordView record) {
        // [RFC9147 §4.2.3] a shorter one has no mask
        // [RFC9147 §4.2.3#5]
        return record.payloadLength() >= Math.max(RecordNumberMask.SAMPLE_LENGTH, aead.tagLength() + TYPE_LENGTH);
    }

    @Override
    public boolean hasClearNumber() {
        return false;
    }

    @Override
    public void number(RecordView record, long expected) {
        int headerLength = record.payloadOffset() - record.start();
        System.arraycopy(record.datagram(), record.start(), header, 0, headerLength); // unmasked here; the datagram stays as it came
        int at = record.numberOffset() - record.start();
        int bits = mask.mask(record.datagram(), record.payloadOffset());
        header[at] ^= (byte) (bits >>> 8);
        int low = header[at] & 0xFF;
        if (record.numberLength() == 2) {
            header[at + 1] ^= (byte) bits;
            low = low << 8 | header[at + 1] & 0xFF;
        }
        // [RFC9147 §4.2.2#2]
        record.sequence(SequenceNumbers.reconstruct(expected, low, 8 * record.numberLength()));
    }

    @Override
    public Opening open(RecordView record) {
        xorNumber(record.sequence());
        int length = aead.open(
                nonce, header, record.payloadOffset() - record.start(), record.datagram(), record.payloadOffset(), record.payloadLength());
        if (length == Aead.FORGED) {
            return Opening.FORGED;
        }
        if (length > MAX_PLAINTEXT + TYPE_LENGTH) {
            return Opening.TOO_LARGE; // [RFC9846 §5.4] the zeros count
        }
        return InnerPlaintext.open(record, record.payloadOffset(), length);
    }

    // [RFC9147 §4#14]
    private void xorNumber(long sequence) {
        // [RFC9846 §5.3#4]
        BigEndian.put64(nonce, NONCE_NUMBER, BigEndian.u64(iv, NONCE_NUMBER) ^ sequence);
    }

    @Override
    public void close() {
        aead.close();
        mask.close();
        Arrays.fill(iv, (byte) 0);
        Arrays.fill(nonce, (byte) 0); // the iv could be told from it
    }
}
