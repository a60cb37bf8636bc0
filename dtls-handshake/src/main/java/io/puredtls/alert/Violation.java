package io.puredtls.alert;

import static io.puredtls.alert.AlertDescription.BAD_CERTIFICATE;
import static io.puredtls.alert.AlertDescription.BAD_CERTIFICATE_STATUS_RESPONSE;
import static io.puredtls.alert.AlertDescription.CERTIFICATE_EXPIRED;
import static io.puredtls.alert.AlertDescription.CERTIFICATE_REQUIRED;
import static io.puredtls.alert.AlertDescription.CERTIFICATE_REVOKED;
import static io.puredtls.alert.AlertDescription.CERTIFICATE_UNKNOWN;
import static io.puredtls.alert.AlertDescription.DECODE_ERROR;
import static io.puredtls.alert.AlertDescription.DECRYPT_ERROR;
import static io.puredtls.alert.AlertDescription.HANDSHAKE_FAILURE;
import static io.puredtls.alert.AlertDescription.ILLEGAL_PARAMETER;
import static io.puredtls.alert.AlertDescription.INTERNAL_ERROR;
import static io.puredtls.alert.AlertDescription.MISSING_EXTENSION;
import static io.puredtls.alert.AlertDescription.NO_APPLICATION_PROTOCOL;
import static io.puredtls.alert.AlertDescription.NO_RENEGOTIATION;
import static io.puredtls.alert.AlertDescription.PROTOCOL_VERSION;
import static io.puredtls.alert.AlertDescription.TOO_MANY_CIDS_REQUESTED;
import static io.puredtls.alert.AlertDescription.RECORD_OVERFLOW;
import static io.puredtls.alert.AlertDescription.UNEXPECTED_MESSAGE;
import static io.puredtls.alert.AlertDescription.UNKNOWN_CA;
import static io.puredtls.alert.AlertDescription.UNRECOGNIZED_NAME;
import static io.puredtls.alert.AlertDescription.UNSUPPORTED_CERTIFICATE;
import static io.puredtls.alert.AlertDescription.UNSUPPORTED_EXTENSION;

import java.util.Optional;

/**
 * The table of everything that ends an association: what happened, the alert we send for it, the clause that says so.
 * Whoever detects a violation names its row; no other place in the project chooses an alert.
 */
public enum Violation {
    // [RFC9846 §6.2#3] [RFC9846 §6.2#6] [RFC9846 §B#1]
    // Messages and their order
    MALFORMED                        (DECODE_ERROR, "RFC5246 §7.2.2"),
    UNEXPECTED_HANDSHAKE_MESSAGE     (UNEXPECTED_MESSAGE, "RFC5246 §7.4"),
    UNKNOWN_HANDSHAKE_MESSAGE        (UNEXPECTED_MESSAGE, "RFC5246 §7.4"),
    MESSAGE_IN_WRONG_EPOCH           (UNEXPECTED_MESSAGE, "RFC9147 §6.1"),
    ACK_OF_HIGHER_EPOCH              (ILLEGAL_PARAMETER, "RFC9147 §7.2"),
    APPLICATION_DATA_IN_HANDSHAKE    (UNEXPECTED_MESSAGE, "RFC9147 §6.1"),
    RECORD_OVER_LIMIT                (RECORD_OVERFLOW, "RFC8449 §4"),
    EMPTY_RECORD                     (UNEXPECTED_MESSAGE, "RFC9846 §5.4"),
    TOO_MUCH_EARLY_DATA              (UNEXPECTED_MESSAGE, "RFC9846 §4.7.1"),
    INCONSISTENT_FRAGMENTS           (ILLEGAL_PARAMETER, "RFC6347 §4.2.3"),
    HANDSHAKE_MESSAGE_TOO_LARGE      (ILLEGAL_PARAMETER, "RFC6347 §4.2.3"),
    MALFORMED_CHANGE_CIPHER_SPEC     (ILLEGAL_PARAMETER, "RFC5246 §7.1"),
    MALFORMED_ALERT                  (DECODE_ERROR, "RFC5246 §7.2"),
    TOO_MANY_WARNINGS                (UNEXPECTED_MESSAGE, "RFC5246 §7.2"),
    TOO_MANY_HELLO_VERIFY_REQUESTS   (UNEXPECTED_MESSAGE, "RFC6347 §4.2.1"),
    TOO_MANY_REQUESTS                (UNEXPECTED_MESSAGE, "RFC9846 §4.7.2"),
    RENEGOTIATION_REFUSED            (NO_RENEGOTIATION, "RFC9325 §3.5"),

