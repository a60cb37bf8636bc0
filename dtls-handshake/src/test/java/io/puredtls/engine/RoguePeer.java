package io.puredtls.engine;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.ProtocolException;
import io.puredtls.client.AwaitServerAnswer;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.event.EngineEvent;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.fragment.Reassembler;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.path.ConnectionIdUse;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.layer.RecordSink;
import io.puredtls.record.protection.Cleartext;
import io.puredtls.server.AwaitClientHello;
import io.puredtls.state.Established;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Terminal;
import io.puredtls.transcript.Transcript;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A peer that knows the protocol and breaks it on purpose. Its states, keys and transcript are the real ones, but what
 * they want to say goes through a script; whatever is said counts in the transcript, so that its Finished fits what it
 * really said. Talks to an engine directly, without a network, each record in a datagram of its own.
 */
final class RoguePeer implements HandshakeContext, RecordSink {
    /** What is done in the stead of what the protocol asks for; by default just that. */
    interface Script {
        void send(HandshakeMessage message, RoguePeer rogue);

        default void changeCipherSpec(RoguePeer rogue) {
            rogue.sayChangeCipherSpec();
        }

        default void protect(WriteEpoch epoch, RoguePeer rogue) {
            rogue.layer.install(epoch);
        }
    }

    private final Settings settings;
    private final DtlsEngine victim;
    private Script script;
    private final RecordLayer layer = new RecordLayer(16, 16_384);
    private final Transcript transcript = new Transcript();
    private final ConnectionIdUse connectionIds;
    private final Reassembler reassembler = new Reassembler(65_536, 65_536, 16);
    private final FragmentView fragment = new FragmentView();
    private final ArrayDeque<byte[]> outgoing = new ArrayDeque<>();
    private final List<Ack> acks = new ArrayList<>();
    private final List<HeardAlert> alerts = new ArrayList<>();
    private final List<EngineEvent> victimEvents = new ArrayList<>();
    private final byte[] buffer = new byte[65_535];
    private HandshakeState state = new Terminal();
    private Optional<ProtocolException> stopped = Optional.empty();
    private int messageSeq;
    private boolean changeCipherSpecSeen;
    private Optional<WriteEpoch> refused = Optional.empty();

    private RoguePeer(Settings settings, DtlsEngine victim, Script script) {
        this.settings = settings;
        this.victim = victim;
        this.script = script;
        this.connectionIds = new ConnectionIdUse(settings, layer, new ArrayDeque<>());
        Cleartext cleartext = new Cleartext(ProtocolVersion.DTLS_1_2);
        layer.install(new ReadEpoch(0, cleartext, new ReplayWindow(64)));
        layer.install(WriteEpoch.of(0, cleartext));
        layer.holdBack(HoldBack.NOTHING);
    }

    /** A client of a started server engine; has said its hello. */
    static RoguePeer client(ClientConfig config, DtlsEngine victim, Script script) {
        RoguePeer rogue = new RoguePeer(config.settings(), victim, script);
        rogue.state = AwaitServerAnswer.start(config, rogue);
        return rogue;
    }

    /** A server of a started client engine, without a cookie exchange. */
    static RoguePeer server(ServerConfig config, DtlsEngine victim, Script script) {
        RoguePeer rogue = new RoguePeer(config.settings(), victim, script);
        rogue.state = new AwaitClientHello(config, Optional.empty(), Bytes.EMPTY);
        return rogue;
    }

    /** Talks until neither side has anything to say. */
    RoguePeer talk() {
        boolean talking = true;
        while (talking) {
            talking = !outgoing.isEmpty();
            while (!outgoing.isEmpty()) {
                byte[] datagram = outgoing.remove();
                victim.receive(datagram, 0, datagram.length, 0);
            }
            for (int length = victim.pollDatagram(buffer, 0, 0); length > 0; length = victim.pollDatagram(buffer, 0, 0)) {
                layer.open(Arrays.copyOf(buffer, length), 0, length, this);
                talking = true;
            }
            victim.pollEvent().ifPresent(victimEvents::add);
        }
        for (Optional<EngineEvent> event = victim.pollEvent(); event.isPresent(); event = victim.pollEvent()) {
            victimEvents.add(event.get());
        }
        return this;
    }

    /** Says a message in the next place, under the newest keys; it counts in the transcript. */
    void say(HandshakeMessage message) {
        Bytes body = message.toBytes();
        transcript.append(message.type(), messageSeq, body);
        sayUnder(layer.newestWriteEpoch(), message.type(), messageSeq++, body);
    }

