package io.puredtls.alert;

import java.util.Locale;

/**
 * [RFC8446 §6] An alert's description: a codepoint that survives being unknown. {@link #toString} gives the RFC's
 * name, or {@code unknown(n)}.
 *
 * @param code the number on the wire, 0 to 255
 */
public record AlertDescription(int code) {
    public static final AlertDescription CLOSE_NOTIFY = new AlertDescription(0);
    public static final AlertDescription UNEXPECTED_MESSAGE = new AlertDescription(10);
    public static final AlertDescription BAD_RECORD_MAC = new AlertDescription(20);
    public static final AlertDescription RECORD_OVERFLOW = new AlertDescription(22);
    public static final AlertDescription HANDSHAKE_FAILURE = new AlertDescription(40);
    public static final AlertDescription BAD_CERTIFICATE = new AlertDescription(42);
    public static final AlertDescription UNSUPPORTED_CERTIFICATE = new AlertDescription(43);
    public static final AlertDescription CERTIFICATE_REVOKED = new AlertDescription(44);
    public static final AlertDescription CERTIFICATE_EXPIRED = new AlertDescription(45);
    public static final AlertDescription CERTIFICATE_UNKNOWN = new AlertDescription(46);
    public static final AlertDescription ILLEGAL_PARAMETER = new AlertDescription(47);
    public static final AlertDescription UNKNOWN_CA = new AlertDescription(48);
    public static final AlertDescription ACCESS_DENIED = new AlertDescription(49);
    public static final AlertDescription DECODE_ERROR = new AlertDescription(50);
    public static final AlertDescription DECRYPT_ERROR = new AlertDescription(51);
    public static final AlertDescription TOO_MANY_CIDS_REQUESTED = new AlertDescription(52);
    public static final AlertDescription PROTOCOL_VERSION = new AlertDescription(70);
    public static final AlertDescription INSUFFICIENT_SECURITY = new AlertDescription(71);
    public static final AlertDescription INTERNAL_ERROR = new AlertDescription(80);
    public static final AlertDescription INAPPROPRIATE_FALLBACK = new AlertDescription(86);
    public static final AlertDescription USER_CANCELED = new AlertDescription(90);
    public static final AlertDescription NO_RENEGOTIATION = new AlertDescription(100);
    public static final AlertDescription MISSING_EXTENSION = new AlertDescription(109);
    public static final AlertDescription UNSUPPORTED_EXTENSION = new AlertDescription(110);
    public static final AlertDescription UNRECOGNIZED_NAME = new AlertDescription(112);
    public static final AlertDescription BAD_CERTIFICATE_STATUS_RESPONSE = new AlertDescription(113);
    public static final AlertDescription UNKNOWN_PSK_IDENTITY = new AlertDescription(115);
    public static final AlertDescription CERTIFICATE_REQUIRED = new AlertDescription(116);
    public static final AlertDescription GENERAL_ERROR = new AlertDescription(117);
    public static final AlertDescription NO_APPLICATION_PROTOCOL = new AlertDescription(120);

    /** The RFC's name in lower case, as in {@code handshake_failure}. */
    @Override
    public String toString() {
        String name = switch (code) {
            case 0 -> "CLOSE_NOTIFY";
            case 10 -> "UNEXPECTED_MESSAGE";
            case 20 -> "BAD_RECORD_MAC";
            case 22 -> "RECORD_OVERFLOW";
            case 40 -> "HANDSHAKE_FAILURE";
            case 42 -> "BAD_CERTIFICATE";
            case 43 -> "UNSUPPORTED_CERTIFICATE";
            case 44 -> "CERTIFICATE_REVOKED";
            case 45 -> "CERTIFICATE_EXPIRED";
            case 46 -> "CERTIFICATE_UNKNOWN";
            case 47 -> "ILLEGAL_PARAMETER";
            case 48 -> "UNKNOWN_CA";
            case 49 -> "ACCESS_DENIED";
            case 50 -> "DECODE_ERROR";
            case 51 -> "DECRYPT_ERROR";
            case 52 -> "TOO_MANY_CIDS_REQUESTED";
            case 70 -> "PROTOCOL_VERSION";
            case 71 -> "INSUFFICIENT_SECURITY";
            case 80 -> "INTERNAL_ERROR";
            case 86 -> "INAPPROPRIATE_FALLBACK";
            case 90 -> "USER_CANCELED";
            case 100 -> "NO_RENEGOTIATION";
            case 109 -> "MISSING_EXTENSION";
            case 110 -> "UNSUPPORTED_EXTENSION";
            case 112 -> "UNRECOGNIZED_NAME";
            case 113 -> "BAD_CERTIFICATE_STATUS_RESPONSE";
            case 115 -> "UNKNOWN_PSK_IDENTITY";
            case 116 -> "CERTIFICATE_REQUIRED";
            case 117 -> "GENERAL_ERROR";
            case 120 -> "NO_APPLICATION_PROTOCOL";
            default -> "unknown(" + code + ")";
        };
        return name.toLowerCase(Locale.ROOT);
    }
}
