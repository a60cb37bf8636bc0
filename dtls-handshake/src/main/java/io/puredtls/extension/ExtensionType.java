package io.puredtls.extension;

import java.util.Set;

/**
 * [RFC5246 §7.4.1.4] An extension's number: a codepoint that survives being unknown.
 *
 * @param code the number on the wire, 0 to 65535
 */
public record ExtensionType(int code) {
    public static final ExtensionType SERVER_NAME = new ExtensionType(0);
    public static final ExtensionType MAX_FRAGMENT_LENGTH = new ExtensionType(1);
    public static final ExtensionType STATUS_REQUEST = new ExtensionType(5);
    public static final ExtensionType SUPPORTED_GROUPS = new ExtensionType(10);
    public static final ExtensionType EC_POINT_FORMATS = new ExtensionType(11);
    public static final ExtensionType SIGNATURE_ALGORITHMS = new ExtensionType(13);
    public static final ExtensionType USE_SRTP = new ExtensionType(14);
    public static final ExtensionType APPLICATION_LAYER_PROTOCOL_NEGOTIATION = new ExtensionType(16);
    public static final ExtensionType CLIENT_CERTIFICATE_TYPE = new ExtensionType(19);
    public static final ExtensionType SERVER_CERTIFICATE_TYPE = new ExtensionType(20);
    public static final ExtensionType SIGNED_CERTIFICATE_TIMESTAMP = new ExtensionType(18);
    // [RFC7366 §2#1]
    public static final ExtensionType ENCRYPT_THEN_MAC = new ExtensionType(22);
    public static final ExtensionType EXTENDED_MASTER_SECRET = new ExtensionType(23);
    public static final ExtensionType COMPRESS_CERTIFICATE = new ExtensionType(27);
    public static final ExtensionType RECORD_SIZE_LIMIT = new ExtensionType(28);
    public static final ExtensionType SESSION_TICKET = new ExtensionType(35);
    public static final ExtensionType PRE_SHARED_KEY = new ExtensionType(41);
    public static final ExtensionType EARLY_DATA = new ExtensionType(42);
    public static final ExtensionType SUPPORTED_VERSIONS = new ExtensionType(43);
    public static final ExtensionType COOKIE = new ExtensionType(44);
    public static final ExtensionType PSK_KEY_EXCHANGE_MODES = new ExtensionType(45);
    public static final ExtensionType CERTIFICATE_AUTHORITIES = new ExtensionType(47);
    public static final ExtensionType POST_HANDSHAKE_AUTH = new ExtensionType(49);
    public static final ExtensionType SIGNATURE_ALGORITHMS_CERT = new ExtensionType(50);
    public static final ExtensionType KEY_SHARE = new ExtensionType(51);
    public static final ExtensionType CONNECTION_ID = new ExtensionType(54);
    public static final ExtensionType RRC = new ExtensionType(61);
    public static final ExtensionType RENEGOTIATION_INFO = new ExtensionType(0xFF01);

    // [RFC9846 §E.5#7] [RFC9846 §9.2#1]
    private static final Set<ExtensionType> SPOKEN = Set.of(
            SERVER_NAME, MAX_FRAGMENT_LENGTH, STATUS_REQUEST, SIGNED_CERTIFICATE_TIMESTAMP, SUPPORTED_GROUPS, EC_POINT_FORMATS, SIGNATURE_ALGORITHMS, USE_SRTP, APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
            CLIENT_CERTIFICATE_TYPE, SERVER_CERTIFICATE_TYPE, ENCRYPT_THEN_MAC, EXTENDED_MASTER_SECRET, COMPRESS_CERTIFICATE,
            RECORD_SIZE_LIMIT, SESSION_TICKET, PRE_SHARED_KEY, EARLY_DATA, SUPPORTED_VERSIONS, COOKIE,
            PSK_KEY_EXCHANGE_MODES, CERTIFICATE_AUTHORITIES, POST_HANDSHAKE_AUTH, SIGNATURE_ALGORITHMS_CERT, KEY_SHARE,
            CONNECTION_ID, RRC, RENEGOTIATION_INFO);

    /** Whether this library acts on it, in the messages it belongs to. */
    public boolean isSpoken() {
        return SPOKEN.contains(this);
    }

    /** The IANA name, or {@code unknown(n)}. */
    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "server_name";
            case 1 -> "max_fragment_length";
            case 5 -> "status_request";
            case 10 -> "supported_groups";
            case 11 -> "ec_point_formats";
            case 13 -> "signature_algorithms";
            case 14 -> "use_srtp";
            case 15 -> "heartbeat";
            case 16 -> "application_layer_protocol_negotiation";
            case 18 -> "signed_certificate_timestamp";
            case 19 -> "client_certificate_type";
            case 20 -> "server_certificate_type";
            case 21 -> "padding";
            case 22 -> "encrypt_then_mac";
            case 23 -> "extended_master_secret";
            case 27 -> "compress_certificate";
            case 28 -> "record_size_limit";
            case 35 -> "session_ticket";
            case 41 -> "pre_shared_key";
            case 42 -> "early_data";
            case 43 -> "supported_versions";
            case 44 -> "cookie";
            case 45 -> "psk_key_exchange_modes";
            case 47 -> "certificate_authorities";
            case 48 -> "oid_filters";
            case 49 -> "post_handshake_auth";
            case 50 -> "signature_algorithms_cert";
            case 51 -> "key_share";
            case 54 -> "connection_id";
            case 61 -> "rrc";
            case 0xFF01 -> "renegotiation_info";
            default -> "unknown(" + code + ")";
        };
    }
}
