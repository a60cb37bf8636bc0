package io.puredtls.record.layer;

import static io.puredtls.record.fixture.RawRecord13.C;
import static io.puredtls.record.fixture.RawRecord13.L;
import static io.puredtls.record.fixture.RawRecord13.S;
import static io.puredtls.record.fixture.RawRecord13.inner;
import static io.puredtls.record.layer.Layers.assertDropped;
import static io.puredtls.record.layer.Layers.open;
import static io.puredtls.record.layer.Layers.sealed;
import static io.puredtls.record.layer.Layers13.readEpoch;
import static io.puredtls.record.layer.Layers13.reader;
import static io.puredtls.record.layer.Layers13.writer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.ConnectionId;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.CollectingSink.Delivered;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.fixture.RawRecord13;
import io.puredtls.record.format.UnifiedHeader;
import io.puredtls.record.protection.RecordProtection;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Datagrams in, content out, content in, records out: under the epochs of DTLS 1.3, of which a header has two bits. */
final class RecordLayer13Test {
    private static final byte[] NO_ID = {};
    private static final byte[] ID = {0x51, 0x52, 0x53};
    private static final AeadAlgorithm ALGORITHM = Layers.ALGORITHM;

    /** [RFC9147 §4] */
    @Test
    // [RFC9147 §4.1#1]
    void plain_and_protected_records_of_a_datagram_are_delivered_in_order_by_their_types() {
        RecordLayer writer = writer(0, 2, 3);
        byte[] datagram = Protections.concat(
                sealed(writer, 0, ContentType.HANDSHAKE, (byte) 1, (byte) 2), sealed(writer, 2, ContentType.HANDSHAKE, (byte) 3),
                sealed(writer, 2, ContentType.ACK, (byte) 0, (byte) 0), sealed(writer, 3, ContentType.APPLICATION_DATA, (byte) 4, (byte) 5),
                sealed(writer, 0, ContentType.ACK, (byte) 6), sealed(writer, 3, ContentType.ALERT, (byte) 1, (byte) 0),
                sealed(writer, 3, ContentType.APPLICATION_DATA));
        RecordLayer reader = reader(0, 2, 3);
        assertEquals(List.of(
                new Delivered(ContentType.HANDSHAKE, 0, 0, Bytes.ofHex("0102")),
                new Delivered(ContentType.HANDSHAKE, 2, 0, Bytes.ofHex("03")),
                new Delivered(ContentType.ACK, 2, 1, Bytes.ofHex("0000")),
                new Delivered(ContentType.APPLICATION_DATA, 3, 0, Bytes.ofHex("0405")),
                new Delivered(ContentType.ACK, 0, 1, Bytes.ofHex("06")),
                new Delivered(ContentType.ALERT, 3, 1, Bytes.ofHex("0100")),
                new Delivered(ContentType.APPLICATION_DATA, 3, 2, Bytes.EMPTY)), open(reader, datagram).delivered());
        assertEquals(0, reader.counters().drops());
        assertEquals(7, reader.counters().recordsReceived());
    }

