package io.puredtls.record.layer;

import static io.puredtls.record.fixture.RawRecord13.L;
import static io.puredtls.record.fixture.RawRecord13.S;
import static io.puredtls.record.fixture.RawRecord13.inner;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.fixture.RawRecord13;
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

/** An association of DTLS 1.3 under fire: whatever arrives, nothing false is delivered and nothing genuine is lost for good. */
final class RecordLayer13PropertyTest {
    private static final byte[] NO_ID = {};

    private static RecordLayer reading(AeadAlgorithm algorithm, HoldBack holdBack) {
        var layer = new RecordLayer(Layers.MAX_PENDING, Layers.MAX_PENDING_BYTES);
        layer.holdBack(holdBack);
        for (int epoch = 2; epoch <= 3; epoch++) { // whose keys bear any number of forgeries
            layer.install(new ReadEpoch(epoch, Protections.aead13(algorithm, epoch), new ReplayWindow(64), Long.MAX_VALUE));
        }
        return layer;
    }

    @Property
    void junk_that_looks_like_records_never_throws_and_is_never_delivered(
            @ForAll AeadAlgorithm algorithm, @ForAll("lookalikes") byte[] datagram, @ForAll HoldBack holdBack) {
        RecordLayer layer = reading(algorithm, holdBack);
        assertEquals(List.of(), Layers.open(layer, datagram).delivered());
        layer.holdBack(HoldBack.NOTHING);
        var sink = new CollectingSink();
        layer.openPending(sink);
        assertEquals(List.of(), sink.delivered());
        assertTrue(layer.counters().drops() > 0);
        for (int epoch = 2; epoch <= 3; epoch++) {
            byte[] genuine = RawRecord13.sealed(algorithm, epoch, epoch, 0, inner(new byte[] {1}, 23, 8));
            assertEquals(List.of(0L), Layers.open(layer, genuine).sequences());
        }
    }

    /** Headers that are right in all but some respects, in front of any bytes. */
    @Provide
    Arbitrary<byte[]> lookalikes() {
        Arbitrary<byte[]> payload = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
        Arbitrary<byte[]> unified = Combinators.combine(
                Arbitraries.integers().between(0, 7), Arbitraries.integers().between(0, 3), Arbitraries.integers().between(0, 0xFFFF),
                payload, Arbitraries.of(0, 0, 0, -1, 1, 60_000))
                .as((form, epoch, number, bytes, lie) -> Protections.concat(
                        RawRecord13.header(4 * form, epoch, new byte[] {7}, number, Math.max(0, bytes.length + lie)), bytes));
        Arbitrary<byte[]> plain = Combinators.combine(Arbitraries.of(20, 21, 22, 23, 26), Arbitraries.of(1, 2, 3, 4, 0xFFFE), payload)
                .as((type, epoch, bytes) -> RawRecord.of(type, RawRecord.DTLS_1_2, epoch, 0, bytes));
        return Arbitraries.oneOf(unified, unified, plain).list().ofMinSize(1).ofMaxSize(5)
                .map(records -> Protections.concat(records.toArray(byte[][]::new)));
    }

    @Property(tries = 50)
    void every_record_is_delivered_exactly_once_however_often_it_comes(@ForAll AeadAlgorithm algorithm, @ForAll long seed) {
        RecordLayer reader = reading(algorithm, HoldBack.NOTHING);
        List<byte[]> records = new ArrayList<>();
        Set<String> all = new HashSet<>();
        var random = new Random(seed);
        for (int i = 0; i < 40; i++) {
            int epoch = 2 + i % 2;
            int form = random.nextBoolean() ? L : S | L;
            byte[] record = RawRecord13.sealed(algorithm, epoch, form, epoch, NO_ID, i / 2, inner(new byte[] {(byte) i}, 23, 6 + random.nextInt(4)));
            byte[] forged = record.clone();
            forged[5 + i % (forged.length - 5)] ^= (byte) (1 + random.nextInt(255));
            Collections.addAll(records, record, record, forged, forged);
            all.add(epoch + ":" + i / 2);
        }
        Collections.shuffle(records, random);
        List<String> delivered = new ArrayList<>();
        for (int at = 0; at < records.size(); at += 4) {
            byte[] datagram = Protections.concat(records.subList(at, at + 4).toArray(byte[][]::new));
            Layers.open(reader, datagram).delivered().forEach(each -> {
                assertEquals(2 * each.sequence() + each.epoch() - 2, each.content().at(0));
                delivered.add(each.epoch() + ":" + each.sequence());
            });
        }
        assertEquals(all.size(), delivered.size());
        assertEquals(all, new HashSet<>(delivered));
        assertEquals(records.size() - all.size(), reader.counters().drops());
    }

    /** Form and epoch, number, length, text and tag: not one bit of them may change. */
    @Example
    void every_changed_bit_of_a_record_keeps_it_from_being_delivered() {
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            for (int form : new int[] {0, L, S, S | L}) {
                byte[] record = RawRecord13.sealed(algorithm, 3, form, 3, NO_ID, 0, inner(Protections.content(20), 23, 1));
                RecordLayer reader = reading(algorithm, HoldBack.NOTHING);
                for (int bit = 0; bit < record.length * 8; bit++) {
                    byte[] changed = record.clone();
                    changed[bit / 8] ^= (byte) (1 << bit % 8);
                    assertEquals(List.of(), Layers.open(reader, changed).delivered(), algorithm + ", form " + form + ", bit " + bit);
                    assertTrue(reader.counters().drops() > bit);
                }
                var delivered = Layers.open(reader, record).delivered();
                assertEquals(ContentType.APPLICATION_DATA, delivered.get(0).type());
            }
        }
    }
}
