package io.puredtls.record.format;

import static io.puredtls.record.fixture.RawRecord13.C;
import static io.puredtls.record.fixture.RawRecord13.L;
import static io.puredtls.record.fixture.RawRecord13.S;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.ConnectionId;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.fixture.RawRecord13;
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
    private static final byte[] ID = {0x51, 0x52, 0x53};
    private static final byte[] NO_ID = {};
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
    // [RFC9147 §4.1#4] [RFC9147 §4.5.2#7]
    void unknown_first_byte_leaves_the_rest() {
        for (int first : new int[] {0, 19, 24, 28, 0x1F, 0x40, 0xFF}) {
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

    /** [RFC9147 §4] */
    @Example
    // [RFC9147 §4#9] [RFC9147 §4.1#1] [RFC9147 §4.1#3]
    void protected_and_plain_records_follow_each_other() {
        byte[] datagram = Protections.concat(
                FIRST, RawRecord13.of(S | L, 2, NO_ID, 1, new byte[20]), LAST, RawRecord13.of(L, 3, NO_ID, 2, new byte[9]),
                RawRecord13.of(0, 1, NO_ID, 3, new byte[4]));
        assertEquals(List.of("0+20", "20+25", "45+15", "60+13", "73+6"), places(datagram));
        assertEquals(Optional.empty(), cursor.stoppedBy());
    }

    /** [RFC9147 §4] */
    @Example
    // [RFC9147 §4#7]
    void protected_record_without_a_length_takes_the_rest() {
        byte[] datagram = Protections.concat(RawRecord13.of(S, 2, NO_ID, 1, new byte[20]), FIRST, LAST);
        assertEquals(List.of("0+" + datagram.length), places(datagram));
        assertEquals(Optional.empty(), cursor.stoppedBy());
    }

    @Example
    // [RFC9147 §4.5.2#3]
    void truncated_protected_record_ends_the_walk() {
        for (int length = 1; length < 25; length++) {
            byte[] record = RawRecord13.of(S | L, 2, NO_ID, 1, new byte[20]);
            assertEquals(List.of("0+20"), places(Protections.concat(FIRST, Arrays.copyOf(record, length))), "length " + length);
            assertEquals(Optional.of(DropReason.TRUNCATED), cursor.stoppedBy());
        }
    }

    // Connection IDs: the one that we asked for stands in what the peer protects, and nowhere else

    /** [RFC9147 §4] */
    @Example
    void records_with_our_connection_id_are_visited() {
        cursor.connectionIds(agreed(ID));
        byte[] datagram = Protections.concat(
                RawRecord13.of(C | S | L, 2, ID, 1, new byte[20]), FIRST, RawRecord13.of(C | L, 3, ID, 1, new byte[5]), LAST,
                RawRecord13.of(C, 3, ID, 1, new byte[6]));
        assertEquals(List.of("0+28", "28+20", "48+12", "60+15", "75+11"), places(datagram));
        assertEquals(Optional.empty(), cursor.stoppedBy());
    }

    /** [RFC9147 §4] Of another association: the rest of the datagram is discarded. */
    @Example
    // [RFC9147 §4#12]
    void another_connection_id_ends_the_walk() {
        cursor.connectionIds(agreed(ID));
        byte[] good = RawRecord13.of(C | S | L, 2, ID, 1, new byte[20]);
        for (int bit = 0; bit < 8 * ID.length; bit++) {
            byte[] other = good.clone();
            other[1 + bit / 8] ^= (byte) (1 << bit % 8);
            assertEquals(List.of("0+28"), places(Protections.concat(good, other, good)), "bit " + bit);
            assertEquals(Optional.of(DropReason.WRONG_CONNECTION_ID), cursor.stoppedBy());
            assertFalse(cursor.next(view));
        }
    }

    /** [RFC9147 §9] */
    @Example
    // [RFC9147 §9.1#1]
    void connection_id_that_nobody_asked_for_ends_the_walk() {
        assertEquals(List.of(), places(Protections.concat(RawRecord13.of(C | S | L, 2, ID, 1, new byte[20]), FIRST)));
        assertEquals(Optional.of(DropReason.WRONG_CONNECTION_ID), cursor.stoppedBy());
        assertEquals(List.of(), places(RawRecord13.of(C | S | L, 2, NO_ID, 1, new byte[20])));
        assertEquals(Optional.of(DropReason.WRONG_CONNECTION_ID), cursor.stoppedBy());
    }

    /** [RFC9147 §4] If one was negotiated, all datagrams have it. */
    @Example
    void protected_datagram_without_the_connection_id_is_left() {
        cursor.connectionIds(agreed(ID));
        for (int form : new int[] {0, L, S, S | L}) {
            assertEquals(List.of(), places(RawRecord13.of(form, 2, NO_ID, 1, new byte[20])));
            assertEquals(Optional.of(DropReason.WRONG_CONNECTION_ID), cursor.stoppedBy());
        }
    }

    @Example
    void datagram_that_ends_in_the_connection_id_or_behind_it_is_left() {
        cursor.connectionIds(agreed(ID));
        byte[] record = RawRecord13.of(C | S | L, 2, ID, 1, new byte[20]);
        for (int length = 1; length < record.length; length++) {
            byte[] cut = Protections.concat(Arrays.copyOf(record, length), ID); // the array goes on, as if it were right
            cursor.wrap(cut, 0, length);
            assertFalse(cursor.next(view), "length " + length);
            DropReason expected = length < 1 + ID.length ? DropReason.WRONG_CONNECTION_ID : DropReason.TRUNCATED;
            assertEquals(Optional.of(expected), cursor.stoppedBy(), "length " + length);
        }
    }

    @Example
    void connection_id_may_change_and_go() {
        byte[] lent = ID.clone();
        cursor.connectionIds(agreed(lent));
        Arrays.fill(lent, (byte) 0);
        byte[] old = RawRecord13.of(C | L, 3, ID, 1, new byte[5]);
        byte[] other = RawRecord13.of(C | L, 3, new byte[] {1}, 1, new byte[5]);
        assertEquals(1, places(old).size());
        cursor.connectionIds(agreed(new byte[] {1}));
        assertEquals(0, places(old).size());
        assertEquals(1, places(other).size());
        cursor.connectionIds(agreed(NO_ID));
        assertEquals(0, places(other).size());
        assertEquals(1, places(RawRecord13.of(L, 3, NO_ID, 1, new byte[5])).size());
    }

    @Example
    void longest_connection_id_is_compared_to_its_end() {
        byte[] id = Protections.content(255);
        cursor.connectionIds(agreed(id));
        byte[] record = RawRecord13.of(C | S | L, 2, id, 1, new byte[20]);
        assertEquals(List.of("0+280"), places(record));
        record[255] ^= 1;
        assertEquals(List.of(), places(record));
    }

    @Property
    void any_bytes_with_a_connection_id_or_without_never_throw(
            @ForAll @Size(max = 4) byte[] id, @ForAll @Size(max = 60) byte[] junk, @ForAll @IntRange(min = 0x20, max = 0x3F) int first) {
        cursor.connectionIds(agreed(id));
        byte[] datagram = Protections.concat(new byte[] {(byte) first}, id, junk);
        int visited = 0;
        for (String place : places(datagram)) {
            visited += Integer.parseInt(place.substring(place.indexOf('+') + 1));
        }
        assertEquals(visited < datagram.length, cursor.stoppedBy().isPresent());
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

    /** Where the records begin, and how long they are. */
    private List<String> places(byte[] datagram) {
        List<String> places = new ArrayList<>();
        cursor.wrap(datagram, 0, datagram.length);
        while (cursor.next(view)) {
            places.add(view.start() + "+" + (view.end() - view.start()));
        }
        return places;
    }

    private List<Long> sequences(byte[] datagram) {
        List<Long> sequences = new ArrayList<>();
        cursor.wrap(datagram, 0, datagram.length);
        while (cursor.next(view)) {
            sequences.add(view.sequence());
        }
        return sequences;
    }

    private static OurConnectionIds agreed(byte[] id) {
        return id.length == 0 ? OurConnectionIds.NONE : OurConnectionIds.agreed(List.of(ConnectionId.of(id)));
    }
}