    /** [RFC9147 §4.2.2] No two of them share their two low bits. */
    @Test
    // [RFC9147 §4.2.2#4]
    void four_epochs_are_read_side_by_side() {
        RecordLayer writer = writer(2, 3, 4, 5);
        RecordLayer reader = reader(0, 2, 3, 4, 5);
        for (int round = 0; round < 3; round++) {
            for (int epoch = 2; epoch <= 5; epoch++) {
                var delivered = open(reader, sealed(writer, epoch, ContentType.APPLICATION_DATA, (byte) epoch)).delivered();
                assertEquals(List.of(new Delivered(ContentType.APPLICATION_DATA, epoch, round, Bytes.of((byte) epoch))), delivered);
                assertTrue(reader.canRead(epoch));
            }
        }
        assertFalse(reader.canRead(0));
        assertFalse(reader.canRead(1));
        assertEquals(5, reader.newestReadEpoch());
        assertEquals(5, reader.readEpochsInstalled());
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10, 0xFFFE})
    void epoch_whose_slot_is_needed_is_closed(int next) {
        ReadEpoch second = readEpoch(2);
        RecordLayer reader = reader(0);
        reader.install(second);
        byte[] record = sealed(writer(2), 2, ContentType.HANDSHAKE, (byte) 1);
        reader.install(readEpoch(next));
        assertThrows(IllegalStateException.class, () -> second.open(viewOf(record.clone())));
        assertFalse(reader.canRead(2));
        assertDropped(DropReason.BAD_TAG, reader, record);
        var delivered = open(reader, sealed(writer(next), next, ContentType.HANDSHAKE, (byte) 1)).delivered();
        assertEquals(next, delivered.get(0).epoch());
    }

    @Test
    // [RFC9147 §4.5.2#5]
    void record_of_one_epoch_is_nothing_under_the_key_of_another() {
        RecordLayer reader = reader(2, 3, 4, 5);
        byte[] record = sealed(writer(3), 3, ContentType.APPLICATION_DATA, (byte) 1);
        for (int bits = 0; bits < 3; bits++) {
            byte[] moved = record.clone();
            moved[0] = (byte) (moved[0] & 0xFC | bits);
            assertDropped(DropReason.BAD_TAG, reader, moved);
        }
        assertEquals(1, open(reader, record).delivered().size());
    }

    @Test
    // [RFC9147 §4.5.1#2]
    void epochs_have_windows_of_their_own() {
        RecordLayer writer = writer(2, 3);
        RecordLayer reader = reader(2, 3);
        byte[] second = sealed(writer, 2, ContentType.HANDSHAKE, (byte) 1);
        byte[] third = sealed(writer, 3, ContentType.HANDSHAKE, (byte) 1);
        assertEquals(2, open(reader, Protections.concat(second, third)).delivered().size());
        assertDropped(DropReason.REPLAYED, reader, second);
        assertDropped(DropReason.REPLAYED, reader, third);
    }

    @Test
    // [RFC9147 §4#6]
    void every_form_of_record_is_delivered() {
        RecordLayer reader = reader(2);
        for (int form : new int[] {0, L, S, S | L}) {
            byte[] record = RawRecord13.sealed(ALGORITHM, 2, form, 2, NO_ID, form, inner(Protections.content(9), 23, 3));
            assertEquals(
                    List.of(new Delivered(ContentType.APPLICATION_DATA, 2, form, Bytes.of(Protections.content(9)))),
                    open(reader, record).delivered());
        }
    }

    /** The two versions' forms do not stand in for each other. */
    @Test
    // [RFC9147 §4.5.2#2]
    void record_of_the_other_versions_form_is_dropped() {
        assertDropped(DropReason.WRONG_VERSION, reader(0, 2), RawRecord.of(22, RawRecord.DTLS_1_2, 2, 0, new byte[40]));
        assertDropped(DropReason.UNKNOWN_EPOCH, Layers.reader(0, 1), RawRecord13.of(S | L, 2, NO_ID, 0, new byte[40]));
        assertDropped(DropReason.RETIRED_EPOCH, Layers.reader(0, 1), RawRecord13.of(S | L, 1, NO_ID, 0, new byte[40]));
        assertDropped(DropReason.RETIRED_EPOCH, Layers.reader(0, 1), RawRecord13.of(S | L, 0, NO_ID, 0, new byte[40]));
    }

    // What stands inside

    /** [RFC9147 §5] There is no change_cipher_spec in DTLS 1.3, least of all under protection. */
    @Test
    void protected_change_cipher_spec_is_dropped() {
        RecordLayer reader = reader(0, 2);
        assertDropped(DropReason.UNKNOWN_CONTENT_TYPE, reader, RawRecord13.sealed(ALGORITHM, 2, 2, 0, inner(new byte[] {1}, 20, 0)));
        assertEquals(0, reader.counters().recordsReceived());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 19, 24, 25, 28, 255})
    // [RFC9147 §4.5.2#6]
    void protected_record_of_an_unknown_type_is_dropped(int type) {
        RecordLayer reader = reader(2);
        byte[] record = RawRecord13.sealed(ALGORITHM, 2, 2, 0, inner(new byte[] {1}, type, 2));
        assertDropped(DropReason.UNKNOWN_CONTENT_TYPE, reader, record);
        assertDropped(DropReason.REPLAYED, reader, record);
    }

    /** [RFC9846 §5.4] */
    @Test
    // [RFC9147 §4.5.2#6]
    void protected_record_with_padding_alone_is_dropped() {
        assertDropped(DropReason.NO_CONTENT_TYPE, reader(2), RawRecord13.sealed(ALGORITHM, 2, 2, 0, new byte[30]));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 22, 26})
    void protected_record_without_content_of_a_type_that_must_have_some_is_for_the_sink_to_judge(int type) {
        var sink = new CollectingSink();
        byte[] record = RawRecord13.sealed(ALGORITHM, 2, 2, 0, inner(NO_ID, type, 10));
        reader(2).open(record, 0, record.length, sink);
        assertEquals(List.of(new Delivered(ContentType.of(type), 2, 0, Bytes.EMPTY)), sink.delivered());
    }

    @Test
    // [RFC9846 §5#2]
    void record_of_an_unknown_type_is_not_sealed() {
        RecordLayer writer = writer(2);
        assertThrows(IllegalArgumentException.class, () -> writer.seal(2, ContentType.UNKNOWN, new byte[1], 0, 1, new byte[100], 0));
        assertTrue(writer.seal(2, ContentType.ACK, new byte[1], 0, 1, new byte[100], 0) > 0);
    }

    // What is dropped before

    /** [RFC9846 §5.2] 2^14 bytes of content, and 256 more for what protects them. */
    @Test
    // [RFC9846 §5.2#1]
    void record_longer_than_any_may_be_is_dropped() {
        RecordLayer reader = reader(2);
        byte[] longest = new byte[RecordProtection.MAX_PLAINTEXT + 256];
        assertDropped(DropReason.BAD_TAG, reader, RawRecord13.of(S | L, 2, NO_ID, 0, longest));
        byte[] tooLong = new byte[longest.length + 1];
        assertDropped(DropReason.TOO_LARGE, reader, RawRecord13.of(S | L, 2, NO_ID, 0, tooLong));
        assertDropped(DropReason.TOO_LARGE, reader, RawRecord13.of(S | L, 3, NO_ID, 0, tooLong));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void content_longer_than_any_may_be_is_dropped(AeadAlgorithm algorithm) {
        var reader = new RecordLayer(0, 0);
        reader.install(readEpoch(2, algorithm));
        byte[] content = Protections.content(RecordProtection.MAX_PLAINTEXT + 1);
        assertDropped(DropReason.TOO_LARGE, reader, RawRecord13.sealed(algorithm, 2, 2, 0, inner(content, 23, 0)));
        byte[] longest = Arrays.copyOf(content, RecordProtection.MAX_PLAINTEXT);
        var delivered = open(reader, RawRecord13.sealed(algorithm, 2, 2, 1, inner(longest, 23, 0))).delivered();
        assertEquals(Bytes.of(longest), delivered.get(0).content());
    }

    /** [RFC9147 §4.2.3] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.2.3#5]
    void record_shorter_than_type_and_tag_is_dropped(AeadAlgorithm algorithm) {
        var reader = new RecordLayer(0, 0);
        reader.install(readEpoch(2, algorithm));
        int least = Math.max(16, 1 + algorithm.tagLength());
        for (int length = 0; length < least; length++) {
            assertDropped(DropReason.TOO_SHORT, reader, RawRecord13.of(S | L, 2, NO_ID, 9, new byte[length]));
        }
        assertDropped(DropReason.BAD_TAG, reader, RawRecord13.of(S | L, 2, NO_ID, 9, new byte[least]));
    }

    /** [RFC9147 §4.5.3] */
    @Test
    // [RFC9147 §4.5.3#7]
    void worn_out_key_opens_nothing_and_harms_no_other() {
        RecordLayer reader = reader(3);
        reader.install(new ReadEpoch(2, Protections.aead13(ALGORITHM, 2), new ReplayWindow(64), 2));
        RecordLayer writer = writer(2, 3);
        for (int i = 0; i < 2; i++) {
            assertEquals(1, open(reader, sealed(writer, 2, ContentType.HANDSHAKE, (byte) 1)).delivered().size());
            assertDropped(DropReason.BAD_TAG, reader, RawRecord13.of(S | L, 2, NO_ID, 0, new byte[40]));
        }
        assertDropped(DropReason.KEY_WORN_OUT, reader, sealed(writer, 2, ContentType.HANDSHAKE, (byte) 1));
        assertEquals(1, open(reader, sealed(writer, 3, ContentType.HANDSHAKE, (byte) 1)).delivered().size());
    }

    /** [RFC9147 §4.5.2] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.5.2#1]
    void one_bad_record_harms_no_other_in_its_datagram(AeadAlgorithm algorithm) {
        var writer = new RecordLayer(0, 0);
        writer.install(Layers13.writeEpoch(2, algorithm));
        var reader = new RecordLayer(0, 0);
        reader.install(readEpoch(0));
        reader.install(readEpoch(2, algorithm));
        reader.holdBack(HoldBack.NOTHING);
        byte[] replayed = sealed(writer, 2, ContentType.APPLICATION_DATA, (byte) 0);
        byte[] forged = replayed.clone();
        forged[7] ^= 1;
        byte[][] bad = {
            forged, replayed, RawRecord13.of(S | L, 2, NO_ID, 0x8000, new byte[40]), RawRecord13.of(L, 2, NO_ID, 0, new byte[16]),
            RawRecord13.of(S | L, 3, NO_ID, 0, new byte[40]), RawRecord.of(23, RawRecord.DTLS_1_2, 0, 0, new byte[5]),
            RawRecord.of(22, RawRecord.DTLS_1_2, 2, 0, new byte[40]), RawRecord13.of(S | L, 2, NO_ID, 0, new byte[17_000]),
        };
        byte[] datagram = replayed;
        int good = 1;
        for (byte[] each : bad) {
            datagram = Protections.concat(datagram, each, sealed(writer, 2, ContentType.APPLICATION_DATA, (byte) good++));
        }
        var delivered = open(reader, datagram).delivered();
        assertEquals(good, delivered.size());
        for (int i = 0; i < good; i++) {
            assertEquals(i, delivered.get(i).content().at(0));
        }
        assertEquals(bad.length, reader.counters().drops());
    }

    // Connection IDs

    /** [RFC9147 §4] [RFC9147 §9] */
    @Test
    void records_are_read_with_the_connection_id_that_we_asked_for_and_with_no_other() {
        RecordLayer reader = reader(0, 2);
        reader.receiveConnectionIds(agreed(ID));
        var writer = new RecordLayer(0, 0);
        writer.install(WriteEpoch.of(2, Protections.aead13(ALGORITHM, 2, ID, PaddingPolicy.NONE)));
        byte[] first = sealed(writer, 2, ContentType.HANDSHAKE, (byte) 1);
        byte[] second = sealed(writer, 2, ContentType.HANDSHAKE, (byte) 2);
        assertArrayEquals(ID, Arrays.copyOfRange(first, 1, 4));
        byte[] plain = RawRecord.of(22, RawRecord.DTLS_1_2, 0, 0, (byte) 9);
        assertEquals(3, open(reader, Protections.concat(first, plain, second)).delivered().size());
        byte[] without = RawRecord13.sealed(ALGORITHM, 2, 2, 7, inner(new byte[] {1}, 22, 0));
        assertDropped(DropReason.WRONG_CONNECTION_ID, reader, without);
        byte[] other = RawRecord13.sealed(ALGORITHM, 2, C | S | L, 2, new byte[] {1, 2, 3}, 8, inner(new byte[] {1}, 22, 0));
        assertDropped(DropReason.WRONG_CONNECTION_ID, reader, other);
        reader.receiveConnectionIds(agreed(NO_ID));
        assertDropped(DropReason.WRONG_CONNECTION_ID, reader, sealed(writer, 2, ContentType.HANDSHAKE, (byte) 3));
        assertEquals(1, open(reader, without).delivered().size());
    }

    // Records that come before their time

    private static RecordLayer early() {
        var layer = new RecordLayer(Layers.MAX_PENDING, Layers.MAX_PENDING_BYTES);
        layer.install(readEpoch(0));
        return layer;
    }

    private static List<Delivered> pending(RecordLayer reader) {
        var sink = new CollectingSink();
        reader.openPending(sink);
        return sink.delivered();
    }

    /** [RFC9147 §4.2.1] Which epochs a handshake has is not known before: all that two bits can tell are kept. */
    @Test
    // [RFC9147 §4.2.1#3]
    void records_of_all_epochs_to_come_are_delivered_once_their_keys_are_there() {
        RecordLayer reader = early();
        RecordLayer writer = writer(2, 3);
        assertEquals(List.of(), open(reader, Protections.concat(
                sealed(writer, 3, ContentType.APPLICATION_DATA, (byte) 3), sealed(writer, 2, ContentType.HANDSHAKE, (byte) 2))).delivered());
        assertEquals(2, reader.counters().recordsHeldBack());
        reader.install(readEpoch(2));
        assertEquals(List.of(new Delivered(ContentType.HANDSHAKE, 2, 0, Bytes.ofHex("02"))), pending(reader));
        reader.install(readEpoch(3));
        assertEquals(List.of(new Delivered(ContentType.APPLICATION_DATA, 3, 0, Bytes.ofHex("03"))), pending(reader));
        assertEquals(List.of(), pending(reader));
        assertEquals(0, reader.counters().drops());
    }

    @Test
    // [RFC9147 §4.5.2#4]
    void epoch_that_was_passed_over_is_not_waited_for() {
        RecordLayer reader = early();
        open(reader, RawRecord13.of(S | L, 1, NO_ID, 0, new byte[40]));
        assertEquals(1, reader.counters().recordsHeldBack());
        reader.install(readEpoch(2));
        assertEquals(List.of(), pending(reader));
        assertEquals(1, reader.counters().drops(DropReason.RETIRED_EPOCH));
        assertDropped(DropReason.RETIRED_EPOCH, reader, RawRecord13.of(S | L, 1, NO_ID, 0, new byte[40]));
        assertDropped(DropReason.RETIRED_EPOCH, reader, RawRecord13.of(S | L, 0, NO_ID, 0, new byte[40]));
    }

    @Test
    void record_without_a_length_is_kept_to_its_end() {
        RecordLayer reader = early();
        byte[] record = RawRecord13.sealed(ALGORITHM, 2, 0, 2, NO_ID, 0, inner(Protections.content(50), 22, 0));
        open(reader, Protections.concat(RawRecord.of(22, RawRecord.DTLS_1_2, 0, 0, (byte) 1), record));
        reader.install(readEpoch(2));
        assertEquals(List.of(new Delivered(ContentType.HANDSHAKE, 2, 0, Bytes.of(Protections.content(50)))), pending(reader));
    }

    @Test
    void record_with_a_connection_id_is_kept_with_it() {
        RecordLayer reader = early();
        reader.receiveConnectionIds(agreed(ID));
        open(reader, RawRecord13.sealed(ALGORITHM, 2, C | S | L, 2, ID, 0, inner(Protections.content(50), 22, 0)));
        assertEquals(1, reader.counters().recordsHeldBack());
        reader.install(readEpoch(2));
        assertEquals(1, pending(reader).size());
    }

    @Test
    void flood_of_future_records_is_bounded_by_their_number() {
        RecordLayer reader = early();
        for (int i = 0; i < 1000; i++) {
            open(reader, RawRecord13.of(S | L, 1 + i % 3, NO_ID, i, new byte[20]));
        }
        assertEquals(Layers.MAX_PENDING, reader.counters().recordsHeldBack());
        assertEquals(1000 - Layers.MAX_PENDING, reader.counters().drops(DropReason.UNKNOWN_EPOCH));
    }

    @Test
    void flood_of_future_records_is_bounded_by_their_bytes() {
        RecordLayer reader = early();
        byte[] big = RawRecord13.of(S | L, 2, NO_ID, 0, new byte[Layers.MAX_PENDING_BYTES - 5 - 50]);
        open(reader, big);
        assertDropped(DropReason.UNKNOWN_EPOCH, reader, big);
        assertDropped(DropReason.UNKNOWN_EPOCH, reader, RawRecord13.of(S | L, 2, NO_ID, 0, new byte[51 - 5]));
        open(reader, RawRecord13.of(S | L, 3, NO_ID, 0, new byte[50 - 5]));
        assertEquals(2, reader.counters().recordsHeldBack());
    }

    @Test
    // [RFC9147 §4.5.2#4] [RFC9147 §6.1#6]
    void nothing_is_kept_when_nothing_shall_be() {
        RecordLayer reader = reader(0);
        for (int epoch = 1; epoch < 4; epoch++) {
            assertDropped(DropReason.UNKNOWN_EPOCH, reader, RawRecord13.of(S | L, epoch, NO_ID, 0, new byte[40]));
        }
        assertEquals(0, reader.counters().recordsHeldBack());
    }

    // Early data

    /** [RFC9147 §6.1] Epoch 1 comes and goes beside the others, which are not measured by it. */
    @Test
    // [RFC9147 §6.1#2]
    void early_data_is_read_beside_the_handshake() {
        RecordLayer reader = early();
        var writer = writer(1, 2, 3);
        byte[] before = sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1);
        open(reader, before);
        reader.installEarlyData(readEpoch(1));
        assertEquals(0, reader.newestReadEpoch());
        assertTrue(reader.canRead(RecordLayer.EARLY_DATA_EPOCH));
        assertEquals(List.of(new Delivered(ContentType.APPLICATION_DATA, 1, 0, Bytes.ofHex("01"))), pending(reader));
        open(reader, sealed(writer, 2, ContentType.HANDSHAKE, (byte) 2));
        assertEquals(2, reader.counters().recordsHeldBack());
        reader.install(readEpoch(2));
        assertEquals(1, pending(reader).size());
        assertEquals(1, open(reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1)).delivered().size());
        reader.retireReadEpoch(RecordLayer.EARLY_DATA_EPOCH);
        assertDropped(DropReason.RETIRED_EPOCH, reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1));
        assertEquals(1, open(reader, sealed(writer, 2, ContentType.HANDSHAKE, (byte) 1)).delivered().size());
        assertEquals(0, reader.counters().drops() - reader.counters().drops(DropReason.RETIRED_EPOCH));
    }

    @Test
    // [RFC9147 §7#13] [RFC9147 §7#14]
    void early_data_is_written_where_it_is_asked_for_alone() {
        RecordLayer writer = writer(0);
        writer.installEarlyData(Layers13.writeEpoch(1));
        assertEquals(0, writer.newestWriteEpoch());
        assertTrue(writer.canWrite(1));
        RecordLayer reader = reader(0);
        reader.installEarlyData(readEpoch(1));
        assertEquals(1, open(reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1)).delivered().get(0).epoch());
        writer.retireWriteEpoch(1);
        assertFalse(writer.canWrite(1));
        assertThrows(IllegalStateException.class, () -> writer.writeEpoch(1));
        assertTrue(writer.canWrite(0));
    }

    // Old epochs

    @Test
    // [RFC9147 §8#7]
    void old_epochs_to_read_are_retired_when_a_newer_one_is_seen_in_use_and_but_for_the_one_to_keep() {
        RecordLayer reader = reader(2, 3, 4, 5);
        RecordLayer peer = writer(2, 3, 4, 5);
        assertEquals(-1, reader.newestReadEpochInUse());
        open(reader, sealed(peer, 4, ContentType.APPLICATION_DATA, (byte) 1));
        assertEquals(4, reader.newestReadEpochInUse());
        assertTrue(reader.hasReadEpochsBelow(4, 2));
        ReadEpoch newest = reader.readEpoch();
        reader.retireReadEpochsBelow(4, 3);
        assertEquals(List.of(3, 4, 5), readable(reader)); // [RFC9147 §8] until 5 is used the peer may still seal under 4
        assertFalse(reader.hasReadEpochsBelow(4, 3));
        assertTrue(reader.hasReadEpochsBelow(4, 2));
        open(reader, sealed(peer, 5, ContentType.APPLICATION_DATA, (byte) 1));
        assertEquals(5, reader.newestReadEpochInUse());
        reader.retireReadEpochsBelow(5, 3);
        assertEquals(List.of(3, 5), readable(reader));
        reader.retireReadEpochsBelow(5, -1);
        assertEquals(List.of(5), readable(reader));
        assertFalse(reader.hasReadEpochsBelow(5, -1));
        assertSame(newest, reader.readEpoch());
        assertDropped(DropReason.RETIRED_EPOCH, reader, sealed(writer(3), 3, ContentType.ALERT, (byte) 1, (byte) 0));
    }

    @Test
    void old_epochs_to_write_are_retired_all_but_the_newest_and_those_still_needed() {
        RecordLayer writer = writer(2, 3, 4, 5);
        WriteEpoch second = writer.writeEpoch(2);
        WriteEpoch third = writer.writeEpoch(3);
        writer.retireOldWriteEpochs(epoch -> epoch == 3);
        assertFalse(writer.canWrite(2));
        assertTrue(writer.canWrite(3));
        assertFalse(writer.canWrite(4));
        assertTrue(writer.canWrite(5));
        assertThrows(IllegalStateException.class, () -> second.seal(ContentType.ALERT, new byte[2], 0, 2, new byte[100], 0, 100));
        assertSame(third, writer.writeEpoch(3));
        writer.retireOldWriteEpochs(epoch -> false);
        assertFalse(writer.canWrite(3));
        assertEquals(5, writer.writeEpoch(5).number());
    }

    private static List<Integer> readable(RecordLayer reader) {
        List<Integer> readable = new ArrayList<>();
        for (int epoch = 0; epoch < 10; epoch++) {
            if (reader.canRead(epoch)) {
                readable.add(epoch);
            }
        }
        return readable;
    }

    // Sealing

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void sealed_record_is_opened_by_the_other_side(AeadAlgorithm algorithm) {
        var writer = new RecordLayer(0, 0);
        writer.install(Layers13.writeEpoch(3, algorithm));
        var reader = new RecordLayer(0, 0);
        reader.install(readEpoch(3, algorithm));
        byte[] content = Protections.content(1000);
        for (ContentType type : new ContentType[] {ContentType.APPLICATION_DATA, ContentType.HANDSHAKE, ContentType.ALERT, ContentType.ACK}) {
            var delivered = open(reader, sealed(writer, 3, type, content)).delivered();
            assertEquals(type, delivered.get(0).type());
            assertArrayEquals(content, delivered.get(0).content().toArray());
        }
    }

    @Test
    void padding_makes_use_of_what_the_content_leaves_of_the_limit() {
        var writer = new RecordLayer(0, 0);
        writer.install(WriteEpoch.of(3, Protections.aead13(ALGORITHM, 3, NO_ID, PaddingPolicy.toMultipleOf(256))));
        byte[] out = new byte[1000];
        byte[] content = Protections.content(100);
        assertEquals(256 + 22, writer.seal(3, ContentType.APPLICATION_DATA, content, 0, 100, out, 0));
        assertEquals(200, writer.seal(3, ContentType.APPLICATION_DATA, content, 0, 100, out, 0, 200));
        assertEquals(190, writer.seal(3, ContentType.APPLICATION_DATA, content, 0, 100, out, 810));
        assertEquals(100 + 22, writer.seal(3, ContentType.HANDSHAKE, content, 0, 100, out, 0));
        var thrown = assertThrows(IllegalArgumentException.class,
                () -> writer.seal(3, ContentType.APPLICATION_DATA, content, 0, 100, out, 0, 121));
        assertEquals("a record of 122 bytes does not fit the 121 bytes left in the buffer", thrown.getMessage());
        assertEquals(4, writer.writeEpoch(3).nextSequence());
        assertEquals(122, writer.writeEpoch(3).sealedLength(100));
    }

    @Test
    void observer_sees_whole_numbers_and_the_type_inside() {
        List<String> seen = new ArrayList<>();
        var observer = new RecordObserver() {
            @Override
            public void sent(int epoch, long sequence, ContentType type, int length) {
                seen.add("sent " + epoch + ":" + sequence + " " + type + " " + length);
            }

            @Override
            public void received(int epoch, long sequence, ContentType type, int length) {
                seen.add("received " + epoch + ":" + sequence + " " + type + " " + length);
            }
        };
        var layer = new RecordLayer(0, 0, observer);
        layer.install(WriteEpoch.of(7, Protections.aead13(ALGORITHM, 7), 70_000, 10));
        var window = new ReplayWindow(64);
        window.mark(69_990);
        layer.install(new ReadEpoch(7, Protections.aead13(ALGORITHM, 7), window));
        open(layer, sealed(layer, 7, ContentType.ACK, (byte) 0, (byte) 0));
        assertEquals(List.of("sent 7:70000 ACK 2", "received 7:70000 ACK 2"), seen);
    }

    private static RecordView viewOf(byte[] record) {
        var view = new RecordView();
        assertTrue(UnifiedHeader.read(record, 0, record.length, 0, view));
        return view;
    }

    private static OurConnectionIds agreed(byte[] id) {
        return id.length == 0 ? OurConnectionIds.NONE : OurConnectionIds.agreed(List.of(ConnectionId.of(id)));
    }
}
