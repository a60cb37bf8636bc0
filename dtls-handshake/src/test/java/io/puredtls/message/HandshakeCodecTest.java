package io.puredtls.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.MaxEarlyData;
import io.puredtls.extension.SelectedGroup;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.MessageSamples.Sample;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** Every message against golden bytes: [RFC5246 §7.4], [RFC6347 §4.2.1], [RFC8422 §5], [RFC9846 §4], [RFC8879 §4]. */
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
        assertEquals(sample.message(), decode(sample, sample.golden().bytes()));
    }

    @ParameterizedTest
    @FieldSource("samples")
    void reader_and_writer_go_by_the_golden_fields(Sample sample) throws ProtocolException {
        FieldList written = written(sample.message());
        assertEquals(sample.golden().names(), written.names());
        FieldList read = read(sample);
        assertEquals(written.fields(), read.fields());
    }

    @ParameterizedTest
    @FieldSource("samples")
    void every_prefix_is_refused_by_the_name_of_the_field_that_is_cut(Sample sample) throws ProtocolException {
        Bytes whole = sample.golden().bytes();
        FieldList fields = read(sample);
        for (int length = 0; length < whole.length(); length++) {
            Bytes prefix = whole.slice(0, length);
            if (isWholeByItself(sample, fields, length)) {
                decode(sample, prefix);
            } else {
                assertMalformed(sample, prefix, fields.cutAt(length) + " is cut short");
            }
        }
    }

    /** Finished has whatever length it has; a hello may end before its extensions. */
    private static boolean isWholeByItself(Sample sample, FieldList fields, int length) {
        return sample.message() instanceof Finished
                || isHello(sample.message().type()) && fields.fields().stream().anyMatch(field -> field.name().equals("extensions") && field.offset() - 2 == length);
    }

    private static boolean isHello(HandshakeType type) {
        return type.equals(HandshakeType.CLIENT_HELLO) || type.equals(HandshakeType.SERVER_HELLO);
    }

    @ParameterizedTest
    @FieldSource("samples")
    void a_byte_too_many_is_refused(Sample sample) throws ProtocolException {
        Bytes longer = append(sample.golden().bytes(), 0);
        if (sample.message() instanceof Finished) {
            assertEquals(new Finished(longer), decode(sample, longer));
        } else if (sample.name().endsWith("Hello without extensions")) {
            assertMalformed(sample, longer, "extensions is cut short");
        } else {
            assertMalformed(sample, longer, "has 1 bytes too many");
        }
    }

    private static final Map<HandshakeCodec, Set<Integer>> KNOWN = Map.of(
            HandshakeCodec.DTLS12, Set.of(0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22),
            HandshakeCodec.DTLS12_RAW_PUBLIC_KEY, Set.of(0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22),
            HandshakeCodec.DTLS12_PSK, Set.of(0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22),
            HandshakeCodec.DTLS12_ECDHE_PSK, Set.of(0, 1, 2, 3, 4, 11, 12, 13, 14, 15, 16, 20, 22),
            HandshakeCodec.DTLS13, Set.of(1, 2, 4, 8, 9, 10, 11, 13, 15, 20, 24, 25));

    @ParameterizedTest
    @EnumSource(HandshakeCodec.class)
    void a_message_that_is_not_of_this_version_is_refused_by_its_name(HandshakeCodec codec) {
        for (int code = 0; code < 256; code++) {
            if (!KNOWN.get(codec).contains(code)) {
                HandshakeType type = new HandshakeType(code);
                var thrown = assertThrows(ProtocolException.class, () -> codec.decode(type, Bytes.EMPTY.reader()));
                assertEquals(Violation.UNKNOWN_HANDSHAKE_MESSAGE, thrown.violation());
                assertEquals("handshake message of " + type, thrown.getMessage());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(HandshakeCodec.class)
    void there_is_a_sample_of_every_message_of_this_version(HandshakeCodec codec) {
        Set<Integer> sampled = new HashSet<>();
        if (codec == HandshakeCodec.DTLS12_PSK || codec == HandshakeCodec.DTLS12_ECDHE_PSK) { // the others are read as in DTLS12
            sampled.addAll(KNOWN.get(HandshakeCodec.DTLS12));
            sampled.removeAll(Set.of(12, 16));
        }
        if (codec == HandshakeCodec.DTLS12_RAW_PUBLIC_KEY) {
            sampled.addAll(KNOWN.get(HandshakeCodec.DTLS12));
            sampled.remove(11);
        }
        samples.stream().filter(sample -> sample.codec() == codec).forEach(sample -> sampled.add(sample.message().type().code()));
        assertEquals(KNOWN.get(codec), sampled);
    }

    @Test
    void names_of_messages_are_the_rfcs() {
        List<String> names = new ArrayList<>();
        for (int code : new int[] {0, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 14, 15, 16, 20, 22, 24, 25, 254, 17, 255}) {
            names.add(new HandshakeType(code).toString());
        }
        assertEquals(
                List.of("HelloRequest", "ClientHello", "ServerHello", "HelloVerifyRequest", "NewSessionTicket", "EndOfEarlyData",
                        "EncryptedExtensions", "RequestConnectionId", "NewConnectionId", "Certificate", "ServerKeyExchange",
                        "CertificateRequest", "ServerHelloDone", "CertificateVerify", "ClientKeyExchange", "Finished", "CertificateStatus",
                        "KeyUpdate", "CompressedCertificate", "message_hash", "unknown(17)", "unknown(255)"), names);
    }

    /** The extensions of every message that has some, said twice. */
    @ParameterizedTest
    @FieldSource("samples")
    // [RFC9846 §4.3#8]
    void an_extension_said_twice_is_refused(Sample sample) {
        if (!(sample.message() instanceof Finished)) {
            String whole = sample.golden().bytes().hex();
            written(sample.message()).fields().stream().filter(field -> field.name().equals("extensions")).forEach(vector -> {
                String twice = "12340000" + "12340000";
                int end = 2 * vector.end();
                Bytes longer = Bytes.ofHex(lengthened(sample, whole.substring(0, 2 * vector.offset() - 4))
                        + String.format("%04x", vector.length() + 8) + whole.substring(2 * vector.offset(), end) + twice + whole.substring(end));
                assertMalformed(sample, longer, "extensions has unknown(4660) twice");
            });
        }
    }

    /** What stands before a vector that gets 8 bytes more, if it has a length over it as a certificate_list has. */
    private static String lengthened(Sample sample, String before) {
        if (sample.message() instanceof Certificate13 certificate) {
            int at = 2 * (1 + certificate.certificateRequestContext().length());
            return before.substring(0, at)
                    + String.format("%06x", Integer.parseInt(before.substring(at, at + 6), 16) + 8) + before.substring(at + 6);
        }
        return before;
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
    // [RFC9846 §3.4#1]
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

    /** [RFC9846 §4.2.3] One random alone makes a ServerHello a HelloRetryRequest. */
    @ParameterizedTest
    @EnumSource(HandshakeCodec.class)
    // [RFC9846 §4.2.3#11]
    void hello_with_another_random_is_no_retry_request(HandshakeCodec codec) throws ProtocolException {
        byte[] retry = MessageSamples.HELLO_RETRY_REQUEST.toBytes().toArray();
        assertEquals(MessageSamples.HELLO_RETRY_REQUEST, codec.decode(HandshakeType.SERVER_HELLO, Bytes.of(retry).reader()));
        Bytes plain = new HelloRetryRequest(
                ProtocolVersion.DTLS_1_2, Bytes.EMPTY, new CipherSuite(0x1301), 0, Extensions.NONE).toBytes();
        for (int bit = 0; bit < 256; bit++) {
            byte[] changed = plain.toArray();
            changed[2 + bit / 8] ^= (byte) (1 << bit % 8);
            assertInstanceOf(ServerHello.class, codec.decode(HandshakeType.SERVER_HELLO, Bytes.of(changed).reader()));
        }
    }

    /** [RFC9846 §4.2.3] */
    @Test
    void random_of_a_retry_request_is_a_hash_of_its_name() throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest("HelloRetryRequest".getBytes(StandardCharsets.US_ASCII));
        assertEquals(Bytes.of(hash), HelloRetryRequest.RANDOM);
    }

    @Test
    void session_id_of_a_retry_request_has_at_most_32_bytes() {
        Bytes body = Bytes.ofHex("fefd" + HelloRetryRequest.RANDOM.hex() + "21" + "ab".repeat(33) + "1301" + "00" + "0000");
        assertMalformed(HandshakeType.SERVER_HELLO, body, "session_id has more than 32 bytes");
    }

    /** [RFC9846 §4.5.1] */
    @Test
    void empty_certificate_with_extensions_is_refused() {
        assertMalformed13(HandshakeType.CERTIFICATE, "00" + "000005" + "000000" + "0000", "cert_data is empty");
        assertMalformed13(HandshakeType.CERTIFICATE, "00" + "00000b" + "000001" + "30" + "0000" + "000000" + "0000", "cert_data is empty");
    }

    /** [RFC9846 §4.5.1] What is said about one certificate may be said about the next. */
    @Test
    void an_extension_may_stand_beside_every_certificate() throws ProtocolException {
        String entry = "000001" + "30" + "0004" + "00220000";
        var read = (Certificate13) decode13(HandshakeType.CERTIFICATE, "00" + "000014" + entry + entry);
        assertEquals(2, read.certificateList().size());
        read.certificateList().forEach(each -> assertTrue(each.extensions().has(new ExtensionType(34))));
    }

    /** [RFC8879 §4] */
    @Test
    void compressed_certificate_must_not_be_empty() throws ProtocolException {
        assertMalformed13(HandshakeType.COMPRESSED_CERTIFICATE, "0001" + "000100" + "000000", "compressed_certificate_message is empty");
        assertEquals(
                new CompressedCertificate(0xFFFF, 0xFFFFFF, Bytes.ofHex("00")),
                decode13(HandshakeType.COMPRESSED_CERTIFICATE, "ffff" + "ffffff" + "000001" + "00"));
    }

    /** [RFC9846 §4.7.1] */
    @Test
    void ticket_must_not_be_empty() {
        assertMalformed13(HandshakeType.NEW_SESSION_TICKET, "00000001" + "00000002" + "00" + "0000" + "0000", "ticket is empty");
    }

    /** [RFC9846 §4.7.1] Numbers of four bytes are not signed. */
    @Test
    void lifetime_and_age_go_up_to_2_to_the_32_less_1() throws ProtocolException {
        var ticket = (NewSessionTicket) decode13(HandshakeType.NEW_SESSION_TICKET, "ffffffff" + "80000000" + "00" + "0001aa" + "0000");
        assertEquals(0xFFFFFFFFL, ticket.ticketLifetime());
        assertEquals(0x80000000L, ticket.ticketAgeAdd());
    }

    /** [RFC9846 §4.7.3] What a request may say is looked at by whoever acts on it: other values are illegal, but not malformed. */
    @Test
    void request_for_a_key_update_may_say_anything() throws ProtocolException {
        assertEquals(new KeyUpdate(KeyUpdate.UPDATE_NOT_REQUESTED), decode13(HandshakeType.KEY_UPDATE, "00"));
        assertEquals(new KeyUpdate(KeyUpdate.UPDATE_REQUESTED), decode13(HandshakeType.KEY_UPDATE, "01"));
        for (int code = 2; code < 256; code++) {
            assertEquals(new KeyUpdate(code), decode13(HandshakeType.KEY_UPDATE, String.format("%02x", code)));
        }
    }

    /** Every message finds its own table of places: under the same number there stands what is read in it alone. */
    @Test
    void extensions_are_read_as_those_of_their_message() throws ProtocolException {
        String keyShare = "0006" + "0033" + "0002" + "001d";
        var encrypted = (EncryptedExtensions) decode13(HandshakeType.ENCRYPTED_EXTENSIONS, keyShare);
        assertTrue(encrypted.find(UnknownExtension.class).isPresent());
        var request = (CertificateRequest13) decode13(HandshakeType.CERTIFICATE_REQUEST, "00" + keyShare);
        assertTrue(request.find(UnknownExtension.class).isPresent());
        var ticket = (NewSessionTicket) decode13(
                HandshakeType.NEW_SESSION_TICKET, "00000000" + "00000000" + "00" + "000171" + "0008" + "002a" + "0004" + "00000001");
        assertTrue(ticket.extensions().has(MaxEarlyData.class));
        var retry = (HelloRetryRequest) decode13(
                HandshakeType.SERVER_HELLO, "fefd" + HelloRetryRequest.RANDOM.hex() + "00" + "1301" + "00" + keyShare);
        assertTrue(retry.find(SelectedGroup.class).isPresent());
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
        var entries = new ArrayList<>(List.of(new Certificate13.Entry(Bytes.ofHex("30"), Extensions.NONE)));
        var certificate = new Certificate13(Bytes.EMPTY, entries);
        entries.clear();
        assertEquals(1, certificate.certificateList().size());
    }

    private static Bytes hello(String sessionId, String cookie, String suites, String compressions) {
        return Bytes.ofHex(("fefd" + "00".repeat(32) + sessionId + cookie + suites + compressions).replace(" ", ""));
    }

    private static Bytes append(Bytes bytes, int value) {
        byte[] longer = Arrays.copyOf(bytes.toArray(), bytes.length() + 1);
        longer[bytes.length()] = (byte) value;
        return Bytes.of(longer);
    }

    private static HandshakeMessage decode(Sample sample, Bytes body) throws ProtocolException {
        return sample.codec().decode(sample.message().type(), body.reader());
    }

    private static HandshakeMessage decode(HandshakeType type, Bytes body) throws ProtocolException {
        return HandshakeCodec.DTLS12.decode(type, body.reader());
    }

    private static HandshakeMessage decode13(HandshakeType type, String body) throws ProtocolException {
        return HandshakeCodec.DTLS13.decode(type, Bytes.ofHex(body).reader());
    }

    private static void assertMalformed(Sample sample, Bytes body, String fault) {
        assertMalformed(sample.codec(), sample.message().type(), body, fault);
    }

    private static void assertMalformed(HandshakeType type, Bytes body, String fault) {
        assertMalformed(HandshakeCodec.DTLS12, type, body, fault);
    }

    private static void assertMalformed13(HandshakeType type, String body, String fault) {
        assertMalformed(HandshakeCodec.DTLS13, type, Bytes.ofHex(body), fault);
    }

    private static void assertMalformed(HandshakeCodec codec, HandshakeType type, Bytes body, String fault) {
        var thrown = assertThrows(ProtocolException.class, () -> codec.decode(type, body.reader()), () -> type + " " + body);
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
        sample.codec().decode(sample.message().type(), new WireReader(bytes, 0, bytes.length, fields));
        return fields;
    }
}
