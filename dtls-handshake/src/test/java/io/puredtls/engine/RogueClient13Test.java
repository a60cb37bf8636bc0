package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.ANYONE;
import static io.puredtls.engine.RogueClient13.CLIENT;
import static io.puredtls.engine.RogueClient13.FLIGHT;
import static io.puredtls.engine.RogueClient13.KEY;
import static io.puredtls.engine.RogueClient13.RSA;
import static io.puredtls.engine.RogueClient13.alert;
import static io.puredtls.engine.RogueClient13.chain;
import static io.puredtls.engine.RogueClient13.copy;
import static io.puredtls.engine.RogueClient13.each;
import static io.puredtls.engine.RogueClient13.fresh;
import static io.puredtls.engine.RogueClient13.instead;
import static io.puredtls.engine.RogueClient13.keys;
import static io.puredtls.engine.RogueClient13.minus;
import static io.puredtls.engine.RogueClient13.plus;
import static io.puredtls.engine.RogueClient13.sayIn;
import static io.puredtls.engine.RogueClient13.session;
import static io.puredtls.engine.RogueClient13.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.StapledOcspResponse;
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
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.session.PreSharedKey;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A DTLS 1.3 server and clients that skip, repeat, swap, misplace and forge what they have to say in a handshake. */
class RogueClient13Test {
    @Test
    void an_honest_client_connects() {
        RogueClient13 fresh = fresh();
        fresh.assertConnects(fresh.honest());
        assertEquals(CLIENT.chain(), fresh.victim.info().orElseThrow().peer().chain());
    }

    // Order

