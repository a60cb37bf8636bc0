package io.puredtls.record.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/** First in, first out, and never more than there is room for. */
final class PendingRecordsTest {
    private final PendingRecords pending = new PendingRecords(3, 10);

    @Test
    void records_come_out_as_copies_in_the_order_they_went_in() {
        byte[] datagram = {0, 1, 2, 3, 4};
        assertTrue(pending.offer(datagram, 1, 2));
        assertTrue(pending.offer(datagram, 3, 1));
        datagram[1] = 9;
        assertEquals(2, pending.size());
        assertArrayEquals(new byte[] {1, 2}, pending.take());
        assertFalse(pending.isEmpty());
        assertArrayEquals(new byte[] {3}, pending.take());
        assertTrue(pending.isEmpty());
        assertThrows(NoSuchElementException.class, pending::take);
    }

    @Test
    void there_is_room_for_so_many_records_and_no_more() {
        for (int i = 0; i < 3; i++) {
            assertTrue(pending.offer(new byte[1], 0, 1));
        }
        assertFalse(pending.offer(new byte[1], 0, 1));
        pending.take();
        assertTrue(pending.offer(new byte[1], 0, 1));
        assertFalse(pending.offer(new byte[1], 0, 1));
    }

    @Test
    void there_is_room_for_so_many_bytes_and_no_more() {
        assertFalse(pending.offer(new byte[11], 0, 11));
        assertTrue(pending.offer(new byte[6], 0, 6));
        assertFalse(pending.offer(new byte[5], 0, 5));
        assertTrue(pending.offer(new byte[4], 0, 4));
        assertEquals(6, pending.take().length);
        assertFalse(pending.offer(new byte[7], 0, 7));
        assertTrue(pending.offer(new byte[6], 0, 6));
    }

    @Test
    void cleared_store_is_as_good_as_new() {
        assertTrue(pending.offer(new byte[10], 0, 10));
        pending.clear();
        assertTrue(pending.isEmpty());
        assertEquals(0, pending.size());
        assertTrue(pending.offer(new byte[10], 0, 10));
    }

    @Test
    void store_without_room_keeps_nothing() {
        assertFalse(new PendingRecords(0, 100).offer(new byte[1], 0, 1));
        assertFalse(new PendingRecords(5, 0).offer(new byte[1], 0, 1));
    }
}
