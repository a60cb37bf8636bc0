package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.CookiePolicy;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.ExtensionType;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC9846 §4.2.3] [RFC9846 §4.3.1] Two ends speak the newest version that both know, and whoever makes it another on the way is noticed. */
class VersionsTest {
    private static final ProtocolVersion[] OLD = {ProtocolVersion.DTLS_1_2};
    private static final ProtocolVersion[] NEW = {ProtocolVersion.DTLS_1_3};
    private static final ProtocolVersion[] BOTH = {ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3};
    private static final int HEADERS = PlaintextHeader.LENGTH + HandshakeHeader.LENGTH;
    private static final int SENTINEL = HEADERS + 2 + 24; // behind server_version and most of the random
    private static final int SENTINEL_LENGTH = 8;

    /** What the two ends know. */
    record Ends(ProtocolVersion[] client, ProtocolVersion[] server) {
        Pair pair() {
            return Pair.seeded(21).client(each -> each.versions(client)).server(each -> each.versions(server));
        }

        Optional<ProtocolVersion> newestInCommon() {
            Set<ProtocolVersion> common = Stream.of(client).filter(List.of(server)::contains).collect(Collectors.toSet());
            return Stream.of(ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2).filter(common::contains).findFirst();
        }

        @Override
        public String toString() {
            return "a client of " + List.of(client) + ", a server of " + List.of(server);
        }
    }

    static Stream<Ends> thatAgree() {
        return all().filter(each -> each.newestInCommon().isPresent());
    }

    private static Stream<Ends> all() {
        List<ProtocolVersion[]> sets = List.of(OLD, NEW, BOTH);
        return sets.stream().flatMap(client -> sets.stream().map(server -> new Ends(client, server)));
    }

    @Test
    void two_of_nine_have_nothing_in_common() {
        assertEquals(7, thatAgree().count());
        assertEquals(9, all().count());
    }

    @ParameterizedTest
    @MethodSource("thatAgree")
    // [RFC9147 §5#3] [RFC9147 §5.1#5] [RFC9147 §5.3#6] [RFC9147 §5.3#1] [RFC9147 §5.2#11] [RFC9147 §5.2#12]
    // [RFC9846 §4.2.3#10] [RFC9846 §4.3.1#8] [RFC9846 §4.3.1#1] [RFC9846 §4.3.1#2] [RFC9147 §5.4#1] [RFC9846 §4.3.8#6]
    // [RFC9846 §4.3.1#10] [RFC9846 §9.2#4] [RFC9846 §9.2#3] [RFC9846 §4.3.3#2] [RFC9846 §4.2.2#13] [RFC9846 §4.2.2#1] [RFC9846 §4.2.3#7]
    void the_newest_version_in_common_is_spoken(Ends ends) {
        assertSpeaks(ends.newestInCommon().orElseThrow(), ends.pair().connect());
    }

    @ParameterizedTest
    @MethodSource("thatAgree")
    // [RFC9147 §5.2#2] [RFC9147 §5.2#3] [RFC9846 §4.3.1#5] [RFC9147 §6.1#1]
    void without_a_gate_it_is_the_same(Ends ends) {
        assertSpeaks(ends.newestInCommon().orElseThrow(), ends.pair().withoutGate().connect());
    }

    @ParameterizedTest
    @MethodSource("thatAgree")
    void without_cookies_it_is_the_same(Ends ends) {
        assertSpeaks(ends.newestInCommon().orElseThrow(), ends.pair().server(each -> each.cookiePolicy(CookiePolicy.NEVER)).connect());
    }

    private static void assertSpeaks(ProtocolVersion version, Pair pair) {
        Agreement.check(pair);
        assertEquals(version, pair.client().engine().info().orElseThrow().version());
        assertEquals(version, pair.server().engine().info().orElseThrow().version());
        Agreement.checkAndTalk(pair);
    }

    @Test
    void an_old_client_is_refused_by_a_new_server_at_the_gate() {
        Pair pair = new Ends(OLD, NEW).pair().connect();
        assertFalse(pair.server().hasEngine(), "nothing is kept of a client that cannot be served");
        assertRefused(Violation.PEER_ALERT, AlertDescription.PROTOCOL_VERSION, false, pair.client());
        assertEquals(2, pair.network().sent());
    }

