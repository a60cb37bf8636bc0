package io.puredtls.endpoint.explain;

/** A file is not what it should be: one sentence that says where and why. */
public final class CaptureException extends Exception {
    private static final long serialVersionUID = 1;

    CaptureException(String message) {
        super(message);
    }
}
