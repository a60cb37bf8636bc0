package io.puredtls.record.protection;

import io.puredtls.crypto.aead.Aead;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.BigEndian;
import io.puredtls.record.format.PlaintextHeader;
import java.util.Arrays;

/**
 * [RFC5246 §6.2.3.3] AEAD protection of DTLS 1.2 records. The nonce comes from the record number, so that it can
 * never repeat under one key:
 *
 * <pre>
 *   AES-GCM            salt (4) · epoch and sequence_number (8), these 8 also in the record      [RFC5288 §3]
 *   ChaCha20-Poly1305  iv (12) XOR 0000 · epoch and sequence_number (8), nothing in the record   [RFC7905 §2]
 *   additional data    epoch and sequence_number (8) · type (1) · version (2) · content length (2)
 * </pre>
 */
public final class Aead12 implements RecordProtection {
    private static final int VERSION = ProtocolVersion.DTLS_1_2.code();
    private static final int NUMBER_LENGTH = 8;
    private static final int ADDITIONAL_LENGTH = NUMBER_LENGTH + 1 + 2 + 2;
    private static final int NONCE_NUMBER = AeadAlgorithm.NONCE_LENGTH - NUMBER_LENGTH;

    private final Aead aead;
    private final AeadLimits limits;
    private final byte[] iv;
    private final int explicitNonceLength;
    private final byte[] nonce = new byte[AeadAlgorithm.NONCE_LENGTH];
    private final byte[] additionalData = new byte[ADDITIONAL_LENGTH];

    private Aead12(Aead aead, AeadLimits limits, byte[] iv, int explicitNonceLength) {
        this.aead = aead;
        this.limits = limits;
        this.iv = iv;
        this.explicitNonceLength = explicitNonceLength;
        System.arraycopy(iv, 0, nonce, 0, iv.length); // what no number changes stays
        BigEndian.put16(additionalData, NUMBER_LENGTH + 1, VERSION);
    }

    /** Protection by {@code algorithm}; {@code key} and {@code iv}, of {@link #ivLength} bytes, are lent and copied. */
    public static Aead12 with(AeadAlgorithm algorithm, Jca jca, SecretBytes key, SecretBytes iv) {
        return new Aead12(
                algorithm.with(jca, key), algorithm.limits(), checkedIv(algorithm, iv), explicitNonceLength(algorithm));
    }

    private static byte[] checkedIv(AeadAlgorithm algorithm, SecretBytes iv) {
        if (iv.length() != ivLength(algorithm)) {
            throw new IllegalArgumentException(algorithm + " takes an iv of " + ivLength(algorithm) + " bytes, not " + iv.length());
        }
        return iv.view().clone();
    }

    /** The length of the part of the nonce that comes from the key block. */
    public static int ivLength(AeadAlgorithm algorithm) {
        return AeadAlgorithm.NONCE_LENGTH - explicitNonceLength(algorithm);
    }

    private static int explicitNonceLength(AeadAlgorithm algorithm) {
        return switch (algorithm) {
            case AES_128_GCM, AES_256_GCM, AES_128_CCM, AES_256_CCM, AES_128_CCM_8, AES_256_CCM_8 -> NUMBER_LENGTH; // [RFC6655 §3] as in GCM
            case CHACHA20_POLY1305 -> 0;
        };
    }

    @Override
    public int headerLength() {
        return PlaintextHeader.LENGTH;
    }

    @Override
    public int overhead() {
        return PlaintextHeader.LENGTH + explicitNonceLength + aead.tagLength();
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
    public int sealedLength(int contentLength) {
        return overhead() + contentLength;
    }

    @Override
    public boolean isOfForm(RecordView record) {
        return !record.isUnified() && record.version() == VERSION;
    }

    @Override
    public int seal(
            ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        int text = outOffset + PlaintextHeader.LENGTH + explicitNonceLength;
        System.arraycopy(content, offset, out, text, length);
        PlaintextHeader.write(
                out, outOffset, type, VERSION, epoch, sequence, explicitNonceLength + length + aead.tagLength());
        long number = PlaintextHeader.number(epoch, sequence);
        prepare(type, number, length);
        if (explicitNonceLength > 0) {
            BigEndian.put64(out, outOffset + PlaintextHeader.LENGTH, number);
            // [RFC5288 §3#1] [RFC5288 §3#2] the record number, which no other record has
            BigEndian.put64(nonce, NONCE_NUMBER, number);
        } else {
            xorNumber(number);
        }
        aead.seal(nonce, additionalData, ADDITIONAL_LENGTH, out, text, length);
        return overhead() + length;
    }

    @Override
    public boolean isLongEnough(RecordView record) {
        return record.payloadLength() >= explicitNonceLength + aead.tagLength();
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
        int text = record.payloadOffset() + explicitNonceLength;
        int sealed = record.payloadLength() - explicitNonceLength;
        long number = PlaintextHeader.number(record.epoch(), record.sequence());
        prepare(record.type(), number, sealed - aead.tagLength());
        if (explicitNonceLength > 0) { // the peer chooses the explicit part, it need not be the record's number
            BigEndian.put64(nonce, NONCE_NUMBER, BigEndian.u64(record.datagram(), record.payloadOffset()));
        } else {
            xorNumber(number);
        }
        int length = aead.open(nonce, additionalData, ADDITIONAL_LENGTH, record.datagram(), text, sealed);
        if (length == Aead.FORGED) {
            return Opening.FORGED;
        }
        record.payload(text, length);
        return Opening.OPENED;
    }

    private void prepare(ContentType type, long number, int contentLength) {
        BigEndian.put64(additionalData, 0, number);
        additionalData[NUMBER_LENGTH] = (byte) type.code();
        BigEndian.put16(additionalData, ADDITIONAL_LENGTH - 2, contentLength);
    }

    /** [RFC7905 §2#1] The record number, padded to the length of the iv, over the iv. */
    private void xorNumber(long number) {
        BigEndian.put64(nonce, NONCE_NUMBER, BigEndian.u64(iv, NONCE_NUMBER) ^ number);
    }

    @Override
    public void close() {
        aead.close();
        Arrays.fill(iv, (byte) 0);
        Arrays.fill(nonce, (byte) 0); // the iv could be told from it
    }
}
