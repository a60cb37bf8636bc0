package io.puredtls.record.layer;

import static io.puredtls.record.layer.Layers.assertDropped;
import static io.puredtls.record.layer.Layers.open;
import static io.puredtls.record.layer.Layers.readEpoch;
import static io.puredtls.record.layer.Layers.sealed;
import static io.puredtls.record.layer.Layers.writer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.CollectingSink.Delivered;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.wire.Bytes;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that come before their time: kept within bounds, delivered when it comes. */
final class RecordLayerHoldBackTest {
    private final RecordLayer writer = writer(0, 1, 2);
    private final RecordLayer reader = new RecordLayer(Layers.MAX_PENDING, Layers.MAX_PENDING_BYTES);

    RecordLayerHoldBackTest() {
        reader.install(readEpoch(0));
    }

    /** [RFC6347 §4.1#6] */
    @Test
    void records_of_the_next_epoch_are_delivered_once_its_key_is_there() {
        byte[] datagram = Protections.concat(
                sealed(writer, 1, ContentType.HANDSHAKE, (byte) 1), sealed(writer, 1, ContentType.ALERT, (byte) 2));
        byte[] original = datagram.clone();
        var sink = new CollectingSink();
        reader.open(datagram, 0, datagram.length, sink);
        assertEquals(List.of(), sink.delivered());
        assertTrue(Arrays.equals(original, datagram));
        assertEquals(2, reader.counters().recordsHeldBack());
        assertEquals(0, reader.counters().drops());
        Arrays.fill(datagram, (byte) 0); // the datagram was lent: what is kept is a copy
        reader.install(readEpoch(1));
        assertEquals(List.of(), sink.delivered());
        assertEquals(List.of(
                new Delivered(ContentType.HANDSHAKE, 1, 0, Bytes.ofHex("01")),
                new Delivered(ContentType.ALERT, 1, 1, Bytes.ofHex("02"))), pending());
        assertEquals(List.of(), pending());
        assertEquals(0, reader.counters().drops());
    }

    @Test
    void record_held_back_is_a_replay_when_it_comes_again() {
        byte[] record = sealed(writer, 1, ContentType.HANDSHAKE, (byte) 1);
        open(reader, record);
        open(reader, record);
        reader.install(readEpoch(1));
        assertEquals(1, pending().size());
        assertEquals(1, reader.counters().drops(DropReason.REPLAYED));
        assertDropped(DropReason.REPLAYED, reader, record);
    }

    @Test
    void forged_record_held_back_is_dropped_when_its_time_comes() {
        byte[] forged = sealed(writer, 1, ContentType.HANDSHAKE, (byte) 1);
        forged[forged.length - 1] ^= 1;
        open(reader, forged);
        open(reader, sealed(writer, 1, ContentType.HANDSHAKE, (byte) 2));
        reader.install(readEpoch(1));
        assertEquals(1, pending().size());
        assertEquals(1, reader.counters().drops(DropReason.BAD_TAG));
    }

    @Test
    void only_the_next_epoch_is_waited_for() {
        assertDropped(DropReason.UNKNOWN_EPOCH, reader, sealed(writer, 2, ContentType.HANDSHAKE, (byte) 1));
        reader.install(readEpoch(1));
        open(reader, sealed(writer, 2, ContentType.HANDSHAKE, (byte) 1));
        assertEquals(1, reader.counters().recordsHeldBack());
        reader.retireReadEpoch(0);
        assertDropped(DropReason.RETIRED_EPOCH, reader, sealed(writer, 0, ContentType.HANDSHAKE, (byte) 1));
        assertEquals(1, reader.counters().recordsHeldBack());
    }

    @Test
    void flood_of_future_records_is_bounded_by_their_number() {
        byte[] record = RawRecord.of(22, RawRecord.DTLS_1_2, 1, 0, new byte[25]);
        for (int i = 0; i < Layers.MAX_PENDING; i++) {
            open(reader, record);
        }
        for (int i = 0; i < 1000; i++) {
            assertDropped(DropReason.UNKNOWN_EPOCH, reader, record);
        }
        assertEquals(Layers.MAX_PENDING, reader.counters().recordsHeldBack());
    }

    @Test
    void flood_of_future_records_is_bounded_by_their_bytes() {
        byte[] big = RawRecord.of(22, RawRecord.DTLS_1_2, 1, 0, new byte[Layers.MAX_PENDING_BYTES - 13 - 50]);
        open(reader, big);
        assertDropped(DropReason.UNKNOWN_EPOCH, reader, big);
        assertDropped(DropReason.UNKNOWN_EPOCH, reader, RawRecord.of(22, RawRecord.DTLS_1_2, 1, 0, new byte[51 - 13]));
        open(reader, RawRecord.of(22, RawRecord.DTLS_1_2, 1, 0, new byte[50 - 13]));
        assertEquals(2, reader.counters().recordsHeldBack());
    }