    // Negotiation
    NO_COMMON_VERSION                (PROTOCOL_VERSION, "RFC5246 §E.1"),
    ILLEGAL_SELECTED_VERSION         (ILLEGAL_PARAMETER, "RFC9846 §4.3.1"),
    WRONG_LEGACY_VERSION             (PROTOCOL_VERSION, "RFC9846 §4.2.3"),
    OLDER_VERSION_AFTER_EARLY_DATA   (PROTOCOL_VERSION, "RFC9846 §E.3"),
    NO_COMMON_CIPHER_SUITE           (HANDSHAKE_FAILURE, "RFC5246 §7.4.1.3"),
    NO_PRE_SHARED_KEY                (HANDSHAKE_FAILURE, "RFC4279 §2"),
    NO_COMMON_GROUP                  (HANDSHAKE_FAILURE, "RFC8422 §5.1"),
    NO_COMMON_SIGNATURE_SCHEME       (HANDSHAKE_FAILURE, "RFC5246 §7.4.1.4.1"),
    NO_SUITABLE_CREDENTIALS          (HANDSHAKE_FAILURE, "RFC5246 §7.4.2"),
    NO_COMMON_CERTIFICATE_TYPE       (UNSUPPORTED_CERTIFICATE, "RFC7250 §4.2"),
    NO_COMMON_APPLICATION_PROTOCOL   (NO_APPLICATION_PROTOCOL, "RFC7301 §3.2"),
    UNKNOWN_SERVER_NAME              (UNRECOGNIZED_NAME, "RFC6066 §3"),
    LEGACY_COOKIE_NOT_EMPTY          (ILLEGAL_PARAMETER, "RFC9147 §5.3"),
    INVALID_COOKIE                   (ILLEGAL_PARAMETER, "RFC9147 §5.1"),
    DOWNGRADE_DETECTED               (ILLEGAL_PARAMETER, "RFC9846 §4.2.3"),
    ILLEGAL_SERVER_HELLO             (ILLEGAL_PARAMETER, "RFC9846 §4.2.3"),
    ILLEGAL_RETRY_REQUEST            (ILLEGAL_PARAMETER, "RFC9846 §4.2.4"),
    RETRY_WITHOUT_CHANGE             (ILLEGAL_PARAMETER, "RFC9846 §4.2.4"),
    SECOND_RETRY_REQUEST             (UNEXPECTED_MESSAGE, "RFC9846 §4.2.4"),
    SECOND_HELLO_CHANGED             (ILLEGAL_PARAMETER, "RFC9846 §4.2.2"),
    CHOICE_CHANGED_AFTER_RETRY       (ILLEGAL_PARAMETER, "RFC9846 §4.2.4"),
    MISSING_REQUIRED_EXTENSION       (MISSING_EXTENSION, "RFC9846 §9.2"),
    ENCRYPT_THEN_MAC_WITHOUT_CBC     (ILLEGAL_PARAMETER, "RFC7366 §3"),
    MISPLACED_EXTENSION              (ILLEGAL_PARAMETER, "RFC9846 §4.3"),
    ILLEGAL_KEY_SHARES               (ILLEGAL_PARAMETER, "RFC9846 §4.3.8"),
    PRE_SHARED_KEY_NOT_LAST          (ILLEGAL_PARAMETER, "RFC9846 §4.3.11"),
    BINDERS_DO_NOT_FIT               (ILLEGAL_PARAMETER, "RFC9846 §4.3.11"),
    ILLEGAL_KEY_UPDATE               (ILLEGAL_PARAMETER, "RFC9846 §4.7.3"),
    ILLEGAL_TICKET                   (ILLEGAL_PARAMETER, "RFC9846 §4.7.1"),
    ILLEGAL_PSK_CHOICE               (ILLEGAL_PARAMETER, "RFC9846 §4.3.11"),
    ILLEGAL_EARLY_DATA_ANSWER        (ILLEGAL_PARAMETER, "RFC9846 §4.3.11"),
    CHECK_WITHOUT_CONNECTION_ID      (ILLEGAL_PARAMETER, "RFC9853 §3"),
    CONNECTION_ID_TOO_LONG           (INTERNAL_ERROR, "RFC9146 §3"),
    CONNECTION_IDS_NOT_AGREED        (UNEXPECTED_MESSAGE, "RFC9147 §9"),
    ILLEGAL_NEW_CONNECTION_ID        (ILLEGAL_PARAMETER, "RFC9147 §9"),
    TOO_MANY_CONNECTION_IDS_REQUESTED(TOO_MANY_CIDS_REQUESTED, "RFC9147 §9"),
    ILLEGAL_RECORD_SIZE_LIMIT        (ILLEGAL_PARAMETER, "RFC8449 §4"),
    ILLEGAL_MAX_FRAGMENT_LENGTH      (ILLEGAL_PARAMETER, "RFC6066 §4"),
    TWO_RECORD_LIMITS                (ILLEGAL_PARAMETER, "RFC8449 §5"),
    NULL_COMPRESSION_NOT_OFFERED     (ILLEGAL_PARAMETER, "RFC5246 §7.4.1.2"),
    UNOFFERED_CIPHER_SUITE           (ILLEGAL_PARAMETER, "RFC5246 §7.4.1.3"),
    UNOFFERED_COMPRESSION            (ILLEGAL_PARAMETER, "RFC5246 §7.4.1.3"),
    UNOFFERED_GROUP                  (ILLEGAL_PARAMETER, "RFC8422 §5.4"),
    UNOFFERED_SIGNATURE_SCHEME       (ILLEGAL_PARAMETER, "RFC5246 §7.4.3"),
    UNOFFERED_CERTIFICATE_TYPE       (ILLEGAL_PARAMETER, "RFC7250 §4.2"),
    UNOFFERED_APPLICATION_PROTOCOL   (ILLEGAL_PARAMETER, "RFC7301 §3.1"),
    UNOFFERED_SRTP_PROFILE           (ILLEGAL_PARAMETER, "RFC5764 §4.1.1"),
    UNSOLICITED_EXTENSION            (UNSUPPORTED_EXTENSION, "RFC5246 §7.4.1.4"),
    MISSING_EXTENDED_MASTER_SECRET   (HANDSHAKE_FAILURE, "RFC7627 §5.3"),
    RENEGOTIATION_INFO_NOT_EMPTY     (HANDSHAKE_FAILURE, "RFC5746 §3.4"),
    MISSING_UNCOMPRESSED_POINT_FORMAT(ILLEGAL_PARAMETER, "RFC8422 §5.1.2"),
    RESUMED_WITH_ANOTHER_SUITE       (ILLEGAL_PARAMETER, "RFC5246 §7.4.1.3"),
    SRTP_MKI_MISMATCH                (ILLEGAL_PARAMETER, "RFC5764 §4.1.3"),

