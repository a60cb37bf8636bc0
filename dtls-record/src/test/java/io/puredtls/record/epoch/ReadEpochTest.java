package io.puredtls.record.epoch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.protection.Aead12;
import io.puredtls.record.protection.Opening;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The window moves for genuine records alone; forgeries are counted. */
final class ReadEpochTest {
    private static final int SEED = 3;

    /** [RFC6347 §4.1.2.6#9] The window is updated only after the record has proved to be genuine. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void forged_record_with_a_huge_number_does_not_move_the_window(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 5)));
        byte[] forged = sealed(algorithm, RecordNumber.MAX_SEQUENCE);
        forged[forged.length - 1] ^= 1;
        RecordView huge = view(forged);
        assertEquals(Opening.FORGED, epoch.open(huge));
        assertTrue(epoch.isNewest(5));
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 4)));
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 6)));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void genuine_record_is_opened_after_its_own_forgery(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        byte[] forged = sealed(algorithm, 5);
        forged[20] ^= 1;
        assertEquals(Opening.FORGED, epoch.open(view(forged)));
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 5)));
        assertEquals(Opening.REPLAYED, epoch.open(record(algorithm, 5)));
    }

    @Test
    void highest_genuine_number_is_the_newest() {
        ReadEpoch epoch = epoch(AeadAlgorithm.AES_128_GCM, 100);
        assertEquals(Opening.OPENED, epoch.open(record(AeadAlgorithm.AES_128_GCM, 7)));
        assertTrue(epoch.isNewest(7));
        assertEquals(Opening.OPENED, epoch.open(record(AeadAlgorithm.AES_128_GCM, 6)));
        assertFalse(epoch.isNewest(6));
        assertTrue(epoch.isNewest(7));
    }

    /** [RFC9147 §4.5.3] Forgeries are counted per key, genuine records are not. */
    @Test
    void integrity_limit_is_reached_by_forgeries_alone() {
        ReadEpoch epoch = epoch(AeadAlgorithm.AES_128_GCM, 3);
        for (int forgeries = 0; forgeries < 3; forgeries++) {
            assertFalse(epoch.isIntegrityLimitReached(), "after " + forgeries);
            assertEquals(Opening.OPENED, epoch.open(record(AeadAlgorithm.AES_128_GCM, forgeries)));
            assertFalse(epoch.isIntegrityLimitReached(), "a genuine record counted after " + forgeries);
            byte[] forged = sealed(AeadAlgorithm.AES_128_GCM, 100);
            forged[30] ^= 1;
            assertEquals(Opening.FORGED, epoch.open(view(forged)));
        }
        assertTrue(epoch.isIntegrityLimitReached());
    }

    @Test
    void limit_of_the_algorithm_is_the_default() throws ReflectiveOperationException {
        var epoch = new ReadEpoch(1, Protections.aead12(AeadAlgorithm.AES_256_GCM, SEED), new ReplayWindow(64));
        var limit = ReadEpoch.class.getDeclaredField("integrityLimit");
        limit.setAccessible(true);
        assertEquals(1L << 36, limit.getLong(epoch));
        assertEquals(1, epoch.number());
        assertFalse(epoch.isIntegrityLimitReached());
    }

    @Test
    void closed_epoch_opens_nothing() {
        ReadEpoch epoch = epoch(AeadAlgorithm.AES_128_GCM, 3);
        epoch.close();
        assertThrows(IllegalStateException.class, () -> epoch.open(record(AeadAlgorithm.AES_128_GCM, 1)));
    }

    private static ReadEpoch epoch(AeadAlgorithm algorithm, long integrityLimit) {
        return new ReadEpoch(1, Protections.aead12(algorithm, SEED), new ReplayWindow(64), integrityLimit);
    }

    private static RecordView record(AeadAlgorithm algorithm, long sequence) {
        return view(sealed(algorithm, sequence));
    }

    private static byte[] sealed(AeadAlgorithm algorithm, long sequence) {
        Aead12 protection = Protections.aead12(algorithm, SEED);
        byte[] out = new byte[30 + protection.overhead()];
        protection.seal(ContentType.APPLICATION_DATA, 1, sequence, Protections.content(30), 0, 30, out, 0, out.length);
        return out;
    }

    private static RecordView view(byte[] record) {
        var view = new RecordView();
        assertTrue(PlaintextHeader.read(record, 0, record.length, view));
        return view;
    }
}
