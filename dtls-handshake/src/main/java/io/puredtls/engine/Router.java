package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.path.RoutabilityMessage;
import io.puredtls.record.DropReason;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordView;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.layer.RecordSink;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;

/** From opened records to what acts on them. */
final class Router implements RecordSink {
    private static final int ALERT_LENGTH = 2;
    private static final int MAX_WARNINGS = 16;
    private static final int HANDSHAKE_EPOCH_13 = 2;

    private final DtlsEngine engine;
    private final RecordLayer records;
    private final Handshake handshake;
    private final ApplicationDataSink sink;
    private Disposition disposition = Disposition.DROPPED;
    private boolean proven;
    private boolean newest;
    private boolean checked;
    private int path;
    private long now;
    private int warnings;
    private int pendingOpenedFor = -1;

    Router(DtlsEngine engine, RecordLayer records, Handshake handshake, ApplicationDataSink sink) {
        this.engine = engine;
        this.records = records;
        this.handshake = handshake;
        this.sink = sink;
    }

    /** Another datagram. */
    @HotPath
    void begin(int fromPath, long time) {
        disposition = Disposition.DROPPED;
        newest = false;
        checked = false;
        path = fromPath;
        now = time;
    }

    /** Whether the datagram says where the peer is: it has a record newer than all before, known by its connection ID, and is no check itself. */
    @HotPath
    boolean isNews() {
        return newest && !checked;
    }

    /** What became of the datagram. */
    Disposition disposition() {
        return newest && disposition == Disposition.AUTHENTICATED ? Disposition.NEWEST_WITH_CID : disposition;
    }

    /** Whether the peer has ever shown that it has keys of this handshake. Early data does not: it may be a copy. */
    boolean isPeerProven() {
        return proven;
    }

    /** Whether something that was kept may be readable now that was not before. */
    boolean mayOpenPending() {
        int progress = engine.isConnected() ? Integer.MAX_VALUE : records.readEpochsInstalled();
        boolean news = progress > pendingOpenedFor && progress > 1 && !engine.isOver();
        pendingOpenedFor = Math.max(progress, pendingOpenedFor);
        return news;
    }

    @Override
    @HotPath
    public void onApplicationData(RecordView record) {
        authenticated(record);
        if (engine.isOver() || isOverLimit(record)) {
            return;
        }
        if (engine.isConnected() && isApplicationEpoch(record)) {
            sink.onApplicationData(record.datagram(), record.payloadOffset(), record.payloadLength());
        } else if (record.isUnified() && record.epoch() == RecordLayer.EARLY_DATA_EPOCH) {
            engine.run(() -> handshake.early().received(record.payloadLength()));
            if (!engine.isOver()) {
                // [RFC9846 §F.5#5]
                sink.onEarlyData(record.datagram(), record.payloadOffset(), record.payloadLength());
            }
        } else {
            engine.run(() -> {
                throw violation(Violation.APPLICATION_DATA_IN_HANDSHAKE, "application data in epoch " + record.epoch());
            });
        }
    }

    /** [RFC9147 §6.1] DTLS 1.3 has epochs for early data and for the handshake; DTLS 1.2 has one for all that is protected. */
    @HotPath
    private static boolean isApplicationEpoch(RecordView record) {
        return !record.isUnified() || record.epoch() > HANDSHAKE_EPOCH_13;
    }

    @Override
    public void onHandshake(RecordView record) {
        if (accept(record)) {
            engine.run(() -> {
                requireContent(record);
                handshake.onRecord(record);
            });
        }
    }

    private static void requireContent(RecordView record) throws ProtocolException {
        // [RFC9846 §5.4#3]
        if (record.payloadLength() == 0) {
            throw violation(Violation.EMPTY_RECORD, "a record of type " + record.type() + " without content in epoch " + record.epoch());
        }
    }

    @Override
    public void onChangeCipherSpec(RecordView record) {
        if (handshake.reception().acknowledges()) {
            // [RFC9147 §5] DTLS 1.3 has none, and anybody can send one
            records.counters().dropped(DropReason.UNEXPECTED_CHANGE_CIPHER_SPEC);
        } else if (accept(record)) {
            engine.run(() -> {
                if (record.payloadLength() != 1 || record.datagram()[record.payloadOffset()] != 1) {
                    throw violation(Violation.MALFORMED_CHANGE_CIPHER_SPEC, "change_cipher_spec of " + record.payloadLength() + " bytes");
                }
                handshake.onChangeCipherSpec();
            });
        }
    }

