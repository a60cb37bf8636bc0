package io.puredtls.config;

/** A configuration that cannot work; the message names the values in conflict. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    ConfigException(String message) {
        super(message);
    }
}
