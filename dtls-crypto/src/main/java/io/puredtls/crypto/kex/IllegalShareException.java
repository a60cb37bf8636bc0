package io.puredtls.crypto.kex;

/** A peer's share is not one that its group allows. Carries no stack trace: it speaks of the peer, not of us. */
public final class IllegalShareException extends Exception {
    private static final long serialVersionUID = 1;

    IllegalShareException(String message) {
        super(message, null, false, false);
    }
}
