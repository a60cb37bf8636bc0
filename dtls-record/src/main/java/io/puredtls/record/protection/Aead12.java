package io.puredtls.record.protection;

import io.puredtls.crypto.aead.Aead;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.ContentType;
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
 * </pre>
 *
 * <p>Header and additional data are {@link Framing12}'s.
 */
public final class Aead12 implements RecordProtection {
    private static final int NUMBER_LENGTH = 8;
    private static final int NONCE_NUMBER = AeadAlgorithm.NONCE_LENGTH - NUMBER_LENGTH;

    private final Aead aead;
    private final AeadLimits limits;
    private final byte[] iv;
    private final int explicitNonceLength;
    private final byte[] nonce = new byte[AeadAlgorithm.NONCE_LENGTH];
    private final Framing12 framing;
    private final byte[] additionalData;

    private Aead12(Aead aead, AeadLimits limits, byte[] iv, int explicitNonceLength, Framing12 framing) {
        this.aead = aead;
        this.limits = limits;
        this.iv = iv;
        this.explicitNonceLength = explicitNonceLength;
        this.framing = framing;
        this.additionalData = new byte[framing.maxAdditionalData()];
        System.arraycopy(iv, 0, nonce, 0, iv.length); // what no number changes stays
    }

    /** Protection by {@code algorithm} without connection ID; {@code key} and {@code iv}, of {@link #ivLength} bytes, are lent and copied. */
    public static Aead12 with(AeadAlgorithm algorithm, Jca jca, SecretBytes key, SecretBytes iv) {
        return with(algorithm, jca, key, iv, Framing12.PLAIN);
    }

    /** The same, of records framed by {@code framing}. */
    public static Aead12 with(AeadAlgorithm algorithm, Jca jca, SecretBytes key, SecretBytes iv, Framing12 framing) {
        return new Aead12(
                algorithm.with(jca, key), algorithm.limits(), checkedIv(algorithm, iv), explicitNonceLength(algorithm), framing);
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
        return framing.headerLength();
    }

    @Override
    public int overhead() {
        return framing.headerLength() + explicitNonceLength + framing.innerOverhead() + aead.tagLength();
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
        return framing.isOfForm(record);
    }

    @Override
    public int seal(
            ContentType type, int epoch, long sequence, byte[] content, int offset, int length, byte[] out, int outOffset, int limit) {
        int nonceAt = outOffset + framing.headerLength();
        int text = nonceAt + explicitNonceLength;
        System.arraycopy(content, offset, out, text, length);
        int inner = framing.wrap(type, out, text, length, limit - (text - outOffset) - aead.tagLength());
        int sealed = explicitNonceLength + inner + aead.tagLength();
        framing.writeHeader(out, outOffset, type, epoch, sequence, sealed);
        long number = PlaintextHeader.number(epoch, sequence);
        if (explicitNonceLength > 0) {
            BigEndian.put64(out, nonceAt, number);
            // [RFC5288 §3#1] [RFC5288 §3#2] the record number, which no other record has
            BigEndian.put64(nonce, NONCE_NUMBER, number);
        } else {
            xorNumber(number);
        }
        int additional = framing.additionalData(out, outOffset, framing.idLength(), inner, additionalData);
        aead.seal(nonce, additionalData, additional, out, text, inner);
        return nonceAt - outOffset + sealed;
    }

    @Override
    public boolean isLongEnough(RecordView record) {
        return record.payloadLength() >= explicitNonceLength + framing.innerOverhead() + aead.tagLength();
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
        if (explicitNonceLength > 0) { // the peer chooses the explicit part, it need not be the record's number
            BigEndian.put64(nonce, NONCE_NUMBER, BigEndian.u64(record.datagram(), record.payloadOffset()));
        } else {
            xorNumber(PlaintextHeader.number(record.epoch(), record.sequence()));
        }
        int additional = framing.additionalData(
                record.datagram(), record.start(), record.idLength(), sealed - aead.tagLength(), additionalData);
        int length = aead.open(nonce, additionalData, additional, record.datagram(), text, sealed);
        if (length == Aead.FORGED) {
            return Opening.FORGED;
        }
        return framing.unwrap(record, text, length);
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
