package io.puredtls.record;

/** [RFC6347 §4.1] [RFC9147 §4.1] What a record carries. Records of any other type are dropped, so the choice is closed. */
public enum ContentType {
    CHANGE_CIPHER_SPEC(20),
    ALERT(21),
    HANDSHAKE(22),
    APPLICATION_DATA(23),
    /** [RFC9147 §7] Which handshake records were received. DTLS 1.3 alone. */
    ACK(26),
    /** [RFC9853 §4] Whether the peer can be reached where its records come from. */
    RETURN_ROUTABILITY_CHECK(27),
    /** Anything else; its records are dropped. */
    UNKNOWN(-1);

    private final int code;

    ContentType(int code) {
        this.code = code;
    }

    /** The number on the wire; -1 for {@link #UNKNOWN}. */
    public int code() {
        return code;
    }

    /** The type with this number, or {@link #UNKNOWN}. */
    @HotPath
    public static ContentType of(int code) {
        return switch (code) {
            case 20 -> CHANGE_CIPHER_SPEC;
            case 21 -> ALERT;
            case 22 -> HANDSHAKE;
            case 23 -> APPLICATION_DATA;
            case 26 -> ACK;
            case 27 -> RETURN_ROUTABILITY_CHECK;
            default -> UNKNOWN;
        };
    }
}
