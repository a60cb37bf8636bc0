package io.puredtls.record.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.record.ContentType;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who watches sees what went through, and nothing that did not. */
final class RecordObserverTest {
    private final List<String> seen = new ArrayList<>();
    private final RecordLayer writer = new RecordLayer(0, 0, new Listing());
    private final RecordLayer reader = new RecordLayer(0, 0, new Listing());

    RecordObserverTest() {
        writer.install(Layers.writeEpoch(0));
        writer.install(Layers.writeEpoch(1));
        reader.holdBack(HoldBack.NOTHING);
        reader.install(Layers.readEpoch(0));
        reader.install(Layers.readEpoch(1));
    }

    @Test
    void every_record_is_seen_with_the_length_of_its_content() {
        byte[] hello = Layers.sealed(writer, 0, ContentType.HANDSHAKE, new byte[5]);
        byte[] data = Layers.sealed(writer, 1, ContentType.APPLICATION_DATA, new byte[7]);
        Layers.open(reader, Protections.concat(hello, data));
        assertEquals(List.of(
                "sent 0:0 HANDSHAKE 5", "sent 1:0 APPLICATION_DATA 7",
                "received 0:0 HANDSHAKE 5", "received 1:0 APPLICATION_DATA 7"), seen);
    }

    @Test
    void nothing_is_seen_of_what_is_dropped_or_refused() {
        byte[] forged = Layers.sealed(writer, 1, ContentType.APPLICATION_DATA, new byte[7]);
        byte[] empty = Layers.sealed(writer, 1, ContentType.ALERT);
        seen.clear();
        forged[forged.length - 1] ^= 1;
        Layers.open(reader, Protections.concat(forged, empty, RawRecord.of(23, RawRecord.DTLS_1_2, 0, 0, new byte[3]), new byte[] {1}));
        assertEquals(4, reader.counters().drops());
        assertThrows(IllegalArgumentException.class, () -> writer.seal(1, ContentType.ALERT, new byte[2], 0, 2, new byte[3], 0));
        assertEquals(List.of(), seen);
    }

    private final class Listing implements RecordObserver {
        @Override
        public void sent(int epoch, long sequence, ContentType type, int length) {
            seen.add("sent " + epoch + ":" + sequence + " " + type + " " + length);
        }

        @Override
        public void received(int epoch, long sequence, ContentType type, int length) {
            seen.add("received " + epoch + ":" + sequence + " " + type + " " + length);
        }
    }
}
