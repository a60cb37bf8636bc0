package io.puredtls.state;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Settings;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.event.EngineEvent;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.path.ConnectionIdUse;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.transcript.Transcript;

/** All that a state may do. Calls take effect in their order. */
public interface HandshakeContext {
    /** What both roles configure. */
    Settings settings();

    /** What was said so far, by both ends. */
    Transcript transcript();

    /** Appends {@code received} to the transcript: after it was checked, before anything answers it. */
    default void accept(Received received) {
        transcript().append(received.message().type(), received.messageSeq(), received.body());
    }

    /** Sends a message under the newest write epoch, and appends it to the transcript. */
    void send(HandshakeMessage message);

    /**
     * [RFC9147 §5.8.4] Sends a message that is not part of the handshake's transcript.
     *
     * @return its message_seq
     */
    int sendAfterHandshake(HandshakeMessage message);

    /** [RFC9147 §5.2] How many messages can still be numbered. */
    int messagesLeft();

    /** [RFC5246 §7.1] Sends a change_cipher_spec; the next write epoch is installed right after it. */
    void sendChangeCipherSpec();

    /** [RFC9147 §7] It is DTLS 1.3 that is spoken: what is received is acknowledged from now on, and what is sent will be. */
    void expectAcknowledgements();

    /** [RFC9147 §7.1] What is sent now answers {@code received}, which so needs no acknowledgement. */
    void replyTo(Received received);

    /** [RFC9147 §7.1] The peer has answered our message with this message_seq, which so is acknowledged. */
    void answered(int messageSeq);

    /** [RFC9147 §5.8.4] How many flights the peer has neither acknowledged nor answered. */
    int flightsOnTheirWay();

    /** From now on no record is sent with more content than this. */
    void limitContent(int bytes);

    /** [RFC8449 §4] From now on no record is sent with more content than this, and no protected one is taken with more plaintext. */
    void limitRecords(int content, int plaintext);

    /** Takes an epoch to read. */
    void install(ReadEpoch epoch);

    /** Takes an epoch to write. */
    void install(WriteEpoch epoch);

    /** [RFC9146 §3] Which connection IDs are used. */
    ConnectionIdUse connectionIds();

    /** [RFC9147 §6.1] Takes the epoch of early data, to read, and its exporter; it may carry so many bytes. */
    void installEarlyData(ReadEpoch epoch, long maxBytes, Exporter13 exporter);

    /**
     * [RFC9147 §6.1] Takes the epoch of early data, to write so many bytes, and its exporter; no message of the handshake is
     * sent in it.
     */
    void installEarlyData(WriteEpoch epoch, long maxBytes, Exporter13 exporter);

    /** [RFC9846 §4.3.10] No early data is sent any more. */
    void endEarlyData();

    /** Tells the driver. */
    void emit(EngineEvent event);

    /** For {@code throw context.unexpected(received, this)}, the last line of every state. */
    default ProtocolException unexpected(Received received, HandshakeState state) {
        return violation(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, received.message().type() + " in " + state.name());
    }
}
