package io.puredtls.record.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.protection.Cleartext;
import java.util.Arrays;

/** A layer that writes and one that reads what it wrote, under the same keys. */
final class Layers {
    static final AeadAlgorithm ALGORITHM = AeadAlgorithm.AES_128_GCM;
    static final int MAX_PENDING = 4;
    static final int MAX_PENDING_BYTES = 500;

    private Layers() {
    }

    static ReadEpoch readEpoch(int number) {
        return readEpoch(number, ALGORITHM);
    }

    static ReadEpoch readEpoch(int number, AeadAlgorithm algorithm) {
        return number == 0
                ? new ReadEpoch(0, new Cleartext(ProtocolVersion.DTLS_1_2), new ReplayWindow(64))
                : new ReadEpoch(number, Protections.aead12(algorithm, number), new ReplayWindow(64));
    }

    static WriteEpoch writeEpoch(int number) {
        return writeEpoch(number, ALGORITHM);
    }

    static WriteEpoch writeEpoch(int number, AeadAlgorithm algorithm) {
        return WriteEpoch.of(number, number == 0 ? new Cleartext(ProtocolVersion.DTLS_1_2) : Protections.aead12(algorithm, number));
    }

    /** A layer that writes these epochs. */
    static RecordLayer writer(int... epochs) {
        var layer = new RecordLayer(0, 0);
        for (int epoch : epochs) {
            layer.install(writeEpoch(epoch));
        }
        return layer;
    }

    /** A layer that reads these epochs and holds nothing back. */
    static RecordLayer reader(int... epochs) {
        var layer = new RecordLayer(MAX_PENDING, MAX_PENDING_BYTES);
        for (int epoch : epochs) {
            layer.install(readEpoch(epoch));
        }
        layer.holdBack(HoldBack.NOTHING);
        return layer;
    }

    /** The next record of {@code layer}. */
    static byte[] sealed(RecordLayer layer, int epoch, ContentType type, byte... content) {
        byte[] out = new byte[layer.writeEpoch(epoch).sealedLength(content.length)];
        assertEquals(out.length, layer.seal(epoch, type, content, 0, content.length, out, 0));
        return out;
    }

    /** What {@code layer} delivers of a copy of {@code datagram}. */
    static CollectingSink open(RecordLayer layer, byte[] datagram) {
        var sink = new CollectingSink();
        layer.open(Arrays.copyOf(datagram, datagram.length), 0, datagram.length, sink);
        return sink;
    }

    /** That {@code layer} delivers nothing of {@code datagram} and counts one drop, for {@code reason}. */
    static void assertDropped(DropReason reason, RecordLayer layer, byte[] datagram) {
        long before = layer.counters().drops(reason);
        long all = layer.counters().drops();
        assertEquals(0, open(layer, datagram).delivered().size());
        assertEquals(before + 1, layer.counters().drops(reason), reason + " of " + counted(layer));
        assertEquals(all + 1, layer.counters().drops(), counted(layer));
    }

    private static String counted(RecordLayer layer) {
        var text = new StringBuilder();
        for (DropReason reason : DropReason.values()) {
            text.append(layer.counters().drops(reason) == 0 ? "" : reason + "=" + layer.counters().drops(reason) + " ");
        }
        return text.toString();
    }
}