    // Key exchange and proofs
    ILLEGAL_KEY_SHARE                (ILLEGAL_PARAMETER, "RFC8422 §5.11"),
    BAD_SIGNATURE                    (DECRYPT_ERROR, "RFC5246 §7.4.8"),
    WRONG_BINDER                     (DECRYPT_ERROR, "RFC9846 §4.3.11"),
    WRONG_VERIFY_DATA                (DECRYPT_ERROR, "RFC5246 §7.4.9"),
    WRONG_PRE_SHARED_KEY             (DECRYPT_ERROR, "RFC4279 §2"),
    WRONG_SIGNATURE_KEY              (ILLEGAL_PARAMETER, "RFC5246 §7.4.3"),

    // Certificates
    CERTIFICATE_MISSING              (HANDSHAKE_FAILURE, "RFC5246 §7.4.6"),
    CERTIFICATE_DEMANDED             (CERTIFICATE_REQUIRED, "RFC9846 §4.5.1.3"),
    WRONG_REQUEST_CONTEXT            (ILLEGAL_PARAMETER, "RFC9846 §4.5.1"),
    UNOFFERED_CERTIFICATE_COMPRESSION(ILLEGAL_PARAMETER, "RFC8879 §4"),
    MALFORMED_COMPRESSION            (BAD_CERTIFICATE, "RFC8879 §4"),
    EMPTY_SERVER_CERTIFICATE         (DECODE_ERROR, "RFC5246 §7.4.2"),
    CERTIFICATE_UNREADABLE           (BAD_CERTIFICATE, "RFC5280 §4.1"),
    CERTIFICATE_CHAIN_TOO_LONG       (BAD_CERTIFICATE, "RFC5280 §6.1"),
    CERTIFICATE_NOT_TRUSTED          (UNKNOWN_CA, "RFC5280 §6.1"),
    CERTIFICATE_PAST_VALIDITY        (CERTIFICATE_EXPIRED, "RFC5280 §4.1.2.5"),
    CERTIFICATE_NOT_YET_VALID        (CERTIFICATE_EXPIRED, "RFC5280 §4.1.2.5"),
    CERTIFICATE_SIGNATURE_WRONG      (BAD_CERTIFICATE, "RFC5280 §6.1.3"),
    CERTIFICATE_WAS_REVOKED          (CERTIFICATE_REVOKED, "RFC5280 §6.3"),
    BAD_CERTIFICATE_STATUS           (BAD_CERTIFICATE_STATUS_RESPONSE, "RFC6066 §8"),
    CERTIFICATE_REVOCATION_UNKNOWN   (CERTIFICATE_UNKNOWN, "RFC5280 §6.3"),
    CERTIFICATE_ALGORITHM_REFUSED    (BAD_CERTIFICATE, "RFC5280 §6.1"),
    CERTIFICATE_CONSTRAINT_BROKEN    (BAD_CERTIFICATE, "RFC5280 §6.1.4"),
    CERTIFICATE_KEY_USAGE_WRONG      (UNSUPPORTED_CERTIFICATE, "RFC5280 §4.2.1.3"),
    CERTIFICATE_EXTENDED_USAGE_WRONG (UNSUPPORTED_CERTIFICATE, "RFC5280 §4.2.1.12"),
    CERTIFICATE_EXTENSION_UNKNOWN    (UNSUPPORTED_CERTIFICATE, "RFC5280 §4.2"),
    CERTIFICATE_KEY_UNSUPPORTED      (UNSUPPORTED_CERTIFICATE, "RFC5246 §7.4.2"),
    CERTIFICATE_NAME_MISMATCH        (BAD_CERTIFICATE, "RFC9525 §6"),
    CERTIFICATE_FINGERPRINT_MISMATCH (BAD_CERTIFICATE, "RFC8122 §6.2"),
    RAW_PUBLIC_KEY_UNREADABLE        (BAD_CERTIFICATE, "RFC7250 §3"),
    RAW_PUBLIC_KEY_NOT_ALONE         (ILLEGAL_PARAMETER, "RFC9846 §4.5.1"),
    RAW_PUBLIC_KEY_NOT_TRUSTED       (BAD_CERTIFICATE, "RFC7250 §4.3"),
    CERTIFICATE_REJECTED             (CERTIFICATE_UNKNOWN, "RFC5246 §7.2.2"),

