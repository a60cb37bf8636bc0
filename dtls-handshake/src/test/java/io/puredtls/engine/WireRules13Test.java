package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.message.ClientHello;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [RFC9147 §4] [RFC9147 §5] What must stand, or must not stand, in the datagrams of every DTLS 1.3 handshake. */
class WireRules13Test {
    private static final int HANDSHAKE = 22;
    private static final int RECORD_HEADER = 13;
    private static final int HEADERS = RECORD_HEADER + 12;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A record in the clear. */
    private record Clear(boolean ofClient, int type, int version, Bytes content) {
    }

    private static List<Clear> clear(Pair pair) {
        List<Clear> records = new ArrayList<>();
        for (Datagram datagram : pair.network().log()) {
            byte[] bytes = datagram.bytes();
            for (int at = 0; at < bytes.length && (bytes[at] & 0xE0) != 0x20;) {
                int length = (bytes[at + 11] & 0xFF) << 8 | bytes[at + 12] & 0xFF;
                records.add(new Clear(datagram.toServer(), bytes[at] & 0xFF, (bytes[at + 1] & 0xFF) << 8 | bytes[at + 2] & 0xFF,
                        Bytes.of(bytes, at + RECORD_HEADER, length)));
                at += RECORD_HEADER + length;
            }
        }
        return records;
    }

    private static Pair played(Families13 family) {
        family.assumeAvailable();
        Pair pair = family.start(family.pair(3));
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        pair.drive(Duration.ofSeconds(1));
        family.check(pair);
        return pair;
    }

    /** The hellos of a client that fits each into a datagram. */
    private static List<ClientHello> hellos(Pair pair) {
        List<ClientHello> hellos = new ArrayList<>();
        for (Datagram datagram : pair.network().log()) {
            byte[] bytes = datagram.bytes();
            if (datagram.toServer() && bytes[0] == HANDSHAKE && bytes[RECORD_HEADER] == 1) {
                try {
                    hellos.add(ClientHello.decode(Bytes.of(bytes, HEADERS, bytes.length - HEADERS).reader()));
                } catch (DecodeException inPieces) {
                    throw new AssertionError(inPieces);
                }
            }
        }
        return hellos;
    }

    @ParameterizedTest
    @EnumSource
    // [RFC9147 §4#3] [RFC9147 §5#1] [RFC9147 §5#2]
    void what_is_in_the_clear_says_dtls12_and_is_no_change_cipher_spec(Families13 family) {
        List<Clear> records = clear(played(family));
        assertTrue(records.stream().anyMatch(Clear::ofClient) && records.stream().anyMatch(each -> !each.ofClient()));
        for (Clear each : records) {
            assertEquals(0xFEFD, each.version(), each::toString);
            assertEquals(ContentType.HANDSHAKE.code(), each.type(), each::toString);
        }
    }

