package io.puredtls.engine;

import static io.puredtls.engine.RogueServer13.COOKIE;
import static io.puredtls.engine.RogueServer13.FLIGHT;
import static io.puredtls.engine.RogueServer13.alert;
import static io.puredtls.engine.RogueServer13.fresh;
import static io.puredtls.engine.RogueServer13.plaintext;
import static io.puredtls.engine.RogueServer13.retry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.Violation;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordNumber;
import io.puredtls.wire.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A DTLS 1.3 client and servers that send what they may not: data, alerts, ACKs, tickets and requests. */
class RogueConnectedServer13Test {
    // Application data

    @Test
    void data_under_the_handshakes_keys_is_refused_at_every_state_and_after_it() {
        for (Class<? extends HandshakeMessage> before : FLIGHT.subList(1, FLIGHT.size())) {
            RogueServer13 fresh = fresh();
            fresh.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, fresh.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
                }
                peer.say(message);
            }));
        }
        RogueServer13 after = fresh();
        RoguePeer rogue = after.honest();
        rogue.sayRecord(2, ContentType.APPLICATION_DATA, Agreement.bytes("data"));
        after.assertFails(Violation.APPLICATION_DATA_IN_HANDSHAKE, rogue.talk());
    }

    @Test
    // [RFC9147 §4.1#4]
    void records_in_the_clear_do_nothing_at_any_state() {
        for (ContentType type : List.of(ContentType.APPLICATION_DATA, ContentType.CHANGE_CIPHER_SPEC)) {
            for (Class<? extends HandshakeMessage> before : FLIGHT) {
                RogueServer13 fresh = fresh();
                fresh.assertConnects(fresh.rogue((message, peer) -> {
                    if (before.isInstance(message)) {
                        fresh.victim.receive(plaintext(type, new byte[] {1}), 0, 14, 0);
                    }
                    peer.say(message);
                }));
            }
            RogueServer13 after = fresh();
            RoguePeer rogue = after.honest();
            after.victim.receive(plaintext(type, new byte[] {1}), 0, 14, 0);
            after.assertConnects(rogue);
        }
    }

    @Test
    void a_malformed_change_cipher_spec_in_the_clear_ends_nothing_once_keys_are_in_use() {
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        fresh.victim.receive(plaintext(ContentType.CHANGE_CIPHER_SPEC, new byte[] {9, 9}), 0, 15, 0);
        fresh.assertConnects(rogue);
    }

    @Test
    void a_change_cipher_spec_or_an_unknown_type_under_protection_is_dropped() {
        RogueServer13 fresh = fresh();
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
            RogueServer13 fresh = fresh();
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
            RogueServer13 other = fresh();
            other.assertConnects(other.rogue((message, peer) -> {
                if (before.isInstance(message)) {
                    peer.sayRecord(peer.epoch(), ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.USER_CANCELED));
                }
                peer.say(message);
            }));
        }
    }

    @Test
    // [RFC9846 §5.1#7] [RFC9846 §6#8]
    // [RFC9846 §6.2#1] [RFC9846 §6#2]
    void unknown_alerts_are_fatal_and_a_malformed_one_is_refused() {
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayRecord(3, ContentType.ALERT, new byte[] {1, (byte) 222});
        fresh.assertFailsAfterwards(Violation.PEER_ALERT, rogue.talk());
        for (byte[] malformed : List.of(new byte[1], new byte[3], new byte[] {2, 40, 2, 40})) {
            RogueServer13 other = fresh();
            RoguePeer peer = other.honest();
            peer.sayRecord(3, ContentType.ALERT, malformed);
            other.assertFailsAfterwards(Violation.MALFORMED_ALERT, peer.talk());
        }
    }

    @Test
    // [RFC9846 §6#1]
    void close_notify_closes_and_is_answered() {
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayRecord(3, ContentType.ALERT, alert(AlertLevel.WARNING, AlertDescription.CLOSE_NOTIFY));
        rogue.talk();
        assertTrue(rogue.victimEvents().contains(new EngineEvent.Closed(EngineEvent.ClosedBy.PEER)));
        assertEquals(List.of(AlertDescription.CLOSE_NOTIFY), rogue.alerts());
    }

    // ACKs

    @Test
    // [RFC9147 §7.2#6]
    void an_ack_of_a_higher_epoch_is_refused_in_the_handshake_and_means_nothing_after_it() {
        RogueServer13 fresh = fresh();
        fresh.assertFails(Violation.ACK_OF_HIGHER_EPOCH, fresh.rogue((message, peer) -> {
            if (message instanceof EncryptedExtensions) {
                peer.sayAck(2, new RecordNumber(3, 0));
            }
            peer.say(message);
        }));
        RogueServer13 after = fresh();
        RoguePeer rogue = after.honest();
        rogue.sayAck(3, new RecordNumber(4, 0), new RecordNumber(65_535, 1), new RecordNumber(3, 99), new RecordNumber(2, 1L << 48));
        after.assertConnects(rogue);
    }

    @Test
    // [RFC9147 §4.5.2#12]
    void an_ack_that_cannot_be_read_is_refused_under_protection() {
        for (byte[] malformed : List.of(new byte[] {0}, new byte[] {0, 1, 1}, new byte[] {0, 15, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0},
                new byte[] {0, 16, 1}, new byte[] {0, 0, 0}, new byte[] {0, 16, -1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0})) {
            RogueServer13 fresh = fresh();
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
        RogueServer13 fresh = fresh();
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
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        long waiting = fresh.victim.deadline();
        rogue.sayAfterHandshake(new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        fresh.assertConnects(rogue);
        assertEquals(waiting, fresh.victim.deadline());
    }

    /** What is thrown away must come again: acknowledged it never would. Nor is the rest of its record. */
    @Test
    // [RFC9147 §7#5] [RFC9147 §7#6]
    void a_message_too_far_ahead_is_not_acknowledged_nor_is_the_record_that_it_stands_in() {
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        Bytes ticket = new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE).toBytes();
        int acks = rogue.acks().size();
        rogue.sayUnder(3, HandshakeType.NEW_SESSION_TICKET, rogue.nextSeq() + 1000, ticket);
        rogue.talk();
        rogue.sayTogether(HandshakeType.NEW_SESSION_TICKET, ticket, rogue.nextSeq(), rogue.nextSeq() + 1000);
        rogue.talk();
        assertEquals(acks, rogue.acks().size(), "it said that it has what it has not");
        assertEquals(2, fresh.victim.stats().drops(DropReason.FRAGMENT_TOO_FAR_AHEAD));
        rogue.sayUnder(3, HandshakeType.NEW_SESSION_TICKET, rogue.nextSeq(), ticket);
        rogue.talk();
        assertEquals(List.of(new RecordNumber(3, 2)), rogue.acks().get(acks).numbers());
    }

    // Tickets

    @Test
    // [RFC9846 §4.7.1#9]
    void a_ticket_for_more_than_a_week_is_refused_and_one_for_no_time_forgotten() {
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayAfterHandshake(new NewSessionTicket(604_801, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        fresh.assertFailsAfterwards(Violation.ILLEGAL_TICKET, rogue.talk());
        RogueServer13 other = fresh();
        RoguePeer peer = other.honest();
        peer.sayAfterHandshake(new NewSessionTicket(0, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        peer.sayAfterHandshake(new NewSessionTicket(604_800, 2, Bytes.EMPTY, Bytes.of((byte) 2), Extensions.NONE));
        other.assertConnects(peer.talk());
        List<EngineEvent> sessions = peer.victimEvents().stream().filter(EngineEvent.Resumable.class::isInstance).toList();
        assertEquals(1, sessions.size());
        assertEquals(Bytes.of((byte) 2), ((EngineEvent.Resumable) sessions.get(0)).session().token());
    }

    @Test
    void an_empty_ticket_is_refused() {
        RogueServer13 fresh = fresh();
        RoguePeer rogue = fresh.honest();
        rogue.sayAfterHandshake(new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.EMPTY, Extensions.NONE));
        fresh.assertFailsAfterwards(Violation.MALFORMED, rogue.talk());
    }

    // Later authentication

    @Test
    // [RFC9846 §4.7.2#4]
    void a_later_request_of_a_client_that_did_not_offer_it_or_without_a_context_is_refused() {
        Extensions schemes = new Extensions(List.of(new SignatureAlgorithms(List.of(SignatureScheme.ECDSA_SECP256R1_SHA256))));
        RogueServer13 refusing = fresh().client(client -> client.postHandshakeAuthentication(PostHandshakeAuthentication.REFUSED));
        RoguePeer rogue = refusing.honest();
        rogue.sayAfterHandshake(new CertificateRequest13(Bytes.of((byte) 1), schemes));
        refusing.assertFailsAfterwards(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
        RogueServer13 fresh = fresh();
        RoguePeer peer = fresh.honest();
        peer.sayAfterHandshake(new CertificateRequest13(Bytes.EMPTY, schemes));
        fresh.assertFailsAfterwards(Violation.WRONG_REQUEST_CONTEXT, peer.talk());
    }

    @Test
    void messages_of_a_handshake_are_refused_after_it() {
        for (HandshakeMessage late : List.of(
                new Finished(Bytes.of(new byte[32])), new EncryptedExtensions(Extensions.NONE), new Certificate13(Bytes.EMPTY, List.of()),
                new CertificateVerify(SignatureScheme.ED25519, Bytes.of(new byte[64])), retry(COOKIE))) {
            RogueServer13 fresh = fresh();
            RoguePeer rogue = fresh.honest();
            rogue.sayAfterHandshake(late);
            fresh.assertFailsAfterwards(Violation.UNEXPECTED_HANDSHAKE_MESSAGE, rogue.talk());
        }
    }

    /** [RFC9147 §5.5] */
    @Test
    // [RFC9147 §5.5#8]
    void changed_bytes_under_retransmission_are_refused_where_protected() {
        RogueServer13 fresh = fresh();
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
