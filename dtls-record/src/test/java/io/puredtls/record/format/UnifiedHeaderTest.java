package io.puredtls.record.format;

import static io.puredtls.record.fixture.RawRecord13.C;
import static io.puredtls.record.fixture.RawRecord13.L;
import static io.puredtls.record.fixture.RawRecord13.S;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.ContentType;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord13;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** [RFC9147 §4] From two bytes to five and a connection ID, there and back. */
final class UnifiedHeaderTest {
    private static final byte[] ID = {0x51, 0x52, 0x53};
    private static final byte[] NO_ID = {};
    private static final byte[] FULL = hex("3e" + "515253" + "0102" + "0004" + "aabbccdd");
    private static final byte[] MINIMAL = hex("21" + "07" + "aabb");

    @Example
    void full_header_is_read_field_by_field() {
        var view = new RecordView();
        assertTrue(UnifiedHeader.read(FULL, 0, FULL.length, 3, view));
        assertSame(FULL, view.datagram());
        assertTrue(view.isUnified());
        assertEquals(0, view.start());
        assertEquals(2, view.epoch());
        assertEquals(4, view.numberOffset());
        assertEquals(2, view.numberLength());
        assertEquals(8, view.payloadOffset());
        assertEquals(4, view.payloadLength());
        assertEquals(12, view.end());
    }

    @Example
    void minimal_header_is_read_field_by_field() {
        var view = new RecordView();
        assertTrue(UnifiedHeader.read(MINIMAL, 0, MINIMAL.length, 3, view));
        assertEquals(1, view.epoch());
        assertEquals(1, view.numberOffset());
        assertEquals(1, view.numberLength());
        assertEquals(2, view.payloadOffset());
        assertEquals(2, view.payloadLength());
        assertEquals(4, view.end());
    }

    /** Type and number stand inside; what the view had of the record before is gone. */
    @Example
    void what_a_header_does_not_say_is_not_known() {
        var view = new RecordView();
        view.header(ContentType.ALERT, 0xFEFD, 9, 77);
        assertFalse(view.isUnified());
        assertTrue(UnifiedHeader.read(MINIMAL, 0, MINIMAL.length, 0, view));
        assertEquals(ContentType.UNKNOWN, view.type());
        assertEquals(0, view.version());
        assertEquals(0, view.sequence());
        view.header(ContentType.ALERT, 0xFEFD, 9, 77);
        assertFalse(view.isUnified());
        assertEquals(0, view.numberLength());
    }

    /** C, S and L, each there or not, in each of the epochs that two bits tell. */
    @Example
    // [RFC9147 §4#6]
    void every_form_of_every_epoch_is_read() {
        for (int form : forms()) {
            for (int epoch = 0; epoch < 4; epoch++) {
                byte[] record = RawRecord13.of(form, epoch, ID, 0x0102, (byte) 1, (byte) 2, (byte) 3);
                byte[] datagram = Protections.concat(new byte[7], record, (form & L) != 0 ? new byte[5] : NO_ID);
                var view = new RecordView();
                assertTrue(UnifiedHeader.read(datagram, 7, datagram.length, ID.length, view), form(form));
                int numberOffset = 7 + ((form & C) != 0 ? 4 : 1);
                int numberLength = (form & S) != 0 ? 2 : 1;
                assertEquals(7, view.start());
                assertEquals(epoch, view.epoch());
                assertEquals(numberOffset, view.numberOffset(), form(form));
                assertEquals(numberLength, view.numberLength(), form(form));
                assertEquals(numberOffset + numberLength + ((form & L) != 0 ? 2 : 0), view.payloadOffset(), form(form));
                assertEquals(3, view.payloadLength(), form(form));
                assertEquals(7 + record.length, view.end(), form(form));
            }
        }
    }