    @Test
    void an_old_client_is_refused_by_a_new_server_without_a_gate() {
        Pair pair = new Ends(OLD, NEW).pair().withoutGate().connect();
        assertRefused(Violation.NO_COMMON_VERSION, AlertDescription.PROTOCOL_VERSION, true, pair.server());
        assertRefused(Violation.PEER_ALERT, AlertDescription.PROTOCOL_VERSION, false, pair.client());
    }

    /** The gate asks for a cookie in the old way, before it looks at anything else of a hello. */
    @Test
    void a_new_client_is_refused_by_the_gate_of_an_old_server() {
        Pair pair = new Ends(NEW, OLD).pair().connect();
        assertFalse(pair.server().hasEngine());
        assertRefused(Violation.PEER_ALERT, AlertDescription.PROTOCOL_VERSION, false, pair.client());
    }

    @Test
    void a_new_client_is_refused_by_an_old_server_that_asks_for_no_cookie() {
        for (Pair pair : List.of(
                new Ends(NEW, OLD).pair().withoutGate(), new Ends(NEW, OLD).pair().server(each -> each.cookiePolicy(CookiePolicy.NEVER)))) {
            pair.connect();
            assertRefused(Violation.NO_COMMON_VERSION, AlertDescription.PROTOCOL_VERSION, true, pair.server());
            assertRefused(Violation.PEER_ALERT, AlertDescription.PROTOCOL_VERSION, false, pair.client());
        }
    }

    /** [RFC9846 §E.3] It would be lost, and the application would not know. */
    @Test
    // [RFC9846 §E.3#1]
    void a_client_that_offered_early_data_does_not_go_on_in_the_old_version() {
        for (boolean gated : new boolean[] {true, false}) {
            Pair pair = Families13.EARLY_DATA_AFTER_RETRY.pair(21).client(each -> each.versions(BOTH)).server(each -> each.versions(OLD));
            (gated ? pair : pair.withoutGate()).connect();
            assertRefused(Violation.OLDER_VERSION_AFTER_EARLY_DATA, AlertDescription.PROTOCOL_VERSION, true, pair.client());
        }
    }

    private static void assertRefused(Violation violation, AlertDescription alert, boolean sent, End end) {
        EngineEvent.Failed failed = end.failure().orElseThrow(() -> new AssertionError("it did not fail: " + end.events()));
        assertEquals(violation, failed.violation(), failed.message());
        assertEquals(Optional.of(alert), failed.alert());
        assertEquals(sent, failed.sent());
        assertTrue(end.engine().isOver());
    }

    // Somebody on the way wants the older version

    /** [RFC9846 §4.2.3] Other keys would be the end of it as well, but that comes after all that the older version is bad at. */
    @Test
    // [RFC9147 §5.3#3] [RFC9846 §4.2.3#14] [RFC9846 §4.3.1#2]
    void a_client_whose_new_version_was_taken_away_notices_the_sentinel() {
        for (boolean gated : new boolean[] {true, false}) {
            Pair pair = new Ends(BOTH, BOTH).pair().middle((number, datagram) -> List.of(withoutNewVersion(datagram)));
            (gated ? pair : pair.withoutGate()).connect();
            assertRefused(Violation.DOWNGRADE_DETECTED, AlertDescription.ILLEGAL_PARAMETER, true, pair.client());
            assertRefused(Violation.PEER_ALERT, AlertDescription.ILLEGAL_PARAMETER, false, pair.server());
        }
    }

    /** [RFC5246 §7.4.3] The server signs its random. */
    @Test
    void a_sentinel_that_was_taken_away_as_well_is_missed_by_the_signature() {
        Pair pair = new Ends(BOTH, BOTH).pair()
                .middle((number, datagram) -> List.of(withoutSentinel(withoutNewVersion(datagram)))).connect();
        assertRefused(Violation.BAD_SIGNATURE, AlertDescription.DECRYPT_ERROR, true, pair.client());
        assertRefused(Violation.PEER_ALERT, AlertDescription.DECRYPT_ERROR, false, pair.server());
    }

