package io.puredtls.fragment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.message.ThreadAllocation;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Failure classes 8 and 9: what a peer's fragments may cost, counted in bytes allocated and kept, not in time. */
class ReassemblerCostTest {
    private static final int LARGE = 65_536;

    @Test
    void one_byte_fragments_cost_the_same_in_every_order() throws ProtocolException {
        List<Integer> order = new ArrayList<>(IntStream.range(0, LARGE).boxed().toList());
        assertCheap("ascending", order);
        Collections.reverse(order);
        assertCheap("descending", order);
        assertCheap("every other one", IntStream.range(0, LARGE).map(i -> i < LARGE / 2 ? 2 * i : 2 * (i - LARGE / 2) + 1).boxed().toList());
        assertCheap("from the middle to both ends",
                IntStream.range(0, LARGE).map(i -> LARGE / 2 + (i % 2 == 0 ? i / 2 : -1 - i / 2)).boxed().toList());
        Collections.shuffle(order, new Random(4));
        assertCheap("shuffled", order);
    }

    /** A message of n bytes in n fragments: what is copied while it grows is a small multiple of n, not of n². */
    private static void assertCheap(String name, List<Integer> order) throws ProtocolException {
        byte[] message = new byte[LARGE];
        new Random(3).nextBytes(message);
        Reassembler reassembler = new Reassembler(LARGE, LARGE, 4);
        ReusedPiece piece = new ReusedPiece(message);
        long before = ThreadAllocation.bytes();
        for (int offset : order) {
            reassembler.add(piece.at(offset));
        }
        long allocated = ThreadAllocation.bytes() - before;
        assertTrue(reassembler.hasNext());
        assertTrue(allocated < 128L * LARGE, () -> name + ": " + allocated + " bytes allocated for a message of " + LARGE);
    }

    @Test
    void zero_length_fragments_cost_nothing_to_keep() throws ProtocolException {
        Reassembler reassembler = new Reassembler(LARGE, LARGE, 16);
        FragmentView[] empty = new FragmentView[17];
        for (int seq = 0; seq < empty.length; seq++) {
            empty[seq] = Piece.of(seq, new byte[LARGE], seq * 3855, 0).view();
        }
        long before = ThreadAllocation.bytes();
        for (int i = 0; i < 100_000; i++) {
            assertEquals(Reassembler.Outcome.ACCEPTED, reassembler.add(empty[i % empty.length]));
        }
        long allocated = ThreadAllocation.bytes() - before;
        assertEquals(0, reassembler.held());
        assertTrue(allocated < 100_000L * 128, () -> allocated + " bytes");
    }

    @Test
    void huge_declared_messages_of_one_byte_stay_within_the_bound() {
        Reassembler reassembler = new Reassembler(0xFFFFFF, 0xFFFFFF, 64);
        FragmentView[] views = new FragmentView[65];
        for (int seq = 0; seq < views.length; seq++) {
            views[seq] = new Piece(0, 1, 0xFFFFFF, seq, 0, new byte[1]).view();
        }
        long before = ThreadAllocation.bytes();
        for (int round = 0; round < 100; round++) {
            for (FragmentView view : views) {
                add(reassembler, view);
            }
        }
        long allocated = ThreadAllocation.bytes() - before;
        assertEquals(65, reassembler.held(), "a byte of each");
        assertTrue(allocated < 2_000_000, () -> allocated + " bytes");
    }

    @Test
    void one_byte_at_the_far_end_of_many_huge_messages_stays_within_the_bound() {
        int bound = 100_000;
        Reassembler reassembler = new Reassembler(bound, bound, 64);
        for (int round = 0; round < 10; round++) {
            for (int seq = 64; seq >= 0; seq--) {
                add(reassembler, new Piece(0, 1, bound, seq, bound - 1, new byte[1]).view());
                assertTrue(reassembler.held() <= bound, () -> "held " + reassembler.held());
            }
        }
    }

    @Test
    void a_message_larger_than_allowed_is_refused_before_anything_is_kept() {
        Reassembler reassembler = new Reassembler(4096, 4096, 64);
        FragmentView huge = new Piece(0, 1, 0xFFFFFF, 0, 0, new byte[1]).view();
        long before = ThreadAllocation.bytes();
        var thrown = assertThrows(ProtocolException.class, () -> reassembler.add(huge));
        long allocated = ThreadAllocation.bytes() - before;
        assertEquals(Violation.HANDSHAKE_MESSAGE_TOO_LARGE, thrown.violation());
        assertEquals(0, reassembler.held());
        assertTrue(allocated < 1_000_000, () -> allocated + " bytes");
    }

    private static void add(Reassembler reassembler, FragmentView view) {
        try {
            reassembler.add(view);
        } catch (ProtocolException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** One array and one view for all fragments of one byte, so that only the reassembler allocates. */
    private static final class ReusedPiece {
        private final byte[] message;
        private final byte[] content = new byte[HandshakeHeader.LENGTH + 1];
        private final FragmentView view = new FragmentView();
        private final RecordView record = new RecordView();

        ReusedPiece(byte[] message) {
            this.message = message;
            record.wrap(content, 0, 0, content.length);
            record.header(ContentType.HANDSHAKE, 0xFEFD, 0, 0);
        }

        FragmentView at(int offset) {
            HandshakeHeader.write(content, 0, 1, message.length, 0, offset, 1);
            content[HandshakeHeader.LENGTH] = message[offset];
            view.wrap(record);
            view.advance();
            return view;
        }
    }
}
