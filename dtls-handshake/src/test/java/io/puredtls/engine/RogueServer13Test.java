package io.puredtls.engine;

import static io.puredtls.engine.RogueServer13.COOKIE;
import static io.puredtls.engine.RogueServer13.FLIGHT;
import static io.puredtls.engine.RogueServer13.RSA;
import static io.puredtls.engine.RogueServer13.asking;
import static io.puredtls.engine.RogueServer13.chain;
import static io.puredtls.engine.RogueServer13.changing;
import static io.puredtls.engine.RogueServer13.each;
import static io.puredtls.engine.RogueServer13.fresh;
import static io.puredtls.engine.RogueServer13.instead;
import static io.puredtls.engine.RogueServer13.minus;
import static io.puredtls.engine.RogueServer13.plus;
import static io.puredtls.engine.RogueServer13.retry;
import static io.puredtls.engine.RogueServer13.sayIn;
import static io.puredtls.engine.RogueServer13.speakingBoth;
import static io.puredtls.engine.RogueServer13.suite;
import static io.puredtls.engine.RogueServer13.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
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
import io.puredtls.extension.SignedCertificateTimestamps;
import io.puredtls.extension.StapledOcspResponse;
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
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A DTLS 1.3 client and servers that skip, repeat, swap, misplace and forge what they have to say in a handshake. */
class RogueServer13Test {
    @Test
    void an_honest_server_connects() {
        RogueServer13 fresh = fresh();
        fresh.assertConnects(fresh.honest());
    }

    // Order

    @Test
    void no_message_but_the_request_can_be_left_out() {
        for (Class<? extends HandshakeMessage> skipped : FLIGHT) {
            RogueServer13 fresh = fresh();
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
                RogueServer13 other = fresh();
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
            RogueServer13 fresh = fresh();
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

    @Test
    // [RFC9846 §4#2]
    void no_two_messages_can_be_swapped() {
        for (int i = 1; i + 1 < FLIGHT.size(); i++) {
            Class<? extends HandshakeMessage> late = FLIGHT.get(i);
            Class<? extends HandshakeMessage> after = FLIGHT.get(i + 1);
            List<HandshakeMessage> kept = new ArrayList<>();
            RogueServer13 fresh = fresh();
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
    // [RFC9846 §4.7.3#1] [RFC9846 §4.6#2]
    void messages_of_later_or_of_dtls12_are_refused_wherever_they_come() {
        for (Class<? extends HandshakeMessage> before : FLIGHT.subList(1, FLIGHT.size())) {
            for (HandshakeMessage strange : List.of(
                    new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE))) {
                RogueServer13 fresh = fresh();
                fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        peer.say(strange);
                    }
                    peer.say(message);
                }));
            }
            for (int type : new int[] {0, 3, 5, 12, 14, 16, 21, 23, 67, 254}) { // 5 is EndOfEarlyData
                RogueServer13 fresh = fresh();
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
            RogueServer13 fresh = fresh();
            fresh.assertWaits(fresh.rogue((message, peer) -> sayIn(0, bare, message, peer)));
        }
    }

    /** [RFC9147 §5.1] After the handshake, under the handshake's keys. */
    @Test
    void a_message_after_the_handshake_under_the_handshakes_keys_is_refused() {
        for (HandshakeMessage late : List.of(
                new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE))) {
            RogueServer13 fresh = fresh();
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
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayTogether(new KeyUpdate(0), new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        fresh.assertFailsAfterwards(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
        RogueServer13 other = fresh();
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
        RogueServer13 fresh = fresh();
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
        RogueServer13 fresh = fresh();
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
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 1));
        rogue.talk();
        fresh.assertConnects(rogue);
    }

