package io.puredtls.fragment;

import static io.puredtls.fragment.Reassembler.Outcome.ACCEPTED;
import static io.puredtls.fragment.Reassembler.Outcome.NO_ROOM;
import static io.puredtls.fragment.Reassembler.Outcome.OLD;
import static io.puredtls.fragment.Reassembler.Outcome.OTHER_EPOCH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.message.HandshakeType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** [RFC6347 §4.2.3] Failure classes 2, 8, 9 and 10. */
class ReassemblerTest {
    private static final byte[] TEN = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    private final Reassembler reassembler = new Reassembler(100, 150, 4);

    @Test
    void a_whole_message_is_given_as_it_came() throws ProtocolException {
        assertFalse(reassembler.hasNext());
        assertEquals(ACCEPTED, add(Piece.whole(0, TEN).ofType(11).inEpoch(2)));
        assertTrue(reassembler.hasNext());
        assertEquals(2, reassembler.nextEpoch());
        AssembledMessage message = reassembler.next();
        assertEquals(HandshakeType.CERTIFICATE, message.type());
        assertEquals(0, message.messageSeq());
        assertEquals(2, message.epoch());
        assertArrayEquals(TEN, message.body().toArray());
        assertEquals(1, reassembler.nextSeq());
        assertEquals(0, reassembler.held());
        assertFalse(reassembler.hasNext());
    }

    @Test
    void a_message_without_body_is_complete_at_once() throws ProtocolException {
        assertEquals(ACCEPTED, add(Piece.whole(0, new byte[0])));
        assertEquals(0, reassembler.next().body().length());
    }

    /** [RFC6347 §4.2.3#5] */
    @Test
    // [RFC9147 §5.5#4]
    void fragments_of_one_message_may_come_in_any_order() throws ProtocolException {
        add(Piece.of(0, TEN, 7, 3));
        add(Piece.of(0, TEN, 0, 3));
        assertFalse(reassembler.hasNext());
        add(Piece.of(0, TEN, 3, 4));
        assertArrayEquals(TEN, reassembler.next().body().toArray());
    }

    /** [RFC6347 §4.2.2#2] */
    @Test
    // [RFC9147 §5.2#9]
    void messages_are_given_in_the_order_of_their_numbers() throws ProtocolException {
        add(Piece.whole(2, TEN));
        add(Piece.whole(1, TEN));
        assertFalse(reassembler.hasNext());
        add(Piece.whole(0, TEN));
        for (int seq = 0; seq < 3; seq++) {
            assertEquals(seq, reassembler.next().messageSeq());
        }
        assertEquals(0, reassembler.held());
    }

    /** [RFC6347 §4.2.2#1] */
    @Test
    // [RFC9147 §5.2#8]
    void a_message_given_before_is_old() throws ProtocolException {
        add(Piece.whole(0, TEN));
        reassembler.next();
        assertEquals(OLD, add(Piece.whole(0, TEN)));
        assertEquals(OLD, add(Piece.whole(0, TEN).ofType(20).ofLength(99)), "whatever it says now");
        assertEquals(0, reassembler.held());
    }

    @Test
    void a_later_start_makes_earlier_messages_old() throws ProtocolException {
        reassembler.startAt(3);
        assertEquals(OLD, add(Piece.whole(2, TEN)));
        assertEquals(ACCEPTED, add(Piece.whole(3, TEN)));
        assertEquals(3, reassembler.next().messageSeq());
    }

    @Test
    void the_last_number_of_all_is_given_and_nothing_follows() throws ProtocolException {
        reassembler.startAt(0xFFFF);
        assertEquals(ACCEPTED, add(Piece.whole(0xFFFF, TEN)));
        reassembler.next();
        assertEquals(OLD, add(Piece.whole(0, TEN)));
        assertEquals(OLD, add(Piece.whole(0xFFFF, TEN)));
    }

    // Inconsistency

    @Test
    void another_length_under_one_number_is_fatal() throws ProtocolException {
        for (int epoch = 0; epoch <= 1; epoch++) {
            Reassembler fresh = new Reassembler(100, 150, 4);
            fresh.add(Piece.of(0, TEN, 0, 3).inEpoch(epoch).view());
            FragmentView longer = Piece.of(0, TEN, 3, 3).ofLength(11).inEpoch(epoch).view();
            assertInconsistent(() -> fresh.add(longer));
        }
    }

