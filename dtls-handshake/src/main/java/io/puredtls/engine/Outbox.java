package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.flight.AckTracker;
import io.puredtls.flight.FlightController;
import io.puredtls.flight.PathMtu;
import io.puredtls.record.ContentType;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.RecordLayer;
import java.util.ArrayDeque;

/**
 * What is to be sent apart from application data: an ACK and what is left of flights, and when nothing is left of those an
 * alert. To an address that is not proven no more goes than its budget allows. Not thread-safe.
 */
final class Outbox {
    /** Shorter than any datagram that is worth sending: an unproven address has to wait. */
    private static final int SHORTEST = 64;
    private static final int ALERT_LENGTH = 2;

    private final RecordLayer records;
    private final FlightController flights;
    private final Handshake handshake;
    private final PathMtu mtu;
    private final SendBudget budget;
    private final ArrayDeque<QueuedAlert> alerts = new ArrayDeque<>(1);

    private record QueuedAlert(int epoch, AlertLevel level, AlertDescription description) {
    }

    Outbox(RecordLayer records, FlightController flights, Handshake handshake, PathMtu mtu, SendBudget budget) {
        this.records = records;
        this.flights = flights;
        this.handshake = handshake;
        this.mtu = mtu;
        this.budget = budget;
    }

    /** The last thing that is said, under the newest keys. */
    void add(AlertLevel level, AlertDescription description) {
        alerts.add(new QueuedAlert(records.newestWriteEpoch(), level, description));
    }

    /** Says nothing. */
    void clear() {
        alerts.clear();
    }

    /** Whether there is anything to send, if there is a budget for it. */
    boolean hasNews() {
        return !alerts.isEmpty() || flights.isSending() || handshake.isAckDue();
    }

    /**
     * Writes the next datagram.
     *
     * @return its length, or 0 if there is none, or not yet
     * @throws ProtocolException SEQUENCE_NUMBERS_EXHAUSTED, if a flight cannot go out any more
     * @throws IllegalArgumentException if there is one and {@code out} has less than 64 bytes for it
     */
    int poll(byte[] out, int offset, long now) throws ProtocolException {
        if (!hasNews()) {
            return 0;
        }
        if (out.length - offset < SHORTEST) {
            throw new IllegalArgumentException("no record fits the " + (out.length - offset) + " bytes that the buffer has");
        }
        // [RFC9147 §4.3#3]
        int limit = budget.limit(Math.min(Math.max(mtu.current(), least()), out.length - offset));
        int length = limit < SHORTEST ? 0 : poll(out, offset, limit, now);
        budget.sent(length);
        return length;
    }

    /** However small the path is taken to be, a record with the peer's connection ID has to fit, as far as we may send that much at all. */
    private int least() {
        return Math.min(mtu.configured(), records.writeEpoch(records.newestWriteEpoch()).overhead() + SHORTEST);
    }

    private int poll(byte[] out, int offset, int limit, long now) throws ProtocolException {
        int length = handshake.isAckDue() ? pollAck(out, offset, limit) : 0;
        if (flights.isSending()) {
            if (!flights.hasNumbersLeft(records)) {
                throw violation(Violation.SEQUENCE_NUMBERS_EXHAUSTED, "no record numbers are left for a flight");
            }
            length += flights.pollDatagram(records, out, offset + length, limit - length, now);
            if (length == 0) {
                throw new IllegalArgumentException("no handshake record fits the " + limit + " bytes that a datagram may have");
            }
        }
        return length > 0 ? length : pollAlert(out, offset);
    }

    /** [RFC9147 §7] In the newest epoch. */
    private int pollAck(byte[] out, int offset, int limit) {
        // [RFC9147 §7#11] [RFC9147 §7#12] [RFC9147 §7#15]
        int epoch = records.newestWriteEpoch();
        WriteEpoch writer = records.writeEpoch(epoch);
        int room = Math.min(writer.contentWithin(limit), mtu.maxContent());
        AckTracker.Keep keep = handshake.isEstablished() ? AckTracker.Keep.NOTHING : AckTracker.Keep.FLIGHT;
        byte[] content = handshake.reception().takeAck(room, keep);
        return writer.remaining() == 0 ? 0 : records.seal(epoch, ContentType.ACK, content, 0, content.length, out, offset);
    }

    private int pollAlert(byte[] out, int offset) {
        // [RFC9147 §5.10#1]
        QueuedAlert alert = alerts.poll();
        if (alert == null || records.writeEpoch(alert.epoch).remaining() == 0) {
            return 0;
        }
        byte[] content = {(byte) alert.level.code(), (byte) alert.description.code()};
        return records.seal(alert.epoch, ContentType.ALERT, content, 0, ALERT_LENGTH, out, offset);
    }
}
