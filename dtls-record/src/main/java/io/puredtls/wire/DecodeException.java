package io.puredtls.wire;

/** Bytes are not what a field allows; names the field in the RFC's spelling. Carries no stack trace: it speaks of a peer. */
public final class DecodeException extends Exception {
    private static final long serialVersionUID = 1;

    private final String field;

    /** A fault in {@code field}; {@code fault} completes the sentence that the field begins. */
    public DecodeException(String field, String fault) {
        super(field + " " + fault, null, false, false);
        this.field = field;
    }

    /** The field's name. */
    public String field() {
        return field;
    }
}
