package io.puredtls.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Golden bytes, and what becomes of bytes that end too early or too late. */
final class WireReaderTest {
    /** A way to read one field. */
    @FunctionalInterface
    private interface Reading {
        Object of(WireReader in) throws DecodeException;
    }

    @Test
    void golden_bytes_give_the_golden_message() throws DecodeException {
        assertEquals(Sample.GOLDEN, Sample.decode(reader(Sample.GOLDEN_BYTES)));
    }

    @Test
    void numbers_are_unsigned_at_their_largest() throws DecodeException {
        byte[] ones = bytes("ffffffffffff");
        assertEquals(0xFF, reader(ones).u8("n"));
        assertEquals(0xFFFF, reader(ones).u16("n"));
        assertEquals(0xFFFFFF, reader(ones).u24("n"));
        assertEquals(0xFFFF_FFFF_FFFFL, reader(ones).u48("n"));
    }

    @Test
    void every_number_cut_short_fails_with_its_name() {
        assertCutShort("field is cut short: 1 bytes needed, 0 left", "", in -> in.u8("field"));
        assertCutShort("field is cut short: 2 bytes needed, 1 left", "01", in -> in.u16("field"));
        assertCutShort("field is cut short: 3 bytes needed, 2 left", "0102", in -> in.u24("field"));
        assertCutShort("field is cut short: 6 bytes needed, 5 left", "0102030405", in -> in.u48("field"));
        assertCutShort("field is cut short: 4 bytes needed, 3 left", "010203", in -> in.fixed("field", 4));
    }

    @Test
    void every_vector_cut_short_fails_with_its_name() {
        for (Reading one : List.<Reading>of(in -> in.opaque8("field"), in -> in.vector8("field"))) {
            assertCutShort("field is cut short: 1 bytes needed, 0 left", "", one);
            assertCutShort("field is cut short: 2 bytes needed, 1 left", "02aa", one);
        }
        for (Reading two : List.<Reading>of(in -> in.opaque16("field"), in -> in.vector16("field"))) {
            assertCutShort("field is cut short: 2 bytes needed, 1 left", "00", two);
            assertCutShort("field is cut short: 2 bytes needed, 1 left", "0002aa", two);
        }
        for (Reading three : List.<Reading>of(in -> in.opaque24("field"), in -> in.vector24("field"))) {
            assertCutShort("field is cut short: 3 bytes needed, 2 left", "0000", three);
            assertCutShort("field is cut short: 16777215 bytes needed, 1 left", "ffffffaa", three);
        }
    }

    private static void assertCutShort(String message, String hex, Reading reading) {
        var thrown = assertThrows(DecodeException.class, () -> reading.of(reader(bytes(hex))));
        assertEquals(message, thrown.getMessage());
        assertEquals("field", thrown.field());
    }

    @Test
    void every_truncation_of_the_golden_message_fails_in_the_field_that_is_cut() throws DecodeException {
        var trace = new ListingTrace();
        Sample.decode(new WireReader(Sample.GOLDEN_BYTES, 0, Sample.GOLDEN_BYTES.length, trace));
        int end = Sample.GOLDEN_BYTES.length - Sample.GOLDEN.rest().length();
        var failed = new TreeSet<String>();
        for (int length = 0; length < end; length++) {
            byte[] cut = Arrays.copyOf(Sample.GOLDEN_BYTES, length);
            failed.add(assertThrows(DecodeException.class, () -> Sample.decode(reader(cut)), "length " + length).field());
        }
        assertEquals(new TreeSet<>(List.of("u8", "u16", "u24", "u48", "fixed", "opaque8", "opaque16", "opaque24", "outer")), failed);
    }

    @Test
    void a_vector_inside_may_not_be_longer_than_the_one_around_it() {
        var middle = assertThrows(DecodeException.class, () -> reader(bytes("03 0002aabb")).vector8("outer").vector16("inner"));
        assertEquals("inner is cut short: 2 bytes needed, 1 left", middle.getMessage());
        var entry = assertThrows(DecodeException.class, () -> reader(bytes("02 02aabb")).vector8("outer").opaque8("inner"));
        assertEquals("inner", entry.field());
    }

    @Test
    void vector_with_something_left_is_refused_by_its_name() throws DecodeException {
        var vector = reader(bytes("0003 010203 ff")).vector16("list");
        vector.u8("first");
        var thrown = assertThrows(DecodeException.class, vector::end);
        assertEquals("list has 2 bytes too many", thrown.getMessage());
        assertEquals("list", thrown.field());
        vector.u16("others");
        vector.end();
    }

