package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.EngineTrace;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.MaxFragmentLength;
import io.puredtls.extension.RecordSizeLimit;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.message.ClientHello;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ContentType;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session13;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** [RFC8449 §4] [RFC6066 §4] Small records, in both versions: who asks for them gets them, and bears no others. */
class RecordLimitsTest {
    static final List<ProtocolVersion> versions = List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3);

    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");

    /** What counts beside the content: the inner type. */
    private static int typeLength(ProtocolVersion version) {
        return version.equals(ProtocolVersion.DTLS_1_3) ? 1 : 0;
    }

    /** The content of the longest protected record that an end has sent. */
    private static final class Longest implements EngineTrace {
        private int content;

        @Override
        public void recordSent(int epoch, long sequence, ContentType type, int length) {
            content = epoch == 0 ? content : Math.max(content, length);
        }
    }

    private final Longest byClient = new Longest();
    private final Longest byServer = new Longest();

    private Pair pair(ProtocolVersion version) {
        return (version.equals(ProtocolVersion.DTLS_1_3) ? Pair.dtls13(1) : Pair.seeded(1))
                .client(client -> client.identity(CLIENT).trace(byClient))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE).trace(byServer));
    }

    private static Pair connected(Pair pair) {
        pair.connect();
        assertTrue(pair.isConnected(), () -> pair.client().events() + " " + pair.server().events());
        return pair;
    }

    private static void assertLargest(int expected, DtlsEngine sender) {
        assertEquals(expected, sender.maxPayload());
        assertThrows(IllegalArgumentException.class, () -> sender.seal(new byte[expected + 1], 0, expected + 1, new byte[20_000], 0));
    }

    /** [RFC8449 §4#1] Each end has its own limit. */
    @ParameterizedTest
    @FieldSource("versions")
    void each_end_keeps_to_the_size_that_the_other_asked_for(ProtocolVersion version) {
        Pair pair = connected(pair(version).client(client -> client.recordSizeLimit(100)).server(server -> server.recordSizeLimit(200)));
        assertLargest(200 - typeLength(version), pair.client().engine());
        assertLargest(100 - typeLength(version), pair.server().engine());
        byte[] message = new byte[pair.server().engine().maxPayload()];
        pair.send(false, message);
        pair.drive(Duration.ofSeconds(1));
        assertArrayEquals(message, pair.client().received().get(0));
        assertTrue(byClient.content <= 200 - typeLength(version), () -> "client: " + byClient.content);
        assertEquals(100 - typeLength(version), byServer.content);
    }

    /** [RFC8449 §4#12] Whatever the MTU is. */
    @ParameterizedTest
    @FieldSource("versions")
    void a_server_without_a_limit_of_its_own_keeps_to_the_clients(ProtocolVersion version) {
        Pair pair = connected(pair(version).client(client -> client.recordSizeLimit(64)).server(server -> server.mtu(20_000)));
        pair.client().engine().setMtu(20_000);
        assertLargest(64 - typeLength(version), pair.server().engine());
        assertLargest(1 << 14, pair.client().engine());
        assertTrue(byServer.content <= 64 - typeLength(version), () -> "server: " + byServer.content);
    }

    @ParameterizedTest
    @FieldSource("versions")
    void a_client_that_asks_for_nothing_is_answered_nothing_and_gets_whole_records(ProtocolVersion version) {
        Pair pair = connected(pair(version).server(server -> server.recordSizeLimit(100)));
        assertTrue(pair.client().engine().maxPayload() > 1000);
        assertTrue(pair.server().engine().maxPayload() > 1000);
    }

    /** [RFC6066 §4#1] [RFC6066 §4#2] [RFC6066 §4#3] [RFC6066 §4#4] [RFC6066 §4#7] [RFC8449 §5#4] */
    @ParameterizedTest
    @FieldSource("versions")
    void both_ends_keep_to_the_fragment_length_that_the_client_chose(ProtocolVersion version) {
        Pair pair = connected(pair(version).client(client -> client.maxFragmentLength(512)));
        assertLargest(512, pair.client().engine());
        assertLargest(512, pair.server().engine());
    }

    /** [RFC6066 §4#7] At once: also what is still said in the clear. */
    @Test
    void a_servers_flight_in_the_clear_is_cut_to_the_fragment_length() {
        Pair pair = pair(ProtocolVersion.DTLS_1_2).client(client -> client.maxFragmentLength(512))
                .server(ServerConfig.identity(SelfSigned.builder(KeyAlgorithm.RSA_2048).name("rsa.test").generate())
                        .versions(ProtocolVersion.DTLS_1_2));
        connected(pair);
        int longest = pair.network().log().stream().filter(each -> !each.toServer()).mapToInt(each -> longestPlain(each.bytes())).max().orElseThrow();
        assertEquals(512, longest);
    }

    /** The longest content of the records in the clear. */
    private static int longestPlain(byte[] datagram) {
        int longest = 0;
        for (int at = 0; at < datagram.length; ) {
            int length = (datagram[at + 11] & 0xFF) << 8 | datagram[at + 12] & 0xFF;
            longest = datagram[at + 4] == 0 ? Math.max(longest, length) : longest;
            at += 13 + length;
        }
        return longest;
    }

    /** [RFC8449 §5#1] */
    @ParameterizedTest
    @FieldSource("versions")
    void where_both_are_asked_for_the_newer_one_counts(ProtocolVersion version) {
        Pair pair = connected(pair(version).client(client -> client.maxFragmentLength(512).recordSizeLimit(300)));
        assertEquals(300 - typeLength(version), pair.server().engine().maxPayload());
        assertTrue(pair.client().engine().maxPayload() > 1000);
    }

    /** [RFC8449 §4#1] */
    @Test
    void padding_does_not_make_a_record_longer_than_the_peer_takes() {
        Pair pair = connected(Pair.dtls13(1).client(client -> client.padding(PaddingPolicy.toMultipleOf(1000))).client(client -> client.recordSizeLimit(900))
                .server(server -> server.recordSizeLimit(200)));
        int before = pair.network().log().size();
        pair.send(true, new byte[150]);
        pair.send(true, new byte[199]);
        pair.drive(Duration.ofSeconds(1));
        assertEquals(List.of(150, 199), pair.server().received().stream().map(each -> each.length).toList());
        int overhead = pair.client().engine().overhead() - 1; // the type is in the 200
        assertEquals(List.of(200 + overhead, 200 + overhead),
                pair.network().log().subList(before, before + 2).stream().map(each -> each.bytes().length).toList());
    }

    // Peers that break it

    private final List<Integer> delivered = new ArrayList<>();
    private DtlsEngine victim;

    private static Consumer<ClientConfig.Builder> none() {
        return any -> {
        };
    }

    /** A server that heeds no limit, and a client that has one. */
    private RoguePeer server(ProtocolVersion version, Consumer<ClientConfig.Builder> options, RoguePeer.Script script) {
        ClientConfig.Builder config = ClientConfig.trusting(ANYONE).versions(version).withoutHandshakeLimit().entropy(new SeededEntropy(1));
        options.accept(config);
        victim = DtlsEngine.client(config.build(), (datagram, offset, length) -> delivered.add(length));
        victim.start(0);
        return RoguePeer.server(ServerConfig.identity(SERVER).versions(version).entropy(new SeededEntropy(2)).build(), victim, script).talk();
    }

    /** The same the other way round. */
    private RoguePeer client(ProtocolVersion version, Consumer<ClientConfig.Builder> options, RoguePeer.Script script) {
        victim = DtlsEngine.server(ServerConfig.identity(SERVER).versions(version).withoutHandshakeLimit().recordSizeLimit(1000)
                .entropy(new SeededEntropy(2)).build(), (datagram, offset, length) -> delivered.add(length));
        victim.start(0);
        ClientConfig.Builder config = ClientConfig.trusting(ANYONE).versions(version).entropy(new SeededEntropy(1));
        options.accept(config);
        return RoguePeer.client(config.build(), victim, script).talk();
    }

    private void assertFails(Violation expected, RoguePeer rogue) {
        assertTrue(victim.isOver(), () -> rogue.victimEvents().toString());
        EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertEquals(expected, failed.violation(), failed.message());
        assertEquals(expected.alert().stream().toList(), rogue.alerts());
    }

    private static RoguePeer.Script honest() {
        return (message, peer) -> peer.say(message);
    }

    private static RoguePeer.Script answering(Extension... answers) {
        return (message, peer) -> peer.say(answered(message, answers));
    }

    /** The same with these answers in the stead of what a server says about records. */
    private static HandshakeMessage answered(HandshakeMessage message, Extension... answers) {
        if (message instanceof EncryptedExtensions encrypted) {
            return new EncryptedExtensions(changed(encrypted.extensions(), answers));
        }
        return message instanceof ServerHello hello && hello.extensions().find(SelectedVersion.class).isEmpty()
                ? new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 0, changed(hello.extensions(), answers))
                : message;
    }

    private static Extensions changed(Extensions list, Extension... answers) {
        Extensions left = list.without(ExtensionType.RECORD_SIZE_LIMIT).without(ExtensionType.MAX_FRAGMENT_LENGTH);
        return new Extensions(Stream.concat(left.list().stream(), Stream.of(answers)).toList());
    }

    private static RoguePeer.Script asking(Extension... wishes) {
        return (message, peer) -> peer.say(message instanceof ClientHello hello ? hello.withExtensions(changed(hello.extensions(), wishes)) : message);
    }

    /** [RFC8449 §4#8] */
    @ParameterizedTest
    @FieldSource("versions")
    void a_record_over_the_agreed_size_ends_the_association(ProtocolVersion version) {
        for (int over : new int[] {0, 1}) {
            RoguePeer rogue = server(version, client -> client.recordSizeLimit(1500), honest());
            int largest = 1500 - typeLength(version);
            rogue.sayRecord(rogue.epoch(), ContentType.APPLICATION_DATA, new byte[largest + over]);
            rogue.talk();
            if (over == 0) {
                assertEquals(List.of(largest), delivered);
            } else {
                assertFails(Violation.RECORD_OVER_LIMIT, rogue);
                assertEquals(List.of(largest), delivered);
                assertEquals(List.of(AlertDescription.RECORD_OVERFLOW), rogue.alerts());
            }
        }
    }

    /** [RFC8449 §4] */
    @Test
    void the_zeros_behind_short_content_count_as_well() {
        victim = DtlsEngine.client(ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).recordSizeLimit(1000)
                .entropy(new SeededEntropy(1)).build(), (datagram, offset, length) -> delivered.add(length));
        victim.start(0);
        RoguePeer rogue = RoguePeer.server(ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_3)
                .padding(content -> 999 - content + delivered.size()).entropy(new SeededEntropy(2)).build(), victim, honest()).talk();
        rogue.sayRecord(rogue.epoch(), ContentType.APPLICATION_DATA, new byte[500]);
        rogue.talk();
        assertEquals(List.of(500), delivered);
        rogue.sayRecord(rogue.epoch(), ContentType.APPLICATION_DATA, new byte[500]);
        assertFails(Violation.RECORD_OVER_LIMIT, rogue.talk());
    }

    @ParameterizedTest
    @FieldSource("versions")
    void an_alert_over_the_agreed_size_is_no_alert(ProtocolVersion version) {
        RoguePeer rogue = client(version, client -> client.recordSizeLimit(16_000), honest());
        rogue.sayRecord(rogue.epoch(), ContentType.ALERT, new byte[1001]);
        assertFails(Violation.RECORD_OVER_LIMIT, rogue.talk());
    }

    @ParameterizedTest
    @FieldSource("versions")
    void a_record_over_the_agreed_fragment_length_ends_the_association(ProtocolVersion version) {
        RoguePeer rogue = server(version, client -> client.maxFragmentLength(1024), honest());
        rogue.sayRecord(rogue.epoch(), ContentType.APPLICATION_DATA, new byte[1024]);
        rogue.talk();
        assertEquals(List.of(1024), delivered);
        rogue.sayRecord(rogue.epoch(), ContentType.APPLICATION_DATA, new byte[1025]);
        assertFails(Violation.RECORD_OVER_LIMIT, rogue.talk());
    }

    /** [RFC6066 §4#10] Anybody could send it. */
    @Test
    void a_record_over_the_agreed_fragment_length_that_nobody_sealed_is_not_answered() {
        for (int epoch : new int[] {0, 1}) {
            Pair pair = connected(pair(ProtocolVersion.DTLS_1_2).client(client -> client.maxFragmentLength(512)));
            int sent = pair.network().sent();
            byte[] record = Arrays.copyOf(HexFormat.of().parseHex("17fefd000" + epoch + "00000000005005dc"), 13 + 1500);
            pair.deliver(true, record);
            assertTrue(pair.isConnected(), () -> pair.server().events().toString());
            assertEquals(sent, pair.network().sent());
        }
    }

    /** Nothing was agreed on, so the server need not know. */
    @ParameterizedTest
    @FieldSource("versions")
    void a_limit_that_is_not_answered_binds_nobody(ProtocolVersion version) {
        RoguePeer rogue = server(version, client -> client.recordSizeLimit(100).maxFragmentLength(512), answering());
        rogue.sayRecord(rogue.epoch(), ContentType.APPLICATION_DATA, new byte[2000]);
        rogue.talk();
        assertEquals(List.of(2000), delivered);
        assertTrue(victim.maxPayload() > 1000);
    }

    /** [RFC8449 §4#8] A server says its limit behind the early data. */
    @Test
    void early_data_is_sealed_before_the_limit_is_known() {
        try (Session13 session = RogueClient13.session()) {
            RogueClient13 fresh = RogueClient13.fresh().early(session)
                    .client(client -> client.recordSizeLimit(16_000)).server(server -> server.recordSizeLimit(64));
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (message instanceof Finished) {
                    peer.sayRecord(1, ContentType.APPLICATION_DATA, new byte[65]);
                }
                peer.say(message);
            });
            assertTrue(fresh.victim.isConnected(), () -> rogue.victimEvents().toString());
            assertEquals(List.of(65), fresh.delivered.stream().map(String::length).toList());
        }
    }

    /** [RFC8449 §4#11] */
    @ParameterizedTest
    @FieldSource("versions")
    void sizes_below_64_are_refused_by_both_ends(ProtocolVersion version) {
        assertFails(Violation.ILLEGAL_RECORD_SIZE_LIMIT, server(version, client -> client.recordSizeLimit(500), answering(new RecordSizeLimit(63))));
        assertFails(Violation.ILLEGAL_RECORD_SIZE_LIMIT, client(version, none(), asking(new RecordSizeLimit(63))));
        server(version, client -> client.recordSizeLimit(500), answering(new RecordSizeLimit(64)));
        assertEquals(64 - typeLength(version), victim.maxPayload());
    }

    /** [RFC8449 §4#4] [RFC8449 §4#6] What a newer version allows an older server does not know. */
    @ParameterizedTest
    @FieldSource("versions")
    void a_size_beyond_the_protocols_is_cut_to_it(ProtocolVersion version) {
        server(version, client -> client.recordSizeLimit(500), answering(new RecordSizeLimit(65_535)));
        victim.setMtu(65_535);
        assertEquals(1 << 14, victim.maxPayload());
    }

    /** [RFC6066 §4#5] [RFC6066 §4#6] */
    @ParameterizedTest
    @FieldSource("versions")
    void fragment_lengths_that_do_not_exist_or_were_not_asked_for_are_refused(ProtocolVersion version) {
        for (int code : new int[] {0, 5, 255}) {
            assertFails(Violation.ILLEGAL_MAX_FRAGMENT_LENGTH, client(version, none(), asking(new MaxFragmentLength(code))));
        }
        for (int code : new int[] {0, 1, 3, 5}) {
            assertFails(Violation.ILLEGAL_MAX_FRAGMENT_LENGTH,
                    server(version, client -> client.maxFragmentLength(1024), answering(new MaxFragmentLength(code))));
        }
    }

    /** [RFC8449 §5#1] */
    @ParameterizedTest
    @FieldSource("versions")
    void what_is_to_be_ignored_may_be_illegal(ProtocolVersion version) {
        client(version, client -> client.recordSizeLimit(100).groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)),
                asking(new RecordSizeLimit(100), new MaxFragmentLength(9)));
        assertEquals(100 - typeLength(version), victim.maxPayload());
    }

    /** [RFC8449 §5#2] [RFC8449 §5#3] */
    @ParameterizedTest
    @FieldSource("versions")
    void a_server_that_answers_both_is_refused(ProtocolVersion version) {
        assertFails(Violation.TWO_RECORD_LIMITS, server(version, client -> client.recordSizeLimit(500).maxFragmentLength(512),
                answering(MaxFragmentLength.of(512), new RecordSizeLimit(500))));
    }

    @ParameterizedTest
    @FieldSource("versions")
    void what_was_not_asked_for_is_not_taken_for_an_answer(ProtocolVersion version) {
        assertFails(Violation.UNSOLICITED_EXTENSION, server(version, none(), answering(new RecordSizeLimit(500))));
        assertFails(Violation.UNSOLICITED_EXTENSION, server(version, none(), answering(MaxFragmentLength.of(512))));
    }

    /** [RFC8449 §4#10] [RFC8449 §4#3] */
    @Test
    void the_limit_that_is_said_is_one_that_the_version_has() {
        assertEquals(16_385, said(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3));
        assertEquals(16_384, said(ProtocolVersion.DTLS_1_2));
        assertThrows(ConfigException.class, () -> ClientConfig.trusting(ANYONE).recordSizeLimit(63).build());
    }

    private static int said(ProtocolVersion... all) {
        ClientConfig config = ClientConfig.trusting(ANYONE).versions(all).recordSizeLimit(16_385).build();
        return Dialogue13.hello(config).find(RecordSizeLimit.class).orElseThrow().limit();
    }
}