    /** [RFC9147 §4.3] A record with a length is whole or not there; one without ends wherever the datagram does. */
    @Example
    // [RFC9147 §4.3#6]
    void every_truncation_is_noticed_though_the_array_goes_on() {
        for (int form : forms()) {
            byte[] record = RawRecord13.of(form, 2, ID, 0x0102, (byte) 1, (byte) 2, (byte) 3);
            byte[] datagram = Protections.concat(new byte[2], record, new byte[300]);
            int headerLength = record.length - 3;
            for (int length = 1; length < record.length; length++) {
                var view = new RecordView();
                boolean isWhole = (form & L) == 0 && length >= headerLength;
                assertEquals(isWhole, UnifiedHeader.read(datagram, 2, 2 + length, ID.length, view), form(form) + ", " + length);
                if (isWhole) {
                    assertEquals(length - headerLength, view.payloadLength());
                }
            }
        }
    }

    @Example
    // [RFC9147 §4.5.2#3]
    void length_that_goes_beyond_the_datagram_is_refused_and_a_shorter_one_leaves_the_rest() {
        for (int claimed : new int[] {0, 1, 9, 10, 11, 0x7FFF, 0x8000, 0xFFFF}) {
            byte[] datagram = Protections.concat(RawRecord13.header(S | L, 3, NO_ID, 0, claimed), new byte[10]);
            var view = new RecordView();
            assertEquals(claimed <= 10, UnifiedHeader.read(datagram, 0, datagram.length, 0, view), "claimed " + claimed);
            if (claimed <= 10) {
                assertEquals(5 + claimed, view.end());
            }
        }
    }

    @Example
    void longest_connection_id_is_read() {
        byte[] id = Protections.content(255);
        byte[] record = RawRecord13.of(C | S | L, 0, id, 0x0102, (byte) 9);
        var view = new RecordView();
        assertTrue(UnifiedHeader.read(record, 0, record.length, 255, view));
        assertEquals(256, view.numberOffset());
        assertEquals(260, view.payloadOffset());
        assertFalse(UnifiedHeader.read(record, 0, 200, 255, view));
    }

    @Example
    // [RFC9147 §4.1#2]
    void three_bits_begin_a_record() {
        for (int first = 0; first < 256; first++) {
            assertEquals(first >= 0x20 && first <= 0x3F, UnifiedHeader.begins(first), "first byte " + first);
            assertEquals((first / 16) % 2 == 1, UnifiedHeader.hasConnectionId(first), "first byte " + first);
        }
    }

    @Example
    // [RFC9147 §4#8]
    void header_is_written_field_by_field() {
        byte[] out = new byte[10];
        assertEquals(8, UnifiedHeader.write(out, 1, ConnectionId.of(ID), 6, 0xABCD_EF01_0203L, 0x0405));
        assertEquals("00" + "3e" + "515253" + "0203" + "0405" + "00", HexFormat.of().formatHex(out));
        out = new byte[7];
        assertEquals(UnifiedHeader.LENGTH, UnifiedHeader.write(out, 1, ConnectionId.NONE, 0xFFFF, 0xFFFF, 0));
        assertEquals("00" + "2f" + "ffff" + "0000" + "00", HexFormat.of().formatHex(out));
    }

    @Property
    void header_survives_being_written_and_read(
            @ForAll @Size(max = 255) byte[] id, @ForAll @IntRange(max = RecordNumber.MAX_EPOCH) int epoch,
            @ForAll @LongRange(max = RecordNumber.MAX_SEQUENCE) long sequence, @ForAll @IntRange(max = 0xFFFF) int length) {
        byte[] datagram = new byte[5 + UnifiedHeader.LENGTH + id.length + length + 3];
        int headerLength = UnifiedHeader.write(datagram, 5, ConnectionId.of(id), epoch, sequence, length);
        var view = new RecordView();
        assertTrue(UnifiedHeader.read(datagram, 5, datagram.length - 3, id.length, view));
        assertEquals(epoch % 4, view.epoch());
        assertEquals(5 + headerLength, view.payloadOffset());
        assertEquals(length, view.payloadLength());
        assertEquals(2, view.numberLength());
        int form = (id.length > 0 ? C : 0) | S | L;
        assertArrayEquals(
                RawRecord13.of(form, epoch, id, (int) sequence, new byte[length]), Arrays.copyOfRange(datagram, 5, datagram.length - 3));
    }

    private static int[] forms() {
        return new int[] {0, L, S, S | L, C, C | L, C | S, C | S | L};
    }

    private static String form(int form) {
        return "form " + Integer.toBinaryString(form);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
