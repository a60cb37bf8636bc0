package io.puredtls.record.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.suite.RecordCipher;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.Capture;
import io.puredtls.record.fixture.Capture.Side;
import io.puredtls.record.fixture.MacOrder;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Records that OpenSSL and GnuTLS made and understood are opened here, and made here again byte for byte. */
final class ForeignRecordsTest {
    private static final Bytes CLOSE_NOTIFY = Bytes.ofHex("0100");
    private static final String FINISHED_HEADER = "14" + "00000c"; // message_seq follows, which depends on the flights before

    private record Opened(ContentType type, long sequence, Bytes content, byte[] sealed) {
    }

    @ParameterizedTest
    @EnumSource
    void records_of_an_openssl_client_are_opened(AeadAlgorithm algorithm) {
        assertConversation("client", 'c', open(capture("openssl", algorithm), Side.CLIENT));
    }

    @ParameterizedTest
    @EnumSource
    void records_of_an_openssl_server_are_opened(AeadAlgorithm algorithm) {
        assertConversation("server", 's', open(capture("openssl", algorithm), Side.SERVER));
    }

    // [RFC5246 §6.2.3.2] [RFC7366 §3]
    @ParameterizedTest
    @MethodSource("cbc")
    void cbc_records_of_openssl_are_opened(CbcAlgorithm algorithm, MacOrder order) {
        Capture capture = Capture.read("openssl-dtls12-records", (algorithm + "-" + order).toLowerCase(Locale.ROOT).replace('_', '-'));
        assertEquals(new RecordCipher.Cbc(algorithm), capture.suite().cipher());
        for (Side side : Side.values()) {
            List<Opened> records = open(capture, side, capture.protection(side, algorithm, order));
            assertConversation(side.name().toLowerCase(Locale.ROOT), side == Side.CLIENT ? 'c' : 's', records);
        }
    }

    static List<Arguments> cbc() {
        return Arrays.stream(CbcAlgorithm.values())
                .flatMap(algorithm -> Arrays.stream(MacOrder.values()).map(order -> Arguments.of(algorithm, order))).toList();
    }

    /** Finished, a line, 1200 times a letter, and close_notify, numbered from 0. */
    private static void assertConversation(String name, char letter, List<Opened> records) {
        assertEquals(List.of(0L, 1L, 2L, 3L), records.stream().map(Opened::sequence).toList());
        assertFinished(records.get(0));
        assertApplicationData("from the " + name + "\n", records.get(1));
        assertApplicationData(Character.toString(letter).repeat(1200), records.get(2));
        assertEquals(ContentType.ALERT, records.get(3).type());
        assertEquals(CLOSE_NOTIFY, records.get(3).content());
    }

    @ParameterizedTest
    @EnumSource
    void records_of_a_gnutls_server_are_opened(AeadAlgorithm algorithm) {
        List<Opened> records = open(capture("gnutls", algorithm), Side.SERVER);
        assertFinished(records.get(0));
        var echoed = new StringBuilder();
        for (Opened record : records.subList(1, records.size())) {
            assertEquals(ContentType.APPLICATION_DATA, record.type());
            echoed.append(text(record.content()));
        }
        assertEquals("from the client\n" + "c".repeat(1200), echoed.toString());
    }

    @ParameterizedTest
    @EnumSource
    void records_of_a_gnutls_server_are_sealed_again_byte_for_byte(AeadAlgorithm algorithm) {
        Capture capture = capture("gnutls", algorithm);
        assertSealedAgain(capture.protection(Side.SERVER), open(capture, Side.SERVER));
    }

    @Test
    void chacha20_records_of_openssl_are_sealed_again_byte_for_byte() {
        Capture capture = capture("openssl", AeadAlgorithm.CHACHA20_POLY1305);
        assertSealedAgain(capture.protection(Side.CLIENT), open(capture, Side.CLIENT));
        assertSealedAgain(capture.protection(Side.SERVER), open(capture, Side.SERVER));
    }

    private static void assertSealedAgain(Aead12 protection, List<Opened> records) {
        assertTrue(records.size() >= 4);
        for (Opened record : records) {
            byte[] content = record.content().toArray();
            byte[] out = new byte[content.length + protection.overhead()];
            assertEquals(out.length, protection.seal(record.type(), 1, record.sequence(), content, 0, content.length, out, 0, out.length));
            assertArrayEquals(record.sealed(), out, "record " + record.sequence());
        }
    }

    private static void assertFinished(Opened record) {
        assertEquals(ContentType.HANDSHAKE, record.type());
        assertEquals(FINISHED_HEADER, record.content().slice(0, 4).hex());
        assertEquals(12 + 12, record.content().length());
    }

    private static void assertApplicationData(String expected, Opened record) {
        assertEquals(ContentType.APPLICATION_DATA, record.type());
        assertEquals(expected, text(record.content()));
    }

    private static String text(Bytes content) {
        return new String(content.toArray(), StandardCharsets.US_ASCII);
    }

    private static Capture capture(String stack, AeadAlgorithm algorithm) {
        return Capture.read(stack + "-dtls12-records", algorithm.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** All protected records that one side sent. */
    private static List<Opened> open(Capture capture, Side side) {
        return open(capture, side, capture.protection(side));
    }

    private static List<Opened> open(Capture capture, Side side, RecordProtection protection) {
        var cursor = new RecordCursor();
        var view = new RecordView();
        List<Opened> opened = new ArrayList<>();
        for (var datagram : capture.datagrams()) {
            byte[] bytes = datagram.bytes().clone();
            cursor.wrap(bytes, 0, bytes.length);
            while (cursor.next(view)) {
                if (datagram.from() == side && view.epoch() == 1) {
                    byte[] sealed = Arrays.copyOfRange(bytes, view.start(), view.end());
                    assertTrue(protection.isLongEnough(view));
                    assertEquals(Opening.OPENED, protection.open(view), "record " + view.sequence());
                    opened.add(new Opened(
                            view.type(), view.sequence(), Bytes.of(bytes, view.payloadOffset(), view.payloadLength()), sealed));
                }
            }
            assertTrue(cursor.stoppedBy().isEmpty());
        }
        return opened;
    }
}
