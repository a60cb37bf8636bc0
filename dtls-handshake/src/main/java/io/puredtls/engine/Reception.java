package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.flight.AckTracker;
import io.puredtls.flight.FlightController;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.layer.RecordCounters;
import io.puredtls.state.HandshakeState;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;

/**
 * The receiving half of reliability: fragments go to the reassembler, what comes again shows that our answer was lost,
 * and where DTLS 1.3 is spoken records are acknowledged. Not thread-safe.
 */
final class Reception implements AutoCloseable {
    /** [RFC9147 §6.1] Up to here both ends change their epochs together. */
    private static final int LAST_COMMON_EPOCH = 2;

    private final Reassembler reassembler;
    private final FlightController flights;
    private final RecordCounters counters;
    private final AckTracker acks = new AckTracker();
    private final FragmentView fragment = new FragmentView();
    private boolean acknowledging;
    private int lastOfPeerFlight = -1; // message_seq; seeing it again means that our answer was lost
    private RecordNumber newestRecord = new RecordNumber(0, -1); // a copy made by the network has the number it had
    private RecordNumber atHand = newestRecord;
    private int fragmentsAtHand;
    private boolean taken;  // of the record at hand: something was kept
    private boolean refused; // something was thrown away
    private boolean repeated; // something came again that must be acknowledged again
    private boolean handshakeAgain;

    Reception(Reassembler reassembler, FlightController flights, RecordCounters counters) {
        this.reassembler = reassembler;
        this.flights = flights;
        this.counters = counters;
    }

    /** When an ACK is due, unless it is so already. */
    long deadline() {
        // [RFC9147 §7.1#14]
        return acknowledging ? acks.deadline(flights.ackDelay()) : FlightController.NEVER;
    }

    /** Acknowledges what there is, if it is time. */
    void onTimeout(long now) {
        if (acknowledging) {
            acks.onTimeout(now, flights.ackDelay());
        }
    }

    /** Whether {@link #takeAck} has something. */
    boolean isAckDue() {
        // [RFC9147 §7#1]
        return acknowledging && acks.isDue();
    }

    /** The content of an ACK of at most {@code room} bytes. */
    byte[] takeAck(int room, AckTracker.Keep keep) {
        return acks.take(room, keep);
    }

    /** Whether records are acknowledged. */
    boolean acknowledges() {
        return acknowledging;
    }

    /** [RFC9147 §7] DTLS 1.3 is what is spoken. */
    void acknowledge() {
        acknowledging = true;
    }

    /** A hello came by way of the gate, in the epoch-0 record with this number. */
    void startAt(long recordSequence) {
        newestRecord = new RecordNumber(0, recordSequence);
    }

    /** Takes the fragments of a record. */
    void take(RecordView record, HandshakeState state, long now) throws ProtocolException {
        atHand = new RecordNumber(record.epoch(), record.sequence());
        fragmentsAtHand = 0;
        taken = false;
        refused = false;
        repeated = false;
        fragment.wrap(record);
        try {
            takeFragments(record, state);
        } finally {
            fragment.release(); // the datagram is lent
        }
        if (isNews(record)) {
            newestRecord = atHand;
        }
        // [RFC9147 §7] a record of which something was thrown away would never be sent again
        // [RFC9147 §7#5] [RFC9147 §7#6]
        if ((taken || repeated) && !refused) {
            // [RFC9147 §7.1#12]
            acks.received(atHand, now);
        }
        if (acknowledging && taken) {
            // [RFC9147 §7.2] any part of the flight that answers ours acknowledges all of ours
            flights.onPeerFlight(now);
        }
    }

    private void takeFragments(RecordView record, HandshakeState state) throws ProtocolException {
        // [RFC6347 §4.2.3#7] a record may carry several messages
        while (fragment.hasMore()) {
            if (fragment.advance()) {
                onFragment(record, state);
            } else if (fragment.epoch() == 0) {
                refuse(DropReason.MALFORMED_FRAGMENT);
            } else {
                throw violation(Violation.MALFORMED, "a protected handshake fragment does not fit its record or its message");
            }
        }
    }

    private boolean isNews(RecordView record) {
        return record.epoch() > newestRecord.epoch()
                || record.epoch() == newestRecord.epoch() && record.sequence() > newestRecord.sequence();
    }

    private void onFragment(RecordView record, HandshakeState state) throws ProtocolException {
        fragmentsAtHand++;
        if (record.epoch() == 0 && state.readEpoch() > 0 && fragment.messageSeq() >= reassembler.nextSeq()) {
            refuse(DropReason.STALE_MESSAGE); // said in the clear where only protected messages count
            return;
        }
        // [RFC9846 §5.1#4]
        if (acknowledging && record.epoch() < state.readEpoch() && fragment.messageSeq() >= reassembler.nextSeq()) {
            // [RFC9147 §8] a new message in an epoch that has been left, even if it is only the beginning of one
            // [RFC9147 §8#4] [RFC9846 §5.1#3]
            throw violation(Violation.MESSAGE_IN_WRONG_EPOCH, "a new message in epoch " + record.epoch() + ", where " + state.name()
                    + " reads epoch " + state.readEpoch());
        }
        switch (reassembler.add(fragment)) {
            case ACCEPTED -> taken = true; // whether it completes the next message is looked at later
            case OLD -> onOldFragment(record, state);
            case OTHER_EPOCH -> refuse(DropReason.FRAGMENT_OF_OTHER_EPOCH);
            case NO_ROOM -> refuse(DropReason.FRAGMENT_TOO_FAR_AHEAD);
        }
    }

