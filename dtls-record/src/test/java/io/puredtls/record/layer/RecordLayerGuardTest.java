package io.puredtls.record.layer;

import static io.puredtls.record.layer.Layers.open;
import static io.puredtls.record.layer.Layers.reader;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.record.ContentType;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import org.junit.jupiter.api.Test;

/** What must not be possible by mistake, ours or a peer's. */
final class RecordLayerGuardTest {
    @Test
    void forged_record_in_the_clear_with_a_huge_number_does_not_keep_the_genuine_ones_out() {
        RecordLayer layer = reader(0);
        open(layer, RawRecord.of(20, RawRecord.DTLS_1_2, 0, RecordNumber.MAX_SEQUENCE, (byte) 1));
        assertEquals(1, open(layer, RawRecord.of(22, RawRecord.DTLS_1_2, 0, 0, (byte) 1)).delivered().size());
    }

    @Test
    void server_that_begins_its_numbers_again_after_the_cookie_exchange_is_heard() {
        RecordLayer client = reader(0);
        open(client, RawRecord.of(22, 0xFEFF, 0, 0, new byte[20])); // HelloVerifyRequest
        assertEquals(1, open(client, RawRecord.of(22, RawRecord.DTLS_1_2, 0, 0, new byte[20])).delivered().size()); // ServerHello
    }

    @Test
    void key_that_has_seen_too_many_forgeries_opens_nothing_more() {
        var layer = new RecordLayer(0, 0);
        layer.install(new ReadEpoch(1, Protections.aead12(Layers.ALGORITHM, 1), new ReplayWindow(64), 1));
        open(layer, RawRecord.of(23, RawRecord.DTLS_1_2, 1, 9, new byte[40]));
        byte[] genuine = Layers.sealed(Layers.writer(1), 1, ContentType.APPLICATION_DATA, (byte) 1);
        assertEquals(0, open(layer, genuine).delivered().size());
    }

    @Test
    // [RFC9846 §5.1#13] [RFC9846 §5#2]
    void unknown_type_and_application_data_in_the_clear_are_not_sealed() {
        RecordLayer writer = Layers.writer(0, 1);
        assertThrows(IllegalArgumentException.class, () -> Layers.sealed(writer, 1, ContentType.UNKNOWN, (byte) 1));
        assertThrows(IllegalArgumentException.class, () -> Layers.sealed(writer, 0, ContentType.APPLICATION_DATA, (byte) 1));
    }

    @Test
    void epochs_and_numbers_outside_their_fields_are_refused() {
        var keys = Protections.aead12(Layers.ALGORITHM, 1);
        assertThrows(IllegalArgumentException.class, () -> WriteEpoch.of(0x1_0000, keys));
        assertThrows(IllegalArgumentException.class, () -> WriteEpoch.of(-1, keys));
        assertThrows(IllegalArgumentException.class, () -> WriteEpoch.of(1, keys, -1, 10));
        assertThrows(IllegalArgumentException.class, () -> WriteEpoch.of(1, keys, 1L << 48, 10));
    }

    @Test
    void slice_outside_its_array_costs_no_number() {
        RecordLayer writer = Layers.writer(1);
        assertThrows(IndexOutOfBoundsException.class,
                () -> writer.seal(1, ContentType.APPLICATION_DATA, new byte[2], 1, 2, new byte[100], 0));
        assertEquals(0, writer.writeEpoch(1).nextSequence());
    }

    @Test
    void layer_without_a_read_epoch_says_so() {
        assertThrows(IllegalStateException.class, () -> new RecordLayer(0, 0).readEpoch());
    }
}
