package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extensions;
import io.puredtls.message.Certificate12;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ClientKeyExchange;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloRequest;
import io.puredtls.message.ServerHelloDone;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A server and clients that skip, repeat, swap and forge what they have to say. */
class RogueClientTest {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");

    private final List<String> delivered = new ArrayList<>();
    private final DtlsEngine victim = DtlsEngine.server(
            ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_2).clientAuthentication(ClientAuthentication.REQUIRED, ANYONE).withoutHandshakeLimit()
                    .entropy(new SeededEntropy(1)).build(),
            (datagram, offset, length) -> delivered.add(new String(datagram, offset, length)));

    private RoguePeer rogue(RoguePeer.Script script) {
        victim.start(0);
        return RoguePeer.client(
                ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_2).identity(CLIENT).entropy(new SeededEntropy(2)).build(), victim, script).talk();
    }

    private void assertFails(Violation expected, RoguePeer rogue) {
        EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertEquals(expected, failed.violation(), failed.message());
        assertEquals(expected.alert().stream().toList(), rogue.alerts());
        assertTrue(victim.isOver());
        assertEquals(List.of(), delivered);
    }

    private void assertWaits(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertFalse(victim.isOver(), () -> rogue.victimEvents().toString());
        assertFalse(rogue.isConnected());
    }

    private void assertConnects(RoguePeer rogue) {
        assertTrue(victim.isConnected(), () -> rogue.victimEvents().toString());
        assertTrue(rogue.isConnected(), () -> rogue.stopped().toString());
        rogue.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        rogue.talk();
        assertEquals(List.of("data"), delivered);
    }

    @Test
    void an_honest_client_connects() {
        assertConnects(rogue((message, rogue) -> rogue.say(message)));
    }

    private static RoguePeer.Script without(Class<? extends HandshakeMessage> skipped) {
        return (message, rogue) -> {
            if (!skipped.isInstance(message)) {
                rogue.say(message);
            }
        };
    }

    @Test
    void no_message_can_be_left_out() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue(without(Certificate12.class)));
    }

    @Test
    void the_key_exchange_cannot_be_left_out() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue(without(ClientKeyExchange.class)));
    }

    @Test
    void a_certificate_without_proof_of_its_key_connects_nobody() {
        assertWaits(rogue(without(CertificateVerify.class)));
    }

    @Test
    void a_certificate_without_proof_of_its_key_connects_nobody_who_finishes_in_the_clear_either() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue(new RoguePeer.Script() {
            @Override
            public void send(HandshakeMessage message, RoguePeer rogue) {
                without(CertificateVerify.class).send(message, rogue);
            }

            @Override
            public void protect(WriteEpoch epoch, RoguePeer rogue) {
                rogue.keepForLater(epoch);
            }
        }));
    }

    @Test
    void without_finished_nobody_is_connected() {
        RoguePeer rogue = rogue(without(Finished.class));
        assertWaits(rogue);
        rogue.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("early"));
        rogue.talk();
        assertEquals(List.of(), delivered);
    }

    @Test
    void an_empty_certificate_where_one_is_required_is_refused() {
        assertFails(Violation.CERTIFICATE_MISSING,
                rogue((message, rogue) -> rogue.say(message instanceof Certificate12 ? new Certificate12(List.of()) : message)));
    }

    /** Each message of the client's flight twice, with numbers of its own each time. */
    @Test
    void no_message_can_be_said_twice() {
        for (Class<? extends HandshakeMessage> twice : List.of(
                ClientHello.class, Certificate12.class, ClientKeyExchange.class, CertificateVerify.class)) {
            RogueClientTest fresh = new RogueClientTest();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, rogue) -> {
                rogue.say(message);
                if (twice.isInstance(message)) {
                    rogue.say(message);
                }
            }));
        }
    }

    @Test
    void no_two_messages_can_be_swapped() {
        List<Class<? extends HandshakeMessage>> flight =
                List.of(Certificate12.class, ClientKeyExchange.class, CertificateVerify.class);
        for (int i = 0; i + 1 < flight.size(); i++) {
            Class<? extends HandshakeMessage> late = flight.get(i);
            Class<? extends HandshakeMessage> after = flight.get(i + 1);
            RogueClientTest fresh = new RogueClientTest();
            List<HandshakeMessage> kept = new ArrayList<>();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, rogue) -> {
                if (late.isInstance(message)) {
                    kept.add(message);
                } else {
                    rogue.say(message);
                    if (after.isInstance(message)) {
                        kept.forEach(rogue::say);
                    }
                }
            }));
        }
    }

    @Test
    void a_handshake_begins_with_a_hello_and_nothing_else() {
        List<HandshakeMessage> others = List.of(
                new HelloRequest(), new ServerHelloDone(), new Finished(Bytes.of(new byte[12])), new Certificate12(List.of()),
                new ClientKeyExchange(Bytes.of(new byte[32])), new CertificateVerify(SignatureScheme.ED25519, Bytes.EMPTY));
        for (HandshakeMessage first : others) {
            RogueClientTest fresh = new RogueClientTest();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, rogue) -> rogue.say(first)));
        }
    }

    @Test
    void a_hello_of_another_handshake_in_the_middle_of_one_is_refused() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue((message, rogue) -> {
            if (message instanceof ClientKeyExchange) {
                rogue.say(new ClientHello(
                        ProtocolVersion.DTLS_1_2, Bytes.of(new byte[32]), Bytes.EMPTY, Bytes.EMPTY,
                        rogue.settings().cipherSuites(), Bytes.of((byte) 0), new Extensions(List.of())));
            }
            rogue.say(message);
        }));
    }

    private abstract static class Honest implements RoguePeer.Script {
        @Override
        public void send(HandshakeMessage message, RoguePeer rogue) {
            rogue.say(message);
        }
    }

    @Test
    void without_change_cipher_spec_nobody_is_connected() {
        assertWaits(rogue(new Honest() {
            @Override
            public void changeCipherSpec(RoguePeer rogue) {
                // left out
            }
        }));
    }

    @Test
    void a_finished_in_the_clear_without_change_cipher_spec_is_refused() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue(new Honest() {
            @Override
            public void changeCipherSpec(RoguePeer rogue) {
                // left out
            }

            @Override
            public void protect(WriteEpoch epoch, RoguePeer rogue) {
                rogue.keepForLater(epoch);
            }
        }));
    }

    @Test
    void a_finished_in_the_clear_after_change_cipher_spec_does_not_count_and_the_protected_one_does() {
        RoguePeer rogue = rogue(new Honest() {
            @Override
            public void protect(WriteEpoch epoch, RoguePeer rogue) {
                rogue.keepForLater(epoch);
            }

            @Override
            public void send(HandshakeMessage message, RoguePeer rogue) {
                if (message instanceof Finished) {
                    rogue.sayUnder(0, message.type(), rogue.nextSeq(), message.toBytes());
                    rogue.talk();
                    assertWaits(rogue);
                    assertEquals(1, victim.stats().drops(DropReason.STALE_MESSAGE));
                    rogue.installKept();
                }
                rogue.say(message);
            }
        });
        assertConnects(rogue);
    }

    @Test
    void a_finished_half_in_the_clear_and_half_protected_does_not_count() {
        RoguePeer rogue = rogue((message, peer) -> {
            if (message instanceof Finished) {
                Bytes body = message.toBytes();
                peer.sayFragment(0, message.type(), peer.nextSeq(), body, 0, 6);
                peer.sayFragment(1, message.type(), peer.nextSeq(), body, 6, 6);
                peer.talk();
                assertWaits(peer);
                peer.sayFragment(0, message.type(), peer.nextSeq(), body, 0, 6);
                peer.talk();
                assertWaits(peer);
            }
            peer.say(message);
        });
        assertConnects(rogue);
    }

    @Test
    void early_and_repeated_change_cipher_specs_do_no_harm() {
        RoguePeer rogue = rogue((message, peer) -> {
            peer.sayChangeCipherSpec();
            peer.say(message);
            peer.sayChangeCipherSpec();
        });
        assertConnects(rogue);
        assertTrue(victim.stats().drops(DropReason.UNEXPECTED_CHANGE_CIPHER_SPEC) > 0);
        rogue.sayRecord(1, ContentType.CHANGE_CIPHER_SPEC, new byte[] {1});
        rogue.talk();
        assertTrue(victim.isConnected());
    }

    @Test
    void a_change_cipher_spec_that_says_something_else_is_refused() {
        for (byte[] content : new byte[][] {{0}, {2}, {1, 1}}) {
            RogueClientTest fresh = new RogueClientTest();
            fresh.assertFails(Violation.MALFORMED_CHANGE_CIPHER_SPEC, fresh.rogue(new Honest() {
                @Override
                public void changeCipherSpec(RoguePeer rogue) {
                    rogue.sayRecord(0, ContentType.CHANGE_CIPHER_SPEC, content);
                }
            }));
        }
    }

    @Test
    void a_wrong_finished_is_refused_and_data_behind_it_is_not_delivered() {
        RoguePeer rogue = rogue((message, peer) -> {
            if (message instanceof Finished finished) {
                byte[] wrong = finished.verifyData().toArray();
                wrong[11] ^= 1;
                peer.say(new Finished(Bytes.of(wrong)));
                peer.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
            } else {
                peer.say(message);
            }
        });
        assertFails(Violation.WRONG_VERIFY_DATA, rogue);
    }

    @Test
    void a_finished_of_any_other_length_is_refused() {
        for (int length : new int[] {0, 11, 13, 36}) {
            RogueClientTest fresh = new RogueClientTest();
            fresh.assertFails(Violation.WRONG_VERIFY_DATA, fresh.rogue((message, peer) -> peer.say(
                    message instanceof Finished finished
                            ? new Finished(Bytes.of(Arrays.copyOf(finished.verifyData().toArray(), length))) : message)));
        }
    }

    @Test
    void a_signature_that_does_not_fit_is_refused_in_the_right_words() {
        assertVerify(Violation.BAD_SIGNATURE, verify -> {
            byte[] signature = verify.signature().toArray();
            signature[signature.length - 1] ^= 1;
            return new CertificateVerify(verify.algorithm(), Bytes.of(signature));
        });
        assertVerify(Violation.BAD_SIGNATURE, verify -> new CertificateVerify(verify.algorithm(), Bytes.EMPTY));
        assertVerify(Violation.WRONG_SIGNATURE_KEY, verify -> new CertificateVerify(SignatureScheme.ED25519, verify.signature()));
        assertVerify(Violation.UNOFFERED_SIGNATURE_SCHEME, verify -> new CertificateVerify(new SignatureScheme(0x0203), verify.signature()));
    }

    private static void assertVerify(Violation expected, UnaryOperator<CertificateVerify> change) {
        RogueClientTest fresh = new RogueClientTest();
        fresh.assertFails(expected, fresh.rogue((message, peer) ->
                peer.say(message instanceof CertificateVerify verify ? change.apply(verify) : message)));
    }

    @Test
    void the_certificate_of_somebody_else_proves_nothing() {
        HandshakeMessage stolen = CertificateMessage.of(SelfSigned.ecdsaP256("somebody.else"));
        assertFails(Violation.BAD_SIGNATURE, rogue((message, peer) -> peer.say(message instanceof Certificate12 ? stolen : message)));
    }

    @Test
    void certificates_that_cannot_be_read_are_refused() {
        assertFails(Violation.CERTIFICATE_UNREADABLE, rogue((message, peer) -> peer.say(
                message instanceof Certificate12 ? new Certificate12(List.of(Bytes.of(new byte[50]))) : message)));
        RogueClientTest fresh = new RogueClientTest();
        fresh.assertFails(Violation.CERTIFICATE_CHAIN_TOO_LONG, fresh.rogue((message, peer) -> peer.say(
                message instanceof Certificate12 own
                        ? new Certificate12(Collections.nCopies(17, own.certificateList().get(0))) : message)));
    }

    @Test
    void shares_that_are_no_shares_are_refused() {
        for (int length : new int[] {0, 1, 31, 32, 33, 255}) { // zeros: of the right length too
            RogueClientTest fresh = new RogueClientTest();
            fresh.assertFails(length == 0 ? Violation.MALFORMED : Violation.ILLEGAL_KEY_SHARE, fresh.rogue((message, peer) -> peer.say(
                    message instanceof ClientKeyExchange ? new ClientKeyExchange(Bytes.of(new byte[length])) : message)));
        }
    }

    @Test
    void messages_of_unknown_types_are_refused() {
        assertFails(Violation.UNKNOWN_HANDSHAKE_MESSAGE, rogue((message, peer) -> {
            if (message instanceof ClientKeyExchange) {
                peer.sayUnder(0, new HandshakeType(5), peer.nextSeq(), Bytes.EMPTY);
            }
            peer.say(message);
        }));
    }

    @Test
    void a_place_left_out_connects_nobody() {
        for (Class<? extends HandshakeMessage> gapBefore : List.of(Certificate12.class, ClientKeyExchange.class, Finished.class)) {
            RogueClientTest fresh = new RogueClientTest();
            fresh.assertWaits(fresh.rogue((message, peer) -> {
                if (gapBefore.isInstance(message)) {
                    peer.skipSeq();
                }
                peer.say(message);
            }));
        }
    }

    @Test
    void a_client_that_says_goodbye_in_the_middle_is_gone_whatever_it_says_after() {
        for (byte[] alert : new byte[][] {{1, 0}, {2, 0}, {2, 40}, {2, 90}}) {
            RogueClientTest fresh = new RogueClientTest();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (message instanceof ClientKeyExchange) {
                    peer.sayRecord(0, ContentType.ALERT, alert);
                }
                peer.say(message);
            });
            assertTrue(fresh.victim.isOver());
            assertFalse(rogue.isConnected());
            assertEquals(List.of(), rogue.alerts(), "an alert is not answered by one");
            assertEquals(Violation.PEER_ALERT, ((EngineEvent.Failed) rogue.victimEvents().get(0)).violation());
            assertTrue(fresh.victim.stats().drops(DropReason.ASSOCIATION_OVER) > 0);
        }
    }

    @Test
    void a_fatal_alert_under_the_keys_ends_a_connection() {
        RoguePeer rogue = rogue((message, peer) -> peer.say(message));
        rogue.sayRecord(1, ContentType.ALERT, new byte[] {2, 80});
        rogue.talk();
        assertTrue(victim.isOver());
        EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(1);
        assertEquals(Optional.of(AlertDescription.INTERNAL_ERROR), failed.alert());
        assertFalse(failed.sent());
    }

    @Test
    void an_alert_under_the_keys_that_cannot_be_read_ends_a_connection() {
        RoguePeer rogue = rogue((message, peer) -> peer.say(message));
        rogue.sayRecord(1, ContentType.ALERT, new byte[] {2, 80, 0});
        assertFails(Violation.MALFORMED_ALERT, rogue.talk());
    }

    @Test
    void a_fragment_under_the_keys_that_does_not_fit_ends_a_connection() {
        RoguePeer rogue = rogue((message, peer) -> peer.say(message));
        rogue.sayRecord(1, ContentType.HANDSHAKE, new byte[] {20, 0, 0});
        assertFails(Violation.MALFORMED, rogue.talk());
    }

    /** [RFC9325 §3.5] With a new number, and with number 0 as [RFC6347 §4.2.2] has it for a new handshake. */
    @Test
    void renegotiation_is_refused_whatever_number_its_hello_has() {
        for (boolean fromZero : new boolean[] {false, true}) {
            RogueClientTest fresh = new RogueClientTest();
            List<HandshakeMessage> hello = new ArrayList<>();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (message instanceof ClientHello) {
                    hello.add(message);
                }
                peer.say(message);
            });
            fresh.assertConnects(rogue);
            fresh.delivered.clear();
            rogue.sayUnder(1, HandshakeType.CLIENT_HELLO, fromZero ? 0 : rogue.nextSeq(), hello.get(0).toBytes());
            fresh.assertFails(Violation.RENEGOTIATION_REFUSED, rogue.talk());
        }
    }

    @Test
    void a_hello_in_the_clear_after_the_handshake_is_dropped() {
        List<HandshakeMessage> hello = new ArrayList<>();
        RoguePeer rogue = rogue((message, peer) -> {
            if (message instanceof ClientHello) {
                hello.add(message);
            }
            peer.say(message);
        });
        rogue.sayUnder(0, HandshakeType.CLIENT_HELLO, 0, hello.get(0).toBytes());
        rogue.sayUnder(0, HandshakeType.CLIENT_HELLO, rogue.nextSeq(), hello.get(0).toBytes());
        rogue.talk();
        assertEquals(2, victim.stats().drops(DropReason.RETIRED_EPOCH));
        assertConnects(rogue);
    }

    @Test
    void a_second_finished_in_the_place_of_the_first_is_a_retransmission_and_in_a_new_place_is_refused() {
        List<HandshakeMessage> finished = new ArrayList<>();
        RoguePeer rogue = rogue((message, peer) -> {
            if (message instanceof Finished) {
                finished.add(message);
            }
            peer.say(message);
        });
        assertEquals(0, victim.stats().flightsSentAgain());
        rogue.sayUnder(1, HandshakeType.FINISHED, rogue.nextSeq() - 1, Bytes.of(new byte[12]));
        rogue.talk();
        assertEquals(1, victim.stats().flightsSentAgain());
        assertTrue(victim.isConnected());
        rogue.sayUnder(1, HandshakeType.FINISHED, rogue.nextSeq(), finished.get(0).toBytes());
        assertFails(Violation.RENEGOTIATION_REFUSED, rogue.talk());
    }

    @Test
    void a_whole_flight_again_is_answered_once() {
        List<HandshakeMessage> said = new ArrayList<>();
        RoguePeer rogue = rogue((message, peer) -> {
            said.add(message);
            peer.say(message);
        });
        HandshakeMessage last = said.get(said.size() - 1);
        for (int i = 0; i < 12; i++) { // however it is cut
            rogue.sayFragment(1, last.type(), rogue.nextSeq() - 1, last.toBytes(), i, 1);
            rogue.talk();
        }
        assertEquals(1, victim.stats().flightsSentAgain());
        assertEquals(12, victim.stats().drops(DropReason.DUPLICATE_MESSAGE));
    }
}
