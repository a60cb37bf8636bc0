package io.puredtls.crypto.sign;

/** A signature does not verify. Carries no stack trace: it speaks of the peer, not of us. */
public final class BadSignatureException extends Exception {
    private static final long serialVersionUID = 1;

    BadSignatureException(String message) {
        super(message, null, false, false);
    }
}