    /** Follows another script from now on. */
    void afterHandshake(Script later) {
        script = later;
    }

    /** Says a message in the next place, under the newest keys; the transcript does not know of it. */
    void sayAfterHandshake(HandshakeMessage message) {
        sayUnder(layer.newestWriteEpoch(), message.type(), messageSeq++, message.toBytes());
    }

    /** Acknowledges records, in an epoch. */
    void sayAck(int epoch, RecordNumber... numbers) {
        WireWriter out = new WireWriter();
        out.vector16("record_numbers", list -> {
            for (RecordNumber number : numbers) {
                list.u64("epoch", number.epoch());
                list.u64("sequence_number", number.sequence());
            }
        });
        sayRecord(epoch, ContentType.ACK, out.toArray());
    }

    /** Says several messages in one record, under the newest keys. */
    void sayTogether(HandshakeMessage... messages) {
        WireWriter out = new WireWriter();
        for (HandshakeMessage message : messages) {
            Bytes body = message.toBytes();
            byte[] header = new byte[HandshakeHeader.LENGTH];
            HandshakeHeader.write(header, 0, message.type().code(), body.length(), messageSeq++, 0, body.length());
            out.fixed("header", Bytes.of(header));
            out.fixed("body", body);
        }
        sayRecord(layer.newestWriteEpoch(), ContentType.HANDSHAKE, out.toArray());
    }

    /** Says a message twice in one record, in two places, under the newest keys. */
    void sayTogether(HandshakeType type, Bytes body, int seq, int otherSeq) {
        WireWriter out = new WireWriter();
        for (int each : new int[] {seq, otherSeq}) {
            byte[] header = new byte[HandshakeHeader.LENGTH];
            HandshakeHeader.write(header, 0, type.code(), body.length(), each, 0, body.length());
            out.fixed("header", Bytes.of(header));
            out.fixed("body", body);
        }
        sayRecord(layer.newestWriteEpoch(), ContentType.HANDSHAKE, out.toArray());
    }

    HandshakeState state() {
        return state;
    }

    /** The epoch of the newest keys. */
    int epoch() {
        return layer.newestWriteEpoch();
    }

    /** Acts as its own application. */
    void act(Action action) {
        step(() -> state = action.run(state, this));
    }

    /** What an application has a state do. */
    interface Action {
        HandshakeState run(HandshakeState state, HandshakeContext context) throws ProtocolException;
    }

    /** Says something in some place under some keys; the transcript does not know of it. */
    void sayUnder(int epoch, HandshakeType type, int seq, Bytes body) {
        sayFragment(epoch, type, seq, body, 0, body.length());
    }

    /** Says a part of it. */
    void sayFragment(int epoch, HandshakeType type, int seq, Bytes body, int from, int length) {
        byte[] content = new byte[HandshakeHeader.LENGTH + length];
        HandshakeHeader.write(content, 0, type.code(), body.length(), seq, from, length);
        body.copyTo(from, content, HandshakeHeader.LENGTH, length);
        sayRecord(epoch, ContentType.HANDSHAKE, content);
    }

    void sayRecord(int epoch, ContentType type, byte[] content) {
        int length = layer.seal(epoch, type, content, 0, content.length, buffer, 0);
        outgoing.add(Arrays.copyOf(buffer, length));
    }

    void sayChangeCipherSpec() {
        sayRecord(0, ContentType.CHANGE_CIPHER_SPEC, new byte[] {1});
    }

    /** Keeps the keys for later and goes on without them. */
    void keepForLater(WriteEpoch epoch) {
        refused = Optional.of(epoch);
    }

    void installKept() {
        layer.install(refused.orElseThrow());
    }

    /** Has the last two records change places on their way. */
    void swapLastTwo() {
        byte[] last = outgoing.removeLast();
        byte[] before = outgoing.removeLast();
        outgoing.add(last);
        outgoing.add(before);
    }

    /** The place of the next message. */
    int nextSeq() {
        return messageSeq;
    }

    /** Leaves a place out. */
    void skipSeq() {
        messageSeq++;
    }

    boolean isConnected() {
        return state instanceof Established;
    }

    /** What the victim told us. */
    List<AlertDescription> alerts() {
        return alerts.stream().map(HeardAlert::description).toList();
    }

    /** The same with how it was said. */
    List<HeardAlert> heardAlerts() {
        return alerts;
    }

