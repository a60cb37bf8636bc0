package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Settings;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.flight.FlightController;
import io.puredtls.flight.FlightItem;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Terminal;
import io.puredtls.transcript.Transcript;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The current state with everything it acts on: fragments become messages, messages go to the state, what the state
 * sends becomes a flight. Has no protocol rule of its own but order.
 */
final class Handshake implements HandshakeContext, AutoCloseable {
    private final Settings settings;
    private final RecordLayer records;
    private final FlightController flights;
    private final Queue<EngineEvent> events;
    private final Reassembler reassembler;
    private final Transcript transcript = new Transcript(TranscriptFraming.DTLS12);
    private final FragmentView fragment = new FragmentView();
    private HandshakeState state;
    private List<FlightItem> nextFlight = new ArrayList<>();
    private int nextMessageSeq;
    private int lastOfPeerFlight = -1; // message_seq; seeing it again means that our answer was lost
    private RecordNumber newestRecord = new RecordNumber(0, -1); // a copy made by the network has the number it had
    private boolean changeCipherSpecSeen; // since our last flight; it has no message_seq and may overtake messages

    Handshake(Settings settings, RecordLayer records, FlightController flights, Queue<EngineEvent> events, HandshakeState first) {
        this.settings = settings;
        this.records = records;
        this.flights = flights;
        this.events = events;
        this.state = first;
        this.reassembler = new Reassembler(
                settings.bounds().maxHandshakeMessage(), settings.bounds().maxReassembly(), settings.bounds().maxMessagesAhead());
    }

    HandshakeState state() {
        return state;
    }

    boolean isEstablished() {
        return state instanceof Established;
    }

    /** Enters the first state that sends something. */
    void begin(HandshakeState next) {
        transition(next);
    }

    /** Acts on a hello that came by way of the gate, as if it had come from the reassembler. */
    void admit(VerifiedHello hello) throws ProtocolException {
        nextMessageSeq = hello.messageSeq(); // the HelloVerifyRequest before it used up the numbers below
        reassembler.startAt(hello.messageSeq() + 1);
        newestRecord = new RecordNumber(0, hello.recordSequence());
        trace(hello.message());
        transition(state.on(received(hello.message()), this));
    }

    /** Takes the fragments of one record. */
    void onRecord(RecordView record) throws ProtocolException {
        fragment.wrap(record);
        try {
            takeFragments(record);
        } finally {
            fragment.release(); // the datagram is lent
        }
        if (isNews(record)) {
            newestRecord = new RecordNumber(record.epoch(), record.sequence());
        }
        pump();
    }

    private void takeFragments(RecordView record) throws ProtocolException {
        // [RFC6347 §4.2.3#7] a record may carry several messages
        while (fragment.hasMore()) {
            if (fragment.advance()) {
                onFragment(record);
            } else if (fragment.epoch() == 0) {
                records.counters().dropped(DropReason.MALFORMED_FRAGMENT);
            } else {
                throw violation(Violation.MALFORMED, "a protected handshake fragment does not fit its record or its message");
            }
        }
    }

    private boolean isNews(RecordView record) {
        return record.epoch() > newestRecord.epoch()
                || record.epoch() == newestRecord.epoch() && record.sequence() > newestRecord.sequence();
    }

    private void onFragment(RecordView record) throws ProtocolException {
        switch (reassembler.add(fragment)) {
            case ACCEPTED -> {
                // pump looks whether it completes the next message
            }
            case OLD -> onOldFragment(record);
            case OTHER_EPOCH -> records.counters().dropped(DropReason.FRAGMENT_OF_OTHER_EPOCH);
            case NO_ROOM -> records.counters().dropped(DropReason.FRAGMENT_TOO_FAR_AHEAD);
        }
    }

    /**
     * [RFC6347 §4.2.4] The end of the peer's last flight again, in a new record: it was sent again, and not only copied on
     * its way. Answered once per retransmission, however it is fragmented.
     */
    private void onOldFragment(RecordView record) throws ProtocolException {
        if (isEstablished() && fragment.type() != HandshakeType.FINISHED.code()) { // a new handshake counts from 0 again
            throw violation(Violation.RENEGOTIATION_REFUSED, new HandshakeType(fragment.type()) + " after the handshake");
        }
        records.counters().dropped(DropReason.DUPLICATE_MESSAGE);
        if (fragment.messageSeq() == lastOfPeerFlight && fragment.isLastOfMessage() && isNews(record)) {
            flights.onPeerRetransmit();
        }
    }

