package io.puredtls.wire;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Reader and writer are mirror images, whatever the values; the reader stays inside its window, whatever the bytes. */
final class WirePropertyTest {
    @Property(tries = 500)
    void what_the_writer_writes_the_reader_reads(@ForAll("samples") Sample sample) throws DecodeException {
        byte[] written = encoded(sample, FieldTrace.NONE);
        assertEquals(sample, Sample.decode(new WireReader(written, 0, written.length)));
    }

    @Property(tries = 500)
    void reader_and_writer_visit_the_same_fields_at_the_same_places(@ForAll("samples") Sample sample) throws DecodeException {
        var writing = new ListingTrace();
        byte[] written = encoded(sample, writing);
        var reading = new ListingTrace();
        Sample.decode(new WireReader(written, 0, written.length, reading));
        assertEquals(writing.lines(), reading.lines());
    }

    @Property(tries = 500)
    void bytes_around_the_window_do_not_matter(
            @ForAll("samples") Sample sample, @ForAll @Size(max = 20) byte[] before, @ForAll @Size(max = 20) byte[] behind)
            throws DecodeException {
        byte[] written = encoded(sample, FieldTrace.NONE);
        byte[] around = Arrays.copyOf(before, before.length + written.length + behind.length);
        System.arraycopy(written, 0, around, before.length, written.length);
        System.arraycopy(behind, 0, around, before.length + written.length, behind.length);
        assertEquals(sample, Sample.decode(new WireReader(around, before.length, written.length)));
    }

    @Property
    void any_bytes_end_in_a_message_or_the_declared_exception(@ForAll @Size(max = 80) byte[] bytes) {
        decodesOrIsRefused(bytes);
    }

    @Property
    void any_changed_byte_ends_in_a_message_or_the_declared_exception(@ForAll @IntRange(max = 1000) int place, @ForAll byte value) {
        byte[] changed = Sample.GOLDEN_BYTES.clone();
        changed[place % changed.length] = value;
        decodesOrIsRefused(changed);
    }

    /** If the bytes are a message, encoding it gives the bytes again: there is one way to write it. */
    private static void decodesOrIsRefused(byte[] bytes) {
        byte[] before = bytes.clone();
        try {
            assertArrayEquals(bytes, encoded(Sample.decode(new WireReader(bytes, 0, bytes.length)), FieldTrace.NONE));
        } catch (DecodeException refused) {
            assertTrue(refused.getMessage().startsWith(refused.field()));
        }
        assertArrayEquals(before, bytes);
    }

    @Provide
    Arbitrary<Sample> samples() {
        Arbitrary<Long> numbers = Arbitraries.longs().between(0, (1L << 48) - 1);
        Arbitrary<List<Bytes>> entries = bytes(0, 30).list().ofMaxSize(7);
        Arbitrary<Bytes> fixeds = bytes(Sample.FIXED_LENGTH, Sample.FIXED_LENGTH);
        return Combinators.combine(numbers, fixeds, bytes(0, 255), bytes(0, 600), bytes(0, 600), entries, bytes(0, 40))
                .as((number, fixed, opaque8, opaque16, opaque24, list, rest) -> new Sample(
                        (int) (number & 0xFF), (int) (number & 0xFFFF), (int) (number & 0xFFFFFF), number,
                        fixed, opaque8, opaque16, opaque24, list, rest));
    }

    private static Arbitrary<Bytes> bytes(int min, int max) {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(min).ofMaxSize(max).map(Bytes::of);
    }

    private static byte[] encoded(Sample sample, FieldTrace trace) {
        var out = new WireWriter(trace);
        sample.encode(out);
        return out.toArray();
    }
}
