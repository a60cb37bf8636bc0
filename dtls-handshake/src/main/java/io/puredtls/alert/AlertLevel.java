package io.puredtls.alert;

/** [RFC5246 §7.2] How much an alert ends. */
public enum AlertLevel {
    /** The association may go on. */
    WARNING(1),
    /** The association is over. */
    FATAL(2);

    private final int code;

    AlertLevel(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