    @Test
    void message_with_something_left_is_refused() throws DecodeException {
        var in = reader(bytes("0102"));
        in.u8("first");
        assertEquals("message has 1 bytes too many", assertThrows(DecodeException.class, in::endOfMessage).getMessage());
        in.u8("second");
        in.endOfMessage();
    }

    @Test
    void window_ends_where_it_was_told_to_and_not_where_the_array_does() throws DecodeException {
        byte[] around = bytes("aa 0102 bbbbbbbbbbbbbbbb");
        var in = new WireReader(around, 1, 2);
        assertEquals(2, in.remaining());
        assertEquals(1, in.position());
        assertThrows(DecodeException.class, () -> in.u24("three"));
        assertEquals(Bytes.ofHex("0102"), in.rest("rest"));
        assertFalse(in.hasMore());
        assertThrows(DecodeException.class, () -> in.u8("more"));
        assertEquals(Bytes.EMPTY, in.rest("nothing"));
    }

    @Test
    void vector_leaves_what_is_behind_it_to_the_reader_around_it() throws DecodeException {
        var in = reader(bytes("02 0102 03"));
        var vector = in.vector8("vector");
        assertEquals(0x03, in.u8("behind"));
        assertEquals(0x0102, vector.u16("inside"));
        assertFalse(vector.hasMore());
        assertThrows(DecodeException.class, () -> vector.u8("more"));
    }

    @Test
    void failed_read_leaves_the_reader_where_it_was() throws DecodeException {
        var in = reader(bytes("0102"));
        assertThrows(DecodeException.class, () -> in.u24("three"));
        assertThrows(DecodeException.class, () -> in.fixed("four", 4));
        assertEquals(0x0102, in.u16("two"));
    }

    @Test
    void slice_outside_the_array_is_the_callers_fault() {
        assertThrows(IndexOutOfBoundsException.class, () -> new WireReader(new byte[4], 2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> new WireReader(new byte[4], -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new WireReader(new byte[4], 0, -1));
    }

    @Test
    void what_was_read_does_not_change_with_the_array() throws DecodeException {
        byte[] array = bytes("02 0102 0304");
        var in = reader(array);
        Bytes opaque = in.opaque8("opaque");
        Bytes rest = in.rest("rest");
        Arrays.fill(array, (byte) 0);
        assertEquals(Bytes.ofHex("0102"), opaque);
        assertEquals(Bytes.ofHex("0304"), rest);
    }

    @Test
    void trace_sees_every_field_where_its_content_is() throws DecodeException {
        var trace = new ListingTrace();
        Sample.decode(new WireReader(Sample.GOLDEN_BYTES, 0, Sample.GOLDEN_BYTES.length, trace));
        assertEquals(List.of(
                "u8 @0 +1", "u16 @1 +2", "u24 @3 +3", "u48 @6 +6", "fixed @12 +3", "opaque8 @16 +1", "opaque16 @19 +2", "opaque24 @24 +3",
                "open outer @30", "open middle @32", "open inner @33",
                "entry @35 +2", "entry @39 +0", "close @39", "close @39", "close @39",
                "rest @39 +2"), trace.lines());
    }

    @Test
    void field_that_is_cut_short_is_not_traced() {
        var trace = new ListingTrace();
        assertThrows(DecodeException.class, () -> new WireReader(new byte[1], 0, 1, trace).u16("two"));
        assertThrows(DecodeException.class, () -> new WireReader(bytes("05"), 0, 1, trace).opaque8("opaque"));
        assertThrows(DecodeException.class, () -> new WireReader(bytes("05"), 0, 1, trace).vector8("vector"));
        assertEquals(List.of(), trace.lines());
    }

    @Test
    void exception_about_a_peer_costs_no_stack_trace() {
        var thrown = new DecodeException("field", "is odd");
        assertEquals("field is odd", thrown.getMessage());
        assertEquals(0, thrown.getStackTrace().length);
        thrown.addSuppressed(new IllegalStateException());
        assertEquals(0, thrown.getSuppressed().length);
    }

    @Test
    void reader_without_a_trace_reads_all_the_same() throws DecodeException {
        FieldTrace.NONE.field("field", 0, 1);
        FieldTrace.NONE.open("vector", 0);
        FieldTrace.NONE.close(1);
        assertTrue(reader(bytes("00")).hasMore());
        assertSame(Bytes.EMPTY, reader(bytes("00")).opaque8("empty"));
    }

    private static WireReader reader(byte[] bytes) {
        return new WireReader(bytes, 0, bytes.length);
    }

    private static byte[] bytes(String hex) {
        return Bytes.ofHex(hex.replace(" ", "")).toArray();
    }
}
