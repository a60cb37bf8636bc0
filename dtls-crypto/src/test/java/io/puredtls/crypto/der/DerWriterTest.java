package io.puredtls.crypto.der;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DerWriterTest {
    @ParameterizedTest
    @CsvSource({"0, 020100", "127, 02017f", "128, 02020080", "256, 02020100", "-1, 0201ff", "-128, 020180", "-129, 0202ff7f"})
    void an_integer_takes_the_fewest_bytes(long value, String hex) {
        assertEquals(hex, encode(out -> out.integer(value)));
        assertEquals(hex, encode(out -> out.integer(BigInteger.valueOf(value))));
    }

    @ParameterizedTest
    @CsvSource({
        "1.2.840.113549, 06062a864886f70d", "2.5.29.15, 0603551d0f", "0.9, 060109", "1.39, 06014f",
        "2.999.3, 0603883703", "1.2.0.128, 06042a008100", "1.2.16383.16384, 06062aff7f818000"})
    void an_object_identifier_is_written_in_base_128(String dotted, String hex) {
        assertEquals(hex, encode(out -> out.oid(dotted)));
    }

    @Test
    void an_object_identifier_of_one_arc_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> encode(out -> out.oid("1")));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0400", "1, 0401", "127, 047f", "128, 048180", "255, 0481ff", "256, 04820100", "65535, 0482ffff", "65536, 0483010000"})
    void a_length_takes_the_fewest_bytes(int length, String header) {
        byte[] content = new byte[length];
        Arrays.fill(content, (byte) 0xa5);
        assertEquals(header + "a5".repeat(length), encode(out -> out.octetString(content)));
        assertEquals(header + "a5".repeat(length), encode(out -> out.octetString(inner -> inner.raw(content))));
    }

    @Test
    void structures_nest() {
        assertEquals("300d" + "3106" + "0c04" + hex("name") + "a203" + "0101ff", encode(out -> out.sequence(sequence -> sequence
                .setOfOne(set -> set.utf8String("name"))
                .constructed(DerTag.contextConstructed(2), DerWriter::booleanTrue))));
    }

    @Test
    void a_string_outside_ascii_is_utf_8() {
        assertEquals("0c02c3a4", encode(out -> out.utf8String("\u00e4")));
    }

    @Test
    void null_bit_string_and_context_values_have_their_golden_bytes() {
        assertEquals("0500", encode(DerWriter::nullValue));
        assertEquals("03020005", encode(out -> out.bitString(new byte[] {5})));
        assertEquals("870101", encode(out -> out.primitive(DerTag.context(7), new byte[] {1})));
    }

    @Test
    void named_bits_drop_their_trailing_zeros() {
        assertEquals("03020780", encode(out -> out.namedBits(0)));
        assertEquals("03020106", encode(out -> out.namedBits(5, 6)));
        assertEquals("03020001", encode(out -> out.namedBits(7)));
        assertEquals("0303078080", encode(out -> out.namedBits(8, 0)));
        assertEquals("030100", encode(DerWriter::namedBits));
    }

    /** [RFC5280 §4.1.2.5] */
    @Test
    void time_changes_its_form_with_the_year_2050() {
        assertEquals("170d" + hex("491231235959Z"), encode(out -> out.time(Instant.parse("2049-12-31T23:59:59.999Z"))));
        assertEquals("180f" + hex("20500101000000Z"), encode(out -> out.time(Instant.parse("2050-01-01T00:00:00Z"))));
        assertEquals("170d" + hex("500101000000Z"), encode(out -> out.time(Instant.parse("1950-01-01T00:00:00Z"))));
        assertEquals("180f" + hex("99991231235959Z"), encode(out -> out.time(Instant.parse("9999-12-31T23:59:59Z"))));
    }

    @Test
    void a_time_that_x509_cannot_write_is_refused() {
        for (String time : new String[] {"1949-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"}) {
            assertThrows(IllegalArgumentException.class, () -> encode(out -> out.time(Instant.parse(time))), time);
        }
    }

    @Test
    void a_tag_number_of_more_than_one_byte_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> DerTag.context(31));
        assertThrows(IllegalArgumentException.class, () -> DerTag.contextConstructed(-1));
    }

    @Test
    void growing_and_closing_wipe_what_was_written() throws ReflectiveOperationException {
        DerWriter writer = new DerWriter();
        writer.octetString(new byte[] {1, 2, 3});
        byte[] first = bufferOf(writer);
        writer.octetString(new byte[1000]);
        assertArrayEquals(new byte[first.length], first, "the outgrown buffer");
        byte[] second = bufferOf(writer);
        writer.close();
        assertArrayEquals(new byte[second.length], second, "the closed buffer");
        assertEquals(0, writer.toByteArray().length);
    }

    private static byte[] bufferOf(DerWriter writer) throws ReflectiveOperationException {
        var buffer = DerWriter.class.getDeclaredField("buffer");
        buffer.setAccessible(true);
        return (byte[]) buffer.get(writer);
    }

    private static String encode(Consumer<DerWriter> content) {
        return HexFormat.of().formatHex(DerWriter.encode(content));
    }

    private static String hex(String ascii) {
        return HexFormat.of().formatHex(ascii.getBytes(StandardCharsets.US_ASCII));
    }
}
