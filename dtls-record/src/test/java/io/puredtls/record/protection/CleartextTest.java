package io.puredtls.record.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.format.PlaintextHeader;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** A header and the content itself. */
final class CleartextTest {
    @Test
    // [RFC9147 §4.2.3#8]
    void record_is_header_and_content_under_the_version_chosen() {
        byte[] out = new byte[20];
        int length = new Cleartext(ProtocolVersion.DTLS_1_0).seal(ContentType.HANDSHAKE, 0, 7, Protections.content(9), 4, 5, out, 2, 20);
        assertEquals(18, length);
        byte[] expected = RawRecord.of(22, 0xFEFF, 0, 7, Arrays.copyOfRange(Protections.content(9), 4, 9));
        assertArrayEquals(expected, Arrays.copyOfRange(out, 2, 20));
    }

    @Test
    void content_may_lie_anywhere_in_the_output() {
        for (int place = 0; place <= 20; place++) {
            byte[] out = new byte[40];
            System.arraycopy(Protections.content(20), 0, out, place, 20);
            new Cleartext(ProtocolVersion.DTLS_1_2).seal(ContentType.ALERT, 0, 1, out, place, 20, out, 0, out.length);
            assertArrayEquals(RawRecord.of(21, RawRecord.DTLS_1_2, 0, 1, Protections.content(20)), Arrays.copyOf(out, 33));
        }
    }

    @Test
    void any_record_is_its_own_content() {
        var cleartext = new Cleartext(ProtocolVersion.DTLS_1_2);
        var view = new RecordView();
        assertTrue(PlaintextHeader.read(RawRecord.of(22, RawRecord.DTLS_1_2, 0, 1), 0, 13, view));
        assertTrue(cleartext.isLongEnough(view));
        assertEquals(Opening.OPENED, cleartext.open(view));
        assertEquals(0, view.payloadLength());
        assertEquals(13, cleartext.headerLength());
        assertEquals(13, cleartext.overhead());
        assertEquals(Long.MAX_VALUE, cleartext.limits().confidentiality());
        assertEquals(Long.MAX_VALUE, cleartext.limits().integrity());
        cleartext.close();
    }
}
