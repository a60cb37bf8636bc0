package io.puredtls.flight;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.FlightTiming;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.layer.RecordLayer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

/**
 * [RFC6347 §4.2.4] [RFC9147 §5.8] The machine of flights: what is being sent, what waits for an answer, when it is sent
 * again. Its methods are the arrows of the RFCs' diagrams. In a handshake there is one flight at a time; after one of
 * DTLS 1.3 several may be on their way, each a machine of its own. Not thread-safe; times are nanoseconds of the
 * caller's clock.
 */
public final class FlightController {
    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    /** [RFC9147 §5.8.3] How many records are sent at once where the peer acknowledges what it got. */
    // [RFC9147 §5.8.3#1]
    private static final int MAX_BURST = 10;
    /**
     * How often a flight that only an ACK ends is sent again, which no handshake limit does: for half an hour, then nobody is
     * there. It rests until the peer is heard of: a device may sleep for days, and wakes up with the association it had.
     */
    private static final int MAX_WITHOUT_ACK = 32;
    /** How often a flight is sent again, between two timeouts, for what anybody could have sent. */
    private static final int MAX_UNPROVEN_ANSWERS = 3;

    private final PathMtu mtu;
    private final RetransmitTimer timer;
    private final List<OutgoingFlight> flights = new ArrayList<>();
    private FlightTiming timing;
    private int maxBurst = Integer.MAX_VALUE;
    private int retransmissionsOfEnded;

    /** Nothing sent, nothing to wait for. */
    public FlightController(FlightTiming timing, PathMtu mtu) {
        this.timing = timing;
        this.timer = new RetransmitTimer(timing);
        this.mtu = mtu;
    }

    /** The peer acknowledges records: large flights go out in bursts from now on. */
    public void expectAcknowledgements() {
        maxBurst = MAX_BURST;
    }

    /** PREPARING → SENDING: a flight is ready. It also answers, and so ends, the one before. */
    public void launch(List<FlightItem> flight, Answer answer, long now) {
        onPeerFlight(now);
        launchBeside(flight, answer);
    }

    /** PREPARING → SENDING: a flight that has nothing to do with those that are on their way. */
    public void launchBeside(List<FlightItem> flight, Answer answer) {
        // [RFC9147 §5.8.4#1]
        flights.add(new OutgoingFlight(flight, answer));
    }

    /** WAITING → PREPARING: the peer's next flight is here, or a part that proves the same. Flights that wait for an ACK do so still. */
    public void onPeerFlight(long now) {
        // [RFC9147 §7.2#5]
        end(flight -> flight.answer() != Answer.ACKNOWLEDGEMENT, now);
    }

    /** The peer has answered this message, and so has it; what else is in its flight waits for an ACK still. */
    public void onAnswer(int messageSeq, long now) {
        flights.forEach(flight -> flight.answered(messageSeq, now));
        end(OutgoingFlight::isAcknowledged, now);
    }

    private boolean end(Predicate<OutgoingFlight> which, long now) {
        boolean ended = false;
        for (Iterator<OutgoingFlight> each = flights.iterator(); each.hasNext(); ) {
            OutgoingFlight flight = each.next();
            if (which.test(flight)) {
                retransmissionsOfEnded += flight.retransmissions();
                if (!flight.isKept()) {
                    timer.onAnswer(flight, now);
                    mtu.onProgress();
                }
                each.remove();
                ended = true;
            }
        }
        return ended;
    }

    /**
     * [RFC9147 §7.2] WAITING → SENDING for what an ACK leaves of a flight, or the end of it.
     *
     * @param numbers the records that were received; those that carried nothing that is on its way mean nothing
     * @return whether a flight has come to its end
     */
    public boolean onAck(List<RecordNumber> numbers, long now) {
        for (OutgoingFlight flight : flights) {
            boolean news = false;
            for (RecordNumber number : numbers) {
                news |= flight.acknowledge(number);
            }
            if (news) {
                mtu.onProgress();
                flight.onProgress(now);
            }
        }
        // [RFC9147 §5.8.1#4] [RFC9147 §7.2#3]
        return end(OutgoingFlight::isAcknowledged, now);
    }

    /**
     * An ACK in the clear, which anybody can say. It spares records, until the timer runs out, and ends nothing: what it
     * says may not be so.
     */
    public void onUnprovenAck(List<RecordNumber> numbers, long now) {
        for (OutgoingFlight flight : flights) {
            boolean news = false;
            for (RecordNumber number : numbers) {
                news |= flight.claim(number);
            }
            if (news) {
                flight.onProgress(now);
            }
        }
    }

    /** [RFC9147 §7.1] An ACK that names nothing: the peer is there and cannot read what we sent. */
    public void onEmptyAck() {
        for (OutgoingFlight flight : flights) {
            if (flight.isWaiting() && flight.mayAnswer(MAX_UNPROVEN_ANSWERS)) {
                flight.onPeerRetransmit();
            }
        }
    }

    /**
     * WAITING → SENDING, for each flight whose time it is: it is sent again and waited for twice as long.
     *
     * @throws ProtocolException RETRANSMISSION_LIMIT
     */
    public void onTimeout(long now) throws ProtocolException {
        for (OutgoingFlight flight : flights) {
            if (!flight.isWaiting() || now < deadline(flight)) {
                continue;
            }
            if (flight.attemptsInVain() >= timing.maxRetransmissions()) {
                throw violation(Violation.RETRANSMISSION_LIMIT,
                        "a flight was sent " + (flight.attemptsInVain() + 1L) + " times without an answer");
            }
            if (flight.answer() == Answer.ACKNOWLEDGEMENT && flight.attemptsInVain() >= MAX_WITHOUT_ACK) {
                flight.rest();
                continue;
            }
            mtu.onLoss();
            // [RFC6347 §4.2.4#1] all that was not acknowledged, which in DTLS 1.2 is all of the flight
            // [RFC9147 §5.8.1#2]
            flight.onTimeout();
        }
    }

