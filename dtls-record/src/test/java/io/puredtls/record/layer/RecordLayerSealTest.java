package io.puredtls.record.layer;

import static io.puredtls.record.layer.Layers.open;
import static io.puredtls.record.layer.Layers.reader;
import static io.puredtls.record.layer.Layers.writer;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.protection.RecordProtection;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Content in, records out; and what a caller may not ask for. */
final class RecordLayerSealTest {
    private final RecordLayer writer = writer(0, 1);

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void sealed_record_is_opened_by_the_other_side(AeadAlgorithm algorithm) {
        var writing = new RecordLayer(0, 0);
        writing.holdBack(HoldBack.NOTHING);
        writing.install(Layers.writeEpoch(1, algorithm));
        var reading = new RecordLayer(0, 0);
        reading.holdBack(HoldBack.NOTHING);
        reading.install(Layers.readEpoch(1, algorithm));
        byte[] content = Protections.content(1000);
        for (ContentType type : new ContentType[] {ContentType.APPLICATION_DATA, ContentType.HANDSHAKE, ContentType.ALERT}) {
            var delivered = open(reading, Layers.sealed(writing, 1, type, content)).delivered();
            assertEquals(type, delivered.get(0).type());
            assertArrayEquals(content, delivered.get(0).content().toArray());
        }
    }

