package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.dtls12.CertificateMessage;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.ServerNameAcknowledged;
import io.puredtls.message.Certificate12;
import io.puredtls.message.CertificateRequest12;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloRequest;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.message.ServerEcdhParams;
import io.puredtls.message.ServerHello;
import io.puredtls.message.ServerHelloDone;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A client and servers that skip, repeat, swap and forge what they have to say. */
class RogueServerTest {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("rsa.test").generate();

    private final List<String> delivered = new ArrayList<>();
    private final DtlsEngine victim = DtlsEngine.client(
            ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_2).withoutHandshakeLimit().groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1))
                    .entropy(new SeededEntropy(1)).build(),
            (datagram, offset, length) -> delivered.add(new String(datagram, offset, length)));

    private RoguePeer rogue(RoguePeer.Script script) {
        victim.start(0);
        return RoguePeer.server(
                ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_2).clientAuthentication(ClientAuthentication.REQUESTED, ANYONE)
                        .entropy(new SeededEntropy(2)).build(), victim, script).talk();
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
        assertTrue(failed.sent());
        assertTrue(victim.isOver());
        assertEquals(List.of(), delivered);
    }

    private static void assertEachFails(Violation expected, UnaryOperator<HandshakeMessage> change) {
        RogueServerTest fresh = new RogueServerTest();
        fresh.assertFails(expected, fresh.rogue(changing(change)));
    }

    private void assertWaits(RoguePeer rogue) {
        assertFalse(victim.isConnected());
        assertFalse(victim.isOver(), () -> rogue.victimEvents().toString());
    }

    private void assertConnects(RoguePeer rogue) {
        assertTrue(victim.isConnected(), () -> rogue.victimEvents().toString());
        rogue.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        rogue.talk();
        assertEquals(List.of("data"), delivered);
    }

    @Test
    void an_honest_server_connects() {
        assertConnects(rogue((message, rogue) -> rogue.say(message)));
    }

    @Test
    void no_message_but_the_request_can_be_left_out() {
        for (Class<? extends HandshakeMessage> skipped : List.of(ServerHello.class, Certificate12.class, ServerKeyExchange.class)) {
            RogueServerTest fresh = new RogueServerTest();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                if (!skipped.isInstance(message)) {
                    peer.say(message);
                }
            }));
        }
    }

    @Test
    void without_the_end_of_the_flight_the_client_waits() {
        assertWaits(rogue((message, peer) -> {
            if (!(message instanceof ServerHelloDone)) {
                peer.say(message);
            }
        }));
    }

    @Test
    void no_message_can_be_said_twice() {
        for (Class<? extends HandshakeMessage> twice : List.of(
                ServerHello.class, Certificate12.class, ServerKeyExchange.class, CertificateRequest12.class, ServerHelloDone.class)) {
            RogueServerTest fresh = new RogueServerTest();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.rogue((message, peer) -> {
                peer.say(message);
                if (twice.isInstance(message)) {
                    peer.say(message);
                }
            }));
        }
    }

    @Test
    void no_two_messages_can_be_swapped() {
        List<Class<? extends HandshakeMessage>> flight = List.of(
                ServerHello.class, Certificate12.class, ServerKeyExchange.class, CertificateRequest12.class, ServerHelloDone.class);
        for (int i = 0; i + 1 < flight.size(); i++) {
            Class<? extends HandshakeMessage> late = flight.get(i);
            Class<? extends HandshakeMessage> after = flight.get(i + 1);
            RogueServerTest fresh = new RogueServerTest();
            List<HandshakeMessage> kept = new ArrayList<>();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (late.isInstance(message)) {
                    kept.add(message);
                } else {
                    peer.say(message);
                    if (after.isInstance(message)) {
                        kept.forEach(peer::say);
                    }
                }
            });
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue);
        }
    }

    @Test
    void a_second_hello_that_changes_the_suite_is_refused() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue((message, peer) -> {
            peer.say(message);
            if (message instanceof ServerHello hello) {
                peer.say(with(hello, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384));
            }
        }));
    }

    private static ServerHello with(ServerHello hello, CipherSuite suite) {
        return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), suite, 0, hello.extensions());
    }

    @Test
    void a_hello_that_chooses_what_was_not_offered_is_refused() {
        assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> with(hello, new CipherSuite(0xC009)));
        assertHello(Violation.UNOFFERED_CIPHER_SUITE, hello -> with(hello, CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV));
        assertHello(Violation.NO_COMMON_VERSION, hello -> new ServerHello(
                ProtocolVersion.DTLS_1_0, hello.random(), hello.sessionId(), hello.cipherSuite(), 0, hello.extensions()));
        assertHello(Violation.UNOFFERED_COMPRESSION, hello -> new ServerHello(
                hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 1, hello.extensions()));
        assertHello(Violation.MISSING_EXTENDED_MASTER_SECRET, hello -> new ServerHello(
                hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 0, new Extensions(List.of())));
        assertHello(Violation.UNSOLICITED_EXTENSION, hello -> {
            List<Extension> more = new ArrayList<>(hello.extensions().list());
            more.add(new ServerNameAcknowledged());
            return new ServerHello(hello.serverVersion(), hello.random(), hello.sessionId(), hello.cipherSuite(), 0, new Extensions(more));
        });
    }

    private static void assertHello(Violation expected, UnaryOperator<ServerHello> change) {
        assertEachFails(expected, message -> message instanceof ServerHello hello ? change.apply(hello) : message);
    }

    @Test
    void a_certificate_that_does_not_do_is_refused() {
        assertEachFails(Violation.EMPTY_SERVER_CERTIFICATE, message -> message instanceof Certificate12 ? new Certificate12(List.of()) : message);
        assertEachFails(Violation.CERTIFICATE_KEY_UNSUPPORTED, message -> message instanceof Certificate12 ? CertificateMessage.of(RSA) : message);
        assertEachFails(Violation.CERTIFICATE_UNREADABLE, message -> message instanceof Certificate12
                ? new Certificate12(List.of(Bytes.of(new byte[100]))) : message);
        assertEachFails(Violation.BAD_SIGNATURE, message -> message instanceof Certificate12
                ? CertificateMessage.of(SelfSigned.ecdsaP256("server.test")) : message);
    }

    @Test
    void a_key_exchange_that_does_not_do_is_refused() {
        assertExchange(Violation.UNOFFERED_GROUP, exchange -> new ServerKeyExchange(
                new ServerEcdhParams(NamedGroup.SECP521R1, exchange.params().share()), exchange.algorithm(), exchange.signature()));
        assertExchange(Violation.BAD_SIGNATURE, exchange -> {
            byte[] share = exchange.params().share().toArray();
            share[0] ^= 1;
            return new ServerKeyExchange(
                    new ServerEcdhParams(exchange.params().group(), Bytes.of(share)), exchange.algorithm(), exchange.signature());
        });
        assertExchange(Violation.BAD_SIGNATURE, exchange ->
                new ServerKeyExchange(exchange.params(), exchange.algorithm(), Bytes.of(new byte[70])));
        assertExchange(Violation.WRONG_SIGNATURE_KEY, exchange ->
                new ServerKeyExchange(exchange.params(), SignatureScheme.ED25519, exchange.signature()));
        assertExchange(Violation.UNOFFERED_SIGNATURE_SCHEME, exchange ->
                new ServerKeyExchange(exchange.params(), new SignatureScheme(0x0203), exchange.signature()));
    }

    private static void assertExchange(Violation expected, UnaryOperator<ServerKeyExchange> change) {
        assertEachFails(expected, message -> message instanceof ServerKeyExchange exchange ? change.apply(exchange) : message);
    }

    /** [RFC6347 §4.2.1#23] */
    @Test
    void requests_for_cookies_without_end_are_refused() {
        List<HandshakeMessage> none = new ArrayList<>();
        RoguePeer rogue = rogue((message, peer) -> none.add(message));
        for (int i = 1; i <= 4; i++) {
            rogue.say(new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(new byte[i])));
            rogue.talk();
            assertFalse(victim.isOver());
        }
        rogue.say(new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(new byte[9])));
        assertFails(Violation.TOO_MANY_HELLO_VERIFY_REQUESTS, rogue.talk());
    }

    @Test
    void a_request_for_a_cookie_after_the_hello_is_refused() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue((message, peer) -> {
            peer.say(message);
            if (message instanceof ServerHello) {
                peer.say(new HelloVerifyRequest(ProtocolVersion.DTLS_1_0, Bytes.of(new byte[8])));
            }
        }));
    }

    @Test
    void a_hello_request_in_the_middle_is_refused() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue((message, peer) -> {
            peer.say(message);
            peer.say(new HelloRequest());
        }));
    }

    @Test
    void a_session_ticket_that_nobody_asked_for_is_refused() {
        assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue(new Honest() {
            @Override
            public void changeCipherSpec(RoguePeer rogue) {
                rogue.sayUnder(0, new HandshakeType(4), rogue.nextSeq(), Bytes.of(new byte[6]));
            }
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
    void a_finished_in_the_clear_is_refused_before_change_cipher_spec_and_does_not_count_after() {
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
        RogueServerTest fresh = new RogueServerTest();
        fresh.assertWaits(fresh.rogue(new Honest() {
            @Override
            public void protect(WriteEpoch epoch, RoguePeer rogue) {
                rogue.keepForLater(epoch);
            }
        }));
        assertEquals(1, fresh.victim.stats().drops(DropReason.STALE_MESSAGE));
    }

    @Test
    void a_wrong_finished_is_refused_and_data_behind_it_is_not_delivered() {
        assertFails(Violation.WRONG_VERIFY_DATA, rogue((message, peer) -> {
            peer.say(message instanceof Finished ? new Finished(Bytes.of(new byte[12])) : message);
            if (message instanceof Finished) {
                peer.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
            }
        }));
    }

    /** [RFC6347 §4.2.4#3] */
    @Test
    void data_before_the_finished_is_delivered_after_it() {
        RoguePeer rogue = rogue((message, peer) -> {
            if (message instanceof Finished) {
                peer.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("early"));
                peer.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("birds"));
            }
            peer.say(message);
        });
        assertTrue(rogue.isConnected());
        assertEquals(List.of("early", "birds"), delivered);
        assertEquals(2, victim.stats().recordsHeldBack());
    }

    @Test
    void data_before_the_change_cipher_spec_is_delivered_after_the_finished() {
        RoguePeer rogue = rogue(new RoguePeer.Script() {
            @Override
            public void changeCipherSpec(RoguePeer rogue) {
                // later
            }

            @Override
            public void send(HandshakeMessage message, RoguePeer rogue) {
                rogue.say(message);
                if (message instanceof Finished) {
                    rogue.sayRecord(1, ContentType.APPLICATION_DATA, Agreement.bytes("early"));
                    rogue.sayChangeCipherSpec();
                }
            }
        });
        assertTrue(victim.isConnected(), () -> rogue.victimEvents().toString());
        assertEquals(List.of("early"), delivered);
    }

    @Test
    void early_and_repeated_change_cipher_specs_do_no_harm() {
        assertConnects(rogue((message, peer) -> {
            peer.sayChangeCipherSpec();
            peer.say(message);
            peer.sayChangeCipherSpec();
        }));
    }

    @Test
    void an_early_change_cipher_spec_is_none_in_the_last_flight() {
        assertWaits(rogue(new RoguePeer.Script() {
            @Override
            public void send(HandshakeMessage message, RoguePeer rogue) {
                if (message instanceof ServerHelloDone) {
                    rogue.sayChangeCipherSpec();
                }
                rogue.say(message);
            }

            @Override
            public void changeCipherSpec(RoguePeer rogue) {
                // said before
            }
        }));
    }

    @Test
    void a_server_that_says_goodbye_in_the_middle_is_gone_whatever_it_says_after() {
        for (byte[] alert : new byte[][] {{1, 0}, {2, 0}, {2, 40}}) {
            RogueServerTest fresh = new RogueServerTest();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (message instanceof ServerHelloDone) {
                    peer.sayRecord(0, ContentType.ALERT, alert);
                }
                peer.say(message);
            });
            assertTrue(fresh.victim.isOver());
            assertEquals(List.of(), rogue.alerts());
            assertEquals(Violation.PEER_ALERT, ((EngineEvent.Failed) rogue.victimEvents().get(0)).violation());
        }
    }

    /** [RFC9325 §3.5] With a new number, and with number 0 as [RFC6347 §4.2.2] has it for a new handshake. */
    @Test
    void renegotiation_is_refused_whatever_number_its_request_has() {
        for (boolean fromZero : new boolean[] {false, true}) {
            RogueServerTest fresh = new RogueServerTest();
            RoguePeer rogue = fresh.rogue((message, peer) -> peer.say(message));
            fresh.assertConnects(rogue);
            fresh.delivered.clear();
            rogue.sayUnder(1, HandshakeType.HELLO_REQUEST, fromZero ? 0 : rogue.nextSeq(), Bytes.EMPTY);
            fresh.assertFails(Violation.RENEGOTIATION_REFUSED, rogue.talk());
        }
    }

    @Test
    void the_end_of_the_servers_last_flight_again_is_answered_by_nothing() {
        List<HandshakeMessage> said = new ArrayList<>();
        RoguePeer rogue = rogue((message, peer) -> {
            said.add(message);
            peer.say(message);
        });
        for (int i = 0; i < 5; i++) {
            rogue.sayUnder(1, HandshakeType.FINISHED, rogue.nextSeq() - 1, said.get(said.size() - 1).toBytes());
        }
        rogue.talk();
        assertEquals(0, victim.stats().flightsSentAgain());
        assertEquals(5, victim.stats().drops(DropReason.DUPLICATE_MESSAGE));
        assertTrue(victim.isConnected());
    }

    @Test
    void messages_in_fragments_of_one_byte_in_the_worst_order_connect() {
        RoguePeer rogue = rogue((message, peer) -> {
            if (message instanceof Finished) {
                peer.say(message);
                return;
            }
            Bytes body = message.toBytes();
            peer.transcript().append(message.type(), peer.nextSeq(), body);
            for (int i = body.length() - 1; i >= 0; i--) {
                peer.sayFragment(0, message.type(), peer.nextSeq(), body, i, 1);
                peer.sayFragment(0, message.type(), peer.nextSeq(), body, i, 0);
            }
            if (body.isEmpty()) {
                peer.sayFragment(0, message.type(), peer.nextSeq(), body, 0, 0);
            }
            peer.skipSeq();
        });
        assertConnects(rogue);
    }

    @Test
    void fragments_that_contradict_each_other_are_refused() {
        List<byte[]> contradictions = List.of(new byte[] {12, 50}, new byte[] {11, 49});
        for (byte[] each : contradictions) { // type and length
            RogueServerTest fresh = new RogueServerTest();
            fresh.assertFails(Violation.INCONSISTENT_FRAGMENTS, fresh.rogue((message, peer) -> {
                if (message instanceof Certificate12) {
                    peer.sayFragment(0, message.type(), peer.nextSeq(), Bytes.of(new byte[50]), 0, 20);
                    peer.sayFragment(0, new HandshakeType(each[0]), peer.nextSeq(), Bytes.of(new byte[each[1]]), 20, 20);
                } else {
                    peer.say(message);
                }
            }));
        }
    }

    @Test
    void in_the_clear_the_first_bytes_of_an_overlap_stay() {
        assertConnects(rogue((message, peer) -> {
            if (message instanceof Certificate12) {
                Bytes body = message.toBytes();
                byte[] forged = body.toArray();
                Arrays.fill(forged, (byte) 0x66);
                peer.sayFragment(0, message.type(), peer.nextSeq(), body, 0, 100);
                peer.sayFragment(0, message.type(), peer.nextSeq(), Bytes.of(forged), 0, 90);
            }
            peer.say(message);
        }));
    }
}
