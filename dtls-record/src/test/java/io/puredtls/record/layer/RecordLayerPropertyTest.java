package io.puredtls.record.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** An association under fire: whatever arrives, nothing false is delivered and nothing genuine is lost for good. */
final class RecordLayerPropertyTest {
    private static RecordLayer writing(AeadAlgorithm algorithm) {
        var layer = new RecordLayer(0, 0);
        layer.holdBack(HoldBack.NOTHING);
        layer.install(Layers.writeEpoch(1, algorithm));
        return layer;
    }

    private static RecordLayer reading(AeadAlgorithm algorithm) {
        var layer = new RecordLayer(Layers.MAX_PENDING, Layers.MAX_PENDING_BYTES);
        layer.holdBack(HoldBack.NOTHING);
        // whose key bears any number of forgeries
        layer.install(new ReadEpoch(1, Protections.aead12(algorithm, 1), new ReplayWindow(64), Long.MAX_VALUE));
        return layer;
    }

    @Property
    void junk_never_throws_and_is_never_delivered(
            @ForAll AeadAlgorithm algorithm, @ForAll @Size(max = 120) byte[] junk, @ForAll HoldBack holdBack) {
        RecordLayer layer = reading(algorithm);
        layer.holdBack(holdBack);
        assertHarmless(layer, algorithm, junk);
    }

    @Property
    void junk_that_looks_like_records_never_throws_and_is_never_delivered(
            @ForAll AeadAlgorithm algorithm, @ForAll("lookalikes") byte[] datagram, @ForAll HoldBack holdBack) {
        RecordLayer layer = reading(algorithm);
        layer.holdBack(holdBack);
        assertHarmless(layer, algorithm, datagram);
    }

    /** Nothing of {@code datagram} is delivered, now or when pending records are looked at, and the association lives. */
    private static void assertHarmless(RecordLayer layer, AeadAlgorithm algorithm, byte[] datagram) {
        assertEquals(List.of(), Layers.open(layer, datagram).delivered());
        var sink = new CollectingSink();
        layer.holdBack(HoldBack.NOTHING);
        layer.openPending(sink);
        assertEquals(List.of(), sink.delivered());
        assertTrue(datagram.length == 0 || layer.counters().drops() > 0);
        byte[] genuine = Layers.sealed(writing(algorithm), 1, ContentType.APPLICATION_DATA, (byte) 1);
        assertEquals(List.of(0L), Layers.open(layer, genuine).sequences());
    }

    /** Headers that are right in all but some respects, in front of any bytes. */
    @Provide
    Arbitrary<byte[]> lookalikes() {
        Arbitrary<byte[]> record = Combinators.combine(
                Arbitraries.integers().between(20, 23), Arbitraries.of(0xFEFD, 0xFEFD, 0xFEFD, 0xFEFF, 0x0303),
                Arbitraries.of(0, 1, 1, 1, 2, 5, 0xFFFF), Arbitraries.longs().between(0, (1L << 48) - 1),
                Arbitraries.bytes().array(byte[].class).ofMaxSize(60), Arbitraries.of(0, 0, 0, -1, 1, 60000))
                .as((type, version, epoch, sequence, payload, lie) ->
                        RawRecord.claiming(Math.max(0, payload.length + lie), type, version, epoch, sequence, payload));
        return record.list().ofMinSize(1).ofMaxSize(5).map(records -> Protections.concat(records.toArray(byte[][]::new)));
    }

    @Property(tries = 50)
    void every_record_is_delivered_exactly_once_however_often_it_comes(@ForAll AeadAlgorithm algorithm, @ForAll long seed) {
        RecordLayer writer = writing(algorithm);
        RecordLayer reader = reading(algorithm);
        List<byte[]> records = new ArrayList<>();
        Set<Long> all = new HashSet<>();
        for (long i = 0; i < 40; i++) {
            byte[] record = Layers.sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) i);
            byte[] forged = record.clone();
            forged[13 + (int) (i % (forged.length - 13))] ^= 1;
            Collections.addAll(records, record, record, forged, forged);
            all.add(i);
        }
        Collections.shuffle(records, new Random(seed));
        List<Long> delivered = new ArrayList<>();
        for (int at = 0; at < records.size(); at += 4) {
            byte[] datagram = Protections.concat(records.subList(at, at + 4).toArray(byte[][]::new));
            var sink = Layers.open(reader, datagram);
            sink.delivered().forEach(each -> assertEquals(each.sequence(), each.content().at(0)));
            delivered.addAll(sink.sequences());
        }
        assertEquals(all.size(), delivered.size());
        assertEquals(all, new HashSet<>(delivered));
        assertEquals(records.size() - all.size(), reader.counters().drops());
    }

    /** Type, version, epoch, sequence number, length, nonce, text and tag: not one bit of them may change. */
    @Example
    void every_changed_bit_of_a_record_keeps_it_from_being_delivered() {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            byte[] record = Layers.sealed(writing(algorithm), 1, ContentType.APPLICATION_DATA, Protections.content(20));
            RecordLayer reader = reading(algorithm);
            reader.holdBack(HoldBack.NOTHING);
            for (int bit = 0; bit < record.length * 8; bit++) {
                byte[] changed = record.clone();
                changed[bit / 8] ^= (byte) (1 << bit % 8);
                assertEquals(List.of(), Layers.open(reader, changed).delivered(), algorithm + ", bit " + bit % 8 + " of byte " + bit / 8);
                assertTrue(reader.counters().drops() > bit);
            }
            assertEquals(List.of(0L), Layers.open(reader, record).sequences());
        }
    }
}