    @Override
    public void onAck(RecordView record) {
        if (accept(record)) {
            engine.run(() -> handshake.onAck(record));
        }
    }

    @Override
    public void onReturnRoutabilityCheck(RecordView record) {
        authenticated(record);
        checked = true;
        // [RFC9853 §3#4]
        if (!engine.isConnected() || !isApplicationEpoch(record) || !handshake.connectionIds().isCheckAgreed()) {
            records.counters().dropped(DropReason.UNEXPECTED_RETURN_ROUTABILITY_CHECK);
            return;
        }
        engine.run(() -> {
            if (!takeCheck(record)) {
                records.counters().dropped(DropReason.UNEXPECTED_RETURN_ROUTABILITY_CHECK);
            }
        });
    }

    private boolean takeCheck(RecordView record) throws ProtocolException {
        try {
            return RoutabilityMessage.decode(new WireReader(record.datagram(), record.payloadOffset(), record.payloadLength()))
                    .map(message -> engine.paths().onMessage(message, path, now)).orElse(false);
        } catch (DecodeException malformed) {
            throw violation(Violation.MALFORMED, "return_routability_check: " + malformed.getMessage());
        }
    }

    @Override
    public void onAlert(RecordView record) {
        if (!accept(record)) {
            return;
        }
        engine.run(() -> requireContent(record));
        if (engine.isOver()) {
            return;
        }
        // [RFC9846 §5.1#7]
        if (record.payloadLength() == ALERT_LENGTH) {
            byte[] in = record.datagram();
            AlertLevel level = in[record.payloadOffset()] == AlertLevel.FATAL.code() ? AlertLevel.FATAL : AlertLevel.WARNING;
            onAlert(level, new AlertDescription(in[record.payloadOffset() + 1] & 0xFF));
        } else if (record.epoch() == 0) {
            records.counters().dropped(DropReason.MALFORMED_ALERT);
        } else {
            engine.fail(Violation.MALFORMED_ALERT, "an alert of " + record.payloadLength() + " bytes");
        }
    }

    private void onAlert(AlertLevel level, AlertDescription description) {
        if (description.equals(AlertDescription.CLOSE_NOTIFY) && engine.isConnected()) {
            // [RFC9147 §5.10#5]
            engine.closedByPeer();
        } else if (description.equals(AlertDescription.CLOSE_NOTIFY) || handshake.state().isEndedBy(level, description)) {
            engine.failedByPeer(description);
        // [RFC9147 §5.10#3]
        } else if (++warnings > MAX_WARNINGS) {
            // [RFC6347 §4.2.7#2] enough is enough
            engine.fail(Violation.TOO_MANY_WARNINGS, "the peer sent more than " + MAX_WARNINGS + " warnings");
        }
    }

    private boolean accept(RecordView record) {
        if (engine.isOver()) {
            records.counters().dropped(DropReason.ASSOCIATION_OVER);
            return false;
        }
        if (record.epoch() > 0) {
            authenticated(record);
            return !isOverLimit(record);
        }
        if (disposition == Disposition.DROPPED) {
            disposition = Disposition.ACCEPTED;
        }
        return true;
    }

    /** What the clear carries is nobody's fault for certain, and early data was sealed before the limit was known. */
    @HotPath
    private boolean isOverLimit(RecordView record) {
        // [RFC8449 §4#8] [RFC6066 §4#10]
        if (record.plaintextLength() <= handshake.maxPlaintext() || record.isUnified() && record.epoch() == RecordLayer.EARLY_DATA_EPOCH) {
            return false;
        }
        engine.fail(Violation.RECORD_OVER_LIMIT,
                "a record with " + record.plaintextLength() + " bytes of plaintext, where " + handshake.maxPlaintext() + " are agreed on");
        return true;
    }

    /**
     * [RFC6347 §4.1#3] A protected record was read: from here on nothing in the clear counts. Early data may come before
     * the hello is answered, which is then acknowledged, or said again, in the clear.
     */
    @HotPath
    private void authenticated(RecordView record) {
        disposition = Disposition.AUTHENTICATED;
        newest |= record.hasConnectionId() && records.isNewest(record);
        if (!record.isUnified() || record.epoch() != RecordLayer.EARLY_DATA_EPOCH) {
            records.retireReadEpoch(0);
            proven = true;
        }
    }
}
