package io.puredtls.endpoint.explain;

import io.puredtls.crypto.aead.Aead;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.aead.RecordNumberMask;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.SequenceNumbers;
import io.puredtls.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** [RFC9147 §4] Records of DTLS 1.3: the number is unmasked first, then the content is opened. Not thread-safe. */
final class Opener13 implements Opener {
    private static final int EPOCH_BITS = 0x03;

    private final AeadAlgorithm aead;
    private final Map<Sender, TrafficSecrets> secrets;
    private final Map<Sender, Progress> progress = new EnumMap<>(Sender.class);

    /** What was opened of one sender's so far. */
    private static final class Progress {
        private int epoch = TrafficSecrets.HANDSHAKE;
        private final Map<Integer, Long> next = new HashMap<>();
    }

    Opener13(AeadAlgorithm aead, Map<Sender, TrafficSecrets> secrets) {
        this.aead = aead;
        this.secrets = Map.copyOf(secrets);
        progress.put(Sender.CLIENT, new Progress());
        progress.put(Sender.SERVER, new Progress());
    }

    @Override
    public int tagLength() {
        return aead.tagLength();
    }

    @Override
    public int explicitNonceLength() {
        return 0;
    }

    @Override
    public Optional<Opened> open(RecordView record, Sender from) {
        if (!record.isUnified() || record.payloadLength() < Math.max(RecordNumberMask.SAMPLE_LENGTH, aead.tagLength() + 1)) {
            return Optional.empty();
        }
        Progress sofar = progress.get(from);
        // [RFC9147 §4.2.2] two bits of the epoch: of those that there may be the newest that opens it
        for (int epoch = sofar.epoch + 1; epoch > 0; epoch--) {
            if ((epoch & EPOCH_BITS) == record.epoch()) {
                Optional<Opened> opened = secrets.get(from).keys(epoch).flatMap(keys -> open(record, keys, sofar));
                if (opened.isPresent()) {
                    sofar.epoch = Math.max(sofar.epoch, epoch);
                    sofar.next.merge(epoch, opened.get().sequence() + 1, Math::max);
                    return opened;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Opened> open(RecordView record, Keys13 keys, Progress sofar) {
        return new Attempt(record, keys, sofar.next.getOrDefault(keys.epoch(), 0L)).open();
    }

    /** One record and the keys that may be those that it was sealed under, with all that comes about on the way. */
    private final class Attempt {
        private final Keys13 keys;
        private final int bits; // of the number that is sent
        private final long expected;
        private final Bytes masked;
        private final Bytes mask;
        private final Bytes header;
        private final long low;
        private final long sequence;
        private final Bytes number;
        private final Bytes nonce;
        private final Bytes sealed;

        Attempt(RecordView record, Keys13 keys, long expected) {
            byte[] data = record.datagram();
            int at = record.numberOffset() - record.start();
            this.keys = keys;
            this.bits = 8 * record.numberLength();
            this.expected = expected;
            this.sealed = Bytes.of(data, record.payloadOffset(), record.payloadLength());
            this.masked = Bytes.of(data, record.start(), record.payloadOffset() - record.start());
            this.mask = mask().slice(0, record.numberLength());
            this.header = xor(masked, mask, at);
            this.low = Words.number(header.toArray(), at, record.numberLength());
            this.sequence = SequenceNumbers.reconstruct(expected, (int) low, bits);
            this.number = Bytes.of(ByteBuffer.allocate(AeadAlgorithm.NONCE_LENGTH).putInt(0).putLong(sequence).array());
            this.nonce = xor(keys.iv(), number, 0);
        }

        private Bytes mask() {
            try (SecretBytes sn = SecretBytes.taking(keys.sn().toArray()); RecordNumberMask cipher = RecordNumberMask.of(aead, Jca.PLATFORM, sn)) {
                int first = cipher.mask(sealed.toArray(), 0);
                return Bytes.of((byte) (first >>> 8), (byte) first);
            }
        }

        Optional<Opened> open() {
            byte[] text = sealed.toArray();
            int length;
            try (SecretBytes key = SecretBytes.taking(keys.key().toArray()); Aead cipher = aead.with(Jca.PLATFORM, key)) {
                length = cipher.open(nonce.toArray(), header.toArray(), header.length(), text, 0, text.length);
            }
            return length == Aead.FORGED ? Optional.empty() : Opened.ofInner(keys.epoch(), sequence, Bytes.of(text, 0, length), steps());
        }

        private List<Derivation> steps() {
            String owner = keys.from() + "_write_";
            return List.of(
                    Derivation.of("mask", "RFC 9147 §4.2.3", maskFormula(owner)).with(owner + "sn_key", keys.sn())
                            .with("encrypted_record[0..15]", sealed.slice(0, RecordNumberMask.SAMPLE_LENGTH)).gives(mask)
                            .remark("as many bytes as the number has"),
                    Derivation.of("record header", "RFC 9147 §4.2.3", "sequence_number XOR mask").with("as sent", masked).gives(header),
                    Derivation.of("sequence_number", "RFC 9147 §4.2.2", "the number with these low " + bits + " bits that is closest to the next one expected")
                            .with("low " + bits + " bits", Long.toString(low)).with("expected", Long.toString(expected))
                            .gives(number.slice(4, 8)).remark("record " + sequence + " of epoch " + keys.epoch()),
                    Derivation.of("nonce", "RFC 9846 §5.3", owner + "iv XOR sequence_number, padded on the left")
                            .with(owner + "iv", keys.iv()).with("sequence_number", number).gives(nonce),
                    Derivation.of("additional_data", "RFC 9147 §4", "the record header, its number unmasked").gives(header),
                    Derivation.of("DTLSInnerPlaintext", "RFC 9846 §5.2", "AEAD-Decrypt(" + owner + "key, nonce, additional_data, encrypted_record)")
                            .with(owner + "key", keys.key()).remark("by " + aead + "; the plaintext follows"));
        }

        private String maskFormula(String owner) {
            return aead == AeadAlgorithm.CHACHA20_POLY1305
                    ? "ChaCha20(" + owner + "sn_key, encrypted_record[0..3], encrypted_record[4..15])"
                    : "AES-ECB(" + owner + "sn_key, encrypted_record[0..15])";
        }
    }

    /** {@code first} with {@code second} over it from {@code at} on. */
    static Bytes xor(Bytes first, Bytes second, int at) {
        byte[] both = first.toArray();
        for (int i = 0; i < second.length(); i++) {
            both[at + i] ^= (byte) second.at(i);
        }
        return Bytes.of(both);
    }
}
