package io.puredtls.record.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.ContentType;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.RawRecord;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Thirteen bytes, there and back. */
final class PlaintextHeaderTest {
    private static final byte[] GOLDEN = HexFormat.of().parseHex("16" + "fefd" + "0102" + "030405060708" + "0003" + "aabbcc");

    @Example
    void golden_header_is_read_field_by_field() {
        var view = new RecordView();
        assertTrue(PlaintextHeader.read(GOLDEN, 0, GOLDEN.length, view));
        assertSame(GOLDEN, view.datagram());
        assertEquals(0, view.start());
        assertEquals(ContentType.HANDSHAKE, view.type());
        assertEquals(0xFEFD, view.version());
        assertEquals(0x0102, view.epoch());
        assertEquals(0x0304_0506_0708L, view.sequence());
        assertEquals(13, view.payloadOffset());
        assertEquals(3, view.payloadLength());
        assertEquals(16, view.end());
    }

    @Example
    // [RFC9147 §4#1]
    void golden_header_is_written_field_by_field() {
        byte[] out = new byte[15];
        PlaintextHeader.write(out, 1, ContentType.HANDSHAKE, 0xFEFD, 0x0102, 0x0304_0506_0708L, 3);
        assertEquals("00" + "16fefd01020304050607080003" + "00", HexFormat.of().formatHex(out));
    }

    @Property
    void header_survives_being_written_and_read(
            @ForAll @IntRange(min = 20, max = 23) int type, @ForAll @IntRange(max = 0xFFFF) int version,
            @ForAll @IntRange(max = 0xFFFF) int epoch, @ForAll @LongRange(max = RecordNumber.MAX_SEQUENCE) long sequence,
            @ForAll @IntRange(max = 0xFFFF) int length) {
        byte[] datagram = new byte[5 + PlaintextHeader.LENGTH + length + 3];
        PlaintextHeader.write(datagram, 5, ContentType.of(type), version, epoch, sequence, length);
        var view = new RecordView();
        assertTrue(PlaintextHeader.read(datagram, 5, datagram.length - 3, view));
        assertEquals(type, view.type().code());
        assertEquals(version, view.version());
        assertEquals(epoch, view.epoch());
        assertEquals(sequence, view.sequence());
        assertEquals(5, view.start());
        assertEquals(18, view.payloadOffset());
        assertEquals(length, view.payloadLength());
        byte[] expected = RawRecord.of(type, version, epoch, sequence, new byte[length]);
        assertArrayEquals(expected, Arrays.copyOfRange(datagram, 5, datagram.length - 3));
    }

    @Example
    void every_truncation_is_noticed_though_the_array_goes_on() {
        for (int limit = 2; limit < 2 + GOLDEN.length; limit++) {
            byte[] datagram = new byte[40];
            System.arraycopy(GOLDEN, 0, datagram, 2, GOLDEN.length);
            assertFalse(PlaintextHeader.read(datagram, 2, limit, new RecordView()), "limit " + limit);
        }
    }

    @Example
    void only_the_four_types_of_rfc_6347_and_ack_and_return_routability_check_begin_a_record() {
        for (int first = 0; first < 256; first++) {
            assertEquals(first >= 20 && first <= 23 || first == 26 || first == 27, PlaintextHeader.begins(first), "first byte " + first);
        }
    }
}
