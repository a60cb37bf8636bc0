package io.puredtls.crypto.der;

/** Bytes are not the DER that a field asks for. The message names the field; it never shows content. */
public final class DerException extends Exception {
    private static final long serialVersionUID = 1;

    DerException(String field, String fault) {
        super(field + ": " + fault);
    }
}
