package io.puredtls.record.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.fixture.MacOrder;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.SilentProvider;
import io.puredtls.record.fixture.ThreadAllocation;
import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.protection.RecordProtection;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A record allocates what the same calls of the JCA allocate, and nothing more. The ciphers are {@link SilentProvider}'s,
 * so that nothing but our code makes a difference; the probe in dtls-bench measures with real ones.
 */
final class AllocationTest {
    private static final int RECORDS = 20_000;
    private static final int WARM_UP_ROUNDS = 3;
    private static final int ROUNDS = 5;
    private static final int CONTENT = 200;
    private static final int LENGTH = CONTENT + 13 + 16 + 48 + 16; // with the largest overhead
    private static final int SAMPLE = 16;
    private static final ConnectionId ID = ConnectionId.of((byte) 1, (byte) 2, (byte) 3, (byte) 4, (byte) 5, (byte) 6);
    private static final Jca SILENT = Jca.preferring(new SilentProvider());

    private static final Entropy ZEROS = out -> Arrays.fill(out, (byte) 0);
    /** What silent ciphers that are never initialised again allocate. */
    private static final Work NOTHING = new Work() {
        @Override
        public void begin() {
            // nothing
        }

        @Override
        public void record(int number) {
            // nothing
        }
    };

    /** What is done for one record; {@code number} begins with 0 in every round. */
    private interface Work {
        void begin();

