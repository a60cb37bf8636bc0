package io.puredtls.crypto.der;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are, the reader answers with a value or with {@link DerException}. */
final class DerReaderPropertyTest {
    private static final byte[] GOLDEN = DerWriter.encode(out -> out.sequence(outer -> outer
            .integer(1)
            .sequence(inner -> inner.oid("1.2.840.10045.2.1").oid("1.2.840.10045.3.1.7").nullValue())
            .octetString(new byte[200])
            .constructed(DerTag.contextConstructed(0), tagged -> tagged.bitString(new byte[] {1, 2, 3}))
            .booleanTrue()));

    @Property
    void any_bytes_end_in_a_value_or_the_declared_exception(@ForAll @Size(max = 64) byte[] bytes) {
        walk(bytes);
    }

    @Property
    void any_changed_byte_ends_in_a_value_or_the_declared_exception(@ForAll @IntRange(max = 1000) int place, @ForAll byte value) {
        byte[] changed = GOLDEN.clone();
        changed[place % changed.length] = value;
        walk(changed);
    }

    @Example
    void every_prefix_ends_in_the_declared_exception() {
        for (int length = 0; length < GOLDEN.length; length++) {
            byte[] prefix = Arrays.copyOf(GOLDEN, length);
            assertThrows(DerException.class, () -> DerReader.of(prefix, "prefix").sequence("whole"), "length " + length);
            walk(prefix);
        }
    }

    @Property
    void what_the_writer_writes_the_reader_reads(
            @ForAll long number, @ForAll @Size(max = 300) byte[] octets, @ForAll @LongRange(max = 1L << 55) long arc) throws DerException {
        String oid = "2.1." + arc;
        byte[] der = DerWriter.encode(out -> out.sequence(all -> all.integer(number).octetString(octets).bitString(octets).oid(oid)));
        DerReader in = DerReader.of(der, "whole").sequence("all");
        assertEquals(BigInteger.valueOf(number), in.integer("number"));
        assertArrayEquals(octets, in.octetString("octets"));
        assertArrayEquals(octets, in.bitString("bits"));
        assertEquals(oid, in.oid("oid"));
        in.end();
    }

    /** Asks for everything that could be asked for at every element, down to a few levels. */
    private static void walk(byte[] bytes) {
        for (Step step : Step.values()) {
            walk(DerReader.of(bytes, "input"), step, 6);
        }
    }

    private static void walk(DerReader in, Step first, int depth) {
        try {
            first.question.ask(in);
            while (!in.isEmpty() && depth > 0) {
                if (in.nextIs(DerTag.SEQUENCE)) {
                    walk(in.sequence("sequence"), first, depth - 1);
                } else if (in.nextIs(DerTag.OID)) {
                    in.oid("oid");
                } else if (in.nextIs(DerTag.INTEGER)) {
                    in.integer("integer", -5, 5);
                } else if (in.nextIs(DerTag.BIT_STRING)) {
                    in.bitString("bits");
                } else {
                    in.element("element");
                }
            }
            in.end();
        } catch (DerException declared) {
            return; // the one way out that is allowed; any other fails the property
        }
    }

    private enum Step {
        NOTHING(in -> { }),
        SEQUENCE(in -> in.sequence("field")),
        TAGGED(in -> in.constructed(DerTag.contextConstructed(0), "field")),
        INTEGER(in -> in.integer("field")),
        OCTETS(in -> in.octetString("field")),
        BITS(in -> in.bitString("field")),
        OID(in -> in.oid("field")),
        NULL(in -> in.nullValue("field")),
        ELEMENT(in -> in.element("field")),
        SKIP(in -> in.skip("field"));

        private final Question question;

        Step(Question question) {
            this.question = question;
        }
    }

    private interface Question {
        void ask(DerReader in) throws DerException;
    }
}