    @Test
    // [RFC9147 §4#3]
    void alerts_and_acks_in_the_clear_say_dtls12_too() {
        Pair refused = Families13.plain(1).withoutGate()
                .client(client -> client.cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)))
                .server(server -> server.cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384))).connect();
        Pair atGate = Families13.plain(1)
                .client(client -> client.cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)))
                .server(server -> server.cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384))).connect();
        Pair lossy = Families13.LONG_HELLO_NO_GATE.pair(1).network(clean -> clean.losing(number -> number == 3)).connect();
        List<Clear> records = Stream.of(refused, atGate, lossy).flatMap(pair -> clear(pair).stream()).toList();
        assertTrue(records.stream().filter(each -> each.type() == ContentType.ALERT.code()).count() >= 2);
        records.forEach(each -> assertEquals(0xFEFD, each.version(), each::toString));
    }

    @ParameterizedTest
    @EnumSource(names = {"GATE", "NO_GATE", "GROUP_RETRY", "COOKIE_AND_GROUP", "RESUMPTION", "EARLY_DATA", "EXTERNAL_KEY"})
    // [RFC9147 §5#1] [RFC9147 §5.3#5] [RFC9147 §5.3#2]
    void a_hello_has_no_session_id_and_names_its_version_in_an_extension(Families13 family) {
        for (ClientHello hello : hellos(played(family))) {
            assertEquals(Bytes.EMPTY, hello.sessionId());
            assertEquals(Bytes.EMPTY, hello.cookie());
            assertEquals(List.of(0xFEFC), versions(hello));
        }
    }

    /** Without the values that are there to be ignored: 0x?A?A. */
    private static List<Integer> versions(ClientHello hello) {
        return hello.find(SupportedVersions.class).orElseThrow().versions().stream().map(ProtocolVersion::code)
                .filter(version -> (version & 0x0F0F) != 0x0A0A).toList();
    }

    @ParameterizedTest
    @EnumSource(names = {"GATE", "GROUP_RETRY", "COOKIE_AND_GROUP", "RESUMPTION", "EARLY_DATA_AFTER_RETRY"})
    // [RFC9147 §5.1#6] [RFC9147 §5.1#19]
    void a_second_hello_is_the_first_but_for_what_was_asked_for(Families13 family) {
        List<ClientHello> hellos = hellos(played(family));
        assertEquals(2, hellos.size());
        ClientHello first = hellos.get(0);
        ClientHello second = hellos.get(1);
        assertFalse(first.extensions().has(Cookie.class), "a cookie of an earlier handshake");
        assertEquals(family != Families13.GROUP_RETRY, second.extensions().has(Cookie.class));
        boolean otherGroup = family == Families13.GROUP_RETRY || family == Families13.COOKIE_AND_GROUP;
        assertEquals(List.of(otherGroup ? NamedGroup.SECP256R1 : NamedGroup.X25519), groups(second));
        assertEquals(first.random(), second.random());
        assertEquals(first.clientVersion(), second.clientVersion());
        assertEquals(first.cipherSuites(), second.cipherSuites());
        assertEquals(first.compressionMethods(), second.compressionMethods());
        assertEquals(rest(first, otherGroup), rest(second, otherGroup));
    }

    private static List<NamedGroup> groups(ClientHello hello) {
        return hello.find(KeyShares.class).orElseThrow().clientShares().stream().map(KeyShareEntry::group).toList();
    }

    /** The extensions that may not change. */
    private static List<Extension> rest(ClientHello hello, boolean otherGroup) {
        List<ExtensionType> mayChange = List.of(ExtensionType.COOKIE, ExtensionType.EARLY_DATA, ExtensionType.PRE_SHARED_KEY);
        return hello.extensions().list().stream()
                .filter(each -> !mayChange.contains(each.type()) && !(otherGroup && each.type().equals(ExtensionType.KEY_SHARE))).toList();
    }

    /** [RFC9147 §5.6] The client's next message after the hello is its Finished, also where the hello was followed by early data. */
    @Test
    // [RFC9147 §5.6#1]
    void no_end_of_early_data_is_said() {
        Pair pair = Families13.EARLY_DATA.pair(4);
        Journal journal = Journal.of(pair);
        Families13.EARLY_DATA.start(pair);
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        assertEquals(List.of(0L, 1L, 2L), journal.sent(true).stream().map(each -> each.number().epoch()).toList(),
                "hello, early data, and one record of the handshake");
        assertEquals(12 + 32, journal.sent(true).get(2).length(), "a Finished");
        Families13.EARLY_DATA.check(pair);
    }

    @Test
    // [RFC9147 §5.6#2]
    void early_data_is_not_taken_for_ever() {
        for (boolean late : new boolean[] {false, true}) {
            Pair pair = Families13.EARLY_DATA.pair(5).start();
            pair.sendEarly(Agreement.bytes("one"));
            pair.network(clean -> clean.losing(1)).sendEarly(Agreement.bytes("two"));
            byte[] two = pair.network().log().get(pair.network().sent() - 1).bytes().clone();
            pair.network(dark -> Conditions.CLEAN).driveWhile(() -> !pair.isConnected(), MINUTE);
            pair.send(true, Agreement.bytes("in epoch 3"));
            pair.drive(late ? Duration.ofSeconds(3) : Duration.ofMillis(20));
            assertEquals(2, pair.server().received().size());
            int before = pair.server().received().size();
            pair.deliver(true, two);
            assertEquals(before + (late ? 0 : 1), pair.server().received().size());
            assertEquals(late ? 1 : 0, pair.server().engine().stats().drops(DropReason.RETIRED_EPOCH)
                    + pair.server().engine().stats().drops(DropReason.UNKNOWN_EPOCH));
        }
    }
}
