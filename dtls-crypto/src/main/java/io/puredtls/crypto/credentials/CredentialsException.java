package io.puredtls.crypto.credentials;

/**
 * Certificates or keys that were given cannot be used. The message is a sentence for the person who gave them:
 * it names the file, the PEM block, the alias or the certificate, and never shows key or password.
 */
public final class CredentialsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    CredentialsException(String message) {
        super(message);
    }

    CredentialsException(String message, Throwable cause) {
        super(message, cause);
    }
}
