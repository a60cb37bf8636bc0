package io.puredtls.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Golden bytes, and values that do not fit where they are to be written. */
final class WireWriterTest {
    @Test
    void golden_message_gives_the_golden_bytes() {
        assertArrayEquals(Sample.GOLDEN_BYTES, written(Sample.GOLDEN::encode).toArray());
    }

    @Test
    void largest_numbers_fit() {
        assertEquals("ff", written(out -> out.u8("n", 0xFF)).hex());
        assertEquals("ffff", written(out -> out.u16("n", 0xFFFF)).hex());
        assertEquals("ffffff", written(out -> out.u24("n", 0xFFFFFF)).hex());
        assertEquals("ffffffffffff", written(out -> out.u48("n", 0xFFFF_FFFF_FFFFL)).hex());
    }

    @Test
    void number_that_does_not_fit_is_refused_by_name() {
        assertRefused("field 256 does not fit 1 bytes", out -> out.u8("field", 0x100));
        assertRefused("field 65536 does not fit 2 bytes", out -> out.u16("field", 0x1_0000));
        assertRefused("field 16777216 does not fit 3 bytes", out -> out.u24("field", 0x100_0000));
        assertRefused("field 281474976710656 does not fit 6 bytes", out -> out.u48("field", 1L << 48));
    }

    @Test
    void negative_number_is_refused_by_name() {
        assertRefused("field -1 does not fit 1 bytes", out -> out.u8("field", -1));
        assertRefused("field -1 does not fit 2 bytes", out -> out.u16("field", -1));
        assertRefused("field -1 does not fit 3 bytes", out -> out.u24("field", -1));
        assertRefused("field -1 does not fit 6 bytes", out -> out.u48("field", -1));
        assertRefused("field -9223372036854775808 does not fit 6 bytes", out -> out.u48("field", Long.MIN_VALUE));
    }

    @Test
    void longest_opaque_vectors_fit_and_longer_ones_are_refused() {
        longest(0xFF, WireWriterTest::opaque8);
        longest(0xFFFF, WireWriterTest::opaque16);
        longest(0xFF_FFFF, WireWriterTest::opaque24);
    }

    @Test
    void longest_nested_vectors_fit_and_longer_ones_are_refused() {
        longest(0xFF, (out, content) -> out.vector8("field", inside -> inside.fixed("content", content)));
        longest(0xFFFF, (out, content) -> out.vector16("field", inside -> inside.fixed("content", content)));
        longest(0xFF_FFFF, (out, content) -> out.vector24("field", inside -> inside.fixed("content", content)));
    }

    private static void longest(int length, BiConsumer<WireWriter, Bytes> vector) {
        byte[] content = new byte[length + 1];
        content[length - 1] = 7;
        Bytes fits = written(out -> vector.accept(out, Bytes.of(content, 0, length)));
        int lengthBytes = fits.length() - length;
        assertEquals("ff".repeat(lengthBytes), fits.slice(0, lengthBytes).hex());
        assertEquals(7, fits.at(fits.length() - 1));
        assertRefused("field of " + (length + 1) + " bytes is too long for its length field", out -> vector.accept(out, Bytes.of(content)));
    }

    private static void opaque8(WireWriter out, Bytes content) {
        out.opaque8("field", content);
    }

    private static void opaque16(WireWriter out, Bytes content) {
        out.opaque16("field", content);
    }

    private static void opaque24(WireWriter out, Bytes content) {
        out.opaque24("field", content);
    }

    @Test
    void refused_number_leaves_nothing_behind() {
        var out = new WireWriter();
        assertThrows(IllegalArgumentException.class, () -> out.u16("field", -1));
        assertThrows(IllegalArgumentException.class, () -> out.opaque8("field", Bytes.of(new byte[256])));
        assertEquals(0, out.length());
        assertEquals(Bytes.EMPTY, out.toBytes());
    }

    @Test
    void writer_grows_in_the_middle_of_nested_vectors() {
        Bytes big = Bytes.of(new byte[300]);
        Bytes written = written(out -> out.vector24("outer", outer -> {
            for (int i = 0; i < 20; i++) {
                outer.vector16("inner", inner -> inner.fixed("content", big));
            }
        }));
        assertEquals(3 + 20 * 302, written.length());
        assertEquals("001798012c", written.slice(0, 5).hex());
        assertEquals("012c", written.slice(3 + 19 * 302, 2).hex());
    }

    @Test
    void result_is_a_copy() {
        var out = new WireWriter();
        out.u8("first", 1);
        byte[] array = out.toArray();
        Bytes bytes = out.toBytes();
        array[0] = 9;
        out.u8("second", 2);
        assertEquals("01", bytes.hex());
        assertEquals("0102", out.toBytes().hex());
        assertEquals(2, out.length());
    }

    private static void assertRefused(String message, Consumer<WireWriter> writing) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> writing.accept(new WireWriter())).getMessage());
    }

    private static Bytes written(Consumer<WireWriter> writing) {
        var out = new WireWriter();
        writing.accept(out);
        return out.toBytes();
    }
}
