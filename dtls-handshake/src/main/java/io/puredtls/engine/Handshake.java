package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Settings;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.flight.FlightController;
import io.puredtls.flight.FlightItem;
import io.puredtls.flight.PathMtu;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.Reassembler;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.path.ConnectionIdUse;
import io.puredtls.record.HotPath;
import io.puredtls.record.DropReason;
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
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The current state with everything it acts on: messages go to the state in their order, what the state sends becomes a
 * flight. Has no protocol rule of its own but order.
 */
final class Handshake implements HandshakeContext, AutoCloseable {
    private static final int MAX_MESSAGE_SEQ = 0xFFFF;

    private final Settings settings;
    private final RecordLayer records;
    private final FlightController flights;
    private final PathMtu mtu;
    private final Queue<EngineEvent> events;
    private final Reassembler reassembler;
    private final Reception reception;
    private final ConnectionIdUse connectionIds;
    private final Transcript transcript = new Transcript();
    private final EarlyTraffic early = new EarlyTraffic();
    private HandshakeState state;
    private List<FlightItem> nextFlight = new ArrayList<>();
    // [RFC9147 §5.2#2]
    private int nextMessageSeq;
    private int maxPlaintext = Integer.MAX_VALUE; // beyond what the record layer takes
    private long now;
    private boolean changeCipherSpecSeen; // since our last flight; it has no message_seq and may overtake messages

    Handshake(
            Settings settings, RecordLayer records, FlightController flights, PathMtu mtu, Queue<EngineEvent> events, HandshakeState first) {
        this.settings = settings;
        this.records = records;
        this.flights = flights;
        this.mtu = mtu;
        this.events = events;
        this.state = first;
        this.connectionIds = new ConnectionIdUse(settings, records, events);
        this.reassembler = new Reassembler(
                settings.bounds().maxHandshakeMessage(), settings.bounds().maxReassembly(), settings.bounds().maxMessagesAhead());
        this.reception = new Reception(reassembler, flights, records.counters());
    }

    HandshakeState state() {
        return state;
    }

    boolean isEstablished() {
        return state instanceof Established;
    }

    /** What goes before the handshake. */
    EarlyTraffic early() {
        return early;
    }

    /** What came, and what is to be said about it. */
    Reception reception() {
        return reception;
    }

    /** While the application is asked what comes next is kept and not acted on, and what was not acted on is not acknowledged. */
    private boolean mayAcknowledge() {
        return !isEstablished() || state.isWaitingForPeer();
    }

    /** Whether an ACK is to be sent now. */
    boolean isAckDue() {
        return reception.isAckDue() && mayAcknowledge();
    }

    /** When an ACK is due. */
    long ackDeadline() {
        return mayAcknowledge() ? reception.deadline() : FlightController.NEVER;
    }

    /** The time of what is done next. */
    void at(long time) {
        now = time;
    }

    /** A way from the current state to the next. */
    @FunctionalInterface
    interface Step {
        HandshakeState take(HandshakeContext context) throws ProtocolException;
    }

    /** A step that the driver causes and not the peer. */
    void step(Step step) throws ProtocolException {
        transition(step.take(this));
        pump();
    }

    /** Acts on a hello that came by way of the gate, as if it had come from the reassembler. */
    void admit(VerifiedHello hello) throws ProtocolException {
        nextMessageSeq = hello.messageSeq(); // the request before it used up the numbers below
        reassembler.startAt(hello.messageSeq() + 1);
        reception.startAt(hello.recordSequence());
        trace(hello.message());
        transition(state.on(received(hello.message()), this));
    }

