package io.puredtls.record.layer;

import static io.puredtls.record.layer.Layers.assertDropped;
import static io.puredtls.record.layer.Layers.open;
import static io.puredtls.record.layer.Layers.reader;
import static io.puredtls.record.layer.Layers.sealed;
import static io.puredtls.record.layer.Layers.writer;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.protection.RecordProtection;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every reason to drop, one by one, and that each harms nothing else. */
final class RecordLayerDropTest {
    private static final int APPLICATION_DATA = 23;

    private final RecordLayer writer = writer(0, 1);
    private final RecordLayer reader = reader(0, 1);

    /** [RFC6347 §4.1.1#4] */
    @ParameterizedTest
    @ValueSource(ints = {0, 19, 24, 28, 0x1F, 0x40, 0x80, 0xFF})
    void first_byte_of_no_format(int first) {
        byte[] datagram = sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1);
        datagram[0] = (byte) first;
        assertDropped(DropReason.UNKNOWN_FORMAT, reader, datagram);
    }

    /** [RFC6347 §4.1.1#1] */
    @Test
    void record_that_does_not_end_in_its_datagram() {
        byte[] record = sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1);
        for (int length = 1; length < record.length; length++) {
            assertDropped(DropReason.TRUNCATED, reader, Arrays.copyOf(record, length));
        }
        assertEquals(1, open(reader, record).delivered().size());
    }

    @Test
    void empty_datagram_is_nothing() {
        assertEquals(0, open(reader, new byte[0]).delivered().size());
        assertEquals(0, reader.counters().drops());
    }

    /** [RFC9147 §4] legacy_record_version is ignored for all purposes. */
    @ParameterizedTest
    @ValueSource(ints = {0xFEFF, 0xFEFD, 0xFEFC, 0xFE00, 0x0303, 0})
    // [RFC9147 §4#5]
    void any_version_in_the_clear_is_read(int version) {
        assertEquals(1, open(reader, RawRecord.of(22, version, 0, 0, (byte) 1)).delivered().size());
    }

    /** [RFC6347 §4.1] The version is in the additional data as we know it, so a changed one is noticed in the header alone. */
    @ParameterizedTest
    @ValueSource(ints = {0xFEFF, 0xFEFC, 0xFE00, 0x0303})
    void any_other_version_under_protection(int version) {
        byte[] record = sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1);
        byte[] other = record.clone();
        other[1] = (byte) (version >>> 8);
        other[2] = (byte) version;
        assertDropped(DropReason.WRONG_VERSION, reader, other);
        assertEquals(1, open(reader, record).delivered().size());
    }

    /** [RFC6347 §4.1#1] 2^14 bytes of content, and 2048 more for what protects them. */
    @Test
    void record_longer_than_any_may_be() {
        byte[] tooLong = new byte[RecordProtection.MAX_PLAINTEXT + 2048 + 1];
        for (int epoch = 0; epoch <= 2; epoch++) {
            assertDropped(DropReason.TOO_LARGE, reader, RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, epoch, 1, tooLong));
        }
        byte[] longest = new byte[RecordProtection.MAX_PLAINTEXT + 2048];
        assertDropped(DropReason.BAD_TAG, reader, RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 1, 1, longest));
    }

    @Test
    void content_longer_than_any_may_be_in_the_clear() {
        byte[] longest = new byte[RecordProtection.MAX_PLAINTEXT];
        assertEquals(1, open(reader, RawRecord.of(22, RawRecord.DTLS_1_2, 0, 1, longest)).delivered().size());
        byte[] tooLong = new byte[RecordProtection.MAX_PLAINTEXT + 1];
        assertDropped(DropReason.TOO_LARGE, reader, RawRecord.of(22, RawRecord.DTLS_1_2, 0, 2, tooLong));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void content_longer_than_any_may_be_under_protection(AeadAlgorithm algorithm) {
        var layer = new RecordLayer(0, 0);
        layer.holdBack(HoldBack.NOTHING);
        layer.install(Layers.readEpoch(1, algorithm));
        var protection = Protections.aead12(algorithm, 1);
        byte[] content = new byte[RecordProtection.MAX_PLAINTEXT + 1];
        byte[] out = new byte[content.length + protection.overhead()];
        protection.seal(ContentType.APPLICATION_DATA, 1, 0, content, 0, content.length, out, 0, out.length);
        assertDropped(DropReason.TOO_LARGE, layer, out);
        byte[] longest = new byte[out.length - 1];
        protection.seal(ContentType.APPLICATION_DATA, 1, 1, content, 0, content.length - 1, longest, 0, longest.length);
        assertEquals(RecordProtection.MAX_PLAINTEXT, open(layer, longest).delivered().get(0).content().length());
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void record_shorter_than_nonce_and_tag(AeadAlgorithm algorithm) {
        var layer = new RecordLayer(0, 0);
        layer.holdBack(HoldBack.NOTHING);
        layer.install(Layers.readEpoch(1, algorithm));
        int least = Protections.aead12(algorithm, 1).overhead() - 13;
        for (int length = 0; length < least; length++) {
            assertDropped(DropReason.TOO_SHORT, layer, RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 1, 9, new byte[length]));
        }
        assertDropped(DropReason.BAD_TAG, layer, RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 1, 9, new byte[least]));
    }

    /** [RFC5246 §6.2.1] Application data alone may be empty. */
    @ParameterizedTest
    @EnumSource(value = ContentType.class, names = {"CHANGE_CIPHER_SPEC", "ALERT", "HANDSHAKE"})
    void record_without_content_of_a_type_that_must_have_some(ContentType type) {
        assertDropped(DropReason.EMPTY, reader, sealed(writer, 0, type));
        assertDropped(DropReason.EMPTY, reader, sealed(writer, 1, type));
        assertEquals(0, reader.counters().recordsReceived());
    }

    @Test
    void empty_application_data_is_delivered() {
        assertEquals(0, open(reader, sealed(writer, 1, ContentType.APPLICATION_DATA)).delivered().get(0).content().length());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 0xFFFF})
    void epoch_that_has_no_keys_yet(int epoch) {
        assertDropped(DropReason.UNKNOWN_EPOCH, reader, RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, epoch, 0, new byte[40]));
        assertEquals(0, reader.counters().recordsHeldBack());
    }

    @Test
    void epoch_whose_time_is_over() {
        reader.retireReadEpoch(0);
        assertDropped(DropReason.RETIRED_EPOCH, reader, sealed(writer, 0, ContentType.HANDSHAKE, (byte) 1));
        reader.install(Layers.readEpoch(2));
        reader.retireReadEpoch(1);
        assertDropped(DropReason.RETIRED_EPOCH, reader, sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1));
        reader.retireReadEpoch(2);
        assertDropped(DropReason.RETIRED_EPOCH, reader, sealed(writer(2), 2, ContentType.APPLICATION_DATA, (byte) 1));
    }

    /** [RFC6347 §4.1.2.6#3] */
    @Test
    void record_seen_before() {
        byte[] record = sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1);
        assertEquals(1, open(reader, record).delivered().size());
        assertDropped(DropReason.REPLAYED, reader, record);
        assertDropped(DropReason.REPLAYED, reader, record);
    }

    @Test
    void record_older_than_the_window() {
        byte[][] records = new byte[66][];
        for (int i = 0; i < records.length; i++) {
            records[i] = sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) i);
        }
        assertEquals(List.of(65L), open(reader, records[65]).sequences());
        assertDropped(DropReason.REPLAYED, reader, records[0]);
        assertDropped(DropReason.REPLAYED, reader, records[1]);
        assertEquals(List.of(2L), open(reader, records[2]).sequences());
    }

    /** The number says whether a record is a replay; that costs less than the cipher, and what is too old is not counted as forged. */
    @Test
    // [RFC6347 §4.1.2.6#4]
    void replay_is_noticed_before_the_cipher_is_paid() {
        byte[] record = sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1);
        assertEquals(1, open(reader, record).delivered().size());
        record[record.length - 1] ^= 1;
        assertDropped(DropReason.REPLAYED, reader, record);
    }

    /** [RFC6347 §4.1.2.1#1] [RFC6347 §4.1.2.1#2] [RFC6347 §4.1.2.6#8] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void record_whose_tag_does_not_match(AeadAlgorithm algorithm) {
        var layer = new RecordLayer(0, 0);
        layer.holdBack(HoldBack.NOTHING);
        layer.install(Layers.readEpoch(1, algorithm));
        var protection = Protections.aead12(algorithm, 2);
        byte[] out = new byte[20 + protection.overhead()];
        protection.seal(ContentType.APPLICATION_DATA, 1, 0, out, 0, 20, out, 0, out.length);
        assertDropped(DropReason.BAD_TAG, layer, out);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100})
    void application_data_in_the_clear_is_never_delivered(int length) {
        byte[] content = new byte[length];
        for (HoldBack holdBack : HoldBack.values()) {
            for (int epochs = 0; epochs < 3; epochs++) {
                RecordLayer layer = epochs == 0 ? reader(0) : epochs == 1 ? reader(0, 1) : reader(1, 0);
                layer.holdBack(holdBack);
                byte[] record = RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 0, 1, content);
                assertDropped(DropReason.UNPROTECTED_APPLICATION_DATA, layer, record);
                var sink = new CollectingSink();
                layer.openPending(sink);
                assertEquals(List.of(), sink.delivered());
            }
        }
    }

    /** [RFC6347 §4.1.2.7#1] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void one_bad_record_harms_no_other_in_its_datagram(AeadAlgorithm algorithm) {
        var writing = new RecordLayer(0, 0);
        writing.holdBack(HoldBack.NOTHING);
        writing.install(Layers.writeEpoch(0));
        writing.install(Layers.writeEpoch(1, algorithm));
        var reading = new RecordLayer(0, 0);
        reading.holdBack(HoldBack.NOTHING);
        reading.install(Layers.readEpoch(0));
        reading.install(Layers.readEpoch(1, algorithm));
        byte[] forged = sealed(writing, 1, ContentType.APPLICATION_DATA, (byte) 9);
        forged[forged.length - 1] ^= 1;
        byte[] replayed = sealed(writing, 1, ContentType.APPLICATION_DATA, (byte) 9);
        byte[] datagram = replayed;
        byte[][] bad = {
            forged, replayed,
            RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 1, RecordNumber.MAX_SEQUENCE, new byte[40]),
            RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 1, 500),
            RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 2, 0, new byte[40]),
            RawRecord.of(APPLICATION_DATA, 0x0303, 1, 500, new byte[40]),
            RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 0, 0, new byte[5]),
            RawRecord.of(22, RawRecord.DTLS_1_2, 0, 1),
            RawRecord.of(APPLICATION_DATA, RawRecord.DTLS_1_2, 1, 500, new byte[RecordProtection.MAX_PLAINTEXT + 2049]),
        };
        int good = 1;
        for (byte[] each : bad) {
            datagram = Protections.concat(datagram, each, sealed(writing, 1, ContentType.APPLICATION_DATA, (byte) good++));
        }
        var delivered = open(reading, datagram).delivered();
        assertEquals(good, delivered.size());
        for (int i = 1; i < good; i++) {
            assertEquals(i, delivered.get(i).content().at(0));
        }
        assertEquals(bad.length, reading.counters().drops());
        assertEquals(good, reading.counters().recordsReceived());
    }

    @Test
    void record_that_cannot_be_read_leaves_those_before_it() {
        byte[] datagram = Protections.concat(
                sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 1), new byte[] {99},
                sealed(writer, 1, ContentType.APPLICATION_DATA, (byte) 2));
        assertEquals(List.of(0L), open(reader, datagram).sequences());
        assertEquals(1, reader.counters().drops(DropReason.UNKNOWN_FORMAT));
        assertEquals(1, reader.counters().drops());
    }
}