    @Test
    void another_type_under_one_number_is_fatal() throws ProtocolException {
        add(Piece.of(2, TEN, 0, 3));
        FragmentView other = Piece.of(2, TEN, 3, 3).ofType(2).view();
        assertInconsistent(() -> reassembler.add(other));
    }

    @Test
    void another_length_is_fatal_though_the_message_is_complete_and_waits() throws ProtocolException {
        add(Piece.whole(1, TEN));
        FragmentView other = Piece.whole(1, new byte[11]).view();
        assertInconsistent(() -> reassembler.add(other));
    }

    @Test
    void fragments_of_different_messages_do_not_mix_though_their_types_are_the_same() throws ProtocolException {
        byte[] other = {9, 9, 9};
        add(Piece.of(0, TEN, 0, 5));
        add(Piece.whole(1, other));
        add(Piece.of(0, TEN, 5, 5));
        assertArrayEquals(TEN, reassembler.next().body().toArray());
        assertArrayEquals(other, reassembler.next().body().toArray());
    }

    @Test
    void changed_bytes_in_an_overlap_lose_against_the_first_in_the_clear() throws ProtocolException {
        byte[] lie = TEN.clone();
        lie[4] = 99;
        add(Piece.of(0, TEN, 0, 5));
        assertEquals(ACCEPTED, add(Piece.of(0, lie, 2, 8)));
        assertArrayEquals(TEN, reassembler.next().body().toArray());
    }

    @Test
    // [RFC9147 §5.5#7] [RFC9147 §5.5#8]
    void changed_bytes_in_an_overlap_are_fatal_under_protection() throws ProtocolException {
        byte[] lie = TEN.clone();
        lie[4] = 99;
        add(Piece.of(0, TEN, 0, 5).inEpoch(1));
        FragmentView changed = Piece.of(0, lie, 2, 8).inEpoch(1).view();
        assertInconsistent(() -> reassembler.add(changed));
    }

    @Test
    void the_same_bytes_in_an_overlap_are_fine_under_protection() throws ProtocolException {
        add(Piece.of(0, TEN, 0, 5).inEpoch(1));
        add(Piece.of(0, TEN, 2, 8).inEpoch(1));
        assertArrayEquals(TEN, reassembler.next().body().toArray());
    }

    // Epochs

    @Test
    void a_better_protected_fragment_replaces_what_came_before() throws ProtocolException {
        byte[] genuine = {7, 7, 7};
        add(Piece.of(0, TEN, 0, 9));
        assertEquals(ACCEPTED, add(Piece.of(0, genuine, 0, 2).ofType(20).inEpoch(1)));
        assertFalse(reassembler.hasNext());
        add(Piece.of(0, genuine, 2, 1).ofType(20).inEpoch(1));
        AssembledMessage message = reassembler.next();
        assertEquals(HandshakeType.FINISHED, message.type());
        assertEquals(1, message.epoch());
        assertArrayEquals(genuine, message.body().toArray());
        assertEquals(0, reassembler.held());
    }

    @Test
    void a_worse_protected_fragment_is_not_taken() throws ProtocolException {
        add(Piece.of(0, TEN, 0, 9).inEpoch(1));
        assertEquals(OTHER_EPOCH, add(Piece.of(0, TEN, 9, 1)));
        assertEquals(OTHER_EPOCH, add(Piece.of(0, TEN, 9, 1).ofType(3).ofLength(50)), "nor is it a fault of the peer");
        assertFalse(reassembler.hasNext());
        add(Piece.of(0, TEN, 9, 1).inEpoch(1));
        assertEquals(1, reassembler.next().epoch());
    }

    @Test
    void what_is_discarded_may_come_again() throws ProtocolException {
        add(Piece.whole(0, TEN));
        reassembler.discardNext();
        assertFalse(reassembler.hasNext());
        assertEquals(0, reassembler.held());
        assertEquals(0, reassembler.nextSeq());
        assertEquals(ACCEPTED, add(Piece.whole(0, new byte[3]).inEpoch(1)));
        assertEquals(1, reassembler.next().epoch());
    }

    @Test
    void nothing_is_discarded_where_nothing_is_kept() {
        reassembler.discardNext();
        assertEquals(0, reassembler.held());
    }

    // Bounds