    /** Takes the fragments of one record. */
    void onRecord(RecordView record) throws ProtocolException {
        reception.take(record, state, now);
        pump();
        reception.afterProcessing(record, isEstablished(), now);
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

    /** [RFC9147 §7.2] An ACK of the peer. */
    void onAck(RecordView record) throws ProtocolException {
        if (reception.onAck(record, now)) {
            pump();
        }
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
                break;
            }
        }
        // an answer ends a flight as an ACK does
        if (state instanceof Established established && flights.isQuiet()) {
            transition(established.onAllAcknowledged(this));
        }
    }

    private void onNextMessage() throws ProtocolException {
        int epoch = reassembler.nextEpoch();
        if (epoch == 0 && state.readEpoch() > 0) { // it came in the clear before only protected messages counted
            reassembler.discardNext();
            records.counters().dropped(DropReason.STALE_MESSAGE);
            return;
        }
        AssembledMessage message = reassembler.next();
        if (epoch != state.readEpoch()) {
            throw violation(Violation.MESSAGE_IN_WRONG_EPOCH, message.type() + " in epoch " + epoch + ", where " + state.name()
                    + " reads epoch " + state.readEpoch());
        }
        trace(message);
        transition(state.on(received(message), this));
    }

    private Received received(AssembledMessage message) throws ProtocolException {
        return new Received(state.codec().decode(message.type(), message.body().reader()), message.messageSeq(), message.body());
    }

    private void trace(AssembledMessage message) {
        settings.trace().messageReceived(message.epoch(), message.messageSeq(), message.type().toString(), message.body().length());
    }

    private void transition(HandshakeState next) throws ProtocolException {
        boolean wasEstablished = isEstablished();
        state = next;
        if (!nextFlight.isEmpty()) {
            launch(wasEstablished);
        } else if (isEstablished() && !wasEstablished) {
            flights.onPeerFlight(now);
            reception.onLastWordOfPeer();
        } else if (!state.isWaitingForPeer()) {
            flights.onPeerFlight(now); // all of it is here; that the answer takes time is not the peer's loss
        }
        if (next instanceof Established established && !wasEstablished) {
            records.holdBack(HoldBack.NOTHING);
            connectionIds.onEarlyDataEnded();
            transcript.forgetMessages();
            early.forgetSecret();
            emit(new EngineEvent.Connected(established.info()));
            transition(established.afterHandshake(this));
        }
    }

    private void launch(boolean afterHandshake) {
        List<FlightItem> flight = nextFlight;
        nextFlight = new ArrayList<>();
        if (afterHandshake) {
            // [RFC9147 §5.8.4#2] [RFC9147 §5.8.4#3]
            flights.launchBeside(flight, state.answer());
        } else {
            flights.launch(flight, state.answer(), now);
            reception.onOurFlight();
            changeCipherSpecSeen = false;
        }
    }

    @Override
    public ConnectionIdUse connectionIds() {
        return connectionIds;
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
        transcript.append(message.type(), nextMessageSeq, body);
        queue(message.type(), body);
    }

    @Override
    // [RFC9147 §5.2#7]
    public int sendAfterHandshake(HandshakeMessage message) {
        return queue(message.type(), message.toBytes());
    }

    @Override
    public int messagesLeft() {
        return MAX_MESSAGE_SEQ + 1 - nextMessageSeq;
    }

    private int queue(HandshakeType type, Bytes body) {
        if (nextMessageSeq > MAX_MESSAGE_SEQ) {
            throw new IllegalStateException("no message_seq is left");
        }
        int epoch = records.newestWriteEpoch();
        nextFlight.add(new FlightItem.Message(epoch, type, nextMessageSeq, body));
        settings.trace().messageSent(epoch, nextMessageSeq, type.toString(), body.length());
        // [RFC9147 §5.2#3]
        return nextMessageSeq++;
    }

    @Override
    public void sendChangeCipherSpec() {
        // [RFC6347 §4.2.5#1] sent again with the Finished that follows it
        nextFlight.add(new FlightItem.ChangeCipherSpec(records.newestWriteEpoch()));
    }

    @Override
    public void expectAcknowledgements() {
        flights.expectAcknowledgements();
        flights.onPeerFlight(now);
        reception.acknowledge();
    }

    @Override
    public void replyTo(Received received) {
        reception.onReply();
    }

    @Override
    public void answered(int messageSeq) {
        flights.onAnswer(messageSeq, now);
    }

    @Override
    public int flightsOnTheirWay() {
        return flights.onTheirWay();
    }

    @Override
    public void limitContent(int bytes) {
        mtu.limitContent(bytes);
    }

    @Override
    public void limitRecords(int content, int plaintext) {
        limitContent(content);
        maxPlaintext = plaintext;
    }

    /** [RFC8449 §4] The most plaintext of a protected record that is taken. */
    @HotPath
    int maxPlaintext() {
        return maxPlaintext;
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
    public void installEarlyData(ReadEpoch epoch, long maxBytes, Exporter13 exporter) {
        records.installEarlyData(epoch);
        early.begin(maxBytes, exporter);
    }

    @Override
    public void installEarlyData(WriteEpoch epoch, long maxBytes, Exporter13 exporter) {
        records.installEarlyData(epoch);
        early.begin(maxBytes, exporter);
    }

    @Override
    public void endEarlyData() {
        early.close();
        records.retireWriteEpoch(RecordLayer.EARLY_DATA_EPOCH);
    }

    @Override
    public void emit(EngineEvent event) {
        events.add(event);
    }

    /** It ends by a fatal alert: the state is told what becomes of what outlives it. */
    void onFailure() {
        try {
            state.onFailure();
        } catch (RuntimeException broken) {
            // a store of the application's: the association ends as it was to end
        }
    }

    /** Ends it: nothing is sent again, nothing is kept, all secrets are wiped. */
    @Override
    public void close() {
        // [RFC9846 §6#4]
        state.close();
        state = new Terminal();
        nextFlight.clear();
        flights.forget();
        reassembler.clear();
        reception.close();
        early.close();
        transcript.forgetMessages();
        records.holdBack(HoldBack.NOTHING);
    }
}
