package io.puredtls.message;

import static io.puredtls.message.ForeignHandshake.Side.CLIENT;
import static io.puredtls.message.ForeignHandshake.Side.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.extension.Rrc;
import io.puredtls.message.ForeignHandshake.Protected;
import io.puredtls.message.ForeignHandshake.Said;
import io.puredtls.message.ForeignHandshake.Side;
import io.puredtls.path.RoutabilityMessage;
import io.puredtls.path.RoutabilityMessage.Kind;
import io.puredtls.record.ContentType;
import io.puredtls.record.format.Cid12Header;
import io.puredtls.record.protection.Framing12;
import io.puredtls.record.protection.PeerConnectionId;
import io.puredtls.record.protection.RecordProtection;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Connection IDs of DTLS 1.2 as pion used them with pion, and under CBC suites Mbed TLS with Mbed TLS, opened, sealed again, hashed
 * and derived by our parts.
 */
class ForeignConnectionId12Test {
    static final List<String> names =
            List.of("server-4-client-8", "server-4-client-0", "server-0-client-8", "padding", "return-routability",
                    "mte-sha1-server-0-client-8", "mte-sha256-server-4-client-8", "mte-sha384-server-20-client-255",
                    "etm-sha1-server-60-client-1", "etm-sha256-server-4-client-8");

    private static ForeignHandshake read(String name) throws ProtocolException {
        return ForeignHandshake.read(isByCbc(name) ? "mbedtls-dtls12-cid" : "pion-dtls12-cid", name);
    }

    private static boolean isByCbc(String name) {
        return name.startsWith("mte") || name.startsWith("etm");
    }

    private static List<Protected> records(ForeignHandshake handshake, Side from, ContentType type) {
        return handshake.protectedRecords().stream().filter(each -> each.from() == from && each.type() == type).toList();
    }

    private static List<String> lines(ForeignHandshake handshake, Side from) {
        return records(handshake, from, ContentType.APPLICATION_DATA).stream()
                .map(each -> new String(each.content().toArray(), StandardCharsets.UTF_8)).toList();
    }

