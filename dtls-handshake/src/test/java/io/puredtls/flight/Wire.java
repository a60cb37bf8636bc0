package io.puredtls.flight;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.layer.RecordObserver;
import io.puredtls.record.layer.RecordSink;
import io.puredtls.record.protection.Aead12;
import io.puredtls.record.protection.Cleartext;
import io.puredtls.record.protection.RecordProtection;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** A sending record layer with epochs 0 and 1, and a peer that opens what it sends and puts the messages together. */
final class Wire {
    private final List<String> sent = new ArrayList<>();
    private final long[] lastSequence = {-1, -1};
    private final RecordLayer records = new RecordLayer(0, 0, new RecordObserver() {
        @Override
        public void sent(int epoch, long sequence, ContentType type, int length) {
            if (sequence <= lastSequence[epoch]) {
                throw new AssertionError("record " + epoch + ":" + sequence + " after " + lastSequence[epoch]);
            }
            lastSequence[epoch] = sequence;
            sent.add(epoch + " " + type + " " + length);
        }

        @Override
        public void received(int epoch, long sequence, ContentType type, int length) {
            // only sends
        }
    });
    private final RecordLayer peer = new RecordLayer(0, 0);
    private final Reassembler reassembler = new Reassembler(1 << 20, 1 << 20, 64);
    private final List<AssembledMessage> messages = new ArrayList<>();
    private int changeCipherSpecs;

    Wire() {
        this(Wire::protection);
    }

    /** Epoch 1 under these keys, which are made twice. */
    Wire(Supplier<RecordProtection> protection) {
        Cleartext cleartext = new Cleartext(ProtocolVersion.DTLS_1_2);
        records.install(WriteEpoch.of(0, cleartext));
        records.install(WriteEpoch.of(1, protection.get()));
        peer.install(new ReadEpoch(0, cleartext, new ReplayWindow(1024)));
        peer.install(new ReadEpoch(1, protection.get(), new ReplayWindow(1024)));
    }

    private static Aead12 protection() {
        return Aead12.with(AeadAlgorithm.AES_128_GCM, Jca.PLATFORM, SecretBytes.taking(new byte[16]), SecretBytes.taking(new byte[4]));
    }

    static FlightItem.Message message(int epoch, int messageSeq, int length) {
        byte[] body = new byte[length];
        Arrays.fill(body, (byte) (messageSeq + 1));
        return new FlightItem.Message(epoch, HandshakeType.CERTIFICATE, messageSeq, Bytes.of(body));
    }

    /** The layer to pack records with. */
    RecordLayer records() {
        return records;
    }

    /** Epoch, type and length of every record sealed so far. */
    List<String> sent() {
        return sent;
    }

    /** What the peer has put together so far. */
    List<AssembledMessage> messages() {
        return messages;
    }

    int changeCipherSpecs() {
        return changeCipherSpecs;
    }

    /** Gives a datagram to the peer. */
    void deliver(byte[] datagram, int offset, int length) {
        peer.open(datagram, offset, length, new RecordSink() {
            private final FragmentView fragment = new FragmentView();

            @Override
            public void onApplicationData(RecordView record) {
                throw new AssertionError("application data in a flight");
            }

            @Override
            public void onHandshake(RecordView record) {
                fragment.wrap(record);
                while (fragment.hasMore()) {
                    takeFragment();
                }
            }

            private void takeFragment() {
                if (!fragment.advance()) {
                    throw new AssertionError("a fragment does not fit");
                }
                try {
                    reassembler.add(fragment);
                } catch (ProtocolException wrong) {
                    throw new AssertionError(wrong.getMessage());
                }
                while (reassembler.hasNext()) {
                    messages.add(reassembler.next());
                }
            }

            @Override
            public void onAlert(RecordView record) {
                throw new AssertionError("an alert in a flight");
            }

            @Override
            public void onAck(RecordView record) {
                throw new AssertionError("DTLS 1.2 has no ACK");
            }

            @Override
            public void onReturnRoutabilityCheck(RecordView record) {
                throw new AssertionError("no path is checked");
            }

            @Override
            public void onChangeCipherSpec(RecordView record) {
                if (record.payloadLength() != 1 || record.datagram()[record.payloadOffset()] != 1) {
                    throw new AssertionError("not a change_cipher_spec");
                }
                changeCipherSpecs++;
            }
        });
        if (peer.counters().drops() > 0) {
            throw new AssertionError("the peer dropped something");
        }
    }
}
