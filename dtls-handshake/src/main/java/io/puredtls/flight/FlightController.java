package io.puredtls.flight;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.FlightTiming;
import io.puredtls.record.layer.RecordLayer;
import java.util.List;

/**
 * [RFC6347 §4.2.4] The machine of flights: what is being sent, what waits for an answer, when it is sent again. Its
 * methods are the arrows of the RFC's diagram. Not thread-safe; times are nanoseconds of the caller's clock.
 */
public final class FlightController {
    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    private final PathMtu mtu;
    private FlightTiming timing;
    private State state = new Preparing();
    private int doublings;
    private int retransmissions;

    /** Nothing sent, nothing to wait for. */
    public FlightController(FlightTiming timing, PathMtu mtu) {
        this.timing = timing;
        this.mtu = mtu;
    }

    /** What follows a flight. */
    public enum Answer {
        /** The peer's next flight: until it comes the flight is sent again on a timer. */
        EXPECTED,
        /** Nothing: it is the handshake's last, sent again when the peer shows that it did not come. */
        NONE
    }

    private sealed interface State {
    }

    private record Preparing() implements State {
    }

    private record Sending(List<FlightItem> flight, DatagramPacker packer, Answer answer, int attempt) implements State {
    }

    private record Waiting(List<FlightItem> flight, long sentAt, int attempt) implements State {
    }

    private record Finished(List<FlightItem> flight) implements State {
    }

    /** PREPARING → SENDING: a flight is ready. It also answers, and so ends, the one before. */
    public void launch(List<FlightItem> flight, Answer answer) {
        onPeerFlight();
        List<FlightItem> items = List.copyOf(flight);
        state = new Sending(items, new DatagramPacker(items), answer, 0);
    }

    /** WAITING → PREPARING: the peer's whole next flight is here; the timer goes back to its start. */
    public void onPeerFlight() {
        doublings = 0;
        mtu.onProgress();
        state = new Preparing();
    }

    /**
     * WAITING → SENDING, if it is time: the flight is sent again and waited for twice as long.
     *
     * @throws ProtocolException RETRANSMISSION_LIMIT
     */
    public void onTimeout(long now) throws ProtocolException {
        if (now < deadline() || !(state instanceof Waiting waiting)) {
            return;
        }
        if (waiting.attempt >= timing.maxRetransmissions()) {
            throw violation(Violation.RETRANSMISSION_LIMIT, "a flight was sent " + (waiting.attempt + 1L) + " times without an answer");
        }
        doublings++;
        mtu.onLoss();
        // [RFC6347 §4.2.4#1] all of the flight, whatever of it was lost
        sendAgain(waiting.flight, Answer.EXPECTED, waiting.attempt + 1);
    }

    /** WAITING or FINISHED → SENDING: the peer sent its flight again, so it did not get ours. */
    public void onPeerRetransmit() {
        if (state instanceof Waiting waiting) {
            mtu.onLoss(); // or a peer that asks faster than we time out would keep us from ever finding the path's MTU
            sendAgain(waiting.flight, Answer.EXPECTED, waiting.attempt);
        } else if (state instanceof Finished finished) {
            sendAgain(finished.flight, Answer.NONE, 0);
        }
    }

    private void sendAgain(List<FlightItem> flight, Answer answer, int attempt) {
        retransmissions++;
        state = new Sending(flight, new DatagramPacker(flight), answer, attempt);
    }

    /** Forgets everything: the peer will not ask again, or may not. */
    public void forget() {
        state = new Preparing();
    }

    /** Whether {@link #pollDatagram} has something. */
    public boolean isSending() {
        return state instanceof Sending;
    }

    /** [RFC6347 §4.1] Whether there are record numbers for the next datagram, which holds at most one record of each item. */
    public boolean hasNumbersLeft(RecordLayer records) {
        return !(state instanceof Sending sending) || sending.flight.stream().allMatch(item ->
                sending.flight.stream().filter(other -> other.epoch() == item.epoch()).count()
                        <= records.writeEpoch(item.epoch()).remaining());
    }

    /** Whether the last flight is kept for a peer that may not have got it. */
    public boolean keepsLastFlight() {
        return state instanceof Finished || state instanceof Sending sending && sending.answer == Answer.NONE;
    }

    /**
     * SENDING: fills the next datagram; after the last one SENDING → WAITING, or FINISHED.
     *
     * @return its length; 0 if there is nothing to send
     * @throws IllegalArgumentException if {@code out} has not even room for a record
     */
    public int pollDatagram(RecordLayer records, byte[] out, int offset, long now) {
        if (!(state instanceof Sending sending)) {
            return 0;
        }
        int length = sending.packer.pack(records, out, offset, Math.min(mtu.current(), out.length - offset));
        if (length == 0) {
            throw new IllegalArgumentException("no handshake record fits the " + (out.length - offset) + " bytes of the buffer");
        }
        if (sending.packer.isDone()) {
            state = sending.answer == Answer.NONE
                    ? new Finished(sending.flight)
                    : new Waiting(sending.flight, now, sending.attempt);
        }
        return length;
    }

    /** When {@link #onTimeout} is due; {@link #NEVER} if nothing waits. */
    public long deadline() {
        return state instanceof Waiting waiting ? waiting.sentAt + timing.rtoNanos(doublings) : NEVER;
    }

    /** Changes the timing; a running timer is rescaled, with the doublings done so far. */
    public void timing(FlightTiming newTiming) {
        this.timing = newTiming;
    }

    /** How often a flight was sent again. */
    public int retransmissions() {
        return retransmissions;
    }
}