    @Test
    void a_reassembler_that_cannot_hold_its_largest_message_is_refused() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Reassembler(100, 99, 1));
        assertEquals("a reassembler that holds 99 bytes cannot hold a message of 100", thrown.getMessage());
    }

    @Test
    void a_message_of_the_largest_size_is_given_and_a_larger_one_is_fatal() throws ProtocolException {
        assertEquals(ACCEPTED, add(Piece.whole(0, new byte[100])));
        FragmentView larger = Piece.of(1, new byte[101], 0, 1).ofType(11).view();
        var thrown = assertThrows(ProtocolException.class, () -> reassembler.add(larger));
        assertEquals(Violation.HANDSHAKE_MESSAGE_TOO_LARGE, thrown.violation());
        assertEquals("Certificate of 101 bytes, where 100 are allowed", thrown.getMessage());
    }

    /** [RFC6347 §4.2.2#3] */
    @Test
    // [RFC9147 §5.2#10]
    void a_message_too_far_ahead_is_not_kept() throws ProtocolException {
        assertEquals(ACCEPTED, add(Piece.whole(4, new byte[1])));
        assertEquals(NO_ROOM, add(Piece.whole(5, new byte[1])));
        assertEquals(NO_ROOM, add(Piece.of(0xFFFF, new byte[9999], 0, 1)), "and its size does not matter");
        assertEquals(1, reassembler.held());
    }

    @Test
    void a_message_farther_ahead_has_no_room_beside_nearer_ones() throws ProtocolException {
        add(Piece.whole(1, new byte[100]));
        assertEquals(ACCEPTED, add(Piece.whole(2, new byte[50])));
        assertEquals(NO_ROOM, add(Piece.whole(3, new byte[1])));
        assertEquals(150, reassembler.held());
    }

    @Test
    void a_nearer_message_displaces_the_farthest_ones_first() throws ProtocolException {
        add(Piece.whole(1, new byte[30]));
        add(Piece.whole(2, new byte[60]));
        add(Piece.whole(3, new byte[60]));
        assertEquals(ACCEPTED, add(Piece.whole(0, TEN)));
        assertEquals(100, reassembler.held(), "3 had to go, 2 could stay");
        reassembler.next();
        reassembler.next();
        assertTrue(reassembler.hasNext());
        reassembler.next();
        assertFalse(reassembler.hasNext());
    }

    @Test
    void a_message_never_displaces_itself_or_what_comes_before_it() throws ProtocolException {
        add(Piece.whole(0, new byte[80]).ofLength(81));
        add(Piece.of(1, new byte[100], 0, 60));
        assertEquals(NO_ROOM, add(Piece.of(1, new byte[100], 60, 40)));
        assertEquals(140, reassembler.held());
    }

    @Test
    void the_next_message_can_always_be_completed() throws ProtocolException {
        for (int seq = 4; seq > 0; seq--) {
            add(Piece.of(seq, new byte[100], 99, 1));
            assertTrue(reassembler.held() <= 150);
        }
        assertEquals(ACCEPTED, add(Piece.of(0, new byte[100], 99, 1)));
        assertEquals(ACCEPTED, add(Piece.of(0, new byte[100], 0, 99)));
        assertTrue(reassembler.hasNext());
    }

    @Test
    void a_refused_fragment_changes_nothing() throws ProtocolException {
        add(Piece.whole(0, new byte[100]));
        add(Piece.of(1, new byte[100], 0, 40));
        assertEquals(NO_ROOM, add(Piece.of(1, new byte[100], 40, 60)));
        assertEquals(140, reassembler.held());
        reassembler.next();
        assertEquals(ACCEPTED, add(Piece.of(1, new byte[100], 40, 60)));
        assertTrue(reassembler.hasNext());
    }

    @Test
    void clearing_forgets_everything_that_is_kept() throws ProtocolException {
        add(Piece.whole(0, TEN));
        add(Piece.of(1, TEN, 0, 4));
        reassembler.clear();
        assertEquals(0, reassembler.held());
        assertFalse(reassembler.hasNext());
        assertEquals(0, reassembler.nextSeq());
    }

    private Reassembler.Outcome add(Piece piece) throws ProtocolException {
        return reassembler.add(piece.view());
    }

    private static void assertInconsistent(Executable step) {
        assertEquals(Violation.INCONSISTENT_FRAGMENTS, assertThrows(ProtocolException.class, step).violation());
    }
}