    /** An alert of the victim, the number of its level, and the epoch that it came in. */
    record HeardAlert(int epoch, int level, AlertDescription description) {
    }

    /** What the victim told its application. */
    List<EngineEvent> victimEvents() {
        return victimEvents;
    }

    Optional<ProtocolException> stopped() {
        return stopped;
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
        script.send(message, this);
    }

    @Override
    public int sendAfterHandshake(HandshakeMessage message) {
        script.send(message, this);
        return messageSeq - 1;
    }

    @Override
    public int messagesLeft() {
        return 0x10000;
    }

    @Override
    public void expectAcknowledgements() {
        // nothing is acknowledged, and nothing said again
    }

    @Override
    public void replyTo(Received received) {
        // nothing is acknowledged
    }

    @Override
    public void answered(int messageSeq) {
        // nothing is said again
    }

    @Override
    public int flightsOnTheirWay() {
        return 0;
    }

    @Override
    public ConnectionIdUse connectionIds() {
        return connectionIds;
    }

    @Override
    public void limitContent(int bytes) {
        // nothing to be limited
    }

    @Override
    public void limitRecords(int content, int plaintext) {
        // nothing to be limited
    }

    @Override
    public void sendChangeCipherSpec() {
        script.changeCipherSpec(this);
    }

    @Override
    public void install(ReadEpoch epoch) {
        layer.install(epoch);
    }

    @Override
    public void install(WriteEpoch epoch) {
        script.protect(epoch, this);
    }

    @Override
    public void endEarlyData() {
        // it knows no end
    }

    @Override
    public void installEarlyData(ReadEpoch epoch, long maxBytes, Exporter13 exporter) {
        layer.installEarlyData(epoch);
        exporter.close();
    }

    @Override
    public void installEarlyData(WriteEpoch epoch, long maxBytes, Exporter13 exporter) {
        layer.installEarlyData(epoch);
        exporter.close();
    }

    @Override
    public void emit(EngineEvent event) {
        // nobody listens
    }

    @Override
    public void onApplicationData(RecordView record) {
        // not read
    }

    @Override
    public void onHandshake(RecordView record) {
        fragment.wrap(record);
        step(() -> {
            while (fragment.hasMore() && fragment.advance()) {
                reassembler.add(fragment);
            }
        });
    }

    @Override
    public void onAlert(RecordView record) {
        alerts.add(new HeardAlert(record.epoch(), record.datagram()[record.payloadOffset()],
                new AlertDescription(record.datagram()[record.payloadOffset() + 1] & 0xFF)));
    }

    @Override
    public void onReturnRoutabilityCheck(RecordView record) {
        throw new AssertionError(record);
    }

    @Override
    public void onAck(RecordView record) {
        WireReader in = new WireReader(record.datagram(), record.payloadOffset(), record.payloadLength());
        List<RecordNumber> numbers = new ArrayList<>();
        try {
            WireReader list = in.vector16("record_numbers");
            while (list.hasMore()) {
                numbers.add(new RecordNumber(list.u64("epoch"), list.u64("sequence_number")));
            }
        } catch (DecodeException malformed) {
            throw new AssertionError("an ACK that cannot be read", malformed);
        }
        acks.add(new Ack(record.epoch(), numbers));
    }

    @Override
    public void onChangeCipherSpec(RecordView record) {
        changeCipherSpecSeen = true;
        step(() -> { });
    }

    /** What the victim acknowledged, and in which epoch. */
    record Ack(int epoch, List<RecordNumber> numbers) {
    }

    List<Ack> acks() {
        return acks;
    }

    private interface Step {
        void run() throws ProtocolException;
    }

    private void step(Step step) {
        try {
            step.run();
            while (stopped.isEmpty() && state.isWaitingForPeer()) {
                if (state.awaitsChangeCipherSpec() && changeCipherSpecSeen) {
                    changeCipherSpecSeen = false;
                    state = state.onChangeCipherSpec(this);
                } else if (reassembler.hasNext()) {
                    AssembledMessage message = reassembler.next();
                    HandshakeMessage decoded = state.codec().decode(message.type(), message.body().reader());
                    state = state.on(new Received(decoded, message.messageSeq(), message.body()), this);
                } else {
                    return;
                }
            }
        } catch (ProtocolException lost) { // the victim's answer to our fault may make no sense to us
            stopped = Optional.of(lost);
        }
    }
}