    // Limits and ourselves
    HANDSHAKE_LIMIT                  ("RFC6347 §4.2.4"),
    RETRANSMISSION_LIMIT             ("RFC6347 §4.2.4"),
    MESSAGE_SEQ_EXHAUSTED            (INTERNAL_ERROR, "RFC9147 §5.2"),
    KEY_UPDATES_EXHAUSTED            ("RFC9147 §8"),
    SEQUENCE_NUMBERS_EXHAUSTED       ("RFC6347 §4.1"),
    USAGE_LIMIT_REACHED              ("RFC9147 §4.5.3"),
    PEER_ALERT                       ("RFC9846 §6"),
    INTERNAL                         (INTERNAL_ERROR, "RFC5246 §7.2.2");

    private final Optional<AlertDescription> alert;
    private final String clause;

    Violation(AlertDescription alert, String clause) {
        this.alert = Optional.of(alert);
        this.clause = clause;
    }

    /** A row that is answered by silence: there is nobody left to tell, or no key left to tell it under. */
    Violation(String clause) {
        this.alert = Optional.empty();
        this.clause = clause;
    }

    /** The alert that is sent; empty where nothing is. */
    public Optional<AlertDescription> alert() {
        return alert;
    }

    /** The clause that is broken or that chooses the alert, as in {@code RFC5246 §7.4}. */
    public String clause() {
        return clause;
    }
}
