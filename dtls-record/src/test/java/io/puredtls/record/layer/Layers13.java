package io.puredtls.record.layer;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.fixture.Protections;

/** What {@link Layers} is for DTLS 1.2: epoch 0 is in the clear, each other has keys of its own. */
final class Layers13 {
    private Layers13() {
    }

    static ReadEpoch readEpoch(int number) {
        return readEpoch(number, Layers.ALGORITHM);
    }

    static ReadEpoch readEpoch(int number, AeadAlgorithm algorithm) {
        return number == 0
                ? Layers.readEpoch(0) : new ReadEpoch(number, Protections.aead13(algorithm, number), new ReplayWindow(64));
    }

    static WriteEpoch writeEpoch(int number) {
        return writeEpoch(number, Layers.ALGORITHM);
    }

    static WriteEpoch writeEpoch(int number, AeadAlgorithm algorithm) {
        return number == 0 ? Layers.writeEpoch(0) : WriteEpoch.of(number, Protections.aead13(algorithm, number));
    }

    /** A layer that writes these epochs, of which no two share a slot. */
    static RecordLayer writer(int... epochs) {
        var layer = new RecordLayer(0, 0);
        for (int epoch : epochs) {
            layer.install(writeEpoch(epoch));
        }
        return layer;
    }

    /** A layer that reads these epochs and holds nothing back. */
    static RecordLayer reader(int... epochs) {
        var layer = new RecordLayer(Layers.MAX_PENDING, Layers.MAX_PENDING_BYTES);
        for (int epoch : epochs) {
            layer.install(readEpoch(epoch));
        }
        layer.holdBack(HoldBack.NOTHING);
        return layer;
    }
}
