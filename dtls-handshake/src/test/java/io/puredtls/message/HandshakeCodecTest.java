package io.puredtls.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.message.MessageSamples.Sample;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message against golden bytes: [RFC5246 §7.4], [RFC6347 §4.2.1], [RFC8422 §5]. */
class HandshakeCodecTest {
    static final List<Sample> samples = MessageSamples.ALL;

    @Test
    void there_is_a_sample_of_every_message() {
        Set<Class<?>> sampled = new HashSet<>();
        samples.forEach(sample -> sampled.add(sample.message().getClass()));
        assertEquals(Set.of(HandshakeMessage.class.getPermittedSubclasses()), sampled);
    }

    @ParameterizedTest
    @FieldSource("samples")
    void message_is_written_as_its_golden_bytes(Sample sample) {
        assertEquals(sample.golden().bytes(), sample.message().toBytes());
    }

    @ParameterizedTest
    @FieldSource("samples")
    void golden_bytes_are_read_as_the_message(Sample sample) throws ProtocolException {
        assertEquals(sample.message(), decode(sample.message().type(), sample.golden().bytes()));
    }

    @ParameterizedTest
    @FieldSource("samples")
    void reader_and_writer_go_by_the_golden_fields(Sample sample) throws ProtocolException {
        FieldList written = written(sample.message());
        assertEquals(sample.golden().names(), written.names());
        assertEquals(written.fields(), read(sample).fields());
    }

    @ParameterizedTest
    @FieldSource("samples")
    void every_prefix_is_refused_by_the_name_of_the_field_that_is_cut(Sample sample) throws ProtocolException {
        Bytes whole = sample.golden().bytes();
        FieldList fields = read(sample);
        for (int length = 0; length < whole.length(); length++) {
            Bytes prefix = whole.slice(0, length);
            if (isWholeByItself(sample, fields, length)) {
                decode(sample.message().type(), prefix);
            } else {
                assertMalformed(sample.message().type(), prefix, fields.cutAt(length) + " is cut short");
            }
        }
    }

    /** Finished has whatever length it has; a hello may end before its extensions. */
    private static boolean isWholeByItself(Sample sample, FieldList fields, int length) {
        return sample.message() instanceof Finished
                || fields.fields().stream().anyMatch(field -> field.name().equals("extensions") && field.offset() - 2 == length);
    }

    @ParameterizedTest
    @FieldSource("samples")
    void a_byte_too_many_is_refused(Sample sample) throws ProtocolException {
        Bytes longer = append(sample.golden().bytes(), 0);
        if (sample.message() instanceof Finished) {
            assertEquals(new Finished(longer), decode(HandshakeType.FINISHED, longer));
        } else if (sample.name().endsWith("Hello without extensions")) {
            assertMalformed(sample.message().type(), longer, "extensions is cut short");
        } else {
            assertMalformed(sample.message().type(), longer, "has 1 bytes too many");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 8, 17, 21, 24, 254, 255})
    void unknown_message_is_refused_by_its_number(int code) {
        var thrown = assertThrows(ProtocolException.class, () -> decode(new HandshakeType(code), Bytes.EMPTY));
        assertEquals(Violation.UNKNOWN_HANDSHAKE_MESSAGE, thrown.violation());
        assertTrue(thrown.getMessage().contains("unknown(" + code + ")"), thrown.getMessage());
    }

    @Test
    void names_of_messages_are_the_rfcs() {
        assertEquals(
                List.of("HelloRequest", "ClientHello", "ClientHello", "ServerHello", "ServerHello", "HelloVerifyRequest", "Certificate",
                        "Certificate", "ServerKeyExchange", "CertificateRequest", "CertificateRequest", "ServerHelloDone",
                        "CertificateVerify", "ClientKeyExchange", "Finished"),
                samples.stream().map(sample -> sample.message().type().toString()).toList());
        assertEquals("unknown(4)", new HandshakeType(4).toString());
    }

    // What the length fields alone do not refuse

    @Test
    void session_id_of_a_client_has_at_most_32_bytes() {
        assertMalformed(HandshakeType.CLIENT_HELLO, hello("21 " + "ab".repeat(33), "00", "0002 c02b", "01 00"), "session_id has more than 32 bytes");
    }

    @Test
    void session_id_of_32_bytes_is_read() throws ProtocolException {
        var hello = (ClientHello) decode(HandshakeType.CLIENT_HELLO, hello("20 " + "ab".repeat(32), "00", "0002 c02b", "01 00"));
        assertEquals(32, hello.sessionId().length());
    }

    @Test
    void session_id_of_a_server_has_at_most_32_bytes() {
        Bytes body = Bytes.ofHex("fefd" + "00".repeat(32) + "21" + "ab".repeat(33) + "c02b" + "00");
        assertMalformed(HandshakeType.SERVER_HELLO, body, "session_id has more than 32 bytes");
    }