    /** [RFC7627 §4] There is no sentinel, since nothing was lost; but the keys are made of what was said, and both ends heard different things. */
    @Test
    void a_changed_hello_to_an_old_server_leaves_both_ends_with_different_keys() {
        Pair pair = new Ends(BOTH, OLD).pair().middle((number, datagram) -> List.of(withoutNewVersion(datagram))).connect();
        for (End end : List.of(pair.client(), pair.server())) {
            assertEquals(Violation.HANDSHAKE_LIMIT, end.failure().orElseThrow().violation());
            assertFalse(end.events().stream().anyMatch(EngineEvent.Connected.class::isInstance));
        }
        assertTrue(pair.server().engine().stats().drops(DropReason.BAD_TAG) > 0, "the client's Finished is none");
    }

    @Test
    // [RFC9147 §5.3#3] [RFC9846 §4.2.3#12]
    void an_old_client_does_not_mind_the_sentinel() {
        Pair pair = new Ends(OLD, BOTH).pair().connect();
        Agreement.check(pair);
        byte[] hello = pair.network().log().stream().map(Datagram::bytes).filter(bytes -> isHandshake(bytes, HandshakeType.SERVER_HELLO))
                .findFirst().orElseThrow();
        assertEquals("444f574e47524401", Bytes.of(hello, SENTINEL, SENTINEL_LENGTH).hex());
    }

    @Test
    // [RFC9846 §4.2.3#12]
    void a_server_that_knows_the_old_version_alone_sends_no_sentinel() {
        Pair pair = new Ends(BOTH, OLD).pair().connect();
        byte[] hello = pair.network().log().stream().map(Datagram::bytes).filter(bytes -> isHandshake(bytes, HandshakeType.SERVER_HELLO))
                .findFirst().orElseThrow();
        assertFalse(Bytes.of(hello, SENTINEL, SENTINEL_LENGTH).hex().startsWith("444f574e475244"));
    }

    /** The hello without supported_versions, which alone says that DTLS 1.3 is known; anything else as it is. */
    private static Datagram withoutNewVersion(Datagram datagram) {
        byte[] bytes = datagram.bytes();
        if (!datagram.toServer() || !isHandshake(bytes, HandshakeType.CLIENT_HELLO)) {
            return datagram;
        }
        byte[] body = without(ExtensionType.SUPPORTED_VERSIONS, Bytes.of(bytes, HEADERS, bytes.length - HEADERS)).toArray();
        byte[] changed = Arrays.copyOf(bytes, HEADERS + body.length);
        changed[PlaintextHeader.LENGTH - 2] = (byte) (HandshakeHeader.LENGTH + body.length >>> 8);
        changed[PlaintextHeader.LENGTH - 1] = (byte) (HandshakeHeader.LENGTH + body.length);
        int messageSeq = (bytes[PlaintextHeader.LENGTH + 4] & 0xFF) << 8 | bytes[PlaintextHeader.LENGTH + 5] & 0xFF;
        HandshakeHeader.write(changed, PlaintextHeader.LENGTH, HandshakeType.CLIENT_HELLO.code(), body.length, messageSeq, 0, body.length);
        System.arraycopy(body, 0, changed, HEADERS, body.length);
        return new Datagram(true, changed);
    }

    private static Bytes without(ExtensionType type, Bytes body) {
        try {
            ClientHello hello = ClientHello.decode(body.reader());
            assertTrue(hello.extensions().has(type));
            return new ClientHello(
                    hello.clientVersion(), hello.random(), hello.sessionId(), hello.cookie(), hello.cipherSuites(), hello.compressionMethods(),
                    hello.extensions().without(type)).toBytes();
        } catch (DecodeException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The ServerHello with another end of its random; anything else as it is. */
    private static Datagram withoutSentinel(Datagram datagram) {
        if (datagram.toServer() || !isHandshake(datagram.bytes(), HandshakeType.SERVER_HELLO)) {
            return datagram;
        }
        byte[] changed = datagram.bytes().clone();
        Arrays.fill(changed, SENTINEL, SENTINEL + SENTINEL_LENGTH, (byte) 0x5A);
        return new Datagram(false, changed);
    }

    private static boolean isHandshake(byte[] datagram, HandshakeType type) {
        return datagram.length > HEADERS && datagram[0] == ContentType.HANDSHAKE.code() && datagram[3] == 0 && datagram[4] == 0
                && datagram[PlaintextHeader.LENGTH] == type.code();
    }
}
