package io.puredtls.endpoint.explain;

import io.puredtls.crypto.aead.Aead;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.RecordView;
import io.puredtls.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** [RFC5246 §6.2.3.3] Records of DTLS 1.2 by an AEAD, under keys that come from a master secret. */
final class Opener12 implements Opener {
    private static final int NUMBER_LENGTH = 8;

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
        int type = data[record.start()] & 0xFF;
        long number = (long) record.epoch() << 48 | record.sequence();
        int length = record.payloadLength() - explicit - tagLength();
        byte[] additional = ByteBuffer.allocate(13).putLong(number).put((byte) type).putShort((short) record.version()).putShort((short) length).array();
        Bytes iv = known.iv(from);
        byte[] nonce = Arrays.copyOf(iv.toArray(), AeadAlgorithm.NONCE_LENGTH);
        byte[] padded = ByteBuffer.allocate(AeadAlgorithm.NONCE_LENGTH).putInt(0).putLong(number).array();
        if (explicit > 0) {
            System.arraycopy(data, record.payloadOffset(), nonce, iv.length(), explicit);
        } else {
            for (int i = 0; i < nonce.length; i++) {
                nonce[i] ^= padded[i];
            }
        }
        byte[] text = Arrays.copyOfRange(data, record.payloadOffset() + explicit, record.end());
        int opened;
        try (SecretBytes key = SecretBytes.taking(known.key(from).toArray()); Aead cipher = aead.with(Jca.PLATFORM, key)) {
            opened = cipher.open(nonce, additional, additional.length, text, 0, text.length);
        }
        if (opened == Aead.FORGED) {
            return Optional.empty();
        }
        String owner = from + "_write_";
        List<Derivation> steps = new ArrayList<>();
        if (explicit > 0) {
            steps.add(Derivation.of("nonce", "RFC 5288 §3", owner + "IV + nonce_explicit").with(owner + "IV", iv)
                    .with("nonce_explicit", Bytes.of(data, record.payloadOffset(), explicit)).gives(Bytes.of(nonce)));
        } else {
            steps.add(Derivation.of("nonce", "RFC 7905 §2", owner + "IV XOR (epoch + sequence_number), padded on the left").with(owner + "IV", iv)
                    .with("epoch + sequence_number", Bytes.of(padded)).gives(Bytes.of(nonce)));
        }
        steps.add(Derivation.of("additional_data", "RFC 5246 §6.2.3.3", "epoch + sequence_number + type + version + length of the plaintext")
                .gives(Bytes.of(additional)));
        steps.add(Derivation.of("DTLSCompressed.fragment", "RFC 5246 §6.2.3.3",
                "AEAD-Decrypt(" + owner + "key, nonce, additional_data, ciphertext and tag)").with(owner + "key", known.key(from))
                .remark("by " + aead + "; the plaintext follows"));
        return Optional.of(new Opened(record.epoch(), record.sequence(), type, Bytes.of(text, 0, opened), opened, steps));
    }
}
