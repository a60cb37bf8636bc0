package io.puredtls.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The table of alerts, and the codepoints in it. */
class ViolationTest {
    @ParameterizedTest
    @EnumSource
    void every_row_cites_a_clause(Violation violation) {
        assertTrue(violation.clause().matches("RFC\\d{4} §[A-Z0-9][0-9.]*"), violation.clause());
    }

    @Test
    void silence_is_kept_where_nobody_is_left_to_tell() {
        Set<Violation> silent = EnumSet.noneOf(Violation.class);
        for (Violation violation : Violation.values()) {
            if (violation.alert().isEmpty()) {
                silent.add(violation);
            }
        }
        assertEquals(EnumSet.of(Violation.HANDSHAKE_LIMIT, Violation.RETRANSMISSION_LIMIT, 
                Violation.KEY_UPDATES_EXHAUSTED, Violation.SEQUENCE_NUMBERS_EXHAUSTED, Violation.USAGE_LIMIT_REACHED, Violation.PEER_ALERT), silent);
    }

    /** The rows that other stacks and BoGo look at: each as the clause says. */
    @ParameterizedTest
    @CsvSource({
        "MALFORMED, decode_error", "UNEXPECTED_HANDSHAKE_MESSAGE, unexpected_message", "UNKNOWN_HANDSHAKE_MESSAGE, unexpected_message",
        "INCONSISTENT_FRAGMENTS, illegal_parameter", "HANDSHAKE_MESSAGE_TOO_LARGE, illegal_parameter",
        "RENEGOTIATION_REFUSED, no_renegotiation", "NO_COMMON_VERSION, protocol_version", "NO_COMMON_CIPHER_SUITE, handshake_failure",
        "NO_COMMON_GROUP, handshake_failure", "NO_COMMON_SIGNATURE_SCHEME, handshake_failure", "NO_SUITABLE_CREDENTIALS, handshake_failure",
        "NO_COMMON_APPLICATION_PROTOCOL, no_application_protocol", "UNKNOWN_SERVER_NAME, unrecognized_name",
        "NULL_COMPRESSION_NOT_OFFERED, illegal_parameter", "UNOFFERED_CIPHER_SUITE, illegal_parameter",
        "UNOFFERED_COMPRESSION, illegal_parameter", "UNSOLICITED_EXTENSION, unsupported_extension",
        "MISSING_EXTENDED_MASTER_SECRET, handshake_failure", "RENEGOTIATION_INFO_NOT_EMPTY, handshake_failure",
        "MISSING_UNCOMPRESSED_POINT_FORMAT, illegal_parameter", "SRTP_MKI_MISMATCH, illegal_parameter",
        "BAD_SIGNATURE, decrypt_error", "WRONG_VERIFY_DATA, decrypt_error", "CERTIFICATE_NOT_TRUSTED, unknown_ca",
        "LEGACY_COOKIE_NOT_EMPTY, illegal_parameter", "INVALID_COOKIE, illegal_parameter", "ILLEGAL_SERVER_HELLO, illegal_parameter",
        "ILLEGAL_RETRY_REQUEST, illegal_parameter", "RETRY_WITHOUT_CHANGE, illegal_parameter", "SECOND_RETRY_REQUEST, unexpected_message",
        "SECOND_HELLO_CHANGED, illegal_parameter", "CHOICE_CHANGED_AFTER_RETRY, illegal_parameter",
        "MISSING_REQUIRED_EXTENSION, missing_extension", "MISPLACED_EXTENSION, illegal_parameter", "DOWNGRADE_DETECTED, illegal_parameter",
        "ILLEGAL_KEY_SHARES, illegal_parameter", "ILLEGAL_KEY_SHARE, illegal_parameter", "PRE_SHARED_KEY_NOT_LAST, illegal_parameter",
        "BINDERS_DO_NOT_FIT, illegal_parameter", "WRONG_BINDER, decrypt_error", "ILLEGAL_PSK_CHOICE, illegal_parameter",
        "ILLEGAL_EARLY_DATA_ANSWER, illegal_parameter", "ILLEGAL_KEY_UPDATE, illegal_parameter", "MESSAGE_IN_WRONG_EPOCH, unexpected_message",
        "ACK_OF_HIGHER_EPOCH, illegal_parameter", "APPLICATION_DATA_IN_HANDSHAKE, unexpected_message",
        "TOO_MUCH_EARLY_DATA, unexpected_message", "EMPTY_SERVER_CERTIFICATE, decode_error", "CERTIFICATE_DEMANDED, certificate_required",
        "CERTIFICATE_PAST_VALIDITY, certificate_expired", "CERTIFICATE_WAS_REVOKED, certificate_revoked", "INTERNAL, internal_error"})
    // [RFC9147 §5.3#7] [RFC9147 §5.1#20]
    void a_row_is_answered_by_its_alert(Violation violation, String alert) {
        assertEquals(Optional.of(alert), violation.alert().map(AlertDescription::toString));
    }

    @Test
    void names_of_alerts_are_those_of_their_constants() throws IllegalAccessException {
        Set<Integer> codes = new HashSet<>();
        for (Field field : AlertDescription.class.getFields()) {
            AlertDescription alert = (AlertDescription) field.get(null);
            assertEquals(field.getName().toLowerCase(Locale.ROOT), alert.toString());
            assertTrue(codes.add(alert.code()), field.getName());
        }
        assertEquals(30, codes.size());
        assertEquals("unknown(200)", new AlertDescription(200).toString());
    }

    /** [RFC5246 §7.2], [RFC9147 §10], [RFC9846 §6]: the registry's numbers. */
    @Test
    void numbers_of_alerts_are_the_registrys() {
        List<String> named = new ArrayList<>();
        for (int code = 0; code < 256; code++) {
            String name = new AlertDescription(code).toString();
            if (!name.startsWith("unknown(")) {
                named.add(code + " " + name);
            }
        }
        assertEquals(List.of("0 close_notify", "10 unexpected_message", "20 bad_record_mac", "22 record_overflow", "40 handshake_failure",
                "42 bad_certificate", "43 unsupported_certificate", "44 certificate_revoked", "45 certificate_expired",
                "46 certificate_unknown", "47 illegal_parameter", "48 unknown_ca", "49 access_denied", "50 decode_error",
                "51 decrypt_error", "52 too_many_cids_requested", "70 protocol_version", "71 insufficient_security", "80 internal_error", "86 inappropriate_fallback",
                "90 user_canceled", "100 no_renegotiation", "109 missing_extension", "110 unsupported_extension",
                "112 unrecognized_name", "113 bad_certificate_status_response", "115 unknown_psk_identity",
                "116 certificate_required", "117 general_error", "120 no_application_protocol"), named);
    }

    @Test
    void levels_have_the_rfcs_numbers() {
        assertEquals(1, AlertLevel.WARNING.code());
        assertEquals(2, AlertLevel.FATAL.code());
    }

    @Test
    void an_exception_names_its_row_and_carries_no_stack() {
        ProtocolException thrown = ProtocolException.violation(Violation.MALFORMED, "what was found");
        assertSame(Violation.MALFORMED, thrown.violation());
        assertEquals("what was found", thrown.getMessage());
        assertEquals(0, thrown.getStackTrace().length);
        assertNull(thrown.getCause());
        assertThrows(NullPointerException.class, () -> ProtocolException.violation(null, "no row"));
    }
}
