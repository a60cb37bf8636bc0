package io.puredtls.record.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.DropReason;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** From record to record until the datagram ends or cannot be read. */
final class RecordCursorTest {
    private static final byte[] FIRST = RawRecord.of(22, RawRecord.DTLS_1_2, 0, 5, new byte[7]);
    private static final byte[] EMPTY = RawRecord.of(23, RawRecord.DTLS_1_2, 1, 6);
    private static final byte[] LAST = RawRecord.of(21, RawRecord.DTLS_1_2, 1, 7, new byte[2]);

    private final RecordCursor cursor = new RecordCursor();
    private final RecordView view = new RecordView();

    @Example
    void cursor_of_nothing_has_no_records() {
        assertFalse(cursor.next(view));
        assertEquals(Optional.empty(), cursor.stoppedBy());
        assertEquals(List.of(), sequences(new byte[0]));
        assertEquals(Optional.empty(), cursor.stoppedBy());
    }

    @Example
    void all_records_of_a_datagram_are_visited_in_order() {
        assertEquals(List.of(5L, 6L, 7L), sequences(Protections.concat(FIRST, EMPTY, LAST)));
        assertEquals(Optional.empty(), cursor.stoppedBy());
    }

    @Example
    void walk_stays_inside_the_slice() {
        byte[] datagram = Protections.concat(LAST, FIRST, LAST);
        cursor.wrap(datagram, LAST.length, FIRST.length);
        assertTrue(cursor.next(view));
        assertSame(datagram, view.datagram());
        assertEquals(LAST.length, view.start());
        assertEquals(5, view.sequence());
        assertFalse(cursor.next(view));
        assertEquals(Optional.empty(), cursor.stoppedBy());
    }

    @Example
    void truncated_record_ends_the_walk() {
        byte[] datagram = Protections.concat(FIRST, LAST);
        for (int length = FIRST.length + 1; length < datagram.length; length++) {
            cursor.wrap(datagram, 0, length);
            assertTrue(cursor.next(view));
            assertFalse(cursor.next(view), "length " + length);
            assertEquals(Optional.of(DropReason.TRUNCATED), cursor.stoppedBy());
            assertFalse(cursor.next(view));
        }
    }

    @Example
    void unknown_first_byte_leaves_the_rest() {
        for (int first : new int[] {0, 19, 24, 25, 27, 0x1F, 0x40, 0xFF}) {
            byte[] strange = LAST.clone();
            strange[0] = (byte) first;
            assertEquals(List.of(5L), sequences(Protections.concat(FIRST, strange, LAST)), "first byte " + first);
            assertEquals(Optional.of(DropReason.UNKNOWN_FORMAT), cursor.stoppedBy());
            assertFalse(cursor.next(view));
        }
    }

    @Example
    void next_datagram_begins_with_a_clean_slate() {
        sequences(new byte[] {1});
        assertEquals(Optional.of(DropReason.UNKNOWN_FORMAT), cursor.stoppedBy());
        assertEquals(List.of(6L), sequences(EMPTY));
        assertEquals(Optional.empty(), cursor.stoppedBy());
    }

    @Property
    void any_bytes_give_views_inside_the_slice_that_move_on(
            @ForAll("datagrams") byte[] datagram, @ForAll @IntRange(max = 30) int before, @ForAll @IntRange(max = 30) int behind) {
        int offset = Math.min(before, datagram.length);
        int length = Math.max(0, datagram.length - offset - behind);
        byte[] untouched = datagram.clone();
        cursor.wrap(datagram, offset, length);
        int end = offset;
        while (cursor.next(view)) {
            assertEquals(end, view.start());
            assertEquals(view.isUnified(), UnifiedHeader.begins(datagram[view.start()] & 0xFF));
            assertTrue(view.payloadOffset() - view.start() == PlaintextHeader.LENGTH || view.isUnified());
            assertTrue(view.payloadOffset() > view.start());
            assertTrue(view.payloadLength() >= 0);
            assertTrue(view.end() <= offset + length);
            end = view.end();
        }
        assertEquals(end < offset + length, cursor.stoppedBy().isPresent());
        assertTrue(Arrays.equals(untouched, datagram));
    }

    /** Bytes that mean nothing, and records with small and large lengths between them, so that walks are longer than a step. */
    @Provide
    Arbitrary<byte[]> datagrams() {
        Arbitrary<byte[]> junk = Arbitraries.bytes().array(byte[].class).ofMaxSize(40);
        Arbitrary<byte[]> record = Combinators.combine(
                Arbitraries.integers().between(19, 26), Arbitraries.integers().between(0, 40), Arbitraries.integers().between(0, 40))
                .as((type, claimed, length) -> RawRecord.claiming(claimed, type, RawRecord.DTLS_1_2, 1, length, new byte[length]));
        Arbitrary<byte[]> sound = Arbitraries.integers().between(0, 40)
                .map(length -> RawRecord.of(22, RawRecord.DTLS_1_2, 1, length, new byte[length]));
        return Arbitraries.frequencyOf(Tuple.of(1, junk), Tuple.of(1, record), Tuple.of(4, sound))
                .list().ofMaxSize(6).map(parts -> Protections.concat(parts.toArray(byte[][]::new)));
    }

    @Property
    void any_bytes_at_all_never_throw(@ForAll @Size(max = 100) byte[] datagram) {
        assertTrue(sequences(datagram).size() <= datagram.length / 2);
    }

    private List<Long> sequences(byte[] datagram) {
        List<Long> sequences = new ArrayList<>();
        cursor.wrap(datagram, 0, datagram.length);
        while (cursor.next(view)) {
            sequences.add(view.sequence());
        }
        return sequences;
    }
}
