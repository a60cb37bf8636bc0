package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.fragment.AssembledMessage;
import io.puredtls.record.layer.RecordLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What a peer gets out of the datagrams is what went in, and no datagram is larger than it may be. */
class DatagramPackerTest {
    private static final int HEADER = 13 + 12;
    private static final int PROTECTED_HEADER = 13 + 8 + 16 + 12;

    private final Wire wire = new Wire();
    private final byte[] out = new byte[66_000];

    /** [RFC6347 §4.2.3#3] */
    @Property(tries = 400)
    // [RFC9147 §4.3#2] [RFC9147 §5.5#2] [RFC9147 §5.5#3] [RFC9147 §4.3#5]
    void what_is_packed_is_put_together_again(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 4000) Integer> sizes, @ForAll @IntRange(max = 6) int switchAt,
            @ForAll @IntRange(min = 256, max = 1500) int mtu, @ForAll @IntRange(max = 3) int retransmissions) {
        Wire fresh = new Wire(); // jqwik makes one instance for all tries
        List<FlightItem> flight = flight(sizes, switchAt);
        for (int i = 0; i <= retransmissions; i++) {
            packAndDeliver(flight, fresh, mtu);
        }
        List<FlightItem.Message> expected = messages(flight);
        assertEquals(expected.size(), fresh.messages().size());
        for (int i = 0; i < expected.size(); i++) {
            AssembledMessage given = fresh.messages().get(i);
            assertEquals(expected.get(i), new FlightItem.Message(given.epoch(), given.type(), given.messageSeq(), given.body()));
        }
        assertEquals((retransmissions + 1) * (flight.size() - expected.size()), fresh.changeCipherSpecs());
    }

    private static List<FlightItem> flight(List<Integer> sizes, int switchAt) {
        List<FlightItem> flight = new ArrayList<>();
        for (int seq = 0; seq < sizes.size(); seq++) {
            if (seq == switchAt) {
                flight.add(new FlightItem.ChangeCipherSpec(0));
            }
            flight.add(Wire.message(seq < switchAt ? 0 : 1, seq, sizes.get(seq)));
        }
        return flight;
    }

    private static List<FlightItem.Message> messages(List<FlightItem> flight) {
        return flight.stream().filter(FlightItem.Message.class::isInstance).map(FlightItem.Message.class::cast).toList();
    }

    private static void packAndDeliver(List<FlightItem> flight, Wire wire, int limit) {
        DatagramPacker packer = packer(flight);
        byte[] datagram = new byte[limit + 40];
        while (!packer.isDone()) {
            Arrays.fill(datagram, (byte) 0x77);
            int length = pack(packer, wire.records(), datagram, 20, limit);
            assertTrue(length > 0 && length <= limit, () -> length + " bytes of " + limit);
            for (int i = 20 + limit; i < datagram.length; i++) {
                assertEquals(0x77, datagram[i], "written behind the datagram");
            }
            wire.deliver(datagram, 20, length);
        }
    }

    @Test
    // [RFC9147 §4.3#4]
    void messages_share_a_datagram_while_there_is_room() {
        assertEquals(List.of(3 * HEADER + 30), lengths(1200, Wire.message(0, 0, 10), Wire.message(0, 1, 20), Wire.message(0, 2, 0)));
        assertEquals(List.of("0 HANDSHAKE 22", "0 HANDSHAKE 32", "0 HANDSHAKE 12"), wire.sent());
    }

    /** [RFC6347 §4.2.3#1] [RFC6347 §4.2.3#4] */
    @Test
    // [RFC9147 §4.3#1] [RFC9147 §5.5#1]
    void a_message_that_does_not_fit_is_cut_where_the_datagram_ends() {
        assertEquals(List.of(256, HEADER + 300 - (256 - HEADER)), lengths(256, Wire.message(0, 0, 300)));
        assertEquals(1, wire.messages().size());
    }

    @Test
    void epochs_and_change_cipher_spec_share_a_datagram() {
        assertEquals(
                List.of(HEADER + 10 + 14 + PROTECTED_HEADER + 12),
                lengths(1200, Wire.message(0, 0, 10), new FlightItem.ChangeCipherSpec(0), Wire.message(1, 1, 12)));
        assertEquals(List.of("0 HANDSHAKE 22", "0 CHANGE_CIPHER_SPEC 1", "1 HANDSHAKE 24"), wire.sent());
        assertEquals(1, wire.changeCipherSpecs());
    }

    @Test
    void a_change_cipher_spec_that_just_does_not_fit_goes_into_the_next_datagram() {
        int full = 256 - 14 - HEADER;
        assertEquals(List.of(256), lengths(256, Wire.message(0, 0, full), new FlightItem.ChangeCipherSpec(0)));
        assertEquals(List.of(243, 14), lengths(256, Wire.message(0, 1, full + 1), new FlightItem.ChangeCipherSpec(0)));
    }

    /** A datagram is filled before the next is begun, however little goes into it. */
    @Test
    // [RFC9846 §5.1#6] [RFC9846 §5.4#2]
    void what_is_left_of_a_datagram_is_filled_to_the_last_byte() {
        int room = 256 - HEADER;
        assertEquals(List.of(256, HEADER + 85), lengths(256, Wire.message(0, 0, room - HEADER - 15), Wire.message(0, 1, 100)));
        assertEquals(List.of(256, HEADER + 99), lengths(256, Wire.message(0, 2, room - HEADER - 1), Wire.message(0, 3, 100)));
        assertEquals(List.of(256 - HEADER, HEADER + 100), lengths(256, Wire.message(0, 4, room - HEADER), Wire.message(0, 5, 100)));
    }

    /** [RFC9147 §5.5] Protected messages of a flight share a record; a message that is cut ends it. */
    @Test
    // [RFC9147 §5.5#9]
    void protected_messages_share_a_record() {
        lengths(1200, Wire.message(1, 0, 10), Wire.message(1, 1, 20), Wire.message(1, 2, 0));
        assertEquals(List.of("1 HANDSHAKE " + (3 * 12 + 30)), wire.sent());
    }

    @Test
    void a_whole_message_may_be_a_crumb() {
        int room = 256 - HEADER;
        assertEquals(List.of(256), lengths(256, Wire.message(0, 0, room - HEADER - 3), Wire.message(0, 1, 3)));
        assertEquals(List.of(256), lengths(256, Wire.message(0, 2, room - HEADER), Wire.message(0, 3, 0)));
        assertEquals(List.of(255, HEADER), lengths(256, Wire.message(0, 4, room - 1), Wire.message(0, 5, 0)));
    }

    @Test
    void nothing_is_packed_where_not_even_a_crumb_fits() {
        DatagramPacker packer = packer(List.of(Wire.message(0, 0, 100)));
        assertEquals(0, pack(packer, wire.records(), out, 0, HEADER));
        assertEquals(0, pack(packer, wire.records(), out, 0, 0));
        assertFalse(packer.isDone());
        assertEquals(List.of(), wire.sent(), "no number was used up");
    }

    @Test
    void an_empty_flight_is_done_at_once() {
        assertTrue(packer(List.of()).isDone());
    }

    /** [RFC6347 §4.2.3#2] */
    @Test
    void a_record_carries_no_more_than_a_record_may() {
        List<Integer> lengths = lengths(65_535, Wire.message(0, 0, 40_000), Wire.message(1, 1, 40_000));
        assertEquals(2, lengths.size(), "several records fill a datagram");
        assertEquals(List.of(40_000, 40_000), wire.messages().stream().map(message -> message.body().length()).toList());
        wire.sent().forEach(record -> assertTrue(Integer.parseInt(record.substring(record.lastIndexOf(' ') + 1)) <= 1 << 14, record));
    }

    /** [RFC8449 §4] */
    @Test
    void a_record_carries_no_more_than_the_peer_takes() {
        DatagramPacker packer = packer(List.of(Wire.message(0, 0, 100), Wire.message(1, 1, 100), Wire.message(1, 2, 10)));
        while (!packer.isDone()) {
            int length = packer.pack(wire.records(), out, 0, 1200, 64, Integer.MAX_VALUE).length();
            wire.deliver(out, 0, length);
        }
        assertEquals(List.of("0 HANDSHAKE 64", "0 HANDSHAKE 60", "1 HANDSHAKE 64", "1 HANDSHAKE 60", "1 HANDSHAKE 22"), wire.sent());
        assertEquals(3, wire.messages().size());
    }

    /** [RFC9147 §5.8.3] The next datagram goes on where the one with so many records ended. */
    @Test
    void a_datagram_has_no_more_records_than_are_asked_for() {
        DatagramPacker packer = packer(List.of(
                Wire.message(0, 0, 10), Wire.message(0, 1, 10), new FlightItem.ChangeCipherSpec(0), Wire.message(1, 2, 10)));
        List<Integer> counts = new ArrayList<>();
        for (int atMost : new int[] {2, 1, 5}) {
            DatagramPacker.Packed packed = packer.pack(wire.records(), out, 0, 1200, 1 << 14, atMost);
            wire.deliver(out, 0, packed.length());
            counts.add(packed.records());
        }
        assertEquals(List.of(2, 1, 1), counts);
        assertTrue(packer.isDone());
        assertEquals(new DatagramPacker.Packed(0, 0), packer.pack(wire.records(), out, 0, 1200, 1 << 14, 10));
        assertEquals(3, wire.messages().size());
    }

    static DatagramPacker packer(List<FlightItem> items) {
        List<Coverage> nothing = items.stream().map(item -> new Coverage(
                item instanceof FlightItem.Message message ? message.body().length() : 1)).toList();
        return new DatagramPacker(items, nothing, new SentRecords());
    }

    static int pack(DatagramPacker packer, RecordLayer records, byte[] out, int offset, int limit) {
        return packer.pack(records, out, offset, limit, 1 << 14, Integer.MAX_VALUE).length();
    }

    /** The lengths of the datagrams, all delivered to the peer. */
    private List<Integer> lengths(int limit, FlightItem... items) {
        DatagramPacker packer = packer(List.of(items));
        List<Integer> lengths = new ArrayList<>();
        while (!packer.isDone()) {
            int length = pack(packer, wire.records(), out, 0, limit);
            wire.deliver(out, 0, length);
            lengths.add(length);
        }
        return lengths;
    }
}
