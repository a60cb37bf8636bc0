package io.puredtls.endpoint;

import io.puredtls.endpoint.text.CountText;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.session.SessionInfo;
import io.puredtls.wire.Bytes;
import java.io.IOException;

/** [RFC9846 §4.3.10] What a session may send as early data, and what became of it. Used under the lock of its engine. */
final class EarlySending {
    private final DtlsEngine engine;
    private Progress progress = Progress.NOT_OFFERED;

    private enum Progress { NOT_OFFERED, OFFERED, SENT }

    EarlySending(DtlsEngine engine) {
        this.engine = engine;
    }

    /** The engine has made its hello. Whether early data may follow it. */
    boolean begin() {
        progress = engine.isEarlyDataPossible() ? Progress.OFFERED : Progress.NOT_OFFERED;
        return progress == Progress.OFFERED;
    }

    /** Checks that all of them can be sent. */
    void require(EarlyMessages messages) throws IOException {
        long left = engine.earlyDataLeft();
        for (Bytes message : messages.messages()) {
            require(message.length(), left);
            left -= message.length();
        }
    }

    private void require(int length, long left) throws IOException {
        if (length > left) {
            throw new EarlyDataException(EarlyDataException.Reason.OVER_TICKET_LIMIT,
                    "the ticket allows " + CountText.bytes(left) + " more of early data, not " + length);
        }
        if (length > engine.maxEarlyPayload()) {
            throw DatagramTooLargeException.onPath(length, engine.maxEarlyPayload());
        }
    }

    /** Seals a message into {@code out}; gives the datagram's length. */
    int seal(byte[] message, byte[] out) throws IOException {
        if (!engine.isEarlyDataPossible()) {
            throw impossible();
        }
        require(message.length, engine.earlyDataLeft());
        return engine.sealEarly(message, 0, message.length, out, 0);
    }

    private EarlyDataException impossible() {
        if (engine.isConnected()) {
            return new EarlyDataException(EarlyDataException.Reason.TOO_LATE, "the handshake is complete: too late for early data");
        }
        return progress == Progress.NOT_OFFERED
                ? new EarlyDataException(EarlyDataException.Reason.NOT_OFFERED,
                        "the hello offers no early data: no session is resumed that allows it, or the configuration does not offer it")
                : new EarlyDataException(EarlyDataException.Reason.REFUSED,
                        "the server takes no early data: it asked for another hello");
    }

    /** One was handed to the socket. */
    void onSent() {
        progress = Progress.SENT;
    }

    /** What became of it by a handshake that is complete. */
    EarlyDataOutcome outcome(SessionInfo info) {
        if (progress != Progress.SENT) {
            return EarlyDataOutcome.NOT_SENT;
        }
        return info.earlyData() ? EarlyDataOutcome.ACCEPTED : EarlyDataOutcome.REFUSED;
    }
}
