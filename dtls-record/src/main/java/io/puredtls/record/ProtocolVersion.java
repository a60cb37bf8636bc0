package io.puredtls.record;

/**
 * [RFC6347 §4.1] A version number: a codepoint that survives being unknown. DTLS counts downwards, so a newer version
 * is a smaller number.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record ProtocolVersion(int code) {
    public static final ProtocolVersion DTLS_1_0 = new ProtocolVersion(0xFEFF);
    public static final ProtocolVersion DTLS_1_2 = new ProtocolVersion(0xFEFD);
    // [RFC9147 §5.3#2]
    public static final ProtocolVersion DTLS_1_3 = new ProtocolVersion(0xFEFC);

    /** Whether this is DTLS at all, by its first byte. */
    public boolean isDtls() {
        return code >>> 8 == 0xFE;
    }

    /** Whether this is DTLS, and {@code other} or newer. */
    public boolean isAtLeast(ProtocolVersion other) {
        return isDtls() && code <= other.code;
    }

    /** As in {@code DTLSv1.2}; {@code unknown(0x…)} for what has no name. */
    @Override
    public String toString() {
        return switch (code) {
            case 0xFEFF -> "DTLSv1.0";
            case 0xFEFD -> "DTLSv1.2";
            case 0xFEFC -> "DTLSv1.3";
            default -> String.format("unknown(0x%04x)", code);
        };
    }
}
