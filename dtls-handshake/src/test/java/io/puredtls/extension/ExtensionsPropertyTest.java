package io.puredtls.extension;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.message.FieldList;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever a message says in its extensions, reading undoes writing; whatever bytes come, only the declared exception comes out. */
final class ExtensionsPropertyTest {
    /** The extensions of one message and which message it is. */
    record Placed(ExtensionPlacement placement, Extensions extensions) {
        Bytes encoded() {
            WireWriter out = new WireWriter();
            extensions.encode(out);
            return out.toBytes();
        }
    }

    @Property(tries = 2000)
    void what_is_written_is_read_back(@ForAll("placed") Placed placed) throws DecodeException {
        assertEquals(placed.extensions, Extensions.decode(placed.placement, placed.encoded().reader()));
    }

    @Property(tries = 2000)
    void reader_and_writer_visit_the_same_fields_at_the_same_places(@ForAll("placed") Placed placed) throws DecodeException {
        FieldList writing = new FieldList();
        placed.extensions.encode(new WireWriter(writing));
        FieldList reading = new FieldList();
        byte[] bytes = placed.encoded().toArray();
        Extensions.decode(placed.placement, new WireReader(bytes, 0, bytes.length, reading));
        assertEquals(writing.fields(), reading.fields());
    }

    @Property(tries = 500)
    void every_extension_said_twice_is_refused(@ForAll("placed") Placed placed, @ForAll @IntRange(max = 11) int index) {
        List<Extension> list = new ArrayList<>(placed.extensions.list());
        if (!list.isEmpty()) {
            list.add(list.get(index % list.size()));
            Bytes twice = new Placed(placed.placement, new Extensions(list)).encoded();
            var thrown = assertThrows(DecodeException.class, () -> Extensions.decode(placed.placement, twice.reader()));
            assertEquals("extensions", thrown.field());
        }
    }

    @Property(tries = 5000)
    void any_data_under_any_type_is_an_extension_or_refused(
            @ForAll ExtensionPlacement placement, @ForAll("types") int type, @ForAll @Size(max = 60) byte[] data) {
        WireWriter out = new WireWriter();
        out.vector16("extensions", vector -> {
            vector.u16("extension_type", type);
            vector.opaque16("extension_data", Bytes.of(data));
        });
        try {
            Extensions read = Extensions.decode(placement, out.toBytes().reader());
            assertEquals(new ExtensionType(type), read.list().get(0).type());
            assertEquals(read, Extensions.decode(placement, new Placed(placement, read).encoded().reader()));
        } catch (DecodeException refused) {
            // the declared exception
        }
    }

    @Property(tries = 5000)
    void any_bytes_are_extensions_or_refused(@ForAll ExtensionPlacement placement, @ForAll @Size(max = 100) byte[] bytes) {
        try {
            Extensions.decode(placement, new WireReader(bytes, 0, bytes.length));
        } catch (DecodeException refused) {
            // the declared exception
        }
    }

    @Provide
    Arbitrary<Placed> placed() {
        return Arbitraries.oneOf(Stream.of(ExtensionPlacement.values())
                .map(placement -> ExtensionArbitraries.in(placement).map(extensions -> new Placed(placement, extensions))).toList());
    }

    @Provide
    Arbitrary<Integer> types() {
        return Arbitraries.oneOf(
                Arbitraries.of(0, 10, 11, 13, 14, 16, 23, 27, 28, 41, 42, 43, 44, 45, 47, 49, 50, 51, 54, 61, 0xFF01), ExtensionArbitraries.codes());
    }
}
