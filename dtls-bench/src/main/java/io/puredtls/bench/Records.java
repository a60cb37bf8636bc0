package io.puredtls.bench;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule13.TrafficKeys;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.layer.RecordSink;
import io.puredtls.record.protection.Aead12;
import io.puredtls.record.protection.Aead13;
import io.puredtls.record.protection.RecordProtection;
import java.util.Arrays;

/** Our record layer with keys of its own in both directions, as an association has it once it is connected. */
final class Records implements RecordSink {
    static final int EPOCH = 3;

    private final RecordLayer layer = new RecordLayer(0, 0);
    private int lastLength;

    Records(Suite suite) {
        this(suite, Jca.PLATFORM);
    }

    Records(Suite suite, Jca jca) {
        layer.install(new ReadEpoch(EPOCH, protection(suite, jca), new ReplayWindow(256)));
        layer.install(WriteEpoch.of(EPOCH, protection(suite, jca), 0, Long.MAX_VALUE));
        layer.holdBack(HoldBack.NOTHING);
    }

    private static RecordProtection protection(Suite suite, Jca jca) {
        AeadAlgorithm aead = suite.aead();
        if (suite.isForDtls13()) {
            try (TrafficKeys keys = new TrafficKeys(
                    filled(aead.keyLength()), filled(AeadAlgorithm.NONCE_LENGTH), filled(aead.keyLength()))) {
                return Aead13.with(aead, jca, keys);
            }
        }
        try (SecretBytes key = filled(aead.keyLength()); SecretBytes iv = filled(Aead12.ivLength(aead))) {
            return Aead12.with(aead, jca, key, iv);
        }
    }

    private static SecretBytes filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 7);
        return SecretBytes.taking(bytes);
    }

    int seal(byte[] content, int length, byte[] out) {
        return layer.seal(EPOCH, ContentType.APPLICATION_DATA, content, 0, length, out, 0);
    }

    /** Opens a datagram; gives the length of its content. */
    int open(byte[] datagram, int length) {
        lastLength = -1;
        layer.open(datagram, 0, length, this);
        if (lastLength < 0) {
            throw new IllegalStateException("a genuine record was dropped");
        }
        return lastLength;
    }

    @Override
    public void onApplicationData(RecordView record) {
        lastLength = record.payloadLength();
    }

    @Override
    public void onHandshake(RecordView record) {
        throw new IllegalStateException();
    }

    @Override
    public void onAlert(RecordView record) {
        throw new IllegalStateException();
    }

    @Override
    public void onChangeCipherSpec(RecordView record) {
        throw new IllegalStateException();
    }

    @Override
    public void onAck(RecordView record) {
        throw new IllegalStateException();
    }

    @Override
    public void onReturnRoutabilityCheck(RecordView record) {
        throw new IllegalStateException();
    }
}
