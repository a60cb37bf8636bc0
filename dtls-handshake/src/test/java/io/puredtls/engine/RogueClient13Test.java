package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
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
import io.puredtls.extension.Cookie;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.ClientHello;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.KeyUpdate;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A DTLS 1.3 server and clients that skip, repeat, swap, misplace and forge what they have to say. */
class RogueClient13Test {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");
    private static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("rsa.test").generate();
    private static final PreSharedKey KEY = PreSharedKey.of(Agreement.bytes("name"), Agreement.bytes("thirty-two bytes, or about that."));
    private static final List<Class<? extends HandshakeMessage>> FLIGHT = List.of(Certificate13.class, CertificateVerify.class, Finished.class);

    private final List<String> delivered = new ArrayList<>();
    private final ClientConfig.Builder clientConfig = ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).identity(CLIENT)
            .groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)).grease(Grease.NONE)
            .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).entropy(new SeededEntropy(2));
    private final ServerConfig.Builder serverConfig = ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_3)
            .clientAuthentication(ClientAuthentication.REQUIRED, ANYONE).withoutHandshakeLimit().entropy(new SeededEntropy(1));
    private DtlsEngine victim;

    private RogueClient13Test client(Consumer<ClientConfig.Builder> options) {
        options.accept(clientConfig);
        return this;
    }

    private RogueClient13Test server(Consumer<ServerConfig.Builder> options) {
        options.accept(serverConfig);
        return this;
    }

    private static RogueClient13Test fresh() {
        return new RogueClient13Test();
    }

    private RoguePeer rogue(RoguePeer.Script script) {
        victim = DtlsEngine.server(serverConfig.build(), (datagram, offset, length) -> delivered.add(new String(datagram, offset, length)));
        victim.start(0);
        return RoguePeer.client(clientConfig.build(), victim, script).talk();
    }

    private RoguePeer honest() {
        return rogue((message, peer) -> peer.say(message));
    }

    private void assertFails(Violation expected, RoguePeer rogue) {
        EngineEvent last = rogue.victimEvents().isEmpty() ? null : rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertTrue(last instanceof EngineEvent.Failed, () -> "instead of " + expected + ": " + rogue.victimEvents().size() + " events");
        EngineEvent.Failed failed = (EngineEvent.Failed) last;
        assertEquals(expected, failed.violation(), failed.message());
        assertEquals(expected.alert().stream().toList(), rogue.alerts());
        assertTrue(victim.isOver());
        assertEquals(List.of(), delivered);
    }

    private void assertEachFails(Violation expected, UnaryOperator<HandshakeMessage> change) {
        assertFails(expected, rogue((message, peer) -> peer.say(change.apply(message))));
    }

    private void assertWaits(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertFalse(victim.isOver(), () -> rogue.victimEvents().toString());
    }

    private void assertConnects(RoguePeer rogue) {
        assertTrue(victim.isConnected(), () -> rogue.victimEvents().toString());
        assertTrue(rogue.isConnected(), () -> rogue.stopped().toString());
        rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        rogue.talk();
        assertEquals(List.of("data"), delivered);
    }

    private static <T> UnaryOperator<HandshakeMessage> each(Class<T> type, Function<T, HandshakeMessage> change) {
        return message -> type.isInstance(message) ? change.apply(type.cast(message)) : message;
    }

    @Test
    void an_honest_client_connects() {
        assertConnects(honest());
        assertEquals(CLIENT.chain(), victim.info().orElseThrow().peer().chain());
    }

    // Order

    @Test
    void no_message_can_be_left_out() {
        for (Class<? extends HandshakeMessage> skipped : FLIGHT) {
            RogueClient13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (!skipped.isInstance(message)) {
                    peer.say(message);
                }
            });
            if (skipped == Finished.class) {
                fresh.assertWaits(rogue);
                rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("early"));
                rogue.talk();
                assertEquals(List.of(), fresh.delivered);
            } else {
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue);
            }
        }
    }

    @Test
    void no_message_can_be_said_twice() {
        for (Class<? extends HandshakeMessage> twice : FLIGHT) {
            RogueClient13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                peer.say(message);
                if (twice.isInstance(message)) {
                    peer.say(message);
                }
            });
            if (twice == Finished.class) { // a new message under the keys of a handshake that is over
                EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
                assertTrue(failed.violation() == Violation.MESSAGE_IN_WRONG_EPOCH || failed.violation() == Violation.UNEXPECTED_HANDSHAKE_MESSAGE,
                        failed.toString());
            } else {
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue);
            }
        }
    }

    @Test
    void no_two_messages_can_be_swapped() {
        for (int i = 0; i + 1 < FLIGHT.size(); i++) {
            Class<? extends HandshakeMessage> late = FLIGHT.get(i);
            Class<? extends HandshakeMessage> after = FLIGHT.get(i + 1);
            List<HandshakeMessage> kept = new ArrayList<>();
            RogueClient13Test fresh = fresh();
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

    /** [RFC9147 §5.6] There is no EndOfEarlyData, type 5. */
    @Test
    void messages_of_later_or_of_dtls12_are_refused_wherever_they_come() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            for (HandshakeMessage strange : List.of(
                    new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE))) {
                RogueClient13Test fresh = fresh();
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        peer.say(strange);
                    }
                    peer.say(message);
                }));
            }
            for (int type : new int[] {0, 3, 5, 12, 14, 16, 21, 23, 67, 254}) {
                RogueClient13Test fresh = fresh();
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

    @Test
    void a_handshake_begins_with_a_hello_and_with_nothing_else() {
        for (HandshakeMessage other : List.of(
                new Finished(Bytes.of(new byte[32])), new CertificateVerify(SignatureScheme.ED25519, Bytes.of(new byte[64])))) {
            RogueClient13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(other));
            EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(0);
            assertEquals(Optional.of(AlertDescription.UNEXPECTED_MESSAGE), failed.alert());
        }
    }

    // Epochs

    @Test
    void a_message_in_the_clear_that_has_to_be_protected_does_not_count() {
        for (Class<? extends HandshakeMessage> bare : FLIGHT) {
            RogueClient13Test fresh = fresh();
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

    @Test
    void a_message_after_the_handshake_under_the_handshakes_keys_is_refused() {
        RogueClient13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(2, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
        fresh.assertFails(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
    }

    /** [RFC9147 §5.8.1] Said again it is acknowledged again, under its new number. */
    @Test
    void the_last_flight_again_is_acknowledged_again() {
        RogueClient13Test fresh = fresh();
        List<Bytes> finished = new ArrayList<>();
        RoguePeer rogue = fresh.rogue((message, peer) -> {
            if (message instanceof Finished) {
                finished.add(message.toBytes());
            }
            peer.say(message);
        });
        int acks = rogue.acks().size();
        rogue.sayUnder(2, HandshakeType.FINISHED, rogue.nextSeq() - 1, finished.get(0));
        rogue.talk();
        assertEquals(acks + 1, rogue.acks().size());
        assertEquals(List.of(new RecordNumber(2, 3)), rogue.acks().get(acks).numbers());
        fresh.assertConnects(rogue);
    }

    // The hello

    private void assertHello(Violation expected, UnaryOperator<ClientHello> change) {
        assertEachFails(expected, each(ClientHello.class, change::apply));
    }

    private static ClientHello with(ClientHello hello, UnaryOperator<List<Extension>> change) {
        return hello.withExtensions(new Extensions(change.apply(new ArrayList<>(hello.extensions().list()))));
    }

    private static List<Extension> instead(List<Extension> list, Extension other) {
        list.replaceAll(each -> each.type().equals(other.type()) ? other : each);
        return list;
    }

    private static List<Extension> minus(List<Extension> list, ExtensionType type) {
        list.removeIf(each -> each.type().equals(type));
        return list;
    }

    private static List<Extension> plus(List<Extension> list, Extension more) {
        list.add(more);
        return list;
    }

    private static ClientHello copy(ClientHello hello, ProtocolVersion version, Bytes sessionId, Bytes cookie, Bytes compression) {
        return new ClientHello(version, hello.random(), sessionId, cookie, hello.cipherSuites(), compression, hello.extensions());
    }

    @Test
    void a_hello_with_fixed_fields_that_are_not_so_is_refused() {
        Bytes none = Bytes.of((byte) 0);
        fresh().assertHello(Violation.LEGACY_COOKIE_NOT_EMPTY, hello -> copy(hello, hello.clientVersion(), Bytes.EMPTY, Bytes.of((byte) 1), none));
        for (Bytes methods : List.of(Bytes.of((byte) 1), Bytes.of((byte) 0, (byte) 1), Bytes.of((byte) 1, (byte) 0), Bytes.of((byte) 0, (byte) 0))) {
            fresh().assertHello(Violation.NULL_COMPRESSION_NOT_OFFERED, hello -> copy(hello, hello.clientVersion(), Bytes.EMPTY, Bytes.EMPTY, methods));
        }
        for (int version : new int[] {0xFEFC, 0xFEFF, 0x0303, 0x0304}) {
            fresh().assertHello(Violation.NO_COMMON_VERSION, hello -> copy(hello, new ProtocolVersion(version), Bytes.EMPTY, Bytes.EMPTY, none));
        }
    }

    /** [RFC9147 §5] Another version's session may leave its mark; it is not echoed. */
    @Test
    void a_session_id_is_not_echoed() {
        RogueClient13Test fresh = fresh();
        RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(message instanceof ClientHello hello
                ? copy(hello, hello.clientVersion(), Bytes.of(new byte[32]), Bytes.EMPTY, Bytes.of((byte) 0)) : message));
        fresh.assertConnects(rogue); // our client accepts no echo
    }

    @Test
    void a_hello_without_what_it_needs_is_refused() {
        fresh().assertHello(Violation.NO_COMMON_VERSION, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_VERSIONS)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_GROUPS)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION, hello -> with(hello, list -> minus(list, ExtensionType.KEY_SHARE)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION, hello -> with(hello, list -> minus(list, ExtensionType.SIGNATURE_ALGORITHMS)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION,
                hello -> with(hello, list -> minus(minus(list, ExtensionType.KEY_SHARE), ExtensionType.SUPPORTED_GROUPS)));
    }

    @Test
    void shares_that_do_not_do_are_refused() {
        KeyShareEntry share = new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[32]));
        fresh().assertHello(Violation.ILLEGAL_KEY_SHARES, hello -> with(hello, list -> instead(list, new KeyShares(List.of(share, share)))));
        fresh().assertHello(Violation.ILLEGAL_KEY_SHARES, hello -> with(hello, list -> instead(list,
                new KeyShares(List.of(new KeyShareEntry(NamedGroup.SECP521R1, Bytes.of(new byte[133])))))));
        fresh().assertHello(Violation.ILLEGAL_KEY_SHARE, hello -> with(hello, list -> instead(list, new KeyShares(List.of(share)))));
        for (int length : new int[] {1, 31, 33, 64}) {
            fresh().assertHello(Violation.ILLEGAL_KEY_SHARE, hello -> with(hello, list -> instead(list,
                    new KeyShares(List.of(new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[length])))))));
        }
    }

    @Test
    void nothing_in_common_is_a_handshake_failure() {
        fresh().server(server -> server.cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384)))
                .client(client -> client.cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)))
                .assertHello(Violation.NO_COMMON_CIPHER_SUITE, hello -> hello);
        fresh().server(server -> server.groups(List.of(NamedGroup.SECP521R1))).assertHello(Violation.NO_COMMON_GROUP, hello -> hello);
    }

    // A second hello

    /** The server wants a share in secp256r1, the client sent one in x25519. */
    private void assertSecond(Violation expected, UnaryOperator<ClientHello> change) {
        List<HandshakeMessage> hellos = new ArrayList<>();
        server(server -> server.groups(List.of(NamedGroup.SECP256R1))).assertEachFails(expected, each(ClientHello.class, hello -> {
            hellos.add(hello);
            return hellos.size() == 2 ? change.apply(hello) : hello;
        }));
    }

    @Test
    void a_second_hello_that_is_another_one_is_refused() {
        RogueClient13Test honest = fresh().server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        honest.assertConnects(honest.honest());
        fresh().assertSecond(Violation.SECOND_HELLO_CHANGED, hello -> new ClientHello(hello.clientVersion(), Bytes.of(new byte[32]),
                hello.sessionId(), hello.cookie(), hello.cipherSuites(), hello.compressionMethods(), hello.extensions()));
        fresh().assertSecond(Violation.SECOND_HELLO_CHANGED, hello -> new ClientHello(hello.clientVersion(), hello.random(),
                hello.sessionId(), hello.cookie(), List.of(CipherSuite.TLS_AES_256_GCM_SHA384), hello.compressionMethods(), hello.extensions()));
        fresh().assertSecond(Violation.SECOND_HELLO_CHANGED, hello -> with(hello, list -> plus(list, new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY))));
        fresh().assertSecond(Violation.SECOND_HELLO_CHANGED, hello -> with(hello, list -> minus(list, ExtensionType.POST_HANDSHAKE_AUTH)));
        fresh().assertSecond(Violation.SECOND_HELLO_CHANGED, hello -> with(hello, list -> instead(list, new SupportedGroups(List.of(NamedGroup.SECP256R1)))));
        fresh().assertSecond(Violation.SECOND_HELLO_CHANGED, hello -> with(hello, list -> instead(list,
                new KeyShares(List.of(new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[32])))))));
        fresh().assertSecond(Violation.SECOND_HELLO_CHANGED, hello -> with(hello, list -> instead(list, new KeyShares(List.of()))));
        fresh().assertSecond(Violation.LEGACY_COOKIE_NOT_EMPTY, hello -> copy(hello, hello.clientVersion(), Bytes.EMPTY, Bytes.of((byte) 7), Bytes.of((byte) 0)));
    }

    @Test
    void something_else_in_the_place_of_a_second_hello_is_refused() {
        List<HandshakeMessage> hellos = new ArrayList<>();
        server(server -> server.groups(List.of(NamedGroup.SECP256R1))).assertEachFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, each(ClientHello.class, hello -> {
            hellos.add(hello);
            return hellos.size() == 2 ? new Finished(Bytes.of(new byte[32])) : hello;
        }));
    }

    /** The gate judges by itself: fatal alerts in the clear, and no engine. */
    @Test
    void a_hello_with_an_invalid_cookie_is_refused_by_the_gate() {
        ServerConfig config = serverConfig.build();
        HelloGate gate = new HelloGate(config, 0);
        for (Bytes cookie : List.of(Bytes.of((byte) 1), Bytes.of(new byte[40]), Bytes.of(new byte[200]))) {
            List<byte[]> said = new ArrayList<>();
            RogueClient13Test fresh = fresh();
            RoguePeer.client(fresh.clientConfig.build(), Forged.silent(), (message, peer) -> said.add(((ClientHello) message)
                    .withExtensions(new Extensions(plus(new ArrayList<>(((ClientHello) message).extensions().list()), new Cookie(cookie)))).toBytes().toArray()));
            byte[] reply = new byte[HelloGate.MAX_REPLY];
            byte[] datagram = Forged.hello(said.get(0));
            HelloGate.Verdict verdict = gate.inspect(datagram, 0, datagram.length, new byte[6], 0, reply);
            assertTrue(verdict instanceof HelloGate.Verdict.Reply, verdict.toString());
            assertEquals(ContentType.ALERT.code(), reply[0]);
            assertEquals(AlertDescription.ILLEGAL_PARAMETER.code(), reply[14]);
        }
    }

    // Pre-shared keys

    private RogueClient13Test withKey() {
        return client(client -> client.preSharedKeys(KEY))
                .server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE).preSharedKeys(PskStore.of(KEY)));
    }

    private static PreSharedKeys keys(ClientHello hello) {
        return hello.find(PreSharedKeys.class).orElseThrow();
    }

    @Test
    void a_wrong_binder_is_refused() {
        RogueClient13Test honest = fresh().withKey();
        honest.assertConnects(honest.honest());
        assertTrue(honest.victim.info().orElseThrow().signatureScheme().isEmpty());
        fresh().withKey().assertHello(Violation.WRONG_BINDER, hello -> with(hello, list -> instead(list,
                new PreSharedKeys(keys(hello).identities(), List.of(Bytes.of(new byte[32]))))));
        fresh().withKey().assertHello(Violation.WRONG_BINDER, hello -> with(hello, list -> instead(list,
                new PreSharedKeys(keys(hello).identities(), List.of(Bytes.of(new byte[48]))))));
        // what it covers is another hello
        fresh().withKey().assertHello(Violation.WRONG_BINDER, hello -> copy(hello, hello.clientVersion(), Bytes.of((byte) 1), Bytes.EMPTY, Bytes.of((byte) 0)));
    }

    @Test
    void a_wrong_binder_after_a_request_for_another_hello_is_refused() {
        List<HandshakeMessage> hellos = new ArrayList<>();
        RogueClient13Test honest = fresh().withKey().server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        honest.assertConnects(honest.honest());
        fresh().withKey().server(server -> server.groups(List.of(NamedGroup.SECP256R1))).assertEachFails(Violation.WRONG_BINDER, each(ClientHello.class, hello -> {
            hellos.add(hello);
            return hellos.size() == 2 ? with(hello, list -> instead(list, keys((ClientHello) hellos.get(0)))) : hello; // the first one's binder
        }));
    }

    @Test
    void keys_and_binders_that_do_not_fit_or_stand_elsewhere_are_refused() {
        fresh().withKey().assertHello(Violation.BINDERS_DO_NOT_FIT, hello -> with(hello, list -> instead(list,
                new PreSharedKeys(keys(hello).identities(), List.of(keys(hello).binders().get(0), keys(hello).binders().get(0))))));
        fresh().withKey().assertHello(Violation.BINDERS_DO_NOT_FIT, hello -> with(hello, list -> instead(list, new PreSharedKeys(
                List.of(new PskIdentity(Bytes.of((byte) 9), 0), keys(hello).identities().get(0)), keys(hello).binders()))));
        fresh().withKey().assertHello(Violation.PRE_SHARED_KEY_NOT_LAST, hello -> with(hello,
                list -> plus(list, new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY))));
        fresh().withKey().assertHello(Violation.MISSING_REQUIRED_EXTENSION, hello -> with(hello, list -> minus(list, ExtensionType.PSK_KEY_EXCHANGE_MODES)));
    }

    @Test
    void an_unknown_identity_is_skipped_and_certificates_are_shown() {
        PreSharedKey other = PreSharedKey.of(Agreement.bytes("nobody"), Agreement.bytes("another key"));
        RogueClient13Test fresh = fresh().withKey().client(client -> client.preSharedKeys(other));
        fresh.assertConnects(fresh.honest());
        assertTrue(fresh.victim.info().orElseThrow().signatureScheme().isPresent());
        RogueClient13Test second = fresh().withKey().client(client -> client.preSharedKeys(other, KEY));
        second.assertConnects(second.honest());
        assertTrue(second.victim.info().orElseThrow().signatureScheme().isEmpty());
    }

    // Certificates

    @Test
    void a_certificate_that_does_not_do_is_refused() {
        fresh().assertEachFails(Violation.CERTIFICATE_DEMANDED, each(Certificate13.class, message -> new Certificate13(Bytes.EMPTY, List.of())));
        fresh().assertEachFails(Violation.WRONG_REQUEST_CONTEXT, each(Certificate13.class,
                message -> new Certificate13(Bytes.of((byte) 1), message.certificateList())));
        fresh().assertEachFails(Violation.CERTIFICATE_UNREADABLE, each(Certificate13.class, message -> new Certificate13(Bytes.EMPTY,
                List.of(new Certificate13.Entry(Bytes.of(new byte[100]), Extensions.NONE)))));
        fresh().assertEachFails(Violation.UNSOLICITED_EXTENSION, each(Certificate13.class, message -> new Certificate13(Bytes.EMPTY,
                List.of(new Certificate13.Entry(message.certificateList().get(0).certData(),
                        new Extensions(List.of(new UnknownExtension(new ExtensionType(5), Bytes.EMPTY))))))));
        fresh().assertEachFails(Violation.BAD_SIGNATURE, each(Certificate13.class, message -> chain(SelfSigned.ecdsaP256("client.test"))));
        fresh().assertEachFails(Violation.WRONG_SIGNATURE_KEY, each(Certificate13.class, message -> chain(RSA)));
    }

    private static Certificate13 chain(Credentials credentials) {
        try {
            return new Certificate13(Bytes.EMPTY, List.of(new Certificate13.Entry(Bytes.of(credentials.chain().get(0).getEncoded()), Extensions.NONE)));
        } catch (java.security.cert.CertificateEncodingException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @Test
    void a_signature_that_does_not_do_is_refused() {
        fresh().assertEachFails(Violation.BAD_SIGNATURE, each(CertificateVerify.class, message -> new CertificateVerify(message.algorithm(), Bytes.of(new byte[70]))));
        fresh().assertEachFails(Violation.WRONG_SIGNATURE_KEY, each(CertificateVerify.class, message -> new CertificateVerify(SignatureScheme.ED25519, message.signature())));
        fresh().assertEachFails(Violation.UNOFFERED_SIGNATURE_SCHEME, each(CertificateVerify.class, message -> new CertificateVerify(new SignatureScheme(0x0203), message.signature())));
    }

    /** The server's own signature of the same transcript is not the client's. */
    @Test
    void an_empty_certificate_and_a_signature_all_the_same_are_refused() {
        fresh().server(server -> server.clientAuthentication(ClientAuthentication.REQUESTED, ANYONE))
                .assertEachFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, each(Certificate13.class, message -> new Certificate13(Bytes.EMPTY, List.of())));
    }

    @Test
    void a_wrong_finished_is_refused_and_data_behind_it_is_not_delivered() {
        RogueClient13Test fresh = fresh();
        fresh.assertFails(Violation.WRONG_VERIFY_DATA, fresh.rogue((message, peer) -> {
            peer.say(message instanceof Finished ? new Finished(Bytes.of(new byte[32])) : message);
        }));
    }

    @Test
    void data_that_comes_before_the_finished_waits_for_it() {
        RogueClient13Test fresh = fresh();
        List<HandshakeMessage> finished = new ArrayList<>();
        RoguePeer rogue = fresh.rogue((message, peer) -> {
            if (message instanceof Finished) {
                finished.add(message);
                peer.transcript().append(message.type(), 0, message.toBytes());
            } else {
                peer.say(message);
            }
        });
        rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("one"));
        rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("two"));
        rogue.talk();
        assertEquals(List.of(), fresh.delivered);
        rogue.sayUnder(2, HandshakeType.FINISHED, rogue.nextSeq(), finished.get(0).toBytes());
        rogue.talk();
        assertEquals(List.of("one", "two"), fresh.delivered);
    }

    // Application data and early data

    @Test
    void data_under_the_handshakes_keys_is_refused_at_every_state_and_after_it() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            RogueClient13Test fresh = fresh();
            fresh.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
                }
                peer.say(message);
            }));
        }
        RogueClient13Test after = fresh();
        RoguePeer rogue = after.honest();
        rogue.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        after.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, rogue.talk());
    }

    @Test
    void records_in_the_clear_do_nothing_at_any_state() {
        for (ContentType type : List.of(ContentType.APPLICATION_DATA, ContentType.CHANGE_CIPHER_SPEC)) {
            for (Class<? extends HandshakeMessage> before : FLIGHT) {
                RogueClient13Test fresh = fresh();
                fresh.assertConnects(fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        fresh.victim.receive(Forged.plaintext(type, new byte[] {1}), 0, 14, 0);
                    }
                    peer.say(message);
                }));
            }
        }
    }

    /** A change_cipher_spec of another form than its own means as little. [RFC9147 §5] No DTLS 1.3 peer sends one. */
    @Test
    void a_malformed_change_cipher_spec_in_the_clear_ends_no_dtls13_handshake() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            RogueClient13Test fresh = fresh();
            fresh.assertConnects(fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    fresh.victim.receive(Forged.plaintext(ContentType.CHANGE_CIPHER_SPEC, new byte[] {9, 9}), 0, 15, 0);
                }
                peer.say(message);
            }));
        }
    }

    private static Session13 session() {
        return Families13.session(Families13.plain(0).server(server -> server.cookiePolicy(CookiePolicy.NEVER).earlyData(Families13.ACCEPTED)));
    }

    private RogueClient13Test early(Session13 session) {
        return client(client -> client.resume(session).earlyData(EarlyDataOffer.OFFERED))
                .server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE).tickets(Families13.tickets())
                        .cookiePolicy(CookiePolicy.NEVER).earlyData(Families13.ACCEPTED));
    }

    @Test
    void early_data_over_the_limit_of_its_ticket_ends_the_association() {
        try (Session13 session = session()) {
            RogueClient13Test fresh = fresh().early(session);
            List<Integer> left = new ArrayList<>();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (message instanceof Finished) {
                    for (int i = 0; i < 2; i++) {
                        peer.sayRecord(1, ContentType.APPLICATION_DATA, new byte[500]);
                    }
                    left.add(1000);
                    peer.sayRecord(1, ContentType.APPLICATION_DATA, new byte[1]);
                }
                peer.say(message);
            });
            EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
            assertEquals(Violation.TOO_MUCH_EARLY_DATA, failed.violation());
            assertEquals(2, fresh.delivered.size());
            assertEquals(List.of(AlertDescription.UNEXPECTED_MESSAGE), rogue.alerts());
        }
    }

    /** [RFC9147 §4.5.3] It carries early data and nothing else. */
    @Test
    void a_handshake_message_or_an_ack_under_the_keys_of_early_data_is_refused() {
        try (Session13 session = session()) {
            RogueClient13Test fresh = fresh().early(session);
            fresh.assertFails(Violation.MESSAGE_IN_WRONG_EPOCH, fresh.rogue((message, peer) -> sayIn(1, Finished.class, message, peer)));
            RogueClient13Test after = fresh().early(session);
            RoguePeer rogue = after.honest();
            rogue.sayUnder(1, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
            after.assertFails(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
        }
    }

    // Alerts and closure

    @Test
    void alerts_end_the_handshake_whatever_their_level_and_warnings_of_a_close_do_not() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            RogueClient13Test fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.BAD_CERTIFICATE));
                }
                peer.say(message);
            });
            assertEquals(Violation.PEER_ALERT, ((EngineEvent.Failed) rogue.victimEvents().get(0)).violation());
            RogueClient13Test other = fresh();
            other.assertConnects(other.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.ALERT, alert(AlertLevel.FATAL, AlertDescription.USER_CANCELED));
                }
                peer.say(message);
            }));
        }
    }

    private static byte[] alert(AlertLevel level, AlertDescription description) {
        return new byte[] {(byte) level.code(), (byte) description.code()};
    }

    @Test
    void close_notify_closes_before_and_after_the_handshake() {
        RogueClient13Test during = fresh();
        RoguePeer rogue = during.rogue((message, peer) -> {
            if (message instanceof Certificate13) {
                peer.sayRecord(2, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.CLOSE_NOTIFY));
            }
            peer.say(message);
        });
        assertEquals(Optional.of(AlertDescription.CLOSE_NOTIFY), ((EngineEvent.Failed) rogue.victimEvents().get(0)).alert());
        RogueClient13Test after = fresh();
        RoguePeer peer = after.honest();
        peer.sayRecord(3, ContentType.ALERT, alert(AlertLevel.FATAL, AlertDescription.CLOSE_NOTIFY));
        peer.talk();
        assertTrue(peer.victimEvents().contains(new EngineEvent.Closed(EngineEvent.ClosedBy.PEER)));
        assertEquals(List.of(AlertDescription.CLOSE_NOTIFY), peer.alerts());
    }

    // After the handshake

    @Test
    void messages_that_only_servers_send_or_that_belong_to_the_handshake_are_refused_after_it() {
        for (HandshakeMessage late : List.of(
                new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE), new Finished(Bytes.of(new byte[32])),
                new Certificate13(Bytes.EMPTY, List.of()), new CertificateVerify(SignatureScheme.ED25519, Bytes.of(new byte[64])))) {
            RogueClient13Test fresh = fresh();
            RoguePeer rogue = fresh.honest();
            rogue.sayAfterHandshake(late);
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
        }
    }

    private RoguePeer asked(RoguePeer.Script later) {
        RoguePeer rogue = server(server -> server.clientAuthentication(ClientAuthentication.NONE, ANYONE)).honest();
        rogue.afterHandshake(later);
        victim.requestClientAuthentication(0);
        return rogue.talk();
    }

    @Test
    void a_client_that_is_asked_later_has_to_answer_in_full() {
        RogueClient13Test honest = fresh();
        honest.assertConnects(honest.asked((message, peer) -> peer.sayAfterHandshake(message)));
        assertEquals(CLIENT.chain(), honest.victim.info().orElseThrow().peer().chain());
        for (Class<? extends HandshakeMessage> skipped : List.of(CertificateVerify.class, Certificate13.class)) {
            RogueClient13Test fresh = fresh();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.asked((message, peer) -> {
                if (!skipped.isInstance(message)) {
                    peer.sayAfterHandshake(message);
                }
            }));
        }
        for (Class<? extends HandshakeMessage> before : List.of(CertificateVerify.class, Finished.class)) {
            RogueClient13Test fresh = fresh();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.asked((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayAfterHandshake(new KeyUpdate(0));
                }
                peer.sayAfterHandshake(message);
            }));
        }
        assertLater(Violation.WRONG_REQUEST_CONTEXT, each(Certificate13.class, message -> new Certificate13(Bytes.of(new byte[16]), message.certificateList())));
        assertLater(Violation.BAD_SIGNATURE, each(CertificateVerify.class, message -> new CertificateVerify(message.algorithm(), Bytes.of(new byte[70]))));
        assertLater(Violation.WRONG_VERIFY_DATA, each(Finished.class, message -> new Finished(Bytes.of(new byte[32]))));
    }

    private static void assertLater(Violation expected, UnaryOperator<HandshakeMessage> change) {
        RogueClient13Test fresh = fresh();
        fresh.assertFails(expected, fresh.asked((message, peer) -> peer.sayAfterHandshake(change.apply(message))));
    }

    @Test
    void a_message_under_old_keys_after_a_key_update_is_refused_and_the_update_again_is_acknowledged() {
        RogueClient13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
        rogue.talk();
        int acks = rogue.acks().size();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
        rogue.talk();
        assertEquals(acks + 1, rogue.acks().size());
        assertTrue(fresh.victim.isConnected());
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq() + 1, Bytes.of((byte) 0));
        fresh.assertFails(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
    }

    /** [RFC9147 §8] The keys of an epoch exist when its KeyUpdate was acted on, and not because a record wears their number. */
    @Test
    void records_that_wear_the_next_epochs_number_are_dropped() {
        RogueClient13Test fresh = fresh();
        RoguePeer rogue = fresh.honest();
        byte[] next = new byte[40];
        next[0] = 0x2C; // 16-bit number, length, epoch 0 of four: that is 4
        next[4] = 35;
        fresh.victim.receive(next, 0, next.length, 0);
        fresh.assertConnects(rogue);
        assertEquals(1, fresh.victim.stats().drops(DropReason.UNKNOWN_EPOCH) + fresh.victim.stats().drops(DropReason.RETIRED_EPOCH));
    }
}
