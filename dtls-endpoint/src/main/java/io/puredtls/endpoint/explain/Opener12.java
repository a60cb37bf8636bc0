package io.puredtls.endpoint.explain;

import io.puredtls.crypto.aead.Aead;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.Cid12Header;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** [RFC5246 §6.2.3.3] [RFC9146 §5.3] Records of DTLS 1.2 by an AEAD, under keys that come from a master secret. */
final class Opener12 implements Opener {
    private static final int NUMBER_LENGTH = 8;
    private static final long PLACEHOLDER = -1; // seq_num_placeholder, which no record's number can be

    private final AeadAlgorithm aead;
    private final Optional<Keys12> keys;

    /** Empty keys open nothing. */
    Opener12(AeadAlgorithm aead, Optional<Keys12> keys) {
        this.aead = aead;
        this.keys = keys;
    }

    @Override
    public int tagLength() {
        return aead.tagLength();
    }

    @Override
    public int explicitNonceLength() {
        return explicitNonceLength(aead);
    }

    /** [RFC5288 §3] [RFC6655 §3] [RFC7905 §2] */
    static int explicitNonceLength(AeadAlgorithm aead) {
        return aead == AeadAlgorithm.CHACHA20_POLY1305 ? 0 : NUMBER_LENGTH;
    }

    @Override
    public Optional<Opened> open(RecordView record, Sender from) {
        if (record.isUnified() || record.payloadLength() < explicitNonceLength() + tagLength()) {
            return Optional.empty();
        }
        return keys.flatMap(known -> open(record, from, known));
    }

    private Optional<Opened> open(RecordView record, Sender from, Keys12 known) {
        byte[] data = record.datagram();
        int explicit = explicitNonceLength();
        int length = record.payloadLength() - explicit - tagLength();
        long number = (long) record.epoch() << 48 | record.sequence();
        Bytes additional = additionalData(record, length);
        Derivation nonce = explicit > 0 ? explicitNonce(from, known, Bytes.of(data, record.payloadOffset(), explicit)) : implicitNonce(from, known, number);
        byte[] text = Arrays.copyOfRange(data, record.payloadOffset() + explicit, record.end());
        int opened;
        try (SecretBytes key = SecretBytes.taking(known.key(from).toArray()); Aead cipher = aead.with(Jca.PLATFORM, key)) {
            opened = cipher.open(nonce.output().orElseThrow().toArray(), additional.toArray(), additional.length(), text, 0, text.length);
        }
        if (opened == Aead.FORGED) {
            return Optional.empty();
        }
        Bytes plaintext = Bytes.of(text, 0, opened);
        if (record.hasConnectionId()) {
            return Opened.ofInner(record.epoch(), record.sequence(), plaintext, List.of(nonce,
                    Derivation.of("additional_data", "RFC 9146 §5.3", "8 bytes FF + tls12_cid + length of cid + tls12_cid + version + epoch"
                            + " + sequence_number + cid + length of DTLSInnerPlaintext").gives(additional),
                    decrypted("DTLSInnerPlaintext", "RFC 9146 §4", from, known)));
        }
        return Optional.of(new Opened(record.epoch(), record.sequence(), data[record.start()] & 0xFF, plaintext, opened, List.of(nonce,
                Derivation.of("additional_data", "RFC 5246 §6.2.3.3", "epoch + sequence_number + type + version + length of the plaintext").gives(additional),
                decrypted("DTLSCompressed.fragment", "RFC 5246 §6.2.3.3", from, known))));
    }

    /** What is authenticated along with so many bytes; under a CBC suite the MAC begins with it. */
    static Bytes additionalData(RecordView record, int sealed) {
        byte[] data = record.datagram();
        if (record.hasConnectionId()) {
            int header = Cid12Header.ID + record.idLength();
            return Bytes.of(ByteBuffer.allocate(NUMBER_LENGTH + 2 + header + 2).putLong(PLACEHOLDER).put((byte) Cid12Header.TYPE).put((byte) record.idLength())
                    .put(data, record.start(), header).putShort((short) sealed).array());
        }
        return Bytes.of(ByteBuffer.allocate(NUMBER_LENGTH + 1 + 2 + 2).put(data, record.start() + PlaintextHeader.NUMBER, NUMBER_LENGTH)
                .put(data, record.start(), 1 + 2).putShort((short) sealed).array());
    }

    private Derivation decrypted(String name, String clause, Sender from, Keys12 known) {
        return Derivation.of(name, clause, "AEAD-Decrypt(" + from + "_write_key, nonce, additional_data, aead-ciphered)")
                .with(from + "_write_key", known.key(from)).remark("by " + aead + "; the plaintext follows");
    }

    private static Derivation explicitNonce(Sender from, Keys12 known, Bytes explicit) {
        byte[] nonce = ByteBuffer.allocate(AeadAlgorithm.NONCE_LENGTH).put(known.iv(from).toArray()).put(explicit.toArray()).array();
        return Derivation.of("nonce", "RFC 5288 §3", from + "_write_IV + nonce_explicit")
                .with(from + "_write_IV", known.iv(from)).with("nonce_explicit", explicit).gives(Bytes.of(nonce));
    }

    private static Derivation implicitNonce(Sender from, Keys12 known, long number) {
        Bytes padded = Bytes.of(ByteBuffer.allocate(AeadAlgorithm.NONCE_LENGTH).putInt(0).putLong(number).array());
        return Derivation.of("nonce", "RFC 7905 §2", from + "_write_IV XOR (epoch + sequence_number), padded on the left")
                .with(from + "_write_IV", known.iv(from)).with("epoch + sequence_number", padded).gives(Opener13.xor(known.iv(from), padded, 0));
    }
}
