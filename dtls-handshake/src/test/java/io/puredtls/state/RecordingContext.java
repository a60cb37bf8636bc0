package io.puredtls.state;

import io.puredtls.config.Settings;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.event.EngineEvent;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.path.ConnectionIdUse;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.session.Session;
import io.puredtls.transcript.Transcript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** Writes down what a state does, in its order, and does nothing but keep the transcript. */
public final class RecordingContext implements HandshakeContext {
    private final Settings settings;
    private final Transcript transcript = new Transcript();
    private final List<String> effects = new ArrayList<>();
    private final Queue<Said> said = new ArrayDeque<>();
    private final ConnectionIdUse connectionIds;
    private final Queue<Session> resumable = new ArrayDeque<>();
    private int messageSeq;

    public RecordingContext(Settings settings) {
        this.settings = settings;
        this.connectionIds = new ConnectionIdUse(settings, new RecordLayer(0, 0), new ArrayDeque<>());
    }

    /** What was sent; without a message it is a change_cipher_spec. */
    public record Said(Optional<HandshakeMessage> message, int messageSeq) {
        /** As the other end gets it. */
        public Received received() {
            return new Received(message.orElseThrow(), messageSeq, message.orElseThrow().toBytes());
        }
    }

    /** What was done since this was asked last. */
    public List<String> effects() {
        List<String> copy = List.copyOf(effects);
        effects.clear();
        return copy;
    }

    /** The sessions that can be resumed. */
    public Queue<Session> resumable() {
        return resumable;
    }

    /** What was sent and not taken by the other end. */
    public Queue<Said> said() {
        return said;
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
    public void accept(Received received) {
        effects.add("accept " + received.message().type());
        HandshakeContext.super.accept(received);
    }

    @Override
    public void send(HandshakeMessage message) {
        effects.add("send " + message.type());
        transcript.append(message.type(), messageSeq, message.toBytes());
        said.add(new Said(Optional.of(message), messageSeq++));
    }

    @Override
    public int sendAfterHandshake(HandshakeMessage message) {
        effects.add("send " + message.type());
        said.add(new Said(Optional.of(message), messageSeq));
        return messageSeq++;
    }

    @Override
    public int messagesLeft() {
        return 0x10000;
    }

    @Override
    public void expectAcknowledgements() {
        effects.add("expect acknowledgements");
    }

    @Override
    public void replyTo(Received received) {
        effects.add("reply to " + received.message().type());
    }

    @Override
    public void answered(int messageSeq) {
        effects.add("answered");
    }

    @Override
    public int flightsOnTheirWay() {
        return 0;
    }

    @Override
    public void limitContent(int bytes) {
        // nothing to be limited
    }

    @Override
    public void limitRecords(int content, int plaintext) {
        effects.add("limit content to " + content + ", theirs to " + plaintext);
    }

    @Override
    public void sendChangeCipherSpec() {
        effects.add("send change_cipher_spec");
        said.add(new Said(Optional.empty(), 0));
    }

    @Override
    public void install(ReadEpoch epoch) {
        effects.add("read epoch " + epoch.number());
    }

    @Override
    public void install(WriteEpoch epoch) {
        effects.add("write epoch " + epoch.number());
    }

    @Override
    public void endEarlyData() {
        // there is none
    }

    @Override
    public void installEarlyData(ReadEpoch epoch, long maxBytes, Exporter13 exporter) {
        exporter.close();
        effects.add("read early epoch " + epoch.number());
    }

    @Override
    public void installEarlyData(WriteEpoch epoch, long maxBytes, Exporter13 exporter) {
        exporter.close();
        effects.add("write early epoch " + epoch.number());
    }

    @Override
    public void emit(EngineEvent event) {
        effects.add("emit " + event.getClass().getSimpleName());
        if (event instanceof EngineEvent.Resumable given) {
            resumable.add(given.session());
        }
    }
}