    @Test
    void slice_of_the_content_goes_to_the_place_that_was_asked_for() {
        byte[] out = new byte[30];
        assertEquals(16, writer.seal(0, ContentType.ALERT, new byte[] {1, 2, 3, 4, 5}, 1, 3, out, 9));
        assertArrayEquals(RawRecord.of(21, RawRecord.DTLS_1_2, 0, 0, (byte) 2, (byte) 3, (byte) 4), Arrays.copyOfRange(out, 9, 25));
        assertArrayEquals(new byte[9], Arrays.copyOf(out, 9));
        assertArrayEquals(new byte[5], Arrays.copyOfRange(out, 25, 30));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void content_in_the_output_is_sealed_in_place(AeadAlgorithm algorithm) {
        var writing = new RecordLayer(0, 0);
        writing.holdBack(HoldBack.NOTHING);
        writing.install(Layers.writeEpoch(1, algorithm));
        var reading = new RecordLayer(0, 0);
        reading.holdBack(HoldBack.NOTHING);
        reading.install(Layers.readEpoch(1, algorithm));
        byte[] buffer = new byte[200];
        System.arraycopy(Protections.content(100), 0, buffer, 0, 100);
        int length = writing.seal(1, ContentType.APPLICATION_DATA, buffer, 0, 100, buffer, 0);
        assertArrayEquals(Protections.content(100), open(reading, Arrays.copyOf(buffer, length)).delivered().get(0).content().toArray());
    }

    @Test
    // [RFC9846 §5.1#10]
    void longest_content_is_sealed_and_longer_is_refused() {
        byte[] content = new byte[RecordProtection.MAX_PLAINTEXT + 1];
        byte[] out = new byte[20000];
        int length = writer.seal(1, ContentType.APPLICATION_DATA, content, 0, RecordProtection.MAX_PLAINTEXT, out, 0);
        assertEquals(RecordProtection.MAX_PLAINTEXT, open(reader(1), Arrays.copyOf(out, length)).delivered().get(0).content().length());
        var thrown = assertThrows(IllegalArgumentException.class,
                () -> writer.seal(1, ContentType.APPLICATION_DATA, content, 0, content.length, out, 0));
        assertEquals("a record carries at most 16384 bytes, not 16385", thrown.getMessage());
        assertEquals(1, writer.writeEpoch(1).nextSequence());
        assertEquals(1, writer.counters().recordsSent());
    }

    @Test
    void output_without_room_is_refused_before_a_number_is_used() {
        byte[] content = new byte[10];
        var thrown = assertThrows(IllegalArgumentException.class, () -> writer.seal(1, ContentType.ALERT, content, 0, 10, new byte[50], 4));
        assertEquals("a record of 47 bytes does not fit the 46 bytes left in the buffer", thrown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> writer.seal(0, ContentType.ALERT, content, 0, 10, new byte[22], 0));
        assertEquals(0, writer.writeEpoch(1).nextSequence());
        assertEquals(0, writer.writeEpoch(0).nextSequence());
        assertEquals(0, writer.counters().recordsSent());
        assertEquals(47, writer.seal(1, ContentType.ALERT, content, 0, 10, new byte[51], 4));
    }

    @Test
    void epoch_that_is_not_there_is_refused_by_number() {
        for (int epoch : new int[] {2, 4, 5, 0xFFFF, -1, -3}) {
            var thrown = assertThrows(IllegalStateException.class,
                    () -> writer.seal(epoch, ContentType.ALERT, new byte[2], 0, 2, new byte[100], 0));
            assertEquals("epoch " + epoch + " cannot be written", thrown.getMessage());
        }
        assertThrows(IllegalStateException.class, () -> new RecordLayer(0, 0).writeEpoch(0));
    }

    @Test
    void exhausted_epoch_is_refused_and_not_counted() {
        writer.install(WriteEpoch.of(2, Protections.aead12(Layers.ALGORITHM, 2), 0, 1));
        Layers.sealed(writer, 2, ContentType.ALERT, (byte) 1, (byte) 0);
        var thrown = assertThrows(IllegalStateException.class, () -> Layers.sealed(writer, 2, ContentType.ALERT, (byte) 1, (byte) 0));
        assertEquals("epoch 2 has no sequence numbers left", thrown.getMessage());
        assertEquals(1, writer.counters().recordsSent());
    }

    @Test
    void older_epochs_are_written_until_they_are_retired() {
        assertEquals(1, writer.newestWriteEpoch());
        Layers.sealed(writer, 0, ContentType.HANDSHAKE, (byte) 1);
        WriteEpoch cleartext = writer.writeEpoch(0);
        writer.retireWriteEpoch(4);
        assertSame(cleartext, writer.writeEpoch(0));
        writer.retireWriteEpoch(0);
        writer.retireWriteEpoch(0);
        assertThrows(IllegalStateException.class, () -> writer.writeEpoch(0));
    }

    @Test
    void retired_epoch_is_closed() {
        WriteEpoch epoch = writer.writeEpoch(1);
        writer.retireWriteEpoch(1);
        assertClosed(epoch);
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 9, 0xFFFD})
    void epoch_whose_slot_is_needed_is_closed(int next) {
        WriteEpoch first = writer.writeEpoch(1);
        writer.install(Layers.writeEpoch(next));
        assertClosed(first);
        assertEquals(next, writer.newestWriteEpoch());
        assertEquals(next, writer.writeEpoch(next).number());
        assertThrows(IllegalStateException.class, () -> writer.writeEpoch(1));
        assertEquals(0, writer.writeEpoch(0).number());
    }

    @Test
    void epoch_installed_again_under_its_number_closes_the_one_before() {
        WriteEpoch first = writer.writeEpoch(1);
        writer.install(Layers.writeEpoch(1));
        assertClosed(first);
        assertEquals(0, writer.writeEpoch(1).nextSequence());
    }

    @Test
    void closed_layer_wipes_every_epoch() {
        WriteEpoch first = writer.writeEpoch(1);
        writer.close();
        writer.close();
        assertClosed(first);
        assertThrows(IllegalStateException.class, () -> Layers.sealed(writer, 1, ContentType.ALERT, (byte) 1, (byte) 0));
        assertThrows(IllegalStateException.class, () -> Layers.sealed(writer, 0, ContentType.ALERT, (byte) 1, (byte) 0));
    }

    private static void assertClosed(WriteEpoch epoch) {
        assertTrue(epoch.remaining() > 0);
        assertThrows(IllegalStateException.class, () -> epoch.seal(ContentType.ALERT, new byte[2], 0, 2, new byte[100], 0, 100));
    }
}
