package io.puredtls.record.epoch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.protection.Cleartext;
import io.puredtls.record.protection.RecordProtection;
import java.nio.ByteBuffer;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers are used once, in order, and end: never again the first one. */
final class WriteEpochTest {
    private static final int RECORDS = 1 << 20;

    private final byte[] out = new byte[200];
    private final RecordView view = new RecordView();

    /** [RFC6347 §4.2.1#14] */
    @Test
    // [RFC9147 §4.2#1] [RFC9846 §5.3#1]
    void numbers_begin_with_zero_and_follow_each_other() {
        WriteEpoch epoch = WriteEpoch.of(1, protection());
        for (long sequence = 0; sequence < 300; sequence++) {
            assertEquals(sequence, epoch.nextSequence());
            assertEquals(sequence, sealedNumber(epoch));
            assertEquals(1, view.epoch());
        }
        assertEquals(1, epoch.number());
    }

    /** [RFC6347 §4.1#9] Epoch 1 with number 2^48 would be epoch 2 with number 0, under the old key. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.2.1#6]
    void sequence_space_ends_instead_of_wrapping(AeadAlgorithm algorithm) {
        WriteEpoch epoch = WriteEpoch.of(1, Protections.aead12(algorithm, 1), RecordNumber.MAX_SEQUENCE - 2, Long.MAX_VALUE);
        for (int left = 3; left > 0; left--) {
            assertEquals(left, epoch.remaining());
            assertEquals(RecordNumber.MAX_SEQUENCE - left + 1, sealedNumber(epoch));
        }
        assertExhausted(epoch);
    }

    @Test
    // [RFC9147 §4.5.3#1]
    void limit_of_the_keys_ends_the_epoch_before_its_numbers_do() {
        WriteEpoch epoch = WriteEpoch.of(3, protection(), 100, 2);
        assertEquals(2, epoch.remaining());
        assertEquals(100, sealedNumber(epoch));
        assertEquals(101, sealedNumber(epoch));
        assertExhausted(epoch);
    }

    @Test
    void limits_that_touch_the_end_of_the_sequence_space_do_not_pass_it() {
        long first = RecordNumber.MAX_SEQUENCE - 1;
        assertEquals(1, WriteEpoch.of(1, protection(), first, 1).remaining());
        assertEquals(2, WriteEpoch.of(1, protection(), first, 2).remaining());
        assertEquals(2, WriteEpoch.of(1, protection(), first, 3).remaining());
        assertEquals(0, WriteEpoch.of(1, protection(), first, 0).remaining());
        assertExhausted(WriteEpoch.of(1, protection(), first, 0));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void limit_of_the_algorithm_is_the_default(AeadAlgorithm algorithm) {
        long expected = Math.min(algorithm.limits().confidentiality(), 1L << 48);
        assertEquals(expected, WriteEpoch.of(1, Protections.aead12(algorithm, 1)).remaining());
    }

    @Test
    // [RFC9147 §4#2]
    void cleartext_ends_with_the_sequence_space() {
        assertEquals(1L << 48, WriteEpoch.of(0, new Cleartext(ProtocolVersion.DTLS_1_2)).remaining());
    }

    private void assertExhausted(WriteEpoch epoch) {
        long next = epoch.nextSequence();
        for (int i = 0; i < 3; i++) {
            assertEquals(0, epoch.remaining());
            var thrown = assertThrows(IllegalStateException.class, () -> sealedNumber(epoch));
            assertEquals("epoch " + epoch.number() + " has no sequence numbers left", thrown.getMessage());
            assertEquals(next, epoch.nextSequence());
        }
    }

    /** [RFC5288 §3#1] A nonce that comes twice under one key gives the key away. */
    @ParameterizedTest
    @EnumSource(value = AeadAlgorithm.class, names = {"AES_128_GCM", "AES_256_GCM"})
    void explicit_nonces_are_unique_over_a_million_records(AeadAlgorithm algorithm) {
        WriteEpoch epoch = WriteEpoch.of(1, Protections.aead12(algorithm, 1));
        var nonces = new BitSet(RECORDS);
        var header = ByteBuffer.wrap(out);
        for (int i = 0; i < RECORDS; i++) {
            epoch.seal(ContentType.APPLICATION_DATA, out, 100, 0, out, 0, out.length);
            long nonce = header.getLong(13) - (1L << 48);
            assertTrue(nonce >= 0 && nonce < RECORDS && !nonces.get((int) nonce), "nonce of record " + i);
            nonces.set((int) nonce);
            if (header.getLong(3) != header.getLong(13)) {
                throw new AssertionError("nonce and number differ at record " + i);
            }
        }
        assertEquals(RECORDS, nonces.cardinality());
    }

    @Test
    void record_numbers_are_unique_over_a_million_records() {
        WriteEpoch epoch = WriteEpoch.of(1, Protections.aead12(AeadAlgorithm.CHACHA20_POLY1305, 1));
        var numbers = new BitSet(RECORDS);
        for (int i = 0; i < RECORDS; i++) {
            int number = (int) sealedNumber(epoch);
            if (numbers.get(number)) {
                throw new AssertionError("record " + i + " has number " + number + " again");
            }
            numbers.set(number);
        }
        assertEquals(RECORDS, numbers.cardinality());
    }

    /** Whether the cipher came to use the nonce nobody can say. */
    @Test
    void failed_seal_never_gives_its_number_to_another_record() {
        WriteEpoch epoch = WriteEpoch.of(1, protection());
        assertThrows(IndexOutOfBoundsException.class, () -> epoch.seal(ContentType.ALERT, new byte[2], 0, 2, new byte[15], 0, 15));
        assertTrue(sealedNumber(epoch) > 0);
    }

    @Test
    void closed_epoch_seals_nothing() {
        WriteEpoch epoch = WriteEpoch.of(1, protection());
        epoch.close();
        assertThrows(IllegalStateException.class, () -> sealedNumber(epoch));
        assertFalse(epoch.remaining() == 0);
    }

    @Test
    void overhead_is_the_protections() {
        assertEquals(37, WriteEpoch.of(1, protection()).overhead());
        assertEquals(13, WriteEpoch.of(0, new Cleartext(ProtocolVersion.DTLS_1_2)).overhead());
    }

    private static RecordProtection protection() {
        return Protections.aead12(AeadAlgorithm.AES_128_GCM, 1);
    }

    private long sealedNumber(WriteEpoch epoch) {
        int length = epoch.seal(ContentType.APPLICATION_DATA, out, 100, 0, out, 0, out.length);
        assertTrue(PlaintextHeader.read(out, 0, length, view));
        return view.sequence();
    }
}
