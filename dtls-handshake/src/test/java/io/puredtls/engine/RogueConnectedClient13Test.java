package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.CLIENT;
import static io.puredtls.engine.RogueClient13.FLIGHT;
import static io.puredtls.engine.RogueClient13.alert;
import static io.puredtls.engine.RogueClient13.assertLater;
import static io.puredtls.engine.RogueClient13.chain;
import static io.puredtls.engine.RogueClient13.each;
import static io.puredtls.engine.RogueClient13.fresh;
import static io.puredtls.engine.RogueClient13.keys;
import static io.puredtls.engine.RogueClient13.sayIn;
import static io.puredtls.engine.RogueClient13.session;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extensions;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.KeyUpdate;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.session.Session13;
import io.puredtls.state.Established;
import io.puredtls.trust.Verdict;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A DTLS 1.3 server and clients that send what they may not: data, early data, alerts, answers nobody asked for. */
class RogueConnectedClient13Test {
    // Application data and early data

    @Test
    void data_under_the_handshakes_keys_is_refused_at_every_state_and_after_it() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            RogueClient13 fresh = fresh();
            fresh.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
                }
                peer.say(message);
            }));
        }
        RogueClient13 after = fresh();
        RoguePeer rogue = after.honest();
        rogue.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        after.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, rogue.talk());
    }

    @Test
    void records_in_the_clear_do_nothing_at_any_state() {
        for (ContentType type : List.of(ContentType.APPLICATION_DATA, ContentType.CHANGE_CIPHER_SPEC)) {
            for (Class<? extends HandshakeMessage> before : FLIGHT) {
                RogueClient13 fresh = fresh();
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
            RogueClient13 fresh = fresh();
            fresh.assertConnects(fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    fresh.victim.receive(Forged.plaintext(ContentType.CHANGE_CIPHER_SPEC, new byte[] {9, 9}), 0, 15, 0);
                }
                peer.say(message);
            }));
        }
    }

    @Test
    // [RFC9846 §4.7.1#14]
    void early_data_over_the_limit_of_its_ticket_ends_the_association() {
        try (Session13 session = session()) {
            RogueClient13 fresh = fresh().early(session);
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
            RogueClient13 fresh = fresh().early(session);
            fresh.assertFails(Violation.MESSAGE_IN_WRONG_EPOCH, fresh.rogue((message, peer) -> sayIn(1, Finished.class, message, peer)));
            RogueClient13 after = fresh().early(session);
            RoguePeer rogue = after.honest();
            rogue.sayUnder(1, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 0));
            after.assertFails(Violation.MESSAGE_IN_WRONG_EPOCH, rogue.talk());
        }
    }

    // Alerts and closure

    @Test
    void alerts_end_the_handshake_whatever_their_level_and_warnings_of_a_close_do_not() {
        for (Class<? extends HandshakeMessage> before : FLIGHT) {
            RogueClient13 fresh = fresh();
            RoguePeer rogue = fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.BAD_CERTIFICATE));
                }
                peer.say(message);
            });
            assertEquals(Violation.PEER_ALERT, ((EngineEvent.Failed) rogue.victimEvents().get(0)).violation());
            RogueClient13 other = fresh();
            other.assertConnects(other.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.ALERT, alert(AlertLevel.FATAL, AlertDescription.USER_CANCELED));
                }
                peer.say(message);
            }));
        }
    }

    /** [RFC9846 §6] Nor does it say more while the application is asked whether the client is to be believed. */
    @Test
    void an_error_alert_of_level_warning_ends_it_while_a_question_is_open() {
        RogueClient13 fresh = fresh().server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, (chain, expectation) -> new Verdict.Ask()));
        RoguePeer rogue = fresh.rogue((message, peer) -> {
            peer.say(message);
            if (message instanceof CertificateVerify) {
                peer.sayRecord(2, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.BAD_CERTIFICATE));
            }
        });
        assertTrue(rogue.victimEvents().get(0) instanceof EngineEvent.TrustAsked, () -> rogue.victimEvents().toString());
        assertEquals(Violation.PEER_ALERT, ((EngineEvent.Failed) rogue.victimEvents().get(1)).violation());
    }

    @Test
    void close_notify_closes_before_and_after_the_handshake() {
        RogueClient13 during = fresh();
        RoguePeer rogue = during.rogue((message, peer) -> {
            if (message instanceof Certificate13) {
                peer.sayRecord(2, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.CLOSE_NOTIFY));
            }
            peer.say(message);
        });
        assertEquals(Optional.of(AlertDescription.CLOSE_NOTIFY), ((EngineEvent.Failed) rogue.victimEvents().get(0)).alert());
        RogueClient13 after = fresh();
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
            RogueClient13 fresh = fresh();
            RoguePeer rogue = fresh.honest();
            rogue.sayAfterHandshake(late);
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
        }
    }

    @Test
    void a_client_that_is_asked_later_has_to_answer_in_full() {
        RogueClient13 honest = fresh();
        honest.assertConnects(honest.asked((message, peer) -> peer.sayAfterHandshake(message)));
        assertEquals(CLIENT.chain(), honest.victim.info().orElseThrow().peer().chain());
        for (Class<? extends HandshakeMessage> skipped : List.of(CertificateVerify.class, Certificate13.class)) {
            RogueClient13 fresh = fresh();
            fresh.assertFails(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, fresh.asked((message, peer) -> {
                if (!skipped.isInstance(message)) {
                    peer.sayAfterHandshake(message);
                }
            }));
        }
        for (Class<? extends HandshakeMessage> before : List.of(CertificateVerify.class, Finished.class)) {
            RogueClient13 fresh = fresh();
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

    @Test
    void a_message_under_old_keys_after_a_key_update_is_refused_and_the_update_again_is_acknowledged() {
        RogueClient13 fresh = fresh();
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
        RogueClient13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        byte[] next = new byte[40];
        next[0] = 0x2C; // 16-bit number, length, epoch 0 of four: that is 4
        next[4] = 35;
        fresh.victim.receive(next, 0, next.length, 0);
        fresh.assertConnects(rogue);
        assertEquals(1, fresh.victim.stats().drops(DropReason.UNKNOWN_EPOCH) + fresh.victim.stats().drops(DropReason.RETIRED_EPOCH));
    }

    /** The keys that come next are known to both; a record under them counts once it was said that they come. */
    @Test
    // [RFC9846 §4.7.3#8]
    void a_genuine_record_under_the_next_keys_counts_only_after_the_key_update() {
        RogueClient13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        List<HandshakeMessage> kept = new ArrayList<>();
        rogue.afterHandshake((message, peer) -> kept.add(message));
        rogue.act((state, context) -> ((Established) state).updateKeys(context));
        rogue.act((state, context) -> ((Established) state).onAllAcknowledged(context));
        assertEquals(4, rogue.epoch());
        rogue.sayRecord(4, ContentType.APPLICATION_DATA, Agreement.bytes("too early"));
        rogue.talk();
        assertEquals(List.of(), fresh.delivered);
        assertEquals(1, fresh.victim.stats().drops(DropReason.RETIRED_EPOCH), "epochs 0 and 4 look alike");
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), kept.get(0).toBytes());
        rogue.sayRecord(4, ContentType.APPLICATION_DATA, Agreement.bytes("now"));
        rogue.talk();
        assertEquals(List.of("now"), fresh.delivered);
    }
}
