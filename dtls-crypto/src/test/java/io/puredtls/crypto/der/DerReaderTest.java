package io.puredtls.crypto.der;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DerReaderTest {
    @Test
    void elements_are_read_in_their_order() throws DerException {
        DerReader outer = reader("301c" + "02010c" + "06032a0304" + "0402beef" + "03020007" + "0500" + "a0050203010001" + "0101ff");
        DerReader in = outer.sequence("whole");
        assertEquals(12, in.integer("number", 0, 100));
        assertEquals("1.2.3.4", in.oid("identifier"));
        assertArrayEquals(hex("beef"), in.octetString("octets"));
        assertArrayEquals(hex("07"), in.bitString("bits"));
        in.nullValue("nothing");
        assertTrue(in.nextIs(0xa0));
        assertFalse(in.nextIs(0x30));
        assertEquals(BigInteger.valueOf(65537), in.constructed(0xa0, "tagged").integer("exponent"));
        assertThrows(DerException.class, in::end, "an element is left");
        assertArrayEquals(hex("0101ff"), in.element("flag"));
        in.end();
        assertTrue(in.isEmpty());
        assertFalse(in.nextIs(1));
        outer.end();
    }

    @Test
    void an_element_behind_the_window_is_out_of_reach() throws DerException {
        DerReader inner = reader("3003020105" + "020106").sequence("inner");
        inner.integer("first");
        assertEquals("second: missing", assertThrows(DerException.class, () -> inner.integer("second")).getMessage());
    }

    @Test
    void a_long_form_length_is_read() throws DerException {
        assertEquals(200, reader("0481c8" + "00".repeat(200)).octetString("octets").length);
        assertEquals(300, reader("0482012c" + "00".repeat(300)).octetString("octets").length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''             | field: missing",
        "05             | field: tag 0x05 where 0x30 belongs",
        "30             | field: cut off before its length",
        "3002aa         | field: 2 bytes announced, 1 there",
        "3080           | field: an indefinite length",
        "3082aa         | field: cut off within its length",
        "308100         | field: a length that is oversized or not in its shortest form",
        "30817f         | field: a length that is oversized or not in its shortest form",
        "30820080       | field: a length that is oversized or not in its shortest form",
        "30850100000000 | field: a length that is oversized or not in its shortest form",
        "3084ffffffff   | field: 2147483647 bytes announced, 0 there"})
    void a_faulty_header_is_named(String hex, String sentence) {
        assertEquals(sentence, assertThrows(DerException.class, () -> reader(hex).sequence("field")).getMessage());
    }

    @Test
    void a_tag_of_more_than_one_byte_is_refused() {
        assertThrows(DerException.class, () -> reader("1f810100").element("field"));
        assertThrows(DerException.class, () -> reader("bf2000").skip("field"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0200", "02020001", "0202ff80"})
    void an_integer_that_is_empty_or_padded_is_refused(String hex) {
        assertThrows(DerException.class, () -> reader(hex).integer("number"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"020100", "02010b", "0201ff", "02050100000005", "0209010000000000000005"})
    void an_integer_outside_its_range_is_refused(String hex) {
        assertEquals("number: an INTEGER outside 1 to 10",
                assertThrows(DerException.class, () -> reader(hex).integer("number", 1, 10)).getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0600", "060180", "06022a80", "06032a8001", "060b2affffffffffffffffff7f"})
    void an_object_identifier_that_is_unfinished_padded_or_oversized_is_refused(String hex) {
        assertThrows(DerException.class, () -> reader(hex).oid("identifier"));
    }

    @Test
    void an_object_identifier_may_be_64_bytes_long_and_no_longer() throws DerException {
        assertEquals(65, reader("0640" + "2a".repeat(64)).oid("identifier").split("\\.").length);
        assertThrows(DerException.class, () -> reader("0641" + "2a".repeat(65)).oid("identifier"));
    }

    @ParameterizedTest
    @CsvSource({"060109, 0.9", "06014f, 1.39", "0603883703, 2.999.3", "06092affffffffffffff7f, 1.2.72057594037927935"})
    void an_object_identifier_is_dotted(String hex, String dotted) throws DerException {
        assertEquals(dotted, reader(hex).oid("identifier"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0300", "030106", "03020780"})
    void a_bit_string_of_broken_bytes_is_refused(String hex) {
        assertThrows(DerException.class, () -> reader(hex).bitString("bits"));
    }

    @Test
    void a_null_with_content_is_refused() {
        assertThrows(DerException.class, () -> reader("050100").nullValue("nothing"));
    }

    private static DerReader reader(String hex) {
        return DerReader.of(hex(hex), "input");
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