    @Test
    void room_is_free_again_after_the_records_were_looked_at() {
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < Layers.MAX_PENDING; i++) {
                open(reader, RawRecord.of(22, RawRecord.DTLS_1_2, 1, 0, new byte[100]));
            }
            assertEquals((round + 1L) * Layers.MAX_PENDING, reader.counters().recordsHeldBack());
            reader.holdBack(HoldBack.NOTHING);
            assertEquals(List.of(), pending());
            reader.holdBack(HoldBack.EARLY);
        }
    }

    @Test
    void what_is_still_early_is_kept_again() {
        byte[] record = sealed(writer, 1, ContentType.HANDSHAKE, (byte) 1);
        open(reader, record);
        assertEquals(List.of(), pending());
        assertEquals(List.of(), pending());
        assertEquals(0, reader.counters().drops());
        reader.install(readEpoch(1));
        assertEquals(1, pending().size());
    }

    @Test
    void nothing_is_kept_when_nothing_shall_be() {
        reader.holdBack(HoldBack.NOTHING);
        assertDropped(DropReason.UNKNOWN_EPOCH, reader, sealed(writer, 1, ContentType.HANDSHAKE, (byte) 1));
        assertEquals(0, reader.counters().recordsHeldBack());
    }

    /** [RFC6347 §4.1#8] Between change_cipher_spec and Finished a key is there, but nobody has proved to hold the other. */
    @Test
    void application_data_is_held_back_until_the_handshake_is_over() {
        reader.install(readEpoch(1));
        byte[] datagram = Protections.concat(
                sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1), sealed(writer, 1, ContentType.HANDSHAKE, (byte) 2),
                sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 3), sealed(writer, 1, ContentType.ALERT, (byte) 1, (byte) 0));
        assertEquals(List.of(1L, 3L), open(reader, datagram).sequences());
        assertEquals(List.of(), pending());
        reader.holdBack(HoldBack.NOTHING);
        assertEquals(List.of(
                new Delivered(ContentType.APPLICATION_DATA, 1, 0, Bytes.ofHex("01")),
                new Delivered(ContentType.APPLICATION_DATA, 1, 2, Bytes.ofHex("03"))), pending());
        assertEquals(List.of(4L), open(reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 4)).sequences());
        assertEquals(0, reader.counters().drops());
    }

    @Test
    void flood_of_early_application_data_is_bounded() {
        reader.install(readEpoch(1));
        for (int i = 0; i < Layers.MAX_PENDING; i++) {
            open(reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1));
        }
        for (int i = 0; i < 100; i++) {
            assertDropped(DropReason.EARLY_APPLICATION_DATA, reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1));
        }
        reader.holdBack(HoldBack.NOTHING);
        assertEquals(Layers.MAX_PENDING, pending().size());
    }

    @Test
    void handshake_that_ends_while_pending_records_are_opened_lets_the_rest_through() {
        open(reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1));
        open(reader, sealed(writer, 1, ContentType.HANDSHAKE, (byte) 2));
        open(reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 3));
        reader.install(readEpoch(1));
        var delivered = new CollectingSink();
        reader.openPending(new EndingSink(delivered, () -> reader.holdBack(HoldBack.NOTHING)));
        assertEquals(List.of(1L, 2L), delivered.sequences());
        reader.openPending(delivered);
        assertEquals(List.of(1L, 2L, 0L), delivered.sequences());
    }

    @Test
    void closed_layer_has_forgotten_what_it_held_back() {
        open(reader, sealed(writer, 1, ContentType.HANDSHAKE, (byte) 1));
        reader.close();
        reader.install(readEpoch(1));
        assertEquals(List.of(), pending());
    }

    @Test
    void layer_may_be_closed_by_the_first_of_its_pending_records() {
        open(reader, sealed(writer, 1, ContentType.HANDSHAKE, (byte) 1));
        open(reader, sealed(writer, 1, ContentType.HANDSHAKE, (byte) 2));
        reader.install(readEpoch(1));
        var delivered = new CollectingSink();
        reader.openPending(new EndingSink(delivered, reader::close));
        assertEquals(List.of(0L), delivered.sequences());
    }

    private List<Delivered> pending() {
        var sink = new CollectingSink();
        reader.openPending(sink);
        return sink.delivered();
    }

    /** Passes records on, and does something after each handshake record, as an engine would. */
    private record EndingSink(CollectingSink delivered, Runnable afterHandshake) implements RecordSink {
        @Override
        public void onApplicationData(RecordView record) {
            delivered.onApplicationData(record);
        }

        @Override
        public void onHandshake(RecordView record) {
            delivered.onHandshake(record);
            afterHandshake.run();
        }

        @Override
        public void onAlert(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onAck(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onReturnRoutabilityCheck(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onChangeCipherSpec(RecordView record) {
            throw new AssertionError(record);
        }
    }
}