    /** The peer's change_cipher_spec; remembered until the state that waits for it, as messages before it may be late. */
    void onChangeCipherSpec() throws ProtocolException {
        if (isEstablished() || changeCipherSpecSeen) {
            records.counters().dropped(DropReason.UNEXPECTED_CHANGE_CIPHER_SPEC);
            return;
        }
        changeCipherSpecSeen = true;
        pump();
    }

    void resolve(Decision decision) throws ProtocolException {
        transition(state.resolve(decision, this));
        pump();
    }

    private void pump() throws ProtocolException {
        while (true) {
            if (state.awaitsChangeCipherSpec() && changeCipherSpecSeen) {
                changeCipherSpecSeen = false;
                transition(state.onChangeCipherSpec(this));
            } else if (state.isWaitingForPeer() && reassembler.hasNext()) {
                onNextMessage();
            } else {
                return;
            }
        }
    }

    private void onNextMessage() throws ProtocolException {
        if (reassembler.nextEpoch() < state.readEpoch()) { // said in the clear where only protected messages count
            reassembler.discardNext();
            records.counters().dropped(DropReason.STALE_MESSAGE);
            return;
        }
        AssembledMessage message = reassembler.next();
        trace(message);
        transition(state.on(received(message), this));
    }

    private static Received received(AssembledMessage message) throws ProtocolException {
        return new Received(HandshakeCodec.decode(message.type(), message.body().reader()), message.messageSeq(), message.body());
    }

    private void trace(AssembledMessage message) {
        settings.trace().messageReceived(message.epoch(), message.messageSeq(), message.type().toString(), message.body().length());
    }

    private void transition(HandshakeState next) {
        boolean wasEstablished = isEstablished();
        state = next;
        if (!nextFlight.isEmpty()) {
            flights.launch(nextFlight, isEstablished() ? FlightController.Answer.NONE : FlightController.Answer.EXPECTED);
            nextFlight = new ArrayList<>();
            lastOfPeerFlight = reassembler.nextSeq() - 1;
            changeCipherSpecSeen = false;
        } else if (isEstablished() && !wasEstablished) {
            flights.onPeerFlight();
            lastOfPeerFlight = -1; // it was the peer who had the last word
        } else if (!state.isWaitingForPeer()) {
            flights.onPeerFlight(); // all of it is here; that the answer takes time is not the peer's loss
        }
        if (next instanceof Established established && !wasEstablished) {
            records.holdBack(HoldBack.NOTHING);
            transcript.forgetMessages();
            emit(new EngineEvent.Connected(established.info()));
        }
    }

    @Override
    public Settings settings() {
        return settings;
    }

    @Override
    public Transcript transcript() {
        return transcript;
    }

    @Override
    public void send(HandshakeMessage message) {
        Bytes body = message.toBytes();
        int epoch = records.newestWriteEpoch();
        transcript.append(message.type(), nextMessageSeq, body);
        nextFlight.add(new FlightItem.Message(epoch, message.type(), nextMessageSeq, body));
        settings.trace().messageSent(epoch, nextMessageSeq, message.type().toString(), body.length());
        nextMessageSeq++;
    }

    @Override
    public void sendChangeCipherSpec() {
        // [RFC6347 §4.2.5#1] sent again with the Finished that follows it
        nextFlight.add(new FlightItem.ChangeCipherSpec(records.newestWriteEpoch()));
    }

    @Override
    public void install(ReadEpoch epoch) {
        records.install(epoch);
    }

    @Override
    public void install(WriteEpoch epoch) {
        records.install(epoch);
    }

    @Override
    public void emit(EngineEvent event) {
        events.add(event);
    }

    /** Ends it: nothing is sent again, nothing is kept, all secrets are wiped. */
    @Override
    public void close() {
        state.close();
        state = new Terminal();
        nextFlight.clear();
        flights.forget();
        reassembler.clear();
        transcript.forgetMessages();
        records.holdBack(HoldBack.NOTHING);
    }
}
