package io.puredtls.extension;

/**
 * [RFC5246 §7.4.1.4] An extension's number: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record ExtensionType(int code) {
    public static final ExtensionType SERVER_NAME = new ExtensionType(0);
    public static final ExtensionType SUPPORTED_GROUPS = new ExtensionType(10);
    public static final ExtensionType EC_POINT_FORMATS = new ExtensionType(11);
    public static final ExtensionType SIGNATURE_ALGORITHMS = new ExtensionType(13);
    public static final ExtensionType USE_SRTP = new ExtensionType(14);
    public static final ExtensionType APPLICATION_LAYER_PROTOCOL_NEGOTIATION = new ExtensionType(16);
    public static final ExtensionType EXTENDED_MASTER_SECRET = new ExtensionType(23);
    public static final ExtensionType SUPPORTED_VERSIONS = new ExtensionType(43);
    public static final ExtensionType RENEGOTIATION_INFO = new ExtensionType(0xFF01);

    /** The IANA name, or {@code unknown(n)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "server_name";
            case 10 -> "supported_groups";
            case 11 -> "ec_point_formats";
            case 13 -> "signature_algorithms";
            case 14 -> "use_srtp";
            case 16 -> "application_layer_protocol_negotiation";
            case 23 -> "extended_master_secret";
            case 43 -> "supported_versions";
            case 0xFF01 -> "renegotiation_info";
            default -> "unknown(" + code + ")";
        };
    }
}
