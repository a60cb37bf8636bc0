package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.Grease;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.CompressCertificate;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.RecordSizeLimit;
import io.puredtls.extension.SelectedGroup;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.CompressedCertificate;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.message.KeyUpdate;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.session.PreSharedKey;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A DTLS 1.3 client and servers that skip, repeat, swap, misplace and forge what they have to say. */
class RogueServer13Test {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("rsa.test").generate();
    private static final PreSharedKey KEY = PreSharedKey.of(Agreement.bytes("name"), Agreement.bytes("thirty-two bytes, or about that."));
    private static final List<Class<? extends HandshakeMessage>> FLIGHT = List.of(
            ServerHello.class, EncryptedExtensions.class, CertificateRequest13.class, Certificate13.class, CertificateVerify.class, Finished.class);

    private final List<String> delivered = new ArrayList<>();
    private final ClientConfig.Builder clientConfig = ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).withoutHandshakeLimit()
            .groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)).grease(Grease.NONE)
            .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384))
            .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).entropy(new SeededEntropy(1));
    private final ServerConfig.Builder serverConfig = ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_3)
            .clientAuthentication(ClientAuthentication.REQUESTED, ANYONE).entropy(new SeededEntropy(2));
    private DtlsEngine victim;

    private RogueServer13Test client(Consumer<ClientConfig.Builder> options) {
        options.accept(clientConfig);
        return this;
    }

    private RogueServer13Test server(Consumer<ServerConfig.Builder> options) {
        options.accept(serverConfig);
        return this;
    }

    private static RogueServer13Test fresh() {
        return new RogueServer13Test();
    }

    private static void speakingBoth(ClientConfig.Builder client) {
        client.versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3).cipherSuites(List.of(
                CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
    }

    private RoguePeer rogue(RoguePeer.Script script) {
        victim = DtlsEngine.client(clientConfig.build(), (datagram, offset, length) -> delivered.add(new String(datagram, offset, length)));
        victim.start(0);
        return RoguePeer.server(serverConfig.build(), victim, script).talk();
    }

    private RoguePeer honest() {
        return rogue((message, peer) -> peer.say(message));
    }

    private static RoguePeer.Script changing(UnaryOperator<HandshakeMessage> change) {
        return (message, peer) -> peer.say(change.apply(message));
    }

    private void assertFails(Violation expected, RoguePeer rogue) {
        EngineEvent last = rogue.victimEvents().isEmpty() ? null : rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertTrue(last instanceof EngineEvent.Failed, () -> "instead of " + expected + ": " + rogue.victimEvents().size() + " events");
        EngineEvent.Failed failed = (EngineEvent.Failed) last;
        assertEquals(expected, failed.violation(), failed.message());
        assertEquals(expected.alert(), failed.alert());
        assertEquals(expected.alert().stream().toList(), rogue.alerts());
        assertTrue(victim.isOver());
        assertEquals(List.of(), delivered);
    }

    private void assertEachFails(Violation expected, UnaryOperator<HandshakeMessage> change) {
        assertFails(expected, rogue(changing(change)));
    }

    private void assertWaits(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertFalse(victim.isOver(), () -> rogue.victimEvents().toString());
    }

    private void assertConnects(RoguePeer rogue) {
        assertTrue(victim.isConnected(), () -> rogue.victimEvents().toString());
        rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        rogue.talk();
        assertEquals(List.of("data"), delivered);
    }

    private static <T> UnaryOperator<HandshakeMessage> each(Class<T> type, java.util.function.Function<T, HandshakeMessage> change) {
        return message -> type.isInstance(message) ? change.apply(type.cast(message)) : message;
    }

    @Test
    void an_honest_server_connects() {
        assertConnects(honest());
    }

    // Order

    @Test
    void no_message_but_the_request_can_be_left_out() {
        for (Class<? extends HandshakeMessage> skipped : FLIGHT) {
            RogueServer13Test fresh = fresh();
            RoguePeer.Script script = (message, peer) -> {
                if (!skipped.isInstance(message)) {
                    peer.say(message);
                }
            };
            if (skipped == CertificateRequest13.class) {
                fresh.assertConnects(fresh.rogue(script));
            } else if (skipped == Finished.class) {
                fresh.assertWaits(fresh.rogue(script));
            } else if (skipped == ServerHello.class) { // nothing of what follows can be read
                RogueServer13Test other = fresh();
                other.assertWaits(other.rogue(script));
            } else {
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue(script));
            }
        }
    }

    @Test
    // [RFC9846 §4#2]
    void no_message_can_be_said_twice() {
        for (Class<? extends HandshakeMessage> twice : FLIGHT) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                peer.say(message);
                if (twice.isInstance(message)) {
                    peer.say(message);
                }
            });
            if (twice == ServerHello.class) { // in the clear, where only protected messages count: noise
                fresh.assertFailsByOrder(rogue);
            } else if (twice == Finished.class) { // under the keys of the handshake, which is over
                fresh.assertFailsAfterwards(Violation.MESSAGE_IN_WRONG_EPOCH, rogue);
            } else {
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue);
            }
        }
    }

    /** A second ServerHello is not heard, and its place stays empty. */
    private void assertFailsByOrder(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertEquals(1, victim.stats().drops(DropReason.STALE_MESSAGE), () -> rogue.victimEvents().toString());
    }

    private void assertFailsAfterwards(Violation expected, RoguePeer rogue) {
        EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertEquals(expected, failed.violation(), failed.message());
        assertTrue(victim.isOver());
    }

    @Test
    // [RFC9846 §4#2]
    void no_two_messages_can_be_swapped() {
        for (int i = 1; i + 1 < FLIGHT.size(); i++) {
            Class<? extends HandshakeMessage> late = FLIGHT.get(i);
            Class<? extends HandshakeMessage> after = FLIGHT.get(i + 1);
            List<HandshakeMessage> kept = new ArrayList<>();
            RogueServer13Test fresh = fresh();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                if (late.isInstance(message)) {
                    kept.add(message);
                } else {
                    peer.say(message);
                    if (after.isInstance(message)) {
                        kept.forEach(peer::say);
                    }
                }
            }));
        }
    }

    @Test
    // [RFC9846 §4.7.3#1]
    void messages_of_later_or_of_dtls12_are_refused_wherever_they_come() {
        for (Class<? extends HandshakeMessage> before : FLIGHT.subList(1, FLIGHT.size())) {
            for (HandshakeMessage strange : List.of(
                    new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE))) {
                RogueServer13Test fresh = fresh();
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        peer.say(strange);
                    }
                    peer.say(message);
                }));
            }
            for (int type : new int[] {0, 3, 5, 12, 14, 16, 21, 23, 67, 254}) { // 5 is EndOfEarlyData
                RogueServer13Test fresh = fresh();
                fresh.assertFails(Violation.UNKNOWN_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        peer.sayUnder(2, new HandshakeType(type), peer.nextSeq(), Bytes.EMPTY);
                        peer.skipSeq();
                    }
                    peer.say(message);
                }));
            }
        }
    }

    // Epochs

    /** [RFC9147 §6.1] [RFC9147 §5.2] What belongs under protection does not count in the clear, and not under keys to come either. */
    @Test
    void a_message_in_the_clear_that_has_to_be_protected_does_not_count() {
        for (Class<? extends HandshakeMessage> bare : FLIGHT.subList(1, FLIGHT.size())) {
            RogueServer13Test fresh = fresh();
            fresh.assertWaits(fresh.rogue((message, peer) -> sayIn(0, bare, message, peer)));
        }
    }

    private static void sayIn(int epoch, Class<? extends HandshakeMessage> chosen, HandshakeMessage message, RoguePeer peer) {
        if (chosen.isInstance(message)) {
            Bytes body = message.toBytes();
            peer.transcript().append(message.type(), peer.nextSeq(), body);
            peer.sayUnder(epoch, message.type(), peer.nextSeq(), body);
            peer.skipSeq();
        } else {
            peer.say(message);
        }
    }

    /** [RFC9147 §5.1] After the handshake, under the handshake's keys. */
    @Test
    void a_message_after_the_handshake_under_the_handshakes_keys_is_refused() {
        for (HandshakeMessage late : List.of(
                new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE))) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.honest();
            rogue.sayUnder(2, late.type(), rogue.nextSeq(), late.toBytes());
            fresh.assertFailsAfterwards(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
            assertEquals(List.of(AlertDescription.UNEXPECTED_MESSAGE), rogue.alerts());
        }
    }

    /** [RFC9846 §5.1] */
    @Test
    // [RFC9846 §5.1#4]
    void nothing_may_follow_a_finished_or_a_key_update_in_its_record() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayTogether(new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        fresh.assertFailsAfterwards(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
        RogueServer13Test other = fresh();
        other.assertFailsAfterwards(Violation.MESSAGE_IN_WRONG_EPOCH, other.rogue((message, peer) -> {
            if (message instanceof Finished finished) {
                peer.transcript().append(message.type(), peer.nextSeq(), message.toBytes());
                peer.sayTogether(finished, new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
            } else {
                peer.say(message);
            }
        }));
    }

    /** [RFC9147 §8] The rest of a message cannot come under the next keys. */
    @Test
    // [RFC9147 §8#4] [RFC9846 §5.1#3]
    void the_beginning_of_a_message_behind_a_key_update_is_refused() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        Bytes ticket = new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE).toBytes();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
        rogue.talk();
        rogue.sayFragment(3, HandshakeType.NEW_SESSION_TICKET, rogue.nextSeq() + 1, ticket, 0, 5);
        rogue.talk();
        assertTrue(fresh.victim.isOver(), "a fragment of a new message in an epoch that a KeyUpdate has ended");
    }

    /** [RFC9147 §8] A new message_seq under old keys. */
    @Test
    // [RFC9147 §7#10] [RFC9147 §8#1] [RFC9147 §8#4]
    void a_message_under_old_keys_after_a_key_update_is_refused() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
        rogue.talk();
        assertFalse(fresh.victim.isOver());
        int acks = rogue.acks().size();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0)); // again: acknowledged again
        rogue.talk();
        assertFalse(fresh.victim.isOver());
        assertEquals(acks + 1, rogue.acks().size());
        Bytes ticket = new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE).toBytes();
        rogue.sayUnder(3, HandshakeType.NEW_SESSION_TICKET, rogue.nextSeq() + 1, ticket);
        fresh.assertFailsAfterwards(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
        assertEquals(List.of(AlertDescription.UNEXPECTED_MESSAGE), rogue.alerts());
    }

    @Test
    // [RFC9147 §8#5] [RFC9147 §8#7]
    void data_under_old_keys_after_a_key_update_is_delivered() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 1));
        rogue.talk();
        fresh.assertConnects(rogue);
    }

    @Test
    // [RFC9846 §4.7.3#4]
    void a_key_update_that_asks_for_something_unknown_is_refused() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 2));
        fresh.assertFailsAfterwards(Violation.ILLEGAL_KEY_UPDATE, rogue.talk());
    }

    // Hellos

    private static ServerHello with(ServerHello hello, UnaryOperator<List<Extension>> change) {
        return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), hello.compressionMethod(),
                new Extensions(change.apply(new ArrayList<>(hello.extensions().list()))));
    }

    private static List<Extension> plus(List<Extension> list, Extension more) {
        list.add(more);
        return list;
    }

    private static List<Extension> instead(List<Extension> list, Extension other) {
        list.replaceAll(each -> each.type().equals(other.type()) ? other : each);
        return list;
    }

    private static List<Extension> minus(List<Extension> list, ExtensionType type) {
        list.removeIf(each -> each.type().equals(type));
        return list;
    }

    private void assertHello(Violation expected, UnaryOperator<ServerHello> change) {
        assertEachFails(expected, message -> message instanceof ServerHello hello ? change.apply(hello) : message);
    }

    @Test
    // [RFC9147 §5#5] [RFC9846 §4.2.3#6] [RFC9846 §4.2.3#8] [RFC9846 §4.3.8#12]
    void a_hello_that_chooses_what_was_not_offered_is_refused() {
        fresh().assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> suite(hello, CipherSuite.TLS_CHACHA20_POLY1305_SHA256));
        fresh().assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> suite(hello, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
        fresh().assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> suite(hello, new CipherSuite(0x1399)));
        fresh().assertHello(Violation.UNOFFERED_GROUP, hello -> with(hello, list -> instead(list, new ServerKeyShare(
                new KeyShareEntry(NamedGroup.SECP521R1, Bytes.of(new byte[133]))))));
        fresh().assertHello(Violation.UNOFFERED_GROUP, hello -> with(hello, list -> instead(list, new ServerKeyShare(
                new KeyShareEntry(NamedGroup.SECP256R1, Bytes.of(new byte[65])))))); // named, but without a share
        fresh().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> with(hello, list -> minus(list, ExtensionType.KEY_SHARE)));
        fresh().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> new ServerHello(
                ProtocolVersion.DTLS_1_3, hello.random(), hello.sessionId(), hello.cipherSuite(), 0, hello.extensions()));
        fresh().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> new ServerHello(
                hello.serverVersion(), hello.random(), Bytes.of((byte) 1), hello.cipherSuite(), 0, hello.extensions()));
        fresh().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> new ServerHello(
                hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 1, hello.extensions()));
    }

    private static ServerHello suite(ServerHello hello, CipherSuite suite) {
        return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), suite, 0, hello.extensions());
    }

    @Test
    void a_hello_of_another_version_is_refused() {
        fresh().assertHello(Violation.NO_COMMON_VERSION, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_VERSIONS)));
        for (ProtocolVersion version : List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_0, new ProtocolVersion(0x0304), new ProtocolVersion(0xFEFB))) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue(changing(each(ServerHello.class,
                    hello -> with(hello, list -> instead(list, new SelectedVersion(version))))));
            assertTrue(fresh.victim.isOver(), "selected_version " + version);
            assertFalse(fresh.victim.isConnected());
        }
    }

    @Test
    void a_share_of_the_wrong_length_or_off_the_curve_is_refused() {
        for (int length : new int[] {0, 1, 31, 33, 64}) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue(changing(each(ServerHello.class, hello -> with(hello, list -> instead(list,
                    new ServerKeyShare(new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[length]))))))));
            EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(0);
            assertTrue(failed.violation() == Violation.ILLEGAL_KEY_SHARE || length == 0 && failed.violation() == Violation.MALFORMED,
                    failed.toString());
        }
        fresh().assertHello(Violation.ILLEGAL_KEY_SHARE, hello -> with(hello, list -> instead(list,
                new ServerKeyShare(new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[32])))))); // the point of order one
        byte[] offCurve = new byte[65];
        offCurve[0] = 4;
        fresh().client(client -> client.groups(List.of(NamedGroup.SECP256R1))).assertHello(Violation.ILLEGAL_KEY_SHARE,
                hello -> with(hello, list -> instead(list, new ServerKeyShare(new KeyShareEntry(NamedGroup.SECP256R1, Bytes.of(offCurve))))));
    }

    @Test
    // [RFC9846 §4.3#4]
    void extensions_that_were_not_asked_for_or_that_belong_elsewhere_are_refused_in_a_hello() {
        fresh().assertHello(Violation.UNSOLICITED_EXTENSION, hello -> with(hello, list -> plus(list, new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY))));
        fresh().assertHello(Violation.UNSOLICITED_EXTENSION, hello -> with(hello, list -> plus(list, new SelectedPsk(0))));
        fresh().assertHello(Violation.UNSOLICITED_EXTENSION, hello -> with(hello, list -> plus(list, new ServerNameAcknowledged())));
        fresh().client(client -> client.applicationProtocols("a")).server(server -> server.applicationProtocols("a")).assertHello(
                Violation.MISPLACED_EXTENSION, hello -> with(hello, list -> plus(list, new ApplicationProtocols(List.of(ApplicationProtocolName.bytes("a"))))));
        fresh().client(client -> client.recordSizeLimit(500)).assertHello(
                Violation.MISPLACED_EXTENSION, hello -> with(hello, list -> plus(list, new RecordSizeLimit(500))));
    }

    @Test
    void a_hello_with_an_extension_twice_is_refused() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.rogue((message, peer) -> {
            if (message instanceof ServerHello hello) {
                byte[] body = hello.toBytes().toArray();
                byte[] twice = Arrays.copyOf(body, body.length + 6); // supported_versions once more
                int lengthAt = 2 + 32 + 1 + 2 + 1;
                twice[lengthAt + 1] += 6;
                System.arraycopy(new byte[] {0, 43, 0, 2, (byte) 0xFE, (byte) 0xFC}, 0, twice, body.length, 6);
                peer.sayUnder(0, message.type(), peer.nextSeq(), Bytes.of(twice));
            }
        });
        assertTrue(fresh.victim.isOver());
        assertFalse(rogue.alerts().isEmpty());
    }

    // HelloRetryRequest

    private static HelloRetryRequest retry(Extension... extensions) {
        List<Extension> list = new ArrayList<>(List.of(new SelectedVersion(ProtocolVersion.DTLS_1_3)));
        list.addAll(List.of(extensions));
        return new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, CipherSuite.TLS_AES_128_GCM_SHA256, 0, new Extensions(list));
    }

    private static RoguePeer.Script asking(HelloRetryRequest... requests) {
        return (message, peer) -> {
            if (message instanceof ServerHello) {
                for (HelloRetryRequest request : requests) {
                    peer.sayUnder(0, request.type(), peer.nextSeq(), request.toBytes());
                    peer.skipSeq();
                }
            }
        };
    }

    private void assertRetry(Violation expected, HelloRetryRequest request) {
        assertFails(expected, rogue(asking(request)));
    }

    private static final Cookie COOKIE = new Cookie(Bytes.of(new byte[8]));

    @Test
    // [RFC9846 §4.2.4#5] [RFC9846 §4.3.8#10]
    void a_request_that_changes_nothing_is_refused() {
        fresh().assertRetry(Violation.RETRY_WITHOUT_CHANGE, retry());
        fresh().assertRetry(Violation.RETRY_WITHOUT_CHANGE, retry(new SelectedGroup(NamedGroup.X25519)));
        fresh().assertRetry(Violation.RETRY_WITHOUT_CHANGE, retry(COOKIE, new SelectedGroup(NamedGroup.X25519)));
    }

    @Test
    // [RFC9846 §4.2.4#8] [RFC9846 §4.3.8#10]
    void a_request_for_what_was_not_offered_is_refused() {
        fresh().assertRetry(Violation.UNOFFERED_GROUP, retry(new SelectedGroup(NamedGroup.SECP521R1)));
        fresh().assertRetry(Violation.UNOFFERED_GROUP, retry(COOKIE, new SelectedGroup(new NamedGroup(0x0A0A))));
        fresh().assertRetry(Violation.UNOFFERED_CIPHER_SUITE, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY,
                CipherSuite.TLS_CHACHA20_POLY1305_SHA256, 0, retry(COOKIE).extensions()));
    }

    @Test
    // [RFC9147 §5#5] [RFC9846 §4.2.4#4]
    void a_request_of_illegal_form_is_refused() {
        Extensions cookie = retry(COOKIE).extensions();
        CipherSuite suite = CipherSuite.TLS_AES_128_GCM_SHA256;
        fresh().assertRetry(Violation.ILLEGAL_RETRY_REQUEST, new HelloRetryRequest(ProtocolVersion.DTLS_1_3, Bytes.EMPTY, suite, 0, cookie));
        fresh().assertRetry(Violation.ILLEGAL_RETRY_REQUEST, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.of((byte) 1), suite, 0, cookie));
        fresh().assertRetry(Violation.ILLEGAL_RETRY_REQUEST, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 1, cookie));
        fresh().assertRetry(Violation.ILLEGAL_RETRY_REQUEST, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 0,
                new Extensions(List.of(COOKIE))));
        fresh().assertRetry(Violation.ILLEGAL_RETRY_REQUEST, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 0,
                new Extensions(List.of(new SelectedVersion(ProtocolVersion.DTLS_1_2), COOKIE))));
        fresh().assertRetry(Violation.UNSOLICITED_EXTENSION, retry(COOKIE, new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY)));
        fresh().assertRetry(Violation.MISPLACED_EXTENSION, retry(COOKIE, new SignatureAlgorithms(List.of(SignatureScheme.ED25519))));
    }

    /** [RFC9147 §5.2] */
    @Test
    // [RFC9147 §5.1#21]
    void a_second_request_is_refused_and_the_first_again_is_not_heard() {
        RogueServer13Test fresh = fresh();
        fresh.assertFails(Violation.SECOND_RETRY_REQUEST, fresh.rogue(asking(retry(COOKIE), retry(COOKIE))));
        RogueServer13Test other = fresh();
        RoguePeer rogue = other.rogue(asking(retry(COOKIE)));
        other.assertWaits(rogue);
        HelloRetryRequest different = retry(new Cookie(Bytes.of(new byte[20])));
        rogue.sayUnder(0, different.type(), 0, different.toBytes());
        other.assertWaits(rogue.talk());
    }

    /** A server that has no share of the client's, so that it asks for one, and then chooses otherwise. */
    private RoguePeer afterRetry(RoguePeer.Script script) {
        return server(server -> server.groups(List.of(NamedGroup.SECP256R1))).rogue(script);
    }

    @Test
    // [RFC9846 §4.2.4#10] [RFC9846 §4.2.4#12] [RFC9846 §4.3.8#11] [RFC9846 §4.3.8#14]
    void a_request_for_a_group_is_answered_and_the_choice_that_follows_is_held_to_it() {
        RogueServer13Test honest = fresh();
        honest.assertConnects(honest.afterRetry((message, peer) -> peer.say(message)));
        RogueServer13Test suite = fresh();
        suite.assertFails(Violation.CHOICE_CHANGED_AFTER_RETRY, suite.afterRetry(changing(each(ServerHello.class,
                hello -> suite(hello, CipherSuite.TLS_AES_256_GCM_SHA384)))));
        RogueServer13Test group = fresh();
        group.assertFails(Violation.UNOFFERED_GROUP, group.afterRetry(changing(each(ServerHello.class, hello -> with(hello, list -> instead(list,
                new ServerKeyShare(new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[32])))))))));
        RogueServer13Test version = fresh();
        version.assertFails(Violation.CHOICE_CHANGED_AFTER_RETRY, version.client(RogueServer13Test::speakingBoth)
                .afterRetry(changing(each(ServerHello.class, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_VERSIONS))))));
    }

    /** [RFC9147 §5.2] Whoever asks by HelloVerifyRequest speaks DTLS 1.2. */
    @Test
    void a_hello_verify_request_fits_no_hello_of_dtls13() {
        HelloVerifyRequest request = new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(new byte[8]));
        RogueServer13Test only = fresh();
        only.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, only.rogue((message, peer) -> peer.say(request)));
        RogueServer13Test both = fresh();
        RoguePeer rogue = both.client(RogueServer13Test::speakingBoth).rogue((message, peer) -> {
            if (message instanceof ServerHello) {
                peer.sayUnder(0, request.type(), 0, request.toBytes());
                peer.sayUnder(0, message.type(), 1, message.toBytes());
            }
        });
        both.assertFailsAfterwards(Violation.NO_COMMON_VERSION, rogue);
        RogueServer13Test afterRetry = fresh();
        RoguePeer mixed = afterRetry.client(RogueServer13Test::speakingBoth).rogue(asking(retry(COOKIE)));
        mixed.sayUnder(0, request.type(), 1, request.toBytes());
        mixed.talk();
        assertTrue(afterRetry.victim.isOver());
        assertEquals(List.of(AlertDescription.UNEXPECTED_MESSAGE), mixed.alerts());
    }

    // Pre-shared keys

    private RogueServer13Test withKey() {
        return client(client -> client.preSharedKeys(KEY)).server(server -> server.preSharedKeys(PskStore.of(KEY)));
    }

    @Test
    // [RFC9846 §4.3.11#11]
    void a_pre_shared_key_that_was_not_offered_is_refused() {
        RogueServer13Test honest = fresh().withKey();
        honest.assertConnects(honest.honest());
        for (int index : new int[] {1, 2, 65_535}) {
            fresh().withKey().assertHello(Violation.ILLEGAL_PSK_CHOICE, hello -> with(hello, list -> instead(list, new SelectedPsk(index))));
        }
        fresh().withKey().assertHello(Violation.ILLEGAL_PSK_CHOICE, hello -> suite(hello, CipherSuite.TLS_AES_256_GCM_SHA384)); // of the other hash
        fresh().withKey().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> with(hello, list -> minus(list, ExtensionType.KEY_SHARE)));
    }

    /** [RFC9846 §4.4.2] */
    @Test
    void with_a_pre_shared_key_no_certificate_is_shown_or_asked_for() {
        for (HandshakeMessage more : List.of(
                new CertificateRequest13(Bytes.EMPTY, new Extensions(List.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))))),
                new Certificate13(Bytes.EMPTY, List.of()))) {
            RogueServer13Test fresh = fresh().withKey();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                peer.say(message);
                if (message instanceof EncryptedExtensions) {
                    peer.say(more);
                }
            }));
        }
        RogueServer13Test later = fresh().withKey();
        RoguePeer rogue = later.honest();
        rogue.sayAfterHandshake(new CertificateRequest13(Bytes.of((byte) 1), new Extensions(List.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))))));
        later.assertFailsAfterwards(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
    }

    // EncryptedExtensions

    private void assertExtensions(Violation expected, Extension more) {
        assertEachFails(expected, each(EncryptedExtensions.class,
                message -> new EncryptedExtensions(new Extensions(plus(new ArrayList<>(message.extensions().list()), more)))));
    }

    @Test
    // [RFC9846 §4.3#4] [RFC9846 §4.3#5] [RFC9846 §4.4.1#2]
    void encrypted_extensions_with_what_was_not_asked_for_or_belongs_elsewhere_are_refused() {
        fresh().assertExtensions(Violation.UNSOLICITED_EXTENSION, new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY));
        fresh().assertExtensions(Violation.UNSOLICITED_EXTENSION, new ServerNameAcknowledged());
        fresh().assertExtensions(Violation.UNSOLICITED_EXTENSION, new EarlyData());
        fresh().assertExtensions(Violation.UNSOLICITED_EXTENSION, new ApplicationProtocols(List.of(ApplicationProtocolName.bytes("a"))));
        fresh().assertExtensions(Violation.MISPLACED_EXTENSION, new SelectedVersion(ProtocolVersion.DTLS_1_3));
        fresh().assertExtensions(Violation.MISPLACED_EXTENSION, new ServerKeyShare(new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[32]))));
        fresh().assertExtensions(Violation.MISPLACED_EXTENSION, new SignatureAlgorithms(List.of(SignatureScheme.ED25519)));
        fresh().client(client -> client.recordSizeLimit(500)).assertExtensions(Violation.ILLEGAL_RECORD_SIZE_LIMIT, new RecordSizeLimit(63));
        fresh().client(client -> client.applicationProtocols("a")).assertExtensions(
                Violation.UNOFFERED_APPLICATION_PROTOCOL, new ApplicationProtocols(List.of(ApplicationProtocolName.bytes("b"))));
    }

    // Certificates

    @Test
    // [RFC9846 §4.4.2#5]
    void a_certificate_request_that_does_not_do_is_refused() {
        fresh().assertEachFails(Violation.WRONG_REQUEST_CONTEXT, each(CertificateRequest13.class,
                message -> new CertificateRequest13(Bytes.of((byte) 1), message.extensions())));
        fresh().assertEachFails(Violation.MISSING_REQUIRED_EXTENSION, each(CertificateRequest13.class,
                message -> new CertificateRequest13(Bytes.EMPTY, Extensions.NONE)));
    }

    /** [RFC9846 §4.3] What is known and belongs elsewhere is refused; what is not known may be asked. */
    @Test
    // [RFC9846 §4.3#5]
    void a_certificate_request_with_a_known_extension_of_other_messages_is_refused() {
        RogueServer13Test unknown = fresh();
        unknown.assertConnects(unknown.rogue(changing(each(CertificateRequest13.class, message -> new CertificateRequest13(Bytes.EMPTY,
                new Extensions(plus(new ArrayList<>(message.extensions().list()), new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY))))))));
        for (ExtensionType misplaced : List.of(ExtensionType.EARLY_DATA, ExtensionType.KEY_SHARE, ExtensionType.SUPPORTED_VERSIONS, ExtensionType.COOKIE)) {
            fresh().assertEachFails(Violation.MISPLACED_EXTENSION, each(CertificateRequest13.class, message -> new CertificateRequest13(Bytes.EMPTY,
                    new Extensions(plus(new ArrayList<>(message.extensions().list()), new UnknownExtension(misplaced, Bytes.EMPTY))))));
        }
    }

    private void assertCertificate(Violation expected, java.util.function.Function<Certificate13, HandshakeMessage> change) {
        assertEachFails(expected, each(Certificate13.class, change));
    }

    @Test
    // [RFC9846 §4.3#4] [RFC9846 §4.5.1#6] [RFC9846 §4.5.1#7] [RFC9846 §4.5.1.3#1]
    void a_certificate_that_does_not_do_is_refused() {
        fresh().assertCertificate(Violation.EMPTY_SERVER_CERTIFICATE, message -> new Certificate13(Bytes.EMPTY, List.of()));
        fresh().assertCertificate(Violation.WRONG_REQUEST_CONTEXT, message -> new Certificate13(Bytes.of((byte) 1), message.certificateList()));
        fresh().assertCertificate(Violation.CERTIFICATE_UNREADABLE, message -> new Certificate13(Bytes.EMPTY,
                List.of(new Certificate13.Entry(Bytes.of(new byte[100]), Extensions.NONE))));
        fresh().assertCertificate(Violation.UNSOLICITED_EXTENSION, message -> new Certificate13(Bytes.EMPTY,
                List.of(new Certificate13.Entry(message.certificateList().get(0).certData(),
                        new Extensions(List.of(new UnknownExtension(new ExtensionType(5), Bytes.EMPTY)))))));
        fresh().assertCertificate(Violation.BAD_SIGNATURE, message -> chain(SelfSigned.ecdsaP256("server.test")));
        fresh().assertCertificate(Violation.WRONG_SIGNATURE_KEY, message -> chain(RSA));
        fresh().assertCertificate(Violation.UNOFFERED_CERTIFICATE_COMPRESSION, message -> new CompressedCertificate(
                CompressCertificate.ZLIB, 100, Bytes.of(new byte[10])));
    }

    private static Certificate13 chain(Credentials credentials) {
        try {
            return new Certificate13(Bytes.EMPTY, List.of(new Certificate13.Entry(Bytes.of(credentials.chain().get(0).getEncoded()), Extensions.NONE)));
        } catch (java.security.cert.CertificateEncodingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private void assertProof(Violation expected, java.util.function.Function<CertificateVerify, HandshakeMessage> change) {
        assertEachFails(expected, each(CertificateVerify.class, change));
    }

    @Test
    // [RFC9846 §4.3.3#1] [RFC9846 §4.3.3#5] [RFC9846 §4.5.2#6] [RFC9846 §4.5.2#8] [RFC9846 §4.5.2#9]
    // [RFC9846 §4.5.2#10] [RFC9846 §6.2#2]
    void a_signature_that_does_not_do_is_refused() {
        fresh().assertProof(Violation.BAD_SIGNATURE, message -> new CertificateVerify(message.algorithm(), Bytes.of(new byte[70])));
        fresh().assertProof(Violation.BAD_SIGNATURE, message -> new CertificateVerify(message.algorithm(), Bytes.EMPTY));
        fresh().assertProof(Violation.BAD_SIGNATURE, message -> {
            byte[] signature = message.signature().toArray();
            signature[signature.length - 1] ^= 1;
            return new CertificateVerify(message.algorithm(), Bytes.of(signature));
        });
        fresh().assertProof(Violation.WRONG_SIGNATURE_KEY, message -> new CertificateVerify(SignatureScheme.ED25519, message.signature()));
        fresh().assertProof(Violation.UNOFFERED_SIGNATURE_SCHEME, message -> new CertificateVerify(new SignatureScheme(0x0203), message.signature()));
        fresh().assertProof(Violation.UNOFFERED_SIGNATURE_SCHEME, message -> new CertificateVerify(new SignatureScheme(0x0401), message.signature()));
    }

    @Test
    // [RFC9846 §4.5.3#1]
    void a_wrong_finished_is_refused_and_data_behind_it_is_not_delivered() {
        for (byte[] data : List.of(new byte[32], new byte[31], new byte[33], new byte[12], new byte[0])) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(message instanceof Finished ? new Finished(Bytes.of(data)) : message));
            EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(0);
            assertTrue(failed.violation() == Violation.WRONG_VERIFY_DATA || failed.violation() == Violation.MALFORMED, failed.toString());
            assertTrue(data.length != 32 || failed.violation() == Violation.WRONG_VERIFY_DATA);
            rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
            rogue.talk();
            assertEquals(List.of(), fresh.delivered);
        }
    }

    // Application data

    @Test
    void data_under_the_handshakes_keys_is_refused_at_every_state_and_after_it() {
        for (Class<? extends HandshakeMessage> before : FLIGHT.subList(1, FLIGHT.size())) {
            RogueServer13Test fresh = fresh();
            fresh.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
                }
                peer.say(message);
            }));
        }
        RogueServer13Test after = fresh();
        RoguePeer rogue = after.honest();
        rogue.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        after.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, rogue.talk());
    }

    @Test
    // [RFC9147 §4.1#4]
    void records_in_the_clear_do_nothing_at_any_state() {
        for (ContentType type : List.of(ContentType.APPLICATION_DATA, ContentType.CHANGE_CIPHER_SPEC)) {
            for (Class<? extends HandshakeMessage> before : FLIGHT) {
                RogueServer13Test fresh = fresh();
                fresh.assertConnects(fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        fresh.victim.receive(plaintext(type, new byte[] {1}), 0, 14, 0);
                    }
                    peer.say(message);
                }));
            }
            RogueServer13Test after = fresh();
            RoguePeer rogue = after.honest();
            after.victim.receive(plaintext(type, new byte[] {1}), 0, 14, 0);
            after.assertConnects(rogue);
        }
    }

    private static byte[] plaintext(ContentType type, byte[] content) {
        byte[] datagram = new byte[13 + content.length];
        datagram[0] = (byte) type.code();
        datagram[1] = (byte) 0xFE;
        datagram[2] = (byte) 0xFD;
        datagram[10] = 99;
        datagram[12] = (byte) content.length;
        System.arraycopy(content, 0, datagram, 13, content.length);
        return datagram;
    }

    @Test
    void a_malformed_change_cipher_spec_in_the_clear_ends_nothing_once_keys_are_in_use() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        fresh.victim.receive(plaintext(ContentType.CHANGE_CIPHER_SPEC, new byte[] {9, 9}), 0, 15, 0);
        fresh.assertConnects(rogue);
    }

    @Test
    void a_change_cipher_spec_or_an_unknown_type_under_protection_is_dropped() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayRecord(3, ContentType.CHANGE_CIPHER_SPEC, new byte[] {1});
        fresh.assertConnects(rogue);
        assertEquals(1, fresh.victim.stats().drops(DropReason.UNKNOWN_CONTENT_TYPE));
    }

    // Alerts

    @Test
    // [RFC9846 §6#7] [RFC9846 §6.1#4]
    void alerts_of_the_handshakes_epochs_end_it_and_warnings_do_not() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(peer.epoch(), ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.HANDSHAKE_FAILURE)); // the level says nothing
                }
                peer.say(message);
            });
            if (before == ServerHello.class) { // before the version is known a warning is one
                fresh.assertConnects(rogue);
            } else {
                fresh.assertFailsAfterwards(Violation.PEER_ALERT, rogue);
            }
            RogueServer13Test other = fresh();
            other.assertConnects(other.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(peer.epoch(), ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.USER_CANCELED));
                }
                peer.say(message);
            }));
        }
    }

    private static byte[] alert(AlertLevel level, AlertDescription description) {
        return new byte[] {(byte) level.code(), (byte) description.code()};
    }

    @Test
    // [RFC9846 §5.1#7] [RFC9846 §6#8]
    void unknown_alerts_are_fatal_and_a_malformed_one_is_refused() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayRecord(3, ContentType.ALERT, new byte[] {1, (byte) 222});
        fresh.assertFailsAfterwards(Violation.PEER_ALERT, rogue.talk());
        for (byte[] malformed : List.of(new byte[1], new byte[3], new byte[] {2, 40, 2, 40})) {
            RogueServer13Test other = fresh();
            RoguePeer peer = other.honest();
            peer.sayRecord(3, ContentType.ALERT, malformed);
            other.assertFailsAfterwards(Violation.MALFORMED_ALERT, peer.talk());
        }
    }

    @Test
    void close_notify_closes_and_is_answered() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayRecord(3, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.CLOSE_NOTIFY));
        rogue.talk();
        assertTrue(rogue.victimEvents().contains(new EngineEvent.Closed(EngineEvent.ClosedBy.PEER)));
        assertEquals(List.of(AlertDescription.CLOSE_NOTIFY), rogue.alerts());
    }

    /** [RFC9147 §5.10] What is ignored after a closure is what has a greater number, not what comes later. */
    @Test
    void data_that_a_close_notify_overtook_is_still_delivered() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        rogue.sayRecord(3, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.CLOSE_NOTIFY));
        rogue.swapLastTwo();
        rogue.talk();
        assertEquals(List.of("data"), fresh.delivered);
    }

    // ACKs

    @Test
    // [RFC9147 §7.2#6]
    void an_ack_of_a_higher_epoch_is_refused_in_the_handshake_and_means_nothing_after_it() {
        RogueServer13Test fresh = fresh();
        fresh.assertFails(Violation.ACK_OF_HIGHER_EPOCH, fresh.rogue((message, peer) -> {
            if (message instanceof EncryptedExtensions) {
                peer.sayAck(2, new RecordNumber(3, 0));
            }
            peer.say(message);
        }));
        RogueServer13Test after = fresh();
        RoguePeer rogue = after.honest();
        rogue.sayAck(3, new RecordNumber(4, 0), new RecordNumber(65_535, 1), new RecordNumber(3, 99), new RecordNumber(2, 1L << 48));
        after.assertConnects(rogue);
    }

    @Test
    void an_ack_that_cannot_be_read_is_refused_under_protection() {
        for (byte[] malformed : List.of(new byte[] {0}, new byte[] {0, 1, 1}, new byte[] {0, 15, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0},
                new byte[] {0, 16, 1}, new byte[] {0, 0, 0}, new byte[] {0, 16, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0})) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.honest();
            rogue.sayRecord(3, ContentType.ACK, malformed);
            rogue.talk();
            if (malformed.length == 18) { // an epoch that does not exist: nothing of ours
                assertTrue(fresh.victim.isOver() || fresh.victim.isConnected());
            } else {
                fresh.assertFailsAfterwards(Violation.MALFORMED, rogue);
                assertEquals(List.of(AlertDescription.DECODE_ERROR), rogue.alerts());
            }
        }
    }

    @Test
    void an_ack_of_the_clients_flight_ends_its_timer_and_the_same_again_changes_nothing() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        long waiting = fresh.victim.deadline();
        for (int i = 0; i < 3; i++) {
            rogue.sayAck(3, new RecordNumber(2, 0), new RecordNumber(2, 1), new RecordNumber(2, 2));
            rogue.talk();
            assertTrue(fresh.victim.deadline() > waiting);
        }
        fresh.assertConnects(rogue);
    }

    /** [RFC9147 §7.1] Neither data nor a ticket say that the last flight arrived. */
    @Test
    void data_and_tickets_do_not_acknowledge_the_clients_last_flight() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        long waiting = fresh.victim.deadline();
        rogue.sayAfterHandshake(new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        fresh.assertConnects(rogue);
        assertEquals(waiting, fresh.victim.deadline());
    }

    // Tickets

    @Test
    // [RFC9846 §4.7.1#9]
    void a_ticket_for_more_than_a_week_is_refused_and_one_for_no_time_forgotten() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayAfterHandshake(new NewSessionTicket(604_801, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        fresh.assertFailsAfterwards(Violation.ILLEGAL_TICKET, rogue.talk());
        RogueServer13Test other = fresh();
        RoguePeer peer = other.honest();
        peer.sayAfterHandshake(new NewSessionTicket(0, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        peer.sayAfterHandshake(new NewSessionTicket(604_800, 2, Bytes.EMPTY, Bytes.of((byte) 2), Extensions.NONE));
        other.assertConnects(peer.talk());
        List<EngineEvent> sessions = peer.victimEvents().stream().filter(EngineEvent.Resumable.class::isInstance).toList();
        assertEquals(1, sessions.size());
        assertEquals(Bytes.of((byte) 2), ((EngineEvent.Resumable) sessions.get(0)).session().ticket());
    }

    @Test
    void an_empty_ticket_is_refused() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayAfterHandshake(new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.EMPTY, Extensions.NONE));
        fresh.assertFailsAfterwards(Violation.MALFORMED, rogue.talk());
    }

    // Later authentication

    @Test
    // [RFC9846 §4.7.2#4]
    void a_later_request_of_a_client_that_did_not_offer_it_or_without_a_context_is_refused() {
        Extensions schemes = new Extensions(List.of(new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256))));
        RogueServer13Test refusing = fresh().client(client -> client.postHandshakeAuthentication(PostHandshakeAuthentication.REFUSED));
        RoguePeer rogue = refusing.honest();
        rogue.sayAfterHandshake(new CertificateRequest13(Bytes.of((byte) 1), schemes));
        refusing.assertFailsAfterwards(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
        RogueServer13Test fresh = fresh();
        RoguePeer peer = fresh.honest();
        peer.sayAfterHandshake(new CertificateRequest13(Bytes.EMPTY, schemes));
        fresh.assertFailsAfterwards(Violation.WRONG_REQUEST_CONTEXT, peer.talk());
    }

    @Test
    void messages_of_a_handshake_are_refused_after_it() {
        for (HandshakeMessage late : List.of(
                new Finished(Bytes.of(new byte[32])), new EncryptedExtensions(Extensions.NONE), new Certificate13(Bytes.EMPTY, List.of()),
                new CertificateVerify(SignatureScheme.ED25519, Bytes.of(new byte[64])), retry(COOKIE))) {
            RogueServer13Test fresh = fresh();
            RoguePeer rogue = fresh.honest();
            rogue.sayAfterHandshake(late);
            fresh.assertFailsAfterwards(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
        }
    }

    /** [RFC9147 §5.5] */
    @Test
    // [RFC9147 §5.5#8]
    void changed_bytes_under_retransmission_are_refused_where_protected() {
        RogueServer13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        Bytes ticket = new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of(new byte[50]), Extensions.NONE).toBytes();
        byte[] changed = ticket.toArray();
        changed[0] ^= 1;
        rogue.sayFragment(3, HandshakeType.NEW_SESSION_TICKET, rogue.nextSeq(), ticket, 0, 10);
        rogue.talk();
        assertFalse(fresh.victim.isOver());
        rogue.sayFragment(3, HandshakeType.NEW_SESSION_TICKET, rogue.nextSeq(), Bytes.of(changed), 0, 5);
        fresh.assertFailsAfterwards(Violation.INCONSISTENT_FRAGMENTS, rogue.talk());
    }
}
