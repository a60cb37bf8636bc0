package io.puredtls.crypto.kex;

/** Where a pre-shared key comes from: keys of one kind cannot stand in for those of another. */
public enum PskKind {
    /** [RFC9846 §4.3.11.2] A session that is resumed. */
    RESUMPTION("res binder"),
    /** [RFC9846 §4.3.11.2] The configuration, as it is. */
    EXTERNAL("ext binder"),
    /** [RFC9258 §5.2] The configuration, by import. */
    IMPORTED("imp binder");

    private final String binderLabel;

    PskKind(String binderLabel) {
        this.binderLabel = binderLabel;
    }

    /** [RFC9846 §7.1] The label of its binder key. */
    public String binderLabel() {
        return binderLabel;
    }
}
