package io.puredtls.state;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.event.Decision;
import io.puredtls.flight.Answer;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeType;

/**
 * A point in a handshake. States never see duplicates, fragments, timeouts or record headers; whatever they do goes
 * through the {@link HandshakeContext}, in the order in which it stands in the source. A state owns the secrets it holds
 * until it gives them to the next.
 */
public interface HandshakeState extends AutoCloseable {
    /**
     * Takes the peer's next message and gives the next state.
     *
     * @throws ProtocolException if the message is not one that this state accepts, or says what it may not say
     */
    HandshakeState on(Received received, HandshakeContext context) throws ProtocolException;

    /** The epoch that its messages come in; those of another are not for it. */
    int readEpoch();

    /** How its messages are read. Before the version is known there are hellos alone, which are read alike in both. */
    default HandshakeCodec codec() {
        return HandshakeCodec.DTLS12;
    }

    /** What ends a flight that was sent on the way to this state. */
    default Answer answer() {
        return Answer.FLIGHT;
    }

    /** Whether messages can be taken now; false while the application is being asked. */
    default boolean isWaitingForPeer() {
        return true;
    }

    /** [RFC5246 §7.1] Whether the peer's change_cipher_spec is what it waits for. */
    default boolean awaitsChangeCipherSpec() {
        return false;
    }

    /** The peer's change_cipher_spec came, and this state waited for it. */
    default HandshakeState onChangeCipherSpec(HandshakeContext context) throws ProtocolException {
        throw new IllegalStateException(this + " does not wait for a change_cipher_spec");
    }

    /** The application answered what this state asked. */
    default HandshakeState resolve(Decision decision, HandshakeContext context) throws ProtocolException {
        throw new IllegalStateException("nothing was asked: " + decision);
    }

    /** A message with a message_seq that had its turn before. */
    default void onOldMessage(HandshakeType type) throws ProtocolException {
        // sent again, or by somebody else
    }

    /** The handshake has taken too long; so many records of the epoch that is read could not be opened. */
    default void onHandshakeLimit(long forgeries) throws ProtocolException {
        // that it took too long is all that there is to say
    }

    /** So many records of the epoch that is read could not be opened since its keys are there. */
    default void onForgeries(long seen) throws ProtocolException {
        // anybody can forge
    }

    /** Whether an alert, other than close_notify, ends the association. */
    default boolean isEndedBy(AlertLevel level, AlertDescription description) {
        return level == AlertLevel.FATAL;
    }

    /** The association ends by a fatal alert, of ours or of the peer. */
    default void onFailure() {
        // nothing outlives it
    }

    /** Its name as the package lists it. */
    default String name() {
        return getClass().getSimpleName();
    }

    /** Wipes the secrets it holds. */
    @Override
    default void close() {
        // most hold none
    }
}
