package io.puredtls.state;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Settings;
import io.puredtls.event.EngineEvent;
import io.puredtls.message.HandshakeMessage;
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


    /** [RFC5246 §7.1] Sends a change_cipher_spec; the next write epoch is installed right after it. */
    void sendChangeCipherSpec();

    /** Takes an epoch to read. */
    void install(ReadEpoch epoch);

    /** Takes an epoch to write. */
    void install(WriteEpoch epoch);

    /** Tells the driver. */
    void emit(EngineEvent event);

    /** For {@code throw context.unexpected(received, this)}, the last line of every state. */
    default ProtocolException unexpected(Received received, HandshakeState state) {
        return violation(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, received.message().type() + " in " + state.name());
    }
}
