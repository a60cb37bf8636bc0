package io.puredtls.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Codepoints, as the RFCs number them. */
final class CodepointsTest {
    @Test
    void types_have_the_numbers_of_rfc_5246_and_9147_and_9853() {
        assertEquals(ContentType.CHANGE_CIPHER_SPEC, ContentType.of(20));
        assertEquals(ContentType.ALERT, ContentType.of(21));
        assertEquals(ContentType.HANDSHAKE, ContentType.of(22));
        assertEquals(ContentType.APPLICATION_DATA, ContentType.of(23));
        assertEquals(ContentType.ACK, ContentType.of(26));
        assertEquals(ContentType.RETURN_ROUTABILITY_CHECK, ContentType.of(27));
        for (int code = -1; code < 300; code++) {
            ContentType type = ContentType.of(code);
            assertEquals(code >= 20 && code <= 23 || code == 26 || code == 27 ? code : -1, type.code());
        }
    }

    @Test
    void newer_versions_have_smaller_numbers() {
        assertTrue(ProtocolVersion.DTLS_1_2.isAtLeast(ProtocolVersion.DTLS_1_0));
        assertTrue(ProtocolVersion.DTLS_1_2.isAtLeast(ProtocolVersion.DTLS_1_2));
        assertFalse(ProtocolVersion.DTLS_1_0.isAtLeast(ProtocolVersion.DTLS_1_2));
    }

    @Test
    void versions_of_tls_are_not_dtls() {
        assertTrue(new ProtocolVersion(0xFE00).isDtls());
        assertTrue(ProtocolVersion.DTLS_1_0.isDtls());
        assertFalse(new ProtocolVersion(0x0303).isDtls());
        assertFalse(new ProtocolVersion(0xFFFE).isDtls());
    }

    @Test
    void versions_are_printed_by_name_where_they_have_one() {
        assertEquals("DTLSv1.0", ProtocolVersion.DTLS_1_0.toString());
        assertEquals("DTLSv1.2", ProtocolVersion.DTLS_1_2.toString());
        assertEquals("DTLSv1.3", new ProtocolVersion(0xFEFC).toString());
        assertEquals("unknown(0x0303)", new ProtocolVersion(0x0303).toString());
    }

    @Test
    void numbers_print_as_epoch_and_sequence() {
        assertEquals("1:281474976710655", new RecordNumber(1, RecordNumber.MAX_SEQUENCE).toString());
        var view = new RecordView();
        view.wrap(new byte[20], 2, 15, 5);
        view.header(ContentType.ALERT, 0xFEFD, 1, 7);
        assertEquals("ALERT 1:7, 5 bytes", view.toString());
        assertEquals(20, view.end());
    }
}
