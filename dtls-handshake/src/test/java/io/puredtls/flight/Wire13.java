package io.puredtls.flight;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule13.TrafficKeys;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.fragment.FragmentView;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.layer.RecordSink;
import io.puredtls.record.protection.Aead13;
import io.puredtls.record.protection.Cleartext;
import io.puredtls.record.protection.RecordProtection;
import java.util.ArrayList;
import java.util.List;

/** A sending record layer with the epochs of a DTLS 1.3 handshake, and what a peer finds in it: which bytes of which message in which record. */
final class Wire13 {
    private final RecordLayer records = new RecordLayer(0, 0);
    private final RecordLayer peer = new RecordLayer(0, 0);

    /** A range of a message's body. */
    record Piece(int messageSeq, int from, int to) {
        @Override
        public String toString() {
            return messageSeq + "[" + from + "," + to + ")";
        }
    }

    /** A record as it came, with all that was in it. */
    record Carrier(RecordNumber number, List<Piece> pieces) {
    }

    Wire13() {
        peer.holdBack(HoldBack.NOTHING);
        for (int epoch : new int[] {0, 2, 3}) {
            records.install(WriteEpoch.of(epoch, protection(epoch)));
            peer.install(new ReadEpoch(epoch, protection(epoch), new ReplayWindow(1024)));
        }
    }

    private static RecordProtection protection(int epoch) {
        if (epoch == 0) {
            return new Cleartext(ProtocolVersion.DTLS_1_2);
        }
        try (TrafficKeys keys = new TrafficKeys(
                SecretBytes.taking(new byte[16]), SecretBytes.taking(new byte[] {(byte) epoch, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
                SecretBytes.taking(new byte[16]))) {
            return Aead13.with(AeadAlgorithm.AES_128_GCM, Jca.PLATFORM, keys);
        }
    }

    /** The layer to pack records with. */
    RecordLayer records() {
        return records;
    }

    /** What is in a datagram. */
    List<Carrier> read(byte[] datagram, int length) {
        List<Carrier> carriers = new ArrayList<>();
        peer.open(datagram, 0, length, new HandshakeAlone(carriers));
        if (peer.counters().drops() > 0) {
            throw new AssertionError("the peer dropped something");
        }
        return carriers;
    }

    private record HandshakeAlone(List<Carrier> carriers) implements RecordSink {
        @Override
        public void onHandshake(RecordView record) {
            List<Piece> pieces = new ArrayList<>();
            FragmentView fragment = new FragmentView();
            fragment.wrap(record);
            while (fragment.hasMore()) {
                if (!fragment.advance()) {
                    throw new AssertionError("a fragment does not fit");
                }
                checkContent(fragment);
                int from = fragment.fragmentOffset();
                pieces.add(new Piece(fragment.messageSeq(), from, from + fragment.fragmentLength()));
            }
            carriers.add(new Carrier(new RecordNumber(record.epoch(), record.sequence()), pieces));
        }

        /** Every byte of a message is its number and one, as {@link Wire#message} has it. */
        private static void checkContent(FragmentView fragment) {
            for (int i = 0; i < fragment.fragmentLength(); i++) {
                if (fragment.data()[fragment.dataOffset() + i] != (byte) (fragment.messageSeq() + 1)) {
                    throw new AssertionError("not a byte of message " + fragment.messageSeq());
                }
            }
        }

        @Override
        public void onApplicationData(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onAlert(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onChangeCipherSpec(RecordView record) {
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
    }
}