    /** RESTING → SENDING: a record of the peer was opened. */
    @HotPath
    public void onPeerHeard() {
        for (int i = 0; i < flights.size(); i++) {
            if (flights.get(i).isResting()) {
                flights.get(i).wake();
            }
        }
    }

    /**
     * WAITING or FINISHED → SENDING: the peer sent its flight again, so it did not get ours.
     *
     * @param proven whether it was the peer; what anybody could have sent is answered a few times between two timeouts
     */
    public void onPeerRetransmit(boolean proven) {
        for (OutgoingFlight flight : flights) {
            // [RFC9147 §5.8.1] unless it has acknowledged some of it: then it has it, or the timer sends the rest
            // [RFC9147 §5.8.1#5]
            if (!flight.isSending() && flight.isUntouched() && (proven || flight.mayAnswer(MAX_UNPROVEN_ANSWERS))) {
                if (flight.isWaiting()) {
                    mtu.onLoss(); // or a peer that asks faster than we time out would keep us from ever finding the path's MTU
                }
                flight.onPeerRetransmit();
            }
        }
    }

    /** The last flight need not be kept any longer: the peer will not ask again. */
    public void forgetLastFlight() {
        flights.stream().filter(OutgoingFlight::isKept).forEach(flight -> retransmissionsOfEnded += flight.retransmissions());
        flights.removeIf(OutgoingFlight::isKept);
    }

    /** The network refused a datagram for its length: what waits is sent again in smaller ones. */
    public void onTooLarge() {
        if (!mtu.onTooLarge()) {
            return; // nothing smaller is sent: the timer goes on, and then the limit
        }
        for (OutgoingFlight flight : flights) {
            if ((flight.isWaiting() || flight.isSending()) && flight.lacksAnything()) {
                flight.restart();
            }
        }
    }

    /** Forgets everything: the peer will not ask again, or may not. */
    public void forget() {
        retransmissionsOfEnded = retransmissions();
        flights.clear();
    }

    /** Whether {@link #pollDatagram} has something. */
    public boolean isSending() {
        return flights.stream().anyMatch(OutgoingFlight::isSending);
    }

    /** Whether nothing is on its way that the peer has not acknowledged or answered. */
    public boolean isQuiet() {
        return onTheirWay() == 0;
    }

    /** How many flights the peer has neither acknowledged nor answered. */
    public int onTheirWay() {
        return (int) flights.stream().filter(flight -> !flight.isKept()).count();
    }

    /** Whether a flight may still have to be sent in this epoch. */
    public boolean needs(int epoch) {
        return flights.stream().anyMatch(flight -> flight.needs(epoch));
    }

    /** [RFC6347 §4.1] Whether there are record numbers for what is to be sent; those of one datagram at least. */
    public boolean hasNumbersLeft(RecordLayer records) {
        return flights.stream().filter(OutgoingFlight::isSending).allMatch(
                flight -> flight.items().stream().allMatch(item -> records.writeEpoch(item.epoch()).remaining() > 0));
    }

    /** Whether the last flight is kept for a peer that may not have got it. */
    public boolean keepsLastFlight() {
        return flights.stream().anyMatch(flight -> flight.answer() == Answer.NOTHING);
    }

    /**
     * SENDING: fills the next datagram, or what is left of one; after a flight's last one SENDING → WAITING, or FINISHED.
     *
     * @param limit the bytes that may be written; never more than {@code out} has room for
     * @return how many were; 0 if there is nothing to send or not even a record fits
     */
    public int pollDatagram(RecordLayer records, byte[] out, int offset, int limit, long now) {
        for (OutgoingFlight flight : flights) {
            if (flight.isSending()) {
                return poll(flight, records, out, offset, limit, now);
            }
        }
        return 0;
    }

    private int poll(OutgoingFlight flight, RecordLayer records, byte[] out, int offset, int limit, long now) {
        DatagramPacker.Packed packed = flight.pack(records, out, offset, limit, mtu.maxContent(), maxBurst - flight.burst());
        if (packed.length() > 0 && (flight.isPacked() || flight.burst() >= maxBurst)) {
            flight.sent(now);
        }
        return packed.length();
    }

    /** When {@link #onTimeout} is due; {@link #NEVER} if nothing waits. */
    public long deadline() {
        long earliest = NEVER;
        for (OutgoingFlight flight : flights) {
            earliest = Math.min(earliest, deadline(flight));
        }
        return earliest;
    }

    private long deadline(OutgoingFlight flight) {
        return flight.deadline(timer.rto(flight.attempts()));
    }

    /** [RFC9147 §7.1] How long a part of a flight waits for the rest before it is acknowledged: a quarter of the timeout. */
    public long ackDelay() {
        // [RFC9147 §7.1#3]
        return timer.rto(0) / 4;
    }

    /** The timeout of a flight that is sent now, in nanoseconds. */
    public long rto() {
        return timer.rto(0);
    }

    /** How long a round trip took when one was measured last, in nanoseconds; 0 if none was. */
    public long roundTrip() {
        return timer.roundTrip();
    }

    /** Changes the timing; a running timer is rescaled, with the doublings done so far. */
    public void timing(FlightTiming newTiming) {
        this.timing = newTiming;
        timer.timing(newTiming);
    }

    /** How often a flight, or what was missing of it, was sent again. */
    public int retransmissions() {
        return retransmissionsOfEnded + flights.stream().mapToInt(OutgoingFlight::retransmissions).sum();
    }
}