    @Test
    void no_message_can_be_left_out() {
        for (Class<? extends HandshakeMessage> skipped : FLIGHT) {
            RogueClient13 fresh = fresh();
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
            RogueClient13 fresh = fresh();
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
            RogueClient13 fresh = fresh();
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
    // [RFC9846 §4.6#2]
    void messages_of_later_or_of_dtls12_are_refused_wherever_they_come() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            for (HandshakeMessage strange : List.of(
                    new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE))) {
                RogueClient13 fresh = fresh();
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        peer.say(strange);
                    }
                    peer.say(message);
                }));
            }
            for (int type : new int[] {0, 3, 5, 12, 14, 16, 21, 23, 67, 254}) {
                RogueClient13 fresh = fresh();
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
            RogueClient13 fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(other));
            EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(0);
            assertEquals(Optional.of(AlertDescription.UNEXPECTED_MESSAGE), failed.alert());
        }
    }

    // Epochs

    @Test
    void a_message_in_the_clear_that_has_to_be_protected_does_not_count() {
        for (Class<? extends HandshakeMessage> bare : FLIGHT) {
            RogueClient13 fresh = fresh();
            fresh.assertWaits(fresh.rogue((message, peer) -> sayIn(0, bare, message, peer)));
        }
    }

    @Test
    void a_message_after_the_handshake_under_the_handshakes_keys_is_refused() {
        RogueClient13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(2, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
        fresh.assertFails(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
    }

    /** [RFC9147 §5.8.1] Said again it is acknowledged again, under its new number. */
    @Test
    void the_last_flight_again_is_acknowledged_again() {
        RogueClient13 fresh = fresh();
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

    @Test
    // [RFC9147 §5.3#7]
    // [RFC9846 §4.2.2#8] [RFC9846 §4.2.2#14]
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
    // [RFC9147 §5#4]
    void a_session_id_is_not_echoed() {
        RogueClient13 fresh = fresh();
        RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(message instanceof ClientHello hello
                ? copy(hello, hello.clientVersion(), Bytes.of(new byte[32]), Bytes.EMPTY, Bytes.of((byte) 0)) : message));
        fresh.assertConnects(rogue); // our client accepts no echo
        RogueClient13 again = fresh().server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        again.assertConnects(again.rogue((message, peer) -> peer.say(message instanceof ClientHello hello
                ? copy(hello, hello.clientVersion(), Bytes.of(new byte[32]), Bytes.EMPTY, Bytes.of((byte) 0)) : message)));
    }

    @Test
    // [RFC9846 §9.2#5] [RFC9846 §4.3.3#3]
    void a_hello_without_what_it_needs_is_refused() {
        fresh().assertHello(Violation.NO_COMMON_VERSION, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_VERSIONS)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_GROUPS)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION, hello -> with(hello, list -> minus(list, ExtensionType.KEY_SHARE)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION, hello -> with(hello, list -> minus(list, ExtensionType.SIGNATURE_ALGORITHMS)));
        fresh().assertHello(Violation.MISSING_REQUIRED_EXTENSION,
                hello -> with(hello, list -> minus(minus(list, ExtensionType.KEY_SHARE), ExtensionType.SUPPORTED_GROUPS)));
    }

    @Test
    // [RFC9846 §4.3.8#7]
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
    // [RFC9846 §4.2.1#1] [RFC9846 §4.2.1#4]
    void nothing_in_common_is_a_handshake_failure() {
        fresh().server(server -> server.cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384)))
                .client(client -> client.cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)))
                .assertHello(Violation.NO_COMMON_CIPHER_SUITE, hello -> hello);
        fresh().server(server -> server.groups(List.of(NamedGroup.SECP521R1))).assertHello(Violation.NO_COMMON_GROUP, hello -> hello);
    }

    // A second hello

    @Test
    void a_second_hello_that_is_another_one_is_refused() {
        RogueClient13 honest = fresh().server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
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
        fresh().server(server -> server.groups(List.of(NamedGroup.SECP256R1))).assertEachFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, each(ClientHello.class, hello -> {
            hellos.add(hello);
            return hellos.size() == 2 ? new Finished(Bytes.of(new byte[32])) : hello;
        }));
    }

    /** The gate judges by itself: fatal alerts in the clear, and no engine. */
    @Test
    void a_hello_with_an_invalid_cookie_is_refused_by_the_gate() {
        HelloGate gate = new HelloGate(fresh().serverConfig.build(), 0);
        for (Bytes cookie : List.of(Bytes.of((byte) 1), Bytes.of(new byte[40]), Bytes.of(new byte[200]))) {
            List<byte[]> said = new ArrayList<>();
            RogueClient13 fresh = fresh();
            RoguePeer.client(fresh.clientConfig.build(), Forged.silent(), (message, peer) -> said.add(((ClientHello) message)
                    .withExtensions(new Extensions(plus(new ArrayList<>(((ClientHello) message).extensions().list()), new Cookie(cookie)))).toBytes().toArray()));
            byte[] reply = new byte[HelloGate.MAX_REPLY];
            byte[] datagram = Forged.hello(said.get(0));
            HelloGate.Verdict verdict = gate.inspect(datagram, 0, datagram.length, new byte[6], 0, reply);
            assertTrue(verdict instanceof HelloGate.Verdict.Refuse, verdict.toString());
            assertEquals(ContentType.ALERT.code(), reply[0]);
            assertEquals(AlertDescription.ILLEGAL_PARAMETER.code(), reply[14]);
        }
    }

    // Pre-shared keys

    @Test
    // [RFC9846 §4.3.11#9]
    void a_wrong_binder_is_refused() {
        RogueClient13 honest = fresh().withKey();
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
        RogueClient13 honest = fresh().withKey().server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        honest.assertConnects(honest.honest());
        fresh().withKey().server(server -> server.groups(List.of(NamedGroup.SECP256R1))).assertEachFails(Violation.WRONG_BINDER, each(ClientHello.class, hello -> {
            hellos.add(hello);
            return hellos.size() == 2 ? with(hello, list -> instead(list, keys((ClientHello) hellos.get(0)))) : hello; // the first one's binder
        }));
    }

    @Test
    // [RFC9846 §4.3.9#2] [RFC9846 §4.3.11#2] [RFC9846 §4.3.11#14]
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
    // [RFC9846 §4.3.11#6] [RFC9846 §4.3.11#7]
    void an_unknown_identity_is_skipped_and_certificates_are_shown() {
        PreSharedKey other = PreSharedKey.of(Agreement.bytes("nobody"), Agreement.bytes("another key"));
        RogueClient13 fresh = fresh().withKey().client(client -> client.preSharedKeys(other));
        fresh.assertConnects(fresh.honest());
        assertTrue(fresh.victim.info().orElseThrow().signatureScheme().isPresent());
        RogueClient13 second = fresh().withKey().client(client -> client.preSharedKeys(other, KEY));
        second.assertConnects(second.honest());
        assertTrue(second.victim.info().orElseThrow().signatureScheme().isEmpty());
    }

    // Certificates

    @Test
    // [RFC9846 §4.5.1#8] [RFC9846 §4.5.1.3#2]
    void a_certificate_that_does_not_do_is_refused() {
        fresh().assertEachFails(Violation.CERTIFICATE_DEMANDED, each(Certificate13.class, message -> new Certificate13(Bytes.EMPTY, List.of())));
        fresh().assertEachFails(Violation.WRONG_REQUEST_CONTEXT, each(Certificate13.class,
                message -> new Certificate13(Bytes.of((byte) 1), message.certificateList())));
        fresh().assertEachFails(Violation.CERTIFICATE_UNREADABLE, each(Certificate13.class, message -> new Certificate13(Bytes.EMPTY,
                List.of(new Certificate13.Entry(Bytes.of(new byte[100]), Extensions.NONE)))));
        fresh().assertEachFails(Violation.UNSOLICITED_EXTENSION, each(Certificate13.class, message -> new Certificate13(Bytes.EMPTY,
                List.of(new Certificate13.Entry(message.certificateList().get(0).certData(),
                        new Extensions(List.of(new StapledOcspResponse(Bytes.of(new byte[9])))))))));
        fresh().assertEachFails(Violation.BAD_SIGNATURE, each(Certificate13.class, message -> chain(SelfSigned.ecdsaP256("client.test"))));
        fresh().assertEachFails(Violation.WRONG_SIGNATURE_KEY, each(Certificate13.class, message -> chain(RSA)));
    }

    @Test
    // [RFC9846 §4.5.2#7]
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
        RogueClient13 fresh = fresh();
        fresh.assertFails(Violation.WRONG_VERIFY_DATA, fresh.rogue((message, peer) -> {
            peer.say(message instanceof Finished ? new Finished(Bytes.of(new byte[32])) : message);
        }));
    }

    @Test
    void data_that_comes_before_the_finished_waits_for_it() {
        RogueClient13 fresh = fresh();
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
}