        void record(int number) throws GeneralSecurityException;
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void sealing_allocates_nothing_above_the_jca(AeadAlgorithm algorithm) throws GeneralSecurityException {
        assertNothingAbove(new BareJca(algorithm, Cipher.ENCRYPT_MODE), new Sealing(() -> Protections.aead12(algorithm, SILENT, 1)));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void opening_allocates_nothing_above_the_jca(AeadAlgorithm algorithm) throws GeneralSecurityException {
        assertNothingAbove(new BareJca(algorithm, Cipher.DECRYPT_MODE), new Opening(() -> Protections.aead12(algorithm, SILENT, 1)));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void sealing_in_dtls_1_3_allocates_nothing_above_the_jca(AeadAlgorithm algorithm) throws GeneralSecurityException {
        assertNothingAbove(new MaskingJca(algorithm, Cipher.ENCRYPT_MODE), new Sealing(() -> Protections.aead13(algorithm, SILENT, 1)));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void opening_in_dtls_1_3_allocates_nothing_above_the_jca(AeadAlgorithm algorithm) throws GeneralSecurityException {
        assertNothingAbove(new MaskingJca(algorithm, Cipher.DECRYPT_MODE), new Opening(() -> Protections.aead13(algorithm, SILENT, 1)));
    }

    /** [RFC9146 §4] [RFC9147 §9] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void sealing_with_a_connection_id_allocates_nothing_above_the_jca(AeadAlgorithm algorithm) throws GeneralSecurityException {
        assertNothingAbove(new BareJca(algorithm, Cipher.ENCRYPT_MODE), new Sealing(() -> Protections.aead12(algorithm, SILENT, 1, ID)));
        assertNothingAbove(new MaskingJca(algorithm, Cipher.ENCRYPT_MODE), new Sealing(() -> Protections.aead13(algorithm, SILENT, 1, ID)));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void opening_with_a_connection_id_allocates_nothing_above_the_jca(AeadAlgorithm algorithm) throws GeneralSecurityException {
        assertNothingAbove(new BareJca(algorithm, Cipher.DECRYPT_MODE), new Opening(() -> Protections.aead12(algorithm, SILENT, 1, ID)).known(ID));
        assertNothingAbove(new MaskingJca(algorithm, Cipher.DECRYPT_MODE), new Opening(() -> Protections.aead13(algorithm, SILENT, 1, ID)).known(ID));
    }

    static List<Arguments> cbc() {
        return Arrays.stream(CbcAlgorithm.values())
                .flatMap(algorithm -> Arrays.stream(MacOrder.values()).map(order -> Arguments.of(algorithm, order))).toList();
    }

    @ParameterizedTest
    @MethodSource("cbc")
    void sealing_by_cbc_allocates_nothing_above_the_jca(CbcAlgorithm algorithm, MacOrder order) throws GeneralSecurityException {
        Jca silent = Jca.preferring(SilentProvider.ofCbc(false));
        assertNothingAbove(NOTHING, new Sealing(() -> Protections.cbc12(algorithm, order, silent, ZEROS, 1)));
    }

    /** The MACs are real where they are made, as those that open a MAC which was encrypted are our own. */
    @ParameterizedTest
    @MethodSource("cbc")
    void opening_by_cbc_allocates_nothing_above_the_jca(CbcAlgorithm algorithm, MacOrder order) throws GeneralSecurityException {
        Jca sealing = Jca.preferring(SilentProvider.ofCbc(order == MacOrder.MAC_THEN_ENCRYPT));
        Jca opening = Jca.preferring(SilentProvider.ofCbc(false));
        assertNothingAbove(NOTHING, new Opening(
                () -> Protections.cbc12(algorithm, order, sealing, ZEROS, 1), () -> Protections.cbc12(algorithm, order, opening, ZEROS, 1)));
    }

    /** [RFC9146 §5.1] [RFC9146 §5.2] */
    @ParameterizedTest
    @MethodSource("cbc")
    void cbc_with_a_connection_id_allocates_nothing_above_the_jca(CbcAlgorithm algorithm, MacOrder order) throws GeneralSecurityException {
        Jca sealing = Jca.preferring(SilentProvider.ofCbc(order == MacOrder.MAC_THEN_ENCRYPT));
        Jca silent = Jca.preferring(SilentProvider.ofCbc(false));
        assertNothingAbove(NOTHING, new Sealing(() -> Protections.cbc12(algorithm, order, silent, ID)));
        assertNothingAbove(NOTHING, new Opening(
                () -> Protections.cbc12(algorithm, order, sealing, ID), () -> Protections.cbc12(algorithm, order, silent, ID)).known(ID));
    }

    private static void assertNothingAbove(Work bare, Work ours) throws GeneralSecurityException {
        for (int i = 0; i < WARM_UP_ROUNDS; i++) {
            allocated(bare);
            allocated(ours);
        }
        long leastBare = Long.MAX_VALUE;
        long leastOurs = Long.MAX_VALUE;
        for (int i = 0; i < ROUNDS; i++) { // the compiler may still be at work: the best round of each counts
            leastBare = Math.min(leastBare, allocated(bare));
            leastOurs = Math.min(leastOurs, allocated(ours));
        }
        double above = (double) (leastOurs - leastBare) / RECORDS;
        assertTrue(above < 1, above + " bytes per record above the JCA's " + leastBare / RECORDS);
    }

    private static long allocated(Work work) throws GeneralSecurityException {
        work.begin();
        long before = ThreadAllocation.bytes();
        for (int number = 0; number < RECORDS; number++) {
            work.record(number);
        }
        return ThreadAllocation.bytes() - before;
    }

    private static final class Sealing implements Work {
        private final Supplier<RecordProtection> keys;
        private final byte[] content = Protections.content(CONTENT);
        private final byte[] out = new byte[LENGTH];
        private RecordLayer layer;

        Sealing(Supplier<RecordProtection> keys) {
            this.keys = keys;
        }

        @Override
        public void begin() {
            layer = new RecordLayer(0, 0);
            layer.holdBack(HoldBack.NOTHING);
            layer.install(WriteEpoch.of(1, keys.get()));
        }

        @Override
        public void record(int number) {
            layer.seal(1, ContentType.APPLICATION_DATA, content, 0, CONTENT, out, 0);
        }
    }

    private static final class Opening implements Work, RecordSink {
        private final Supplier<RecordProtection> sealing;
        private final Supplier<RecordProtection> keys;
        private final byte[] datagrams = new byte[RECORDS * LENGTH];
        private RecordLayer layer;
        private int length;
        private int delivered;
        private OurConnectionIds ids = OurConnectionIds.NONE;

        Opening known(ConnectionId id) {
            ids = OurConnectionIds.agreed(List.of(id));
            return this;
        }

        Opening(Supplier<RecordProtection> keys) {
            this(keys, keys);
        }

        Opening(Supplier<RecordProtection> sealing, Supplier<RecordProtection> keys) {
            this.sealing = sealing;
            this.keys = keys;
        }

        @Override
        public void begin() {
            assertEquals(layer == null ? 0 : RECORDS, delivered);
            delivered = 0;
            var writer = new RecordLayer(0, 0);
            writer.holdBack(HoldBack.NOTHING);
            writer.install(WriteEpoch.of(1, sealing.get()));
            byte[] content = Protections.content(CONTENT);
            length = writer.writeEpoch(1).sealedLength(CONTENT);
            for (int i = 0; i < RECORDS; i++) {
                writer.seal(1, ContentType.APPLICATION_DATA, content, 0, CONTENT, datagrams, i * length);
            }
            layer = new RecordLayer(0, 0);
            layer.holdBack(HoldBack.NOTHING);
            layer.receiveConnectionIds(ids);
            layer.install(new ReadEpoch(1, keys.get(), new ReplayWindow(64)));
        }

        @Override
        public void record(int number) {
            layer.open(datagrams, number * length, length, this);
        }

        @Override
        public void onApplicationData(RecordView record) {
            delivered++;
        }

        @Override
        public void onHandshake(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onAlert(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onAck(RecordView record) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onReturnRoutabilityCheck(RecordView record) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void onChangeCipherSpec(RecordView record) {
            throw new AssertionError(record);
        }
    }

    /** The same three calls on the cipher, with the same kind of key, and nothing around them; for CCM, whose ciphers are initialised once, none. */
    private static final class BareJca implements Work {
        private final AeadAlgorithm algorithm;
        private final boolean isIdle;
        private final int mode;
        private final Cipher cipher;
        private final Key key;
        private final byte[] nonce = new byte[12];
        private final byte[] additionalData = new byte[13];
        private final byte[] text = new byte[LENGTH];

        BareJca(AeadAlgorithm algorithm, int mode) {
            boolean chacha = algorithm == AeadAlgorithm.CHACHA20_POLY1305;
            this.algorithm = algorithm;
            this.isIdle = algorithm.name().contains("CCM");
            this.mode = mode;
            this.cipher = SILENT.cipher(chacha ? "ChaCha20-Poly1305" : "AES/GCM/NoPadding");
            this.key = Protections.secret(1, algorithm.keyLength()).key(chacha ? "ChaCha20" : "AES");
        }

        @Override
        public void begin() {
            // nothing to prepare: a silent cipher opens anything
        }

        @Override
        public void record(int number) throws GeneralSecurityException {
            if (isIdle) {
                return;
            }
            cipher.init(mode, key, spec(number));
            cipher.updateAAD(additionalData, 0, additionalData.length);
            cipher.doFinal(text, 0, mode == Cipher.ENCRYPT_MODE ? CONTENT : CONTENT + 16, text, 0);
        }

        private AlgorithmParameterSpec spec(int number) {
            nonce[8] = (byte) (number >>> 24);
            nonce[9] = (byte) (number >>> 16);
            nonce[10] = (byte) (number >>> 8);
            nonce[11] = (byte) number;
            return algorithm == AeadAlgorithm.CHACHA20_POLY1305 ? new IvParameterSpec(nonce) : new GCMParameterSpec(128, nonce);
        }
    }

    /** The same, and in front of it or behind it what makes the mask of the number. */
    private static final class MaskingJca implements Work {
        private final BareJca aead;
        private final boolean chacha;
        private final Cipher cipher;
        private final Key key;
        private final byte[] nonce = new byte[12];
        private final byte[] text = new byte[SAMPLE];
        private final byte[] block = new byte[SAMPLE];

        MaskingJca(AeadAlgorithm algorithm, int mode) throws GeneralSecurityException {
            this.aead = new BareJca(algorithm, mode);
            this.chacha = algorithm == AeadAlgorithm.CHACHA20_POLY1305;
            this.cipher = SILENT.cipher(chacha ? "ChaCha20" : "AES/ECB/NoPadding");
            this.key = Protections.secret(1, algorithm.keyLength()).key(chacha ? "ChaCha20" : "AES");
            if (!chacha) {
                cipher.init(Cipher.ENCRYPT_MODE, key);
            }
        }

        @Override
        public void begin() {
            aead.begin();
        }

        @Override
        public void record(int number) throws GeneralSecurityException {
            aead.record(number);
            if (chacha) {
                cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, number));
                cipher.doFinal(text, 0, 2, block, 0);
            } else {
                cipher.update(text, 0, SAMPLE, block, 0);
            }
        }
    }
}
