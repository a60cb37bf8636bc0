package io.puredtls.state;

import io.puredtls.alert.ProtocolException;
import io.puredtls.event.Decision;

/**
 * A point in a handshake. States never see duplicates, fragments, timeouts, record headers or alerts; whatever they do
 * goes through the {@link HandshakeContext}, in the order in which it stands in the source. A state owns the secrets it
 * holds until it gives them to the next.
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
