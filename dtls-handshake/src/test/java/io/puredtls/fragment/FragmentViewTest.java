package io.puredtls.fragment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.wire.Bytes;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** [RFC6347 §4.2.2] Walking the fragments of a record. */
class FragmentViewTest {
    private final FragmentView view = new FragmentView();

    @Test
    void header_is_written_field_by_field() {
        byte[] out = new byte[14];
        HandshakeHeader.write(out, 1, 0x0B, 0x010203, 0x0405, 0x060708, 0x090A0B);
        assertEquals("00" + "0b" + "010203" + "0405" + "060708" + "090a0b" + "00", Bytes.of(out).hex());
    }

    @Test
    void fields_are_read_unsigned() {
        view.wrap(Piece.record(3, Bytes.ofHex("ff" + "ff0003" + "fffe" + "ff0001" + "000002" + "a1a2").toArray()));
        assertTrue(view.hasMore());
        assertTrue(view.advance());
        assertEquals(0xFF, view.type());
        assertEquals(0xFF0003, view.length());
        assertEquals(0xFFFE, view.messageSeq());
        assertEquals(0xFF0001, view.fragmentOffset());
        assertEquals(2, view.fragmentLength());
        assertEquals(3, view.epoch());
        assertArrayEquals(new byte[] {(byte) 0xA1, (byte) 0xA2}, Arrays.copyOfRange(view.data(), view.dataOffset(), view.dataOffset() + 2));
        assertFalse(view.hasMore());
    }

    /** [RFC6347 §4.2.3#7] */
    @Test
    void fragments_of_one_record_follow_each_other() {
        byte[] first = Piece.of(1, new byte[10], 0, 4).encoded();
        byte[] second = Piece.of(2, new byte[0], 0, 0).encoded();
        byte[] third = Piece.of(3, new byte[10], 4, 6).encoded();
        byte[] all = Arrays.copyOf(first, first.length + second.length + third.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(third, 0, all, first.length + second.length, third.length);
        view.wrap(Piece.record(0, all));
        for (int seq = 1; seq <= 3; seq++) {
            assertTrue(view.hasMore());
            assertTrue(view.advance());
            assertEquals(seq, view.messageSeq());
        }
        assertFalse(view.hasMore());
    }

    @Test
    void an_empty_record_has_no_fragment() {
        view.wrap(Piece.record(0, new byte[0]));
        assertFalse(view.hasMore());
        assertFalse(view.advance());
    }

    @Test
    void the_end_of_a_message_is_known() {
        assertTrue(Piece.of(0, new byte[10], 4, 6).view().isLastOfMessage());
        assertTrue(Piece.of(0, new byte[10], 10, 0).view().isLastOfMessage());
        assertTrue(Piece.of(0, new byte[0], 0, 0).view().isLastOfMessage());
        assertFalse(Piece.of(0, new byte[10], 4, 5).view().isLastOfMessage());
        assertFalse(Piece.of(0, new byte[10], 0, 0).view().isLastOfMessage());
    }

    @Test
    void every_cut_of_a_fragment_is_refused_with_the_rest_of_the_record() {
        byte[] whole = Piece.of(0, new byte[10], 2, 5).encoded();
        for (int length = 1; length < whole.length; length++) {
            assertRefused(Arrays.copyOf(whole, length));
        }
    }

    @Test
    void a_fragment_beyond_the_end_of_its_message_is_refused() {
        assertRefused(new Piece(0, 1, 10, 0, 6, new byte[5]).encoded());
        assertRefused(new Piece(0, 1, 10, 0, 11, new byte[0]).encoded());
        assertRefused(new Piece(0, 1, 0, 0, 0, new byte[1]).encoded());
        assertRefused(new Piece(0, 1, 0xFFFFFF, 0, 0xFFFFFF, new byte[1]).encoded());
    }

    /** Failure class 9: a zero-length fragment moves the view on, too. */
    @Test
    void zero_length_fragments_do_not_stop_the_walk() {
        byte[] empty = Piece.of(0, new byte[5], 3, 0).encoded();
        byte[] many = new byte[empty.length * 1000];
        for (int i = 0; i < 1000; i++) {
            System.arraycopy(empty, 0, many, i * empty.length, empty.length);
        }
        view.wrap(Piece.record(0, many));
        int fragments = 0;
        while (view.hasMore()) {
            assertTrue(view.advance());
            fragments++;
        }
        assertEquals(1000, fragments);
    }

    private void assertRefused(byte[] content) {
        view.wrap(Piece.record(0, content));
        assertTrue(view.hasMore());
        assertFalse(view.advance());
        assertFalse(view.hasMore(), "nothing of the record is left");
    }
}