    @Test
    // [RFC9846 §4.7.3#4]
    void a_key_update_that_asks_for_something_unknown_is_refused() {
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 2));
        fresh.assertFailsAfterwards(Violation.ILLEGAL_KEY_UPDATE, rogue.talk());
    }

    // Hellos

    @Test
    // [RFC9147 §5#5] [RFC9846 §4.2.3#2] [RFC9846 §4.2.3#6] [RFC9846 §4.2.3#8] [RFC9846 §4.3.8#12]
    void a_hello_that_chooses_what_was_not_offered_is_refused() {
        fresh().assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> suite(hello, CipherSuite.TLS_CHACHA20_POLY1305_SHA256));
        fresh().assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> suite(hello, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256));
        fresh().assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> suite(hello, new CipherSuite(0x1399)));
        fresh().assertHello(Violation.UNOFFERED_GROUP, hello -> with(hello, list -> instead(list, new ServerKeyShare(
                new KeyShareEntry(NamedGroup.SECP521R1, Bytes.of(new byte[133]))))));
        fresh().assertHello(Violation.UNOFFERED_GROUP, hello -> with(hello, list -> instead(list, new ServerKeyShare(
                new KeyShareEntry(NamedGroup.SECP256R1, Bytes.of(new byte[65])))))); // named, but without a share
        fresh().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> with(hello, list -> minus(list, ExtensionType.KEY_SHARE)));
        fresh().assertHello(Violation.WRONG_LEGACY_VERSION, hello -> new ServerHello(
                ProtocolVersion.DTLS_1_3, hello.random(), hello.sessionId(), hello.cipherSuite(), 0, hello.extensions()));
        fresh().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> new ServerHello(
                hello.serverVersion(), hello.random(), Bytes.of((byte) 1), hello.cipherSuite(), 0, hello.extensions()));
        fresh().assertHello(Violation.ILLEGAL_SERVER_HELLO, hello -> new ServerHello(
                hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 1, hello.extensions()));
    }

    @Test
    // [RFC9846 §E.1#3] [RFC9846 §4.3.1#11]
    void a_hello_of_another_version_is_refused() {
        fresh().assertHello(Violation.NO_COMMON_VERSION, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_VERSIONS)));
        for (ProtocolVersion version : List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_0, new ProtocolVersion(0x0304), new ProtocolVersion(0xFEFB))) {
            fresh().assertHello(Violation.ILLEGAL_SELECTED_VERSION,
                    hello -> with(hello, list -> instead(list, new SelectedVersion(version))));
            fresh().client(RogueServer13::speakingBoth).assertHello(Violation.ILLEGAL_SELECTED_VERSION,
                    hello -> with(hello, list -> instead(list, new SelectedVersion(version))));
        }
    }

    /** What the end of a random says is for the older version: which version it is comes first. */
    @Test
    // [RFC9846 §4.3.1#9] [RFC9846 §4.3.1#10]
    void the_version_is_looked_at_before_the_rest_of_a_hello() {
        RogueServer13 fresh = fresh().client(RogueServer13::speakingBoth);
        fresh.assertConnects(fresh.rogue(changing(each(ServerHello.class, hello -> new ServerHello(hello.serverVersion(),
                Bytes.ofHex("00".repeat(24) + "444f574e47524401"), hello.sessionId(), hello.cipherSuite(), 0, hello.extensions())))));
        assertEquals(ProtocolVersion.DTLS_1_3, fresh.victim.info().orElseThrow().version());
    }

    @Test
    void a_share_of_the_wrong_length_or_off_the_curve_is_refused() {
        for (int length : new int[] {0, 1, 31, 33, 64}) {
            RogueServer13 fresh = fresh();
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
        RogueServer13 fresh = fresh();
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
    // [RFC9147 §5#5] [RFC9846 §4.2.4#4] [RFC9846 §4.3.1#11]
    void a_request_of_illegal_form_is_refused() {
        Extensions cookie = retry(COOKIE).extensions();
        CipherSuite suite = CipherSuite.TLS_AES_128_GCM_SHA256;
        fresh().assertRetry(Violation.WRONG_LEGACY_VERSION, new HelloRetryRequest(ProtocolVersion.DTLS_1_3, Bytes.EMPTY, suite, 0, cookie));
        fresh().assertRetry(Violation.ILLEGAL_RETRY_REQUEST, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.of((byte) 1), suite, 0, cookie));
        fresh().assertRetry(Violation.ILLEGAL_RETRY_REQUEST, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 1, cookie));
        fresh().assertRetry(Violation.ILLEGAL_SELECTED_VERSION, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 0,
                new Extensions(List.of(COOKIE))));
        fresh().assertRetry(Violation.ILLEGAL_SELECTED_VERSION, new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 0,
                new Extensions(List.of(new SelectedVersion(ProtocolVersion.DTLS_1_2), COOKIE))));
        fresh().assertRetry(Violation.UNSOLICITED_EXTENSION, retry(COOKIE, new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY)));
        fresh().assertRetry(Violation.MISPLACED_EXTENSION, retry(COOKIE, new SignatureAlgorithms(List.of(SignatureScheme.ED25519))));
    }

    /** [RFC9147 §5.2] */
    @Test
    // [RFC9147 §5.1#21]
    void a_second_request_is_refused_and_the_first_again_is_not_heard() {
        RogueServer13 fresh = fresh();
        fresh.assertFails(Violation.SECOND_RETRY_REQUEST, fresh.rogue(asking(retry(COOKIE), retry(COOKIE))));
        RogueServer13 other = fresh();
        RoguePeer rogue = other.rogue(asking(retry(COOKIE)));
        other.assertWaits(rogue);
        HelloRetryRequest different = retry(new Cookie(Bytes.of(new byte[20])));
        rogue.sayUnder(0, different.type(), 0, different.toBytes());
        other.assertWaits(rogue.talk());
    }

    @Test
    // [RFC9846 §4.2.4#10] [RFC9846 §4.2.4#12] [RFC9846 §4.3.8#11] [RFC9846 §4.3.8#14]
    void a_request_for_a_group_is_answered_and_the_choice_that_follows_is_held_to_it() {
        RogueServer13 honest = fresh();
        honest.assertConnects(honest.afterRetry((message, peer) -> peer.say(message)));
        RogueServer13 suite = fresh();
        suite.assertFails(Violation.CHOICE_CHANGED_AFTER_RETRY, suite.afterRetry(changing(each(ServerHello.class,
                hello -> suite(hello, CipherSuite.TLS_AES_256_GCM_SHA384)))));
        RogueServer13 group = fresh();
        group.assertFails(Violation.UNOFFERED_GROUP, group.afterRetry(changing(each(ServerHello.class, hello -> with(hello, list -> instead(list,
                new ServerKeyShare(new KeyShareEntry(NamedGroup.X25519, Bytes.of(new byte[32])))))))));
        RogueServer13 version = fresh();
        version.assertFails(Violation.CHOICE_CHANGED_AFTER_RETRY, version.client(RogueServer13::speakingBoth)
                .afterRetry(changing(each(ServerHello.class, hello -> with(hello, list -> minus(list, ExtensionType.SUPPORTED_VERSIONS))))));
    }

    /** [RFC9147 §5.2] Whoever asks by HelloVerifyRequest speaks DTLS 1.2. */
    @Test
    void a_hello_verify_request_fits_no_hello_of_dtls13() {
        HelloVerifyRequest request = new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(new byte[8]));
        RogueServer13 only = fresh();
        RoguePeer older = only.rogue((message, peer) -> peer.say(request));
        only.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, older);
        assertEquals("HelloVerifyRequest, as a server of DTLSv1.2 sends it; we speak [DTLSv1.3]",
                ((EngineEvent.Failed) older.victimEvents().get(older.victimEvents().size() - 1)).message());
        RogueServer13 both = fresh();
        RoguePeer rogue = both.client(RogueServer13::speakingBoth).rogue((message, peer) -> {
            if (message instanceof ServerHello) {
                peer.sayUnder(0, request.type(), 0, request.toBytes());
                peer.sayUnder(0, message.type(), 1, message.toBytes());
            }
        });
        both.assertFailsAfterwards(Violation.NO_COMMON_VERSION, rogue);
        RogueServer13 afterRetry = fresh();
        RoguePeer mixed = afterRetry.client(RogueServer13::speakingBoth).rogue(asking(retry(COOKIE)));
        mixed.sayUnder(0, request.type(), 1, request.toBytes());
        mixed.talk();
        assertTrue(afterRetry.victim.isOver());
        assertEquals(List.of(AlertDescription.UNEXPECTED_MESSAGE), mixed.alerts());
    }

    // Pre-shared keys

    @Test
    // [RFC9846 §4.3.11#11]
    void a_pre_shared_key_that_was_not_offered_is_refused() {
        RogueServer13 honest = fresh().withKey();
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
            RogueServer13 fresh = fresh().withKey();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                peer.say(message);
                if (message instanceof EncryptedExtensions) {
                    peer.say(more);
                }
            }));
        }
        RogueServer13 later = fresh().withKey();
        RoguePeer rogue = later.honest();
        rogue.sayAfterHandshake(new CertificateRequest13(Bytes.of((byte) 1), new Extensions(List.of(new SignatureAlgorithms(List.of(SignatureScheme.ED25519))))));
        later.assertFailsAfterwards(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
    }

    // EncryptedExtensions

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
        fresh().client(client -> client.applicationProtocols("a")).assertExtensions(
                Violation.UNOFFERED_APPLICATION_PROTOCOL, new ApplicationProtocols(List.of(ApplicationProtocolName.bytes("b"))));
    }

    // Certificates

    @Test
    // [RFC9846 §4.4.2#5] [RFC9846 §4.4.2#3]
    void a_certificate_request_that_does_not_do_is_refused() {
        fresh().assertEachFails(Violation.WRONG_REQUEST_CONTEXT, each(CertificateRequest13.class,
                message -> new CertificateRequest13(Bytes.of((byte) 1), message.extensions())));
        fresh().assertEachFails(Violation.MISSING_REQUIRED_EXTENSION, each(CertificateRequest13.class,
                message -> new CertificateRequest13(Bytes.EMPTY, Extensions.NONE)));
    }

    /** [RFC9846 §4.3] What is known and belongs elsewhere is refused; what is not known may be asked. */
    @Test
    // [RFC9846 §4.3#5] [RFC9846 §4.4.2#6] [RFC9846 §9.3#2]
    void a_certificate_request_with_a_known_extension_of_other_messages_is_refused() {
        RogueServer13 unknown = fresh();
        unknown.assertConnects(unknown.rogue(changing(each(CertificateRequest13.class, message -> new CertificateRequest13(Bytes.EMPTY,
                new Extensions(plus(new ArrayList<>(message.extensions().list()), new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY))))))));
        for (ExtensionType misplaced : List.of(ExtensionType.EARLY_DATA, ExtensionType.KEY_SHARE, ExtensionType.SUPPORTED_VERSIONS, ExtensionType.COOKIE)) {
            fresh().assertEachFails(Violation.MISPLACED_EXTENSION, each(CertificateRequest13.class, message -> new CertificateRequest13(Bytes.EMPTY,
                    new Extensions(plus(new ArrayList<>(message.extensions().list()), new UnknownExtension(misplaced, Bytes.EMPTY))))));
        }
    }

    @Test
    // [RFC9846 §4.3#4] [RFC9846 §4.5.1#6] [RFC9846 §4.5.1#7] [RFC9846 §4.5.1.3#1] [RFC9846 §4.5.1#15]
    void a_certificate_that_does_not_do_is_refused() {
        fresh().assertCertificate(Violation.EMPTY_SERVER_CERTIFICATE, message -> new Certificate13(Bytes.EMPTY, List.of()));
        fresh().assertCertificate(Violation.WRONG_REQUEST_CONTEXT, message -> new Certificate13(Bytes.of((byte) 1), message.certificateList()));
        fresh().assertCertificate(Violation.CERTIFICATE_UNREADABLE, message -> new Certificate13(Bytes.EMPTY,
                List.of(new Certificate13.Entry(Bytes.of(new byte[100]), Extensions.NONE))));
        for (Extension unasked : List.of(new StapledOcspResponse(Bytes.of(new byte[9])), new SignedCertificateTimestamps(List.of(Bytes.of(new byte[9]))),
                new UnknownExtension(new ExtensionType(9999), Bytes.EMPTY))) {
            fresh().assertCertificate(Violation.UNSOLICITED_EXTENSION, message -> new Certificate13(Bytes.EMPTY,
                    List.of(new Certificate13.Entry(message.certificateList().get(0).certData(), new Extensions(List.of(unasked))))));
        }
        fresh().assertCertificate(Violation.BAD_SIGNATURE, message -> chain(SelfSigned.ecdsaP256("server.test")));
        fresh().assertCertificate(Violation.WRONG_SIGNATURE_KEY, message -> chain(RSA));
        fresh().assertCertificate(Violation.UNOFFERED_CERTIFICATE_COMPRESSION, message -> new CompressedCertificate(
                CompressCertificate.ZLIB, 100, Bytes.of(new byte[10])));
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
            RogueServer13 fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(message instanceof Finished ? new Finished(Bytes.of(data)) : message));
            EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(0);
            assertTrue(failed.violation() == Violation.WRONG_VERIFY_DATA || failed.violation() == Violation.MALFORMED, failed.toString());
            assertTrue(data.length != 32 || failed.violation() == Violation.WRONG_VERIFY_DATA);
            rogue.sayRecord(3, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
            rogue.talk();
            assertEquals(List.of(), fresh.delivered);
        }
    }
}
