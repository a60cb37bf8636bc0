package io.puredtls.record.epoch;

import static io.puredtls.record.fixture.RawRecord13.L;
import static io.puredtls.record.fixture.RawRecord13.S;
import static io.puredtls.record.fixture.RawRecord13.inner;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord13;
import io.puredtls.record.format.UnifiedHeader;
import io.puredtls.record.protection.Opening;
import java.util.HashSet;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Numbers are masked: a record is found out to be a replay only once it is known to be genuine. */
final class ReadEpoch13Test {
    private static final int SEED = 3;
    private static final byte[] NO_ID = {};

    /** [RFC9147 §4.5.1] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.5.1#4] [RFC9147 §4.5.1#5]
    void replay_is_noticed_after_the_cipher_is_paid(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 5)));
        assertEquals(Opening.REPLAYED, epoch.open(record(algorithm, 5)));
        assertEquals(0, epoch.forgeries());
        byte[] forged = sealed(algorithm, 5);
        forged[forged.length - 1] ^= 1;
        assertEquals(Opening.FORGED, epoch.open(view(forged)));
        assertEquals(1, epoch.forgeries());
    }

    /** [RFC9147 §4.5.1] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.5.1#8]
    void window_moves_for_genuine_records_alone(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        assertFalse(epoch.isInUse());
        byte[] ahead = sealed(algorithm, 30_000);
        ahead[ahead.length - 1] ^= 1;
        assertEquals(Opening.FORGED, epoch.open(view(ahead)));
        assertFalse(epoch.isInUse());
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 5)));
        assertEquals(Opening.FORGED, epoch.open(view(ahead)));
        assertTrue(epoch.isNewest(5));
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 4)));
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 30_000)));
        assertTrue(epoch.isNewest(30_000));
        assertEquals(Opening.REPLAYED, epoch.open(record(algorithm, 6)));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void genuine_record_is_opened_after_its_own_forgery(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        byte[] forged = sealed(algorithm, 5);
        forged[forged.length - 1] ^= 1;
        assertEquals(Opening.FORGED, epoch.open(view(forged)));
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 5)));
        assertEquals(Opening.REPLAYED, epoch.open(record(algorithm, 5)));
    }

    /** What a number is unmasked to that nobody masked is anything; it is counted as a forgery, and the next record is none the worse. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void record_that_nobody_masked_is_a_forgery_and_changes_nothing(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 1000);
        var random = new Random(7);
        for (int i = 0; i < 200; i++) {
            byte[] junk = new byte[17 + i];
            random.nextBytes(junk);
            int form = new int[] {0, L, S, S | L}[i % 4];
            assertEquals(Opening.FORGED, epoch.open(view(RawRecord13.of(form, 2, NO_ID, random.nextInt(), junk))));
            assertEquals(i + 1, epoch.forgeries());
            assertEquals(Opening.OPENED, epoch.open(record(algorithm, i)));
            assertTrue(epoch.isNewest(i));
        }
    }

    /** [RFC9147 §4.2.2] Numbers are found again from one plus the highest that was opened. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.2.2#2]
    void numbers_go_on_from_the_highest_that_was_opened(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        long highest = -1;
        for (long step : new long[] {1, 0x8001, 0x8001, 2, 0x8000, 0x8001}) {
            highest += step;
            RecordView view = record(algorithm, highest);
            assertEquals(Opening.OPENED, epoch.open(view), "after " + (highest - step));
            assertEquals(highest, view.sequence());
        }
        assertEquals(Opening.FORGED, epoch.open(record(algorithm, highest + 0x8002)));
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, highest - 1)));
        assertTrue(epoch.isNewest(highest));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.2.2#3]
    void short_numbers_go_on_from_the_highest_that_was_opened(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        long highest = -1;
        for (long step : new long[] {1, 0x81, 0x81, 2, 0x80, 0x81}) {
            highest += step;
            RecordView view = view(RawRecord13.sealed(algorithm, SEED, L, 2, NO_ID, highest, inner(Protections.content(30), 23, 0)));
            assertEquals(Opening.OPENED, epoch.open(view), "after " + (highest - step));
            assertEquals(highest, view.sequence());
        }
        assertEquals(Opening.FORGED, epoch.open(
                view(RawRecord13.sealed(algorithm, SEED, L, 2, NO_ID, highest + 0x82, inner(Protections.content(30), 23, 0)))));
    }

    /** It is genuine, so its number is used up. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void record_without_a_type_is_seen_once(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 100);
        byte[] zeros = RawRecord13.sealed(algorithm, SEED, 2, 9, new byte[20]);
        assertEquals(Opening.NO_CONTENT_TYPE, epoch.open(view(zeros.clone())));
        assertTrue(epoch.isNewest(9));
        assertEquals(Opening.REPLAYED, epoch.open(view(zeros)));
        assertEquals(0, epoch.forgeries());
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void record_that_is_too_short_is_not_tried(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 1);
        for (int length = 0; length < Math.max(16, 1 + algorithm.tagLength()); length++) {
            assertEquals(Opening.TOO_SHORT, epoch.open(view(RawRecord13.of(S | L, 2, NO_ID, 0, new byte[length]))));
        }
        assertEquals(0, epoch.forgeries());
        assertEquals(Opening.OPENED, epoch.open(record(algorithm, 0)));
    }

    /** [RFC9147 §4.5.3] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.5.3#4]
    void key_that_has_seen_as_many_forgeries_as_it_may_opens_nothing(AeadAlgorithm algorithm) {
        ReadEpoch epoch = epoch(algorithm, 3);
        assertEquals(3, epoch.integrityLimit());
        for (int forgeries = 0; forgeries < 3; forgeries++) {
            assertFalse(epoch.isIntegrityLimitReached());
            assertEquals(Opening.OPENED, epoch.open(record(algorithm, forgeries)));
            assertEquals(Opening.REPLAYED, epoch.open(record(algorithm, forgeries)));
            assertEquals(Opening.FORGED, epoch.open(view(RawRecord13.of(S | L, 2, NO_ID, 0, new byte[40]))));
        }
        assertTrue(epoch.isIntegrityLimitReached());
        assertEquals(Opening.WORN_OUT, epoch.open(record(algorithm, 10)));
        assertEquals(3, epoch.forgeries());
    }

    @Test
    void last_number_of_an_epoch_is_opened() {
        AeadAlgorithm algorithm = AeadAlgorithm.AES_128_GCM;
        var window = new ReplayWindow(64);
        window.mark(RecordNumber.MAX_SEQUENCE - 100);
        var epoch = new ReadEpoch(2, Protections.aead13(algorithm, SEED), window);
        for (long sequence : new long[] {RecordNumber.MAX_SEQUENCE - 1, RecordNumber.MAX_SEQUENCE - 60, RecordNumber.MAX_SEQUENCE}) {
            RecordView view = record(algorithm, sequence);
            assertEquals(Opening.OPENED, epoch.open(view));
            assertEquals(sequence, view.sequence());
        }
    }

    /** Whatever order records come in, and however often: each number that is not too old is opened once. */
    @Property(tries = 200)
    // [RFC9147 §4.5.1#1]
    void every_number_is_opened_once(@ForAll long seed) {
        AeadAlgorithm algorithm = AeadAlgorithm.AES_128_GCM;
        var random = new Random(seed);
        ReadEpoch epoch = epoch(algorithm, 100);
        var seen = new HashSet<Long>();
        long highest = -1;
        for (int i = 0; i < 100; i++) {
            long sequence = Math.max(0, highest + random.nextInt(200) - 120);
            boolean isShort = Math.abs(sequence - highest - 1) < 127 && random.nextBoolean();
            RecordView view = view(RawRecord13.sealed(
                    algorithm, SEED, isShort ? 0 : S, 2, NO_ID, sequence, inner(Protections.content(3), 23, random.nextInt(3))));
            boolean isNew = sequence > highest - 64 && seen.add(sequence);
            assertEquals(isNew ? Opening.OPENED : Opening.REPLAYED, epoch.open(view), sequence + " after " + highest);
            assertEquals(sequence, view.sequence());
            highest = Math.max(highest, sequence);
        }
        assertEquals(0, epoch.forgeries());
    }

    @Test
    void closed_epoch_opens_nothing() {
        ReadEpoch epoch = epoch(AeadAlgorithm.AES_128_GCM, 3);
        epoch.close();
        assertThrows(IllegalStateException.class, () -> epoch.open(record(AeadAlgorithm.AES_128_GCM, 1)));
    }

    private static ReadEpoch epoch(AeadAlgorithm algorithm, long integrityLimit) {
        return new ReadEpoch(2, Protections.aead13(algorithm, SEED), new ReplayWindow(64), integrityLimit);
    }

    private static RecordView record(AeadAlgorithm algorithm, long sequence) {
        return view(sealed(algorithm, sequence));
    }

    private static byte[] sealed(AeadAlgorithm algorithm, long sequence) {
        var protection = Protections.aead13(algorithm, SEED);
        byte[] out = new byte[protection.sealedLength(30)];
        protection.seal(ContentType.APPLICATION_DATA, 2, sequence, Protections.content(30), 0, 30, out, 0, out.length);
        return out;
    }

    private static RecordView view(byte[] record) {
        var view = new RecordView();
        assertTrue(UnifiedHeader.read(record, 0, record.length, 0, view));
        return view;
    }
}
