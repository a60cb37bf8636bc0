package io.puredtls.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    /** What peers see of each row, as the clauses say; an RFC that names an alert is to have exactly that one. */
    private static final Map<String, String> ALERTS = Map.ofEntries(
            Map.entry("decode_error", "MALFORMED MALFORMED_ALERT EMPTY_SERVER_CERTIFICATE"),
            Map.entry("unexpected_message", "UNEXPECTED_HANDSHAKE_MESSAGE UNKNOWN_HANDSHAKE_MESSAGE MESSAGE_IN_WRONG_EPOCH "
                    + "APPLICATION_DATA_IN_HANDSHAKE EMPTY_RECORD CONNECTION_IDS_NOT_AGREED TOO_MUCH_EARLY_DATA TOO_MANY_WARNINGS "
                    + "TOO_MANY_HELLO_VERIFY_REQUESTS TOO_MANY_REQUESTS SECOND_RETRY_REQUEST"),
            Map.entry("illegal_parameter", "ACK_OF_HIGHER_EPOCH ILLEGAL_SELECTED_VERSION INCONSISTENT_FRAGMENTS HANDSHAKE_MESSAGE_TOO_LARGE "
                    + "MALFORMED_CHANGE_CIPHER_SPEC LEGACY_COOKIE_NOT_EMPTY INVALID_COOKIE DOWNGRADE_DETECTED "
                    + "ILLEGAL_SERVER_HELLO ILLEGAL_RETRY_REQUEST RETRY_WITHOUT_CHANGE RESUMED_WITH_ANOTHER_SUITE SECOND_HELLO_CHANGED "
                    + "CHOICE_CHANGED_AFTER_RETRY MISPLACED_EXTENSION ILLEGAL_KEY_SHARES PRE_SHARED_KEY_NOT_LAST "
                    + "BINDERS_DO_NOT_FIT ILLEGAL_KEY_UPDATE ILLEGAL_TICKET ILLEGAL_PSK_CHOICE "
                    + "ILLEGAL_EARLY_DATA_ANSWER ILLEGAL_RECORD_SIZE_LIMIT ILLEGAL_MAX_FRAGMENT_LENGTH TWO_RECORD_LIMITS NULL_COMPRESSION_NOT_OFFERED "
                    + "UNOFFERED_CIPHER_SUITE UNOFFERED_COMPRESSION UNOFFERED_GROUP UNOFFERED_SIGNATURE_SCHEME "
                    + "UNOFFERED_APPLICATION_PROTOCOL UNOFFERED_SRTP_PROFILE MISSING_UNCOMPRESSED_POINT_FORMAT "
                    + "SRTP_MKI_MISMATCH ILLEGAL_KEY_SHARE WRONG_SIGNATURE_KEY WRONG_REQUEST_CONTEXT "
                    + "UNOFFERED_CERTIFICATE_COMPRESSION UNOFFERED_CERTIFICATE_TYPE RAW_PUBLIC_KEY_NOT_ALONE ENCRYPT_THEN_MAC_WITHOUT_CBC "
                    + "ILLEGAL_NEW_CONNECTION_ID CHECK_WITHOUT_CONNECTION_ID"),
            Map.entry("too_many_cids_requested", "TOO_MANY_CONNECTION_IDS_REQUESTED"),
            Map.entry("record_overflow", "RECORD_OVER_LIMIT"),
            Map.entry("no_renegotiation", "RENEGOTIATION_REFUSED"),
            Map.entry("protocol_version", "NO_COMMON_VERSION WRONG_LEGACY_VERSION OLDER_VERSION_AFTER_EARLY_DATA"),
            Map.entry("handshake_failure", "NO_COMMON_CIPHER_SUITE NO_PRE_SHARED_KEY NO_COMMON_GROUP NO_COMMON_SIGNATURE_SCHEME NO_SUITABLE_CREDENTIALS "
                    + "MISSING_EXTENDED_MASTER_SECRET RENEGOTIATION_INFO_NOT_EMPTY CERTIFICATE_MISSING"),
            Map.entry("no_application_protocol", "NO_COMMON_APPLICATION_PROTOCOL"),
            Map.entry("unrecognized_name", "UNKNOWN_SERVER_NAME"),
            Map.entry("missing_extension", "MISSING_REQUIRED_EXTENSION"),
            Map.entry("unsupported_extension", "UNSOLICITED_EXTENSION"),
            Map.entry("decrypt_error", "BAD_SIGNATURE WRONG_BINDER WRONG_PRE_SHARED_KEY WRONG_VERIFY_DATA"),
            Map.entry("certificate_required", "CERTIFICATE_DEMANDED"),
            Map.entry("bad_certificate", "MALFORMED_COMPRESSION RAW_PUBLIC_KEY_NOT_TRUSTED RAW_PUBLIC_KEY_UNREADABLE CERTIFICATE_UNREADABLE CERTIFICATE_CHAIN_TOO_LONG "
                    + "CERTIFICATE_SIGNATURE_WRONG CERTIFICATE_ALGORITHM_REFUSED CERTIFICATE_CONSTRAINT_BROKEN "
                    + "CERTIFICATE_NAME_MISMATCH CERTIFICATE_FINGERPRINT_MISMATCH"),
            Map.entry("bad_certificate_status_response", "BAD_CERTIFICATE_STATUS"),
            Map.entry("unknown_ca", "CERTIFICATE_NOT_TRUSTED"),
            Map.entry("certificate_expired", "CERTIFICATE_PAST_VALIDITY CERTIFICATE_NOT_YET_VALID"),
            Map.entry("certificate_revoked", "CERTIFICATE_WAS_REVOKED"),
            Map.entry("certificate_unknown", "CERTIFICATE_REVOCATION_UNKNOWN CERTIFICATE_REJECTED"),
            Map.entry("unsupported_certificate", "CERTIFICATE_KEY_USAGE_WRONG CERTIFICATE_EXTENDED_USAGE_WRONG CERTIFICATE_EXTENSION_UNKNOWN "
                    + "CERTIFICATE_KEY_UNSUPPORTED NO_COMMON_CERTIFICATE_TYPE"),
            Map.entry("internal_error", "MESSAGE_SEQ_EXHAUSTED CONNECTION_ID_TOO_LONG INTERNAL"));

    @Test
    // [RFC9846 §6.2#3] [RFC9846 §6#10] [RFC9846 §4.6#2] [RFC9846 §4.5.1.3#2]
    // [RFC9147 §5.3#7] [RFC9147 §5.1#20]
    void every_row_is_answered_by_its_alert() {
        Map<String, Set<String>> actual = new TreeMap<>();
        for (Violation violation : Violation.values()) {
            violation.alert().ifPresent(alert -> actual.computeIfAbsent(alert.toString(), any -> new TreeSet<>()).add(violation.name()));
        }
        Map<String, Set<String>> expected = new TreeMap<>();
        ALERTS.forEach((alert, rows) -> expected.put(alert, new TreeSet<>(List.of(rows.split(" ")))));
        assertEquals(expected, actual);
    }

    /** [RFC9846 §6.2] Those that are about certificates; "by default", others too. */
    @Test
    // [RFC9846 §4.5.1.2#9]
    void whatever_is_wrong_with_a_chain_is_said_by_an_alert_about_certificates() {
        Set<AlertDescription> ofCertificates = Set.of(
                AlertDescription.BAD_CERTIFICATE, AlertDescription.UNSUPPORTED_CERTIFICATE, AlertDescription.CERTIFICATE_REVOKED,
                AlertDescription.CERTIFICATE_EXPIRED, AlertDescription.CERTIFICATE_UNKNOWN, AlertDescription.UNKNOWN_CA,
                AlertDescription.CERTIFICATE_REQUIRED);
        for (Violation violation : Violation.values()) {
            if (violation.name().startsWith("CERTIFICATE_") && violation != Violation.CERTIFICATE_MISSING) { // that one is DTLS 1.2's
                assertTrue(ofCertificates.contains(violation.alert().orElseThrow()), violation.name());
            }
        }
    }

    /** [RFC9846 §B] Numbers that are kept for older versions; only DTLS 1.2 refuses to renegotiate. */
    @Test
    // [RFC9846 §B#1] [RFC9846 §6.2#6]
    void no_alert_of_older_versions_is_sent_and_no_general_one() {
        Set<Integer> reserved = Set.of(21, 30, 41, 60, 100, 111, 114);
        for (Violation violation : Violation.values()) {
            if (violation != Violation.RENEGOTIATION_REFUSED) {
                assertFalse(violation.alert().map(alert -> reserved.contains(alert.code())).orElse(false), violation.name());
            }
            assertFalse(violation.alert().equals(Optional.of(AlertDescription.GENERAL_ERROR)), violation.name());
        }
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
