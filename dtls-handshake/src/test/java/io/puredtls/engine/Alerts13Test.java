package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.each;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.engine.RoguePeer.HeardAlert;
import io.puredtls.event.EngineEvent;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.Certificate13;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ContentType;
import io.puredtls.simulator.Pair;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [RFC9846 §6] [RFC9846 §5] How a DTLS 1.3 engine says that something is over, under which keys, and in what records it says things at all. */
class Alerts13Test {
    private static final byte[] OF_CLOSE_NOTIFY = RogueClient13.alert(AlertLevel.WARNING, AlertDescription.CLOSE_NOTIFY);

    private static final Set<String> OF_THIS_VERSION = Set.of("ClientHello", "ServerHello", "NewSessionTicket", "EncryptedExtensions",
            "Certificate", "CertificateRequest", "CertificateVerify", "Finished", "KeyUpdate");

    private static HeardAlert error(int epoch, AlertDescription description) {
        return new HeardAlert(epoch, AlertLevel.FATAL.code(), description);
    }

    // Epochs and levels

    @Test
    // [RFC9846 §7.3#2] [RFC9846 §A.1#1] [RFC9846 §6#6]
    void a_client_says_errors_under_the_newest_keys_it_has() {
        RogueServer13 hello = RogueServer13.fresh();
        assertEquals(List.of(error(0, AlertDescription.ILLEGAL_PARAMETER)), hello.rogue(RogueServer13.changing(each(ServerHello.class,
                message -> RogueServer13.suite(message, CipherSuite.TLS_CHACHA20_POLY1305_SHA256)))).heardAlerts());
        RogueServer13 extensions = RogueServer13.fresh();
        assertEquals(List.of(error(2, AlertDescription.UNSUPPORTED_EXTENSION)), extensions.rogue(RogueServer13.changing(each(EncryptedExtensions.class,
                message -> new EncryptedExtensions(new Extensions(List.of(new UnknownExtension(new ExtensionType(0x1234), Bytes.EMPTY))))))).heardAlerts());
        RogueServer13 connected = RogueServer13.fresh();
        RoguePeer rogue = connected.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 2));
        assertEquals(List.of(error(3, AlertDescription.ILLEGAL_PARAMETER)), rogue.talk().heardAlerts());
    }

    /** A server has said its Finished when the client shows its certificate. */
    @Test
    // [RFC9846 §4.5.3#3] [RFC9846 §7.3#2] [RFC9846 §6#6]
    void a_server_says_all_that_follows_its_finished_under_the_keys_of_application_data() {
        RogueClient13 certificate = RogueClient13.fresh();
        assertEquals(List.of(error(3, AlertDescription.CERTIFICATE_REQUIRED)), certificate.rogue((message, peer) -> peer.say(
                each(Certificate13.class, any -> new Certificate13(Bytes.EMPTY, List.of())).apply(message))).heardAlerts());
        Overheard server = new Overheard();
        RogueClient13 honest = RogueClient13.fresh().server(each -> each.trace(server));
        RoguePeer rogue = honest.honest();
        assertEquals(3, rogue.acks().get(0).epoch());
        int finished = server.messages().stream().map(Overheard.Message::type).toList().indexOf("Finished");
        assertTrue(finished > 0);
        assertTrue(server.messages().subList(finished + 1, server.messages().size()).stream().allMatch(each -> each.epoch() == 3));
        assertTrue(server.records().stream().filter(each -> each.type() != ContentType.HANDSHAKE).allMatch(each -> each.epoch() == 3));
    }

    @Test
    // [RFC9846 §4.5.3#3]
    void a_client_says_all_that_follows_its_finished_under_the_keys_of_application_data() {
        Overheard client = new Overheard();
        RogueServer13 fresh = RogueServer13.fresh().client(each -> each.trace(client));
        RoguePeer rogue = fresh.honest();
        rogue.sayAfterHandshake(new NewSessionTicket(1, 2, Bytes.EMPTY, Bytes.of((byte) 1), Extensions.NONE));
        rogue.talk();
        assertEquals(3, rogue.acks().get(0).epoch());
        rogue.sayRecord(3, ContentType.ALERT, OF_CLOSE_NOTIFY);
        rogue.talk();
        assertEquals(List.of("ClientHello", "Certificate", "Finished"), client.messages().stream().map(Overheard.Message::type).toList());
        assertEquals(List.of(ContentType.ACK, ContentType.ALERT), client.records().stream().filter(each -> each.epoch() == 3)
                .map(Overheard.Sealed::type).toList());
        assertTrue(client.records().stream().allMatch(each -> each.epoch() == 3 || each.type() == ContentType.HANDSHAKE));
    }

    @Test
    // [RFC9846 §6.1#2]
    void close_notify_is_a_warning_whoever_closes() {
        HeardAlert closing = new HeardAlert(3, AlertLevel.WARNING.code(), AlertDescription.CLOSE_NOTIFY);
        RogueServer13 closed = RogueServer13.fresh();
        RoguePeer rogue = closed.honest();
        closed.victim.shutdown(0);
        assertEquals(List.of(closing), rogue.talk().heardAlerts());
        RogueClient13 answered = RogueClient13.fresh();
        RoguePeer peer = answered.honest();
        peer.sayRecord(3, ContentType.ALERT, OF_CLOSE_NOTIFY);
        assertEquals(List.of(closing), peer.talk().heardAlerts());
    }

    @Test
    // [RFC9846 §6.2#4]
    void the_application_is_told_of_every_alert_and_who_sent_it() {
        RogueServer13 sending = RogueServer13.fresh();
        RoguePeer rogue = sending.honest();
        rogue.sayUnder(3, HandshakeType.KEY_UPDATE, rogue.nextSeq(), Bytes.of((byte) 2));
        assertFailed(rogue.talk(), Violation.ILLEGAL_KEY_UPDATE, AlertDescription.ILLEGAL_PARAMETER, true);
        RogueServer13 receiving = RogueServer13.fresh();
        RoguePeer peer = receiving.honest();
        peer.sayRecord(3, ContentType.ALERT, RogueClient13.alert(AlertLevel.FATAL, AlertDescription.ACCESS_DENIED));
        assertFailed(peer.talk(), Violation.PEER_ALERT, AlertDescription.ACCESS_DENIED, false);
    }

    private static void assertFailed(RoguePeer rogue, Violation violation, AlertDescription alert, boolean sent) {
        EngineEvent.Failed failed = (EngineEvent.Failed) rogue.victimEvents().get(rogue.victimEvents().size() - 1);
        assertEquals(violation, failed.violation());
        assertEquals(Optional.of(alert), failed.alert());
        assertEquals(sent, failed.sent());
    }

    /** A length that goes beyond the message, in every message that has lengths; and values that mean nothing. */
    @Test
    // [RFC9846 §6#9]
    void what_cannot_be_parsed_is_answered_by_decode_error() {
        for (Class<? extends HandshakeMessage> broken : RogueServer13.FLIGHT) {
            if (broken != Finished.class) { // it has no length of its own
                RogueServer13 client = RogueServer13.fresh();
                RoguePeer rogue = client.rogue((message, peer) -> sayBroken(broken, message, peer));
                assertEquals(List.of(AlertDescription.DECODE_ERROR), rogue.alerts(), broken.getSimpleName());
            }
        }
        for (Class<? extends HandshakeMessage> broken : RogueClient13.FLIGHT.subList(0, 2)) {
            RogueClient13 server = RogueClient13.fresh();
            RoguePeer rogue = server.rogue((message, peer) -> sayBroken(broken, message, peer));
            assertEquals(List.of(AlertDescription.DECODE_ERROR), rogue.alerts(), broken.getSimpleName());
        }
    }

    /** The message without its last byte: some length in it is too large then. */
    private static void sayBroken(Class<? extends HandshakeMessage> broken, HandshakeMessage message, RoguePeer peer) {
        if (broken.isInstance(message)) {
            Bytes body = message.toBytes();
            peer.sayUnder(peer.epoch(), message.type(), peer.nextSeq(), body.slice(0, body.length() - 1));
            peer.skipSeq();
        } else {
            peer.say(message);
        }
    }

    // Records

    @Test
    // [RFC9846 §5.4#3]
    void a_handshake_or_alert_record_without_content_ends_the_association_where_it_is_protected() {
        for (ContentType type : List.of(ContentType.HANDSHAKE, ContentType.ALERT)) {
            for (int epoch : new int[] {2, 3}) {
                RogueServer13 client = RogueServer13.fresh();
                RoguePeer server = client.honest();
                server.sayRecord(epoch, type, new byte[0]);
                client.assertFailsAfterwards(Violation.EMPTY_RECORD, server.talk());
                assertEquals(List.of(error(3, AlertDescription.UNEXPECTED_MESSAGE)), server.heardAlerts());
                RogueClient13 honest = RogueClient13.fresh();
                RoguePeer peer = honest.honest();
                peer.sayRecord(epoch, type, new byte[0]);
                honest.assertFails(Violation.EMPTY_RECORD, peer.talk());
            }
            RogueServer13 clear = RogueServer13.fresh();
            clear.assertConnects(clear.rogue((message, peer) -> {
                peer.sayRecord(0, type, new byte[0]); // anybody could have sent it
                peer.say(message);
            }));
        }
    }

    @Test
    // [RFC9846 §5.1#8]
    void application_data_may_be_empty() {
        Pair pair = Pair.dtls13(1).connect();
        pair.send(true, new byte[0]);
        pair.send(false, new byte[0]);
        pair.drive(Duration.ofSeconds(1));
        assertEquals(List.of(0), pair.server().received().stream().map(each -> each.length).toList());
        assertEquals(List.of(0), pair.client().received().stream().map(each -> each.length).toList());
    }

    @ParameterizedTest
    @EnumSource
    // [RFC9846 §5.1#5] [RFC9846 §B#1]
    void a_message_after_which_keys_change_is_the_last_of_its_record(Families13 family) {
        family.assumeAvailable();
        Overheard client = new Overheard();
        Overheard server = new Overheard();
        Pair pair = family.pair(3).client(each -> each.trace(client)).server(each -> each.trace(server));
        family.start(pair).drive(Duration.ofSeconds(5));
        pair.server().engine().updateKeys(pair.now());
        pair.server().engine().issueTicket(pair.now()); // under the new keys
        pair.poll().drive(Duration.ofSeconds(5));
        assertTrue(pair.isConnected());
        assertEquals(List.of("NewSessionTicket"), server.typesIn(4));
        for (Overheard end : List.of(client, server)) {
            end.messages().forEach(each -> assertTrue(OF_THIS_VERSION.contains(each.type()), each.toString()));
            for (int epoch = 0; epoch <= 4; epoch++) {
                List<String> said = end.typesIn(epoch);
                for (String last : List.of("ServerHello", "Finished", "KeyUpdate")) {
                    assertTrue(!said.contains(last) || said.lastIndexOf(last) == said.size() - 1, said + " in epoch " + epoch);
                }
            }
        }
        assertTrue(server.records().contains(new Overheard.Sealed(3, ContentType.HANDSHAKE, 12 + 1)), "a KeyUpdate alone");
        assertTrue(client.records().contains(new Overheard.Sealed(3, ContentType.HANDSHAKE, 12 + 1)), "its answer alone");
    }
}