    /** Failure class 6: cookies of every length. */
    @Test
    void cookie_of_any_length_is_read() throws ProtocolException {
        for (int length = 0; length <= 255; length++) {
            String cookie = String.format("%02x", length) + "cc".repeat(length);
            var hello = (ClientHello) decode(HandshakeType.CLIENT_HELLO, hello("00", cookie, "0002 c02b", "01 00"));
            assertEquals(length, hello.cookie().length());
            var request = (HelloVerifyRequest) decode(HandshakeType.HELLO_VERIFY_REQUEST, Bytes.ofHex("feff" + cookie));
            assertEquals(hello.cookie(), request.cookie());
        }
    }

    @Test
    void client_hello_without_cipher_suites_is_refused() {
        assertMalformed(HandshakeType.CLIENT_HELLO, hello("00", "00", "0000", "01 00"), "cipher_suites is empty");
    }

    @Test
    void client_hello_with_half_a_cipher_suite_is_refused() {
        assertMalformed(HandshakeType.CLIENT_HELLO, hello("00", "00", "0003 c02bc0", "01 00"), "CipherSuite is cut short");
    }

    @Test
    void client_hello_without_compression_methods_is_refused() {
        assertMalformed(HandshakeType.CLIENT_HELLO, hello("00", "00", "0002 c02b", "00"), "compression_methods is empty");
    }

    @Test
    void empty_certificate_in_a_list_is_refused() {
        assertMalformed(HandshakeType.CERTIFICATE, Bytes.ofHex("000003000000"), "ASN.1Cert is empty");
    }

    @Test
    void server_share_that_is_not_on_a_named_curve_is_refused() {
        for (int curveType : new int[] {0, 1, 2, 4, 255}) {
            Bytes body = Bytes.ofHex(String.format("%02x", curveType) + "001d02aabb080400025151");
            assertMalformed(HandshakeType.SERVER_KEY_EXCHANGE, body, "curve_type is not named_curve but " + curveType);
        }
    }

    @Test
    void malformed_message_is_named_before_its_field() {
        var thrown = assertThrows(ProtocolException.class, () -> decode(HandshakeType.CERTIFICATE_VERIFY, Bytes.ofHex("04")));
        assertEquals("CertificateVerify: algorithm is cut short: 2 bytes needed, 1 left", thrown.getMessage());
    }

    /** [RFC6347 §4.2.1#7] */
    @Test
    void hello_with_a_cookie_is_the_same_hello() {
        ClientHello again = MessageSamples.CLIENT_HELLO.withCookie(Bytes.ofHex("77"));
        assertEquals(Bytes.ofHex("77"), again.cookie());
        assertEquals(MessageSamples.CLIENT_HELLO, again.withCookie(MessageSamples.CLIENT_HELLO.cookie()));
    }

    @Test
    void lists_of_a_message_cannot_be_changed() {
        var certificates = new ArrayList<>(List.of(Bytes.ofHex("30")));
        var message = new Certificate12(certificates);
        certificates.clear();
        assertEquals(1, message.certificateList().size());
        assertThrows(UnsupportedOperationException.class, () -> MessageSamples.CLIENT_HELLO.cipherSuites().clear());
        var request = new CertificateRequest12(Bytes.ofHex("01"), new ArrayList<>(), new ArrayList<>());
        assertThrows(UnsupportedOperationException.class, () -> request.schemes().clear());
        assertThrows(UnsupportedOperationException.class, () -> request.certificateAuthorities().clear());
    }

    private static Bytes hello(String sessionId, String cookie, String suites, String compressions) {
        return Bytes.ofHex(("fefd" + "00".repeat(32) + sessionId + cookie + suites + compressions).replace(" ", ""));
    }

    private static Bytes append(Bytes bytes, int value) {
        byte[] longer = Arrays.copyOf(bytes.toArray(), bytes.length() + 1);
        longer[bytes.length()] = (byte) value;
        return Bytes.of(longer);
    }

    private static HandshakeMessage decode(HandshakeType type, Bytes body) throws ProtocolException {
        return HandshakeCodec.DTLS12.decode(type, body.reader());
    }

    private static void assertMalformed(HandshakeType type, Bytes body, String fault) {
        var thrown = assertThrows(ProtocolException.class, () -> decode(type, body), () -> type + " " + body);
        assertEquals(Violation.MALFORMED, thrown.violation());
        assertTrue(thrown.getMessage().contains(fault), () -> thrown.getMessage() + ", not " + fault);
    }

    private static FieldList written(HandshakeMessage message) {
        FieldList fields = new FieldList();
        message.encode(new WireWriter(fields));
        return fields;
    }

    private static FieldList read(Sample sample) throws ProtocolException {
        FieldList fields = new FieldList();
        byte[] bytes = sample.golden().bytes().toArray();
        HandshakeCodec.DTLS12.decode(sample.message().type(), new WireReader(bytes, 0, bytes.length, fields));
        return fields;
    }
}