    /** [RFC9146 §3] Each end's records carry what the other asked for, and where that is nothing they are those without. */
    @ParameterizedTest
    @CsvSource({"server-4-client-8, 4, 8", "server-4-client-0, 4, 0", "server-0-client-8, 0, 8", "padding, 20, 255", "return-routability, 6, 5",
        "mte-sha1-server-0-client-8, 0, 8", "mte-sha256-server-4-client-8, 4, 8", "mte-sha384-server-20-client-255, 20, 255",
        "etm-sha1-server-60-client-1, 60, 1", "etm-sha256-server-4-client-8, 4, 8"})
    void records_of_each_end_carry_what_the_other_asked_for(String name, int clients, int servers) throws ProtocolException {
        ForeignHandshake handshake = read(name);
        assertEquals(clients, handshake.connectionId(CLIENT).length());
        assertEquals(servers, handshake.connectionId(SERVER).length());
        for (Protected record : handshake.protectedRecords()) {
            byte[] id = handshake.connectionId(record.from()).toBytes();
            assertEquals(id.length > 0, record.wire().at(0) == Cid12Header.TYPE, record::toString);
            if (id.length > 0) {
                assertArrayEquals(id, record.wire().slice(Cid12Header.ID, id.length).toArray(), record::toString);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("names")
    void every_protected_record_opens_and_says_what_was_said(String name) throws ProtocolException {
        ForeignHandshake handshake = read(name);
        if (isByCbc(name)) {
            lines(handshake, CLIENT).forEach(line -> assertTrue(line.startsWith("GET / HTTP/1.0"), line));
            lines(handshake, SERVER).forEach(line -> assertTrue(line.startsWith("HTTP/1.0 200 OK"), line));
            assertEquals(List.of(3, 3), List.of(lines(handshake, CLIENT).size(), lines(handshake, SERVER).size()));
        } else {
            assertEquals(List.of("hello", "again", "once more"), lines(handshake, CLIENT));
            assertEquals(List.of("hello", "again", "once more"), lines(handshake, SERVER));
        }
        for (Side side : Side.values()) {
            assertEquals(1, records(handshake, side, ContentType.HANDSHAKE).size());
            Protected alert = records(handshake, side, ContentType.ALERT).get(0);
            assertEquals(Bytes.of((byte) 1, (byte) 0), alert.content(), "close_notify");
        }
    }

    /** [RFC9146 §4] [RFC9146 §5] Header, nonce, what is authenticated, type inside and padding are what another stack made of them. */
    @ParameterizedTest
    @FieldSource("names")
    void what_was_in_a_record_is_sealed_again_to_the_same_bytes(String name) throws ProtocolException {
        ForeignHandshake handshake = read(name);
        int sealed = 0;
        for (Protected record : handshake.protectedRecords()) {
            // we pad application data alone
            if (record.zeros() == 0 || record.type() == ContentType.APPLICATION_DATA) {
                assertEquals(record.wire().hex(), sealed(handshake, record).hex());
                sealed++;
            }
        }
        assertEquals(switch (name) {
            case "padding", "mte-sha256-server-4-client-8", "mte-sha384-server-20-client-255", "etm-sha1-server-60-client-1", "etm-sha256-server-4-client-8" -> 6;
            case "mte-sha1-server-0-client-8" -> 8; // the client's records have no room for padding
            default -> handshake.protectedRecords().size();
        }, sealed);
    }

    private static Bytes sealed(ForeignHandshake handshake, Protected record) {
        PeerConnectionId id = PeerConnectionId.of(handshake.connectionId(record.from()));
        Framing12 framing = id.current().length() > 0 ? Framing12.toPeer(id, length -> record.zeros()) : Framing12.PLAIN;
        int header = framing.headerLength();
        try (RecordProtection protection = handshake.protection(record.from(), framing, record.wire().slice(header, record.wire().length() - header))) {
            byte[] content = record.content().toArray();
            byte[] out = new byte[record.wire().length()];
            int length = protection.seal(record.type(), 1, record.sequence(), content, 0, content.length, out, 0, out.length);
            return Bytes.of(out, 0, length);
        }
    }

    /** [RFC9146 §4] */
    @Test
    void padding_is_taken_off_every_record() throws ProtocolException {
        for (Protected record : read("padding").protectedRecords()) {
            assertEquals(13, record.zeros(), record::toString);
        }
        assertTrue(read("server-4-client-8").protectedRecords().stream().allMatch(record -> record.zeros() == 0));
        for (Protected record : read("mte-sha256-server-4-client-8").protectedRecords()) {
            assertEquals(0, (record.content().length() + 1 + record.zeros()) % 16, "Mbed TLS fills blocks of 16 bytes");
        }
    }

    @ParameterizedTest
    @FieldSource("names")
    void proofs_and_exports_of_both_ends_are_right(String name) throws ProtocolException {
        ForeignHandshake handshake = read(name);
        try (MasterSecret master = handshake.masterSecret();
                SecretBytes exported = master.export(handshake.exporterLabel(), handshake.randoms(), 32)) {
            if (!name.contains("sha1")) { // Mbed TLS exports by the hash of the MAC, RFC 5705 by that of the PRF
                assertEquals(handshake.secret("exported").hex(), HexFormat.of().formatHex(exported.view()));
            }
            assertArrayEquals(handshake.message(CLIENT, Finished.class).verifyData().toArray(),
                    master.clientVerifyData(ForeignHandshakeTest.transcript(handshake, said -> said.message() instanceof Finished).hash()));
            assertArrayEquals(handshake.message(SERVER, Finished.class).verifyData().toArray(), master.serverVerifyData(ForeignHandshakeTest
                    .transcript(handshake, said -> said.by() == SERVER && said.message() instanceof Finished).hash()));
        }
    }

    @ParameterizedTest
    @FieldSource("names")
    void messages_are_written_again_as_they_came(String name) throws ProtocolException {
        for (Said said : read(name).messages()) {
            assertEquals(said.raw().body(), said.message().toBytes(), () -> said.message().toString());
        }
    }

    /** [RFC9853 §3] [RFC9853 §4] The client came from another port with its third line. */
    @Test
    void new_address_is_challenged_and_the_cookie_comes_back() throws ProtocolException, DecodeException {
        ForeignHandshake handshake = read("return-routability");
        assertTrue(handshake.message(CLIENT, ClientHello.class).find(Rrc.class).isPresent());
        assertTrue(handshake.message(SERVER, ServerHello.class).find(Rrc.class).isPresent());
        List<Protected> checks = Stream.of(SERVER, CLIENT)
                .flatMap(side -> records(handshake, side, ContentType.RETURN_ROUTABILITY_CHECK).stream()).toList();
        assertEquals(2, checks.size());
        RoutabilityMessage challenge = RoutabilityMessage.decode(checks.get(0).content().reader()).orElseThrow();
        RoutabilityMessage response = RoutabilityMessage.decode(checks.get(1).content().reader()).orElseThrow();
        assertEquals(Kind.PATH_CHALLENGE, challenge.kind());
        assertEquals(new RoutabilityMessage(Kind.PATH_RESPONSE, challenge.cookie()), response);
        assertArrayEquals(checks.get(1).content().toArray(), response.encode());
    }
}