    private void refuse(DropReason reason) {
        refused = true;
        counters.dropped(reason);
    }

    /**
     * [RFC6347 §4.2.4] The end of the peer's last flight again, in a new record: it was sent again, and not only copied on
     * its way. Answered once per retransmission, however it is fragmented. What no flight of ours answers is acknowledged
     * again.
     */
    private void onOldFragment(RecordView record, HandshakeState state) throws ProtocolException {
        state.onOldMessage(new HandshakeType(fragment.type()));
        counters.dropped(DropReason.DUPLICATE_MESSAGE);
        if (acknowledging && fragment.messageSeq() > lastOfPeerFlight) {
            // [RFC9147 §5.8.1#7] [RFC9147 §7#10]
            repeated = record.epoch() > 0;
            handshakeAgain |= record.epoch() == LAST_COMMON_EPOCH;
        } else if (fragment.messageSeq() == lastOfPeerFlight && fragment.isLastOfMessage() && isNews(record)) {
            flights.onPeerRetransmit(record.epoch() > 0);
        }
    }

    /** What was taken has been acted on, as far as that is possible yet. */
    void afterProcessing(RecordView record, boolean established, long now) {
        // [RFC9147 §7.1] what is complete and has no answer is acknowledged at once, the rest when it takes too long
        // [RFC9147 §8#1]
        if (acknowledging && (repeated || established && taken && reassembler.held() == 0)) {
            // [RFC9147 §5.7#1] [RFC9147 §7.1#4] [RFC9147 §7.1#6]
            acks.acknowledgeNow();
        }
    }

    /** A record came that cannot be read yet: if that does not change soon the peer is told that we are here. */
    void onUnreadable(long now) {
        if (acknowledging) {
            acks.waiting(now);
        }
    }

    /** A flight of ours answers all that came so far. */
    void onOurFlight() {
        // [RFC9147 §7#7] [RFC9147 §7.1#5]
        lastOfPeerFlight = reassembler.nextSeq() - 1;
        acks.clear();
    }

    /** What we send answers the message that came last; the record may have had more in it. */
    void onReply() {
        if (fragmentsAtHand == 1) {
            acks.answered(atHand);
        }
    }

    /** Whether something of the handshake came again since this was asked last: the peer has not heard that it arrived. */
    boolean takeHandshakeAgain() {
        boolean again = handshakeAgain;
        handshakeAgain = false;
        return again;
    }

    /** The handshake ended with a flight of the peer. */
    void onLastWordOfPeer() {
        lastOfPeerFlight = -1;
    }

    /** [RFC9147 §7.2] Gives whether a flight of ours has come to its end. */
    boolean onAck(RecordView record, long now) throws ProtocolException {
        // [RFC9147 §7#2]
        if (!acknowledging) { // [RFC9147 §7] whoever speaks DTLS 1.2 knows no ACK
            counters.dropped(DropReason.UNEXPECTED_ACK);
            return false;
        }
        List<RecordNumber> numbers;
        try {
            numbers = decode(record);
        } catch (ProtocolException malformed) {
            if (record.epoch() > 0) {
                throw malformed;
            }
            counters.dropped(DropReason.UNEXPECTED_ACK); // anybody could have said it
            return false;
        }
        if (numbers.isEmpty()) {
            flights.onEmptyAck();
            return false;
        }
        if (record.epoch() == 0) {
            // [RFC9147 §7#3]
            flights.onUnprovenAck(numbers, now);
            return false;
        }
        return flights.onAck(numbers, now);
    }

    private static List<RecordNumber> decode(RecordView record) throws ProtocolException {
        WireReader in = new WireReader(record.datagram(), record.payloadOffset(), record.payloadLength());
        List<RecordNumber> numbers = new ArrayList<>();
        try {
            WireReader list = in.vector16("record_numbers");
            while (list.hasMore()) {
                numbers.add(new RecordNumber(list.u64("epoch"), list.u64("sequence_number")));
            }
            in.endOfMessage();
        } catch (DecodeException malformed) {
            // [RFC9147 §4.5.2#12]
            throw violation(Violation.MALFORMED, "ACK: " + malformed.getMessage());
        }
        for (RecordNumber number : numbers) {
            if (number.epoch() < 0 || number.epoch() > RecordNumber.MAX_EPOCH) {
                throw violation(Violation.MALFORMED, "ACK: epoch " + Long.toUnsignedString(number.epoch()) + " does not exist");
            }
            // after a KeyUpdate our epoch and the peer's are counted apart: there the rule would forbid what it needs
            if (number.epoch() > record.epoch() && record.epoch() <= LAST_COMMON_EPOCH) {
                // [RFC9147 §7.2#6]
                throw violation(Violation.ACK_OF_HIGHER_EPOCH, "an ACK in epoch " + record.epoch() + " names record " + number);
            }
        }
        return numbers;
    }

    @Override
    public void close() {
        acks.clear();
        acknowledging = false;
    }
}
