package io.puredtls.record.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.MacOrder;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** CBC in records; what is in them is tested where it is made, and in {@link ForeignRecordsTest}. */
final class Cbc12Test {
    private static final int EPOCH = 1;
    private static final long SEQUENCE = 0x0102_0304_0506L;

    static List<Arguments> shapes() {
        return Arrays.stream(CbcAlgorithm.values())
                .flatMap(algorithm -> Arrays.stream(MacOrder.values()).map(order -> Arguments.of(algorithm, order))).toList();
    }

    private static byte[] seal(RecordProtection protection, byte[] content) {
        byte[] out = new byte[protection.sealedLength(content.length)];
        assertEquals(out.length, protection.seal(ContentType.APPLICATION_DATA, EPOCH, SEQUENCE, content, 0, content.length, out, 0, out.length));
        return out;
    }

    private static RecordView view(byte[] record) {
        RecordView view = new RecordView();
        assertTrue(PlaintextHeader.read(record, 0, record.length, view));
        return view;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_record_of_any_length_is_as_long_as_was_said_and_opens(CbcAlgorithm algorithm, MacOrder order) {
        Cbc12 sealing = Protections.cbc12(algorithm, order, 1);
        Cbc12 opening = Protections.cbc12(algorithm, order, 1);
        int most = 0;
        for (int length = 0; length <= 600; length++) {
            byte[] content = Protections.content(length);
            byte[] record = seal(sealing, content);
            most = Math.max(most, record.length - length);
            assertTrue(sealing.contentWithin(record.length) >= length && sealing.contentWithin(record.length - 1) < length, length + " bytes");
            RecordView view = view(record);
            assertTrue(opening.isOfForm(view) && opening.isLongEnough(view));
            assertEquals(Opening.OPENED, opening.open(view));
            assertArrayEquals(content, Arrays.copyOfRange(record, view.payloadOffset(), view.payloadOffset() + view.payloadLength()));
        }
        assertEquals(most, sealing.overhead());
        assertEquals(13 + 16 + algorithm.macLength() + 16, sealing.overhead());
        assertEquals(13, sealing.headerLength());
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void content_may_stand_where_the_record_is_written(CbcAlgorithm algorithm, MacOrder order) {
        byte[] content = Protections.content(100);
        byte[] out = Arrays.copyOf(content, 300);
        int length = Protections.cbc12(algorithm, order, 1).seal(ContentType.HANDSHAKE, EPOCH, SEQUENCE, out, 0, 100, out, 0, 300);
        byte[] record = Arrays.copyOf(out, length);
        RecordView view = view(record);
        assertEquals(Opening.OPENED, Protections.cbc12(algorithm, order, 1).open(view));
        assertArrayEquals(content, Arrays.copyOfRange(record, view.payloadOffset(), view.payloadOffset() + 100));
    }

    /** Type, version, epoch and number, though they stand in the clear. */
    @ParameterizedTest
    @MethodSource("shapes")
    void a_header_that_was_changed_is_a_forgery(CbcAlgorithm algorithm, MacOrder order) {
        Cbc12 protection = Protections.cbc12(algorithm, order, 1);
        byte[] record = seal(protection, Protections.content(40));
        byte[] type = record.clone();
        type[0] = (byte) ContentType.HANDSHAKE.code();
        assertEquals(Opening.FORGED, protection.open(view(type)));
        byte[] version = record.clone();
        version[2] = (byte) 0xFF;
        assertFalse(protection.isOfForm(view(version)));
        for (int i = 3; i < 11; i++) {
            byte[] number = record.clone();
            number[i] ^= 1;
            assertEquals(Opening.FORGED, protection.open(view(number)), "byte " + i);
        }
        assertEquals(Opening.OPENED, protection.open(view(record)), "else the above would prove nothing");
    }

    // [RFC7366 §3#5]
    /** However a record is wrong, it is counted as the same: too short is what anybody sees. */
    @ParameterizedTest
    @MethodSource("shapes")
    void whatever_is_wrong_is_counted_as_one_and_the_same(CbcAlgorithm algorithm, MacOrder order) {
        byte[] record = seal(Protections.cbc12(algorithm, order, 1), Protections.content(40));
        RecordLayer layer = new RecordLayer(0, 0);
        layer.holdBack(HoldBack.NOTHING);
        layer.install(new ReadEpoch(EPOCH, Protections.cbc12(algorithm, order, 1), new ReplayWindow(64)));
        CollectingSink sink = new CollectingSink();
        int shortest = Protections.cbc12(algorithm, order, 1).sealedLength(0);
        int forged = 0;
        int tooShort = 0;
        for (int length = PlaintextHeader.LENGTH; length < record.length; length++) {
            byte[] cut = Arrays.copyOf(record, length);
            cut[11] = (byte) (length - PlaintextHeader.LENGTH >>> 8);
            cut[12] = (byte) (length - PlaintextHeader.LENGTH);
            layer.open(cut, 0, cut.length, sink);
            if (length < shortest) {
                tooShort++;
            } else {
                forged++;
            }
            assertEquals(tooShort, layer.counters().drops(DropReason.TOO_SHORT), length + " bytes");
            assertEquals(forged, layer.counters().drops(DropReason.BAD_TAG), length + " bytes");
        }
        for (int i = PlaintextHeader.LENGTH; i < record.length; i++) {
            byte[] changed = record.clone();
            changed[i] ^= 0x10;
            layer.open(changed, 0, changed.length, sink);
            assertEquals(++forged, layer.counters().drops(DropReason.BAD_TAG), "byte " + i);
        }
        assertEquals(0, layer.counters().recordsReceived());
        layer.open(record, 0, record.length, sink);
        assertEquals(1, layer.counters().recordsReceived());
    }
}
