package io.puredtls.config;

/**
 * Receives the secrets of every session as NSS key log lines, so that a capture can be decrypted. Whoever has a line
 * can read the session: for debugging alone. Called on the engine's thread.
 */
@FunctionalInterface
public interface KeyLog {
    /** Logs nothing. */
    KeyLog NONE = line -> {
        // nobody listens
    };

    /** One line, as in {@code CLIENT_RANDOM <hex> <hex>}, without its end. */
    void log(String line);
}
