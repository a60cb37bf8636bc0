package io.puredtls.endpoint.cli;

/** What was asked for cannot be done as it was asked: one sentence that names the option and its value. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    /** A value that an option cannot have; {@code fault} completes the sentence. */
    static UsageException of(Option option, String value, String fault) {
        return new UsageException(option.name() + " " + value + ": " + fault);
    }
}
