package io.puredtls.config;

import io.puredtls.record.ContentType;

/**
 * Watches an engine at work, for people and for tools; sees no secret and no content. Called on the engine's thread,
 * during the engine's calls; must not call back. Every method does nothing by default.
 */
public interface EngineTrace {
    /** Watches nothing. */
    EngineTrace NONE = new EngineTrace() {
    };

    /** A record was sealed; {@code length} is that of its content. */
    default void recordSent(int epoch, long sequence, ContentType type, int length) {
        // not watched
    }

    /** A record was opened; {@code length} is that of its content. */
    default void recordReceived(int epoch, long sequence, ContentType type, int length) {
        // not watched
    }

    /** A whole handshake message goes into a flight. */
    default void messageSent(int epoch, int messageSeq, String type, int length) {
        // not watched
    }

    /** A whole handshake message was received, and will be acted on. */
    default void messageReceived(int epoch, int messageSeq, String type, int length) {
        // not watched
    }

    /** A flight is sent again; {@code count} is how often any was. */
    default void flightSentAgain(int count) {
        // not watched
    }
}
