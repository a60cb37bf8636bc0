package io.puredtls.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Immutable, and equal by value. */
final class BytesTest {
    @Test
    void equal_content_is_equal_and_hashes_alike() {
        assertEquals(Bytes.ofHex("0102"), Bytes.of((byte) 1, (byte) 2));
        assertEquals(Bytes.ofHex("0102").hashCode(), Bytes.of((byte) 1, (byte) 2).hashCode());
        assertNotEquals(Bytes.ofHex("0102"), Bytes.ofHex("0103"));
        assertNotEquals(Bytes.ofHex("0102"), Bytes.ofHex("010200"));
        assertFalse(Bytes.ofHex("0102").equals((Object) "0102"));
    }

    @Test
    void nothing_given_or_taken_shares_the_content() {
        byte[] given = {1, 2, 3};
        Bytes whole = Bytes.of(given);
        Bytes slice = Bytes.of(given, 1, 2);
        given[1] = 9;
        whole.toArray()[0] = 9;
        assertEquals("010203", whole.hex());
        assertEquals("0203", slice.hex());
        assertEquals("02", whole.slice(1, 1).hex());
    }

    @Test
    void slice_outside_is_refused() {
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.of(new byte[4], 2, 3));
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.of(new byte[4], -1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.ofHex("0102").slice(1, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> Bytes.ofHex("0102").at(2));
    }

    @Test
    void bytes_are_unsigned() {
        assertEquals(0xFF, Bytes.ofHex("ff").at(0));
    }

    @Test
    void copies_go_where_they_are_told() {
        byte[] out = new byte[6];
        Bytes.ofHex("0102").copyTo(out, 1);
        Bytes.ofHex("030405").copyTo(1, out, 4, 2);
        assertArrayEquals(new byte[] {0, 1, 2, 0, 4, 5}, out);
    }

    @Test
    void emptiness_is_known() {
        assertTrue(Bytes.EMPTY.isEmpty());
        assertEquals(0, Bytes.EMPTY.length());
        assertEquals(Bytes.EMPTY, Bytes.ofHex(""));
        assertEquals(Bytes.EMPTY, Bytes.of(new byte[3], 3, 0));
        assertFalse(Bytes.ofHex("00").isEmpty());
    }

    @Test
    void reader_covers_all_of_them() throws DecodeException {
        WireReader in = Bytes.ofHex("0102").reader();
        assertEquals(0x0102, in.u16("both"));
        in.endOfMessage();
    }

    @Test
    void long_content_is_printed_in_part() {
        assertEquals("ab".repeat(64), Bytes.ofHex("ab".repeat(64)).toString());
        assertEquals("ab".repeat(60) + "…(65 bytes)", Bytes.ofHex("ab".repeat(65)).toString());
    }
}
