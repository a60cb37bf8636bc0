package io.puredtls.record;

/** Why a record, or the rest of a datagram, was dropped without a word. Each is counted; none is an error. */
public enum DropReason {
    /** The first byte belongs to no record format. */
    UNKNOWN_FORMAT,
    /** The datagram ends before the record does. */
    TRUNCATED,
    /** The record is not of the form, or does not say the version, that its epoch's records have. */
    WRONG_VERSION,
    /** The record has a connection ID that is not ours, or none where there must be one. */
    WRONG_CONNECTION_ID,
    /** The content type is unknown. */
    UNKNOWN_CONTENT_TYPE,
    /** The record is longer than RFC 6347 §4.1 allows. */
    TOO_LARGE,
    /** The record is too short for what protects it. */
    TOO_SHORT,
    /** A record without content, of a type that must have some; protected in DTLS 1.3, it is not dropped. */
    EMPTY,
    /** No key for the epoch yet, and no reason or no room to keep the record. */
    UNKNOWN_EPOCH,
    /** The epoch's time is over. */
    RETIRED_EPOCH,
    /** Seen before, or older than the replay window. */
    REPLAYED,
    /** The key has seen as many forgeries as it may; nothing is opened with it any more. */
    KEY_WORN_OUT,
    /** The tag does not match: forged, damaged, or under another key. */
    BAD_TAG,
    /** A genuine record with padding alone inside, so that nobody knows what it is. */
    NO_CONTENT_TYPE,
    /** Application data without protection, which is nobody's. */
    UNPROTECTED_APPLICATION_DATA,
    /** Application data before the handshake was over, and no room to keep it. */
    EARLY_APPLICATION_DATA,
    /** Alert, handshake or change_cipher_spec in the clear where only protected records count. */
    UNPROTECTED_AFTER_PROTECTED,
    /** A handshake fragment whose header does not fit its record. */
    MALFORMED_FRAGMENT,
    /** A handshake fragment of another epoch than the message it claims to belong to. */
    FRAGMENT_OF_OTHER_EPOCH,
    /** A handshake message too far ahead of the next one, or no room to keep it. */
    FRAGMENT_TOO_FAR_AHEAD,
    /** A handshake message that was received before. */
    DUPLICATE_MESSAGE,
    /** A handshake message that nobody waits for any more. */
    STALE_MESSAGE,
    /** A change_cipher_spec that nobody waits for. */
    UNEXPECTED_CHANGE_CIPHER_SPEC,
    /** An ACK before it is known that DTLS 1.3 is spoken, or where nothing is acknowledged. */
    UNEXPECTED_ACK,
    /** [RFC9853 §3] A return_routability_check that was not agreed on, answers nothing that was asked, or is in the clear. */
    UNEXPECTED_RETURN_ROUTABILITY_CHECK,
    /** An alert that cannot be read, in the clear. */
    MALFORMED_ALERT,
    /** Nothing that begins a handshake, from a peer without an association. */
    NOT_A_HELLO,
    /** A ClientHello that cannot be read, from a peer without an association. */
    MALFORMED_HELLO,
    /** A part of a ClientHello, kept until the rest comes or room is needed. */
    INCOMPLETE_HELLO,
    /** The association is over. */
    ASSOCIATION_OVER
}
