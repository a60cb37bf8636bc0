package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.extension.Extension;
import io.puredtls.extension.RequestedConnectionId;
import io.puredtls.extension.Rrc;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.NewConnectionId;
import io.puredtls.message.RequestConnectionId;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Peers that say about connection IDs what they may not. */
class RogueConnectionIdTest {
    private static final ConnectionId ID = ConnectionId.of((byte) 7, (byte) 8);

    private static RogueClient13 clients(int servers, int clients) {
        RogueClient13 fresh = RogueClient13.fresh();
        fresh.serverConfig.connectionIds(ConnectionIdGenerator.ofLength(servers));
        fresh.clientConfig.connectionIds(ConnectionIdGenerator.ofLength(clients));
        return fresh;
    }

    private static void assertFails(Violation expected, RogueClient13 fresh, HandshakeMessage... messages) {
        RoguePeer rogue = fresh.honest();
        for (HandshakeMessage message : messages) {
            rogue.sayAfterHandshake(message);
        }
        fresh.assertFails(expected, rogue.talk());
    }

    /** [RFC9147 §9] */
    @Test
    // [RFC9147 §9#8] [RFC9147 §9#16]
    void messages_of_what_was_not_agreed_on_end_the_association() {
        assertEquals(AlertDescription.UNEXPECTED_MESSAGE, Violation.CONNECTION_IDS_NOT_AGREED.alert().orElseThrow());
        for (HandshakeMessage message : List.of(new RequestConnectionId(1), new NewConnectionId(List.of(ID), 1))) {
            assertFails(Violation.CONNECTION_IDS_NOT_AGREED, RogueClient13.fresh(), message);
            assertFails(Violation.CONNECTION_IDS_NOT_AGREED, clients(0, 0), message);
        }
        assertFails(Violation.CONNECTION_IDS_NOT_AGREED, clients(0, 2), new RequestConnectionId(1)); // it sends none
        assertFails(Violation.CONNECTION_IDS_NOT_AGREED, clients(2, 0), new NewConnectionId(List.of(ID), 1)); // it receives none
    }

    /** They came before the first was acknowledged, let alone answered. */
    @Test
    // [RFC9147 §9#14]
    void more_requests_than_may_be_open_end_the_association() {
        assertEquals(AlertDescription.TOO_MANY_CIDS_REQUESTED, Violation.TOO_MANY_CONNECTION_IDS_REQUESTED.alert().orElseThrow());
        assertFails(Violation.TOO_MANY_CONNECTION_IDS_REQUESTED, clients(2, 2),
                new RequestConnectionId(1), new RequestConnectionId(1), new RequestConnectionId(1));
    }

    @Test
    void new_ones_that_mean_nothing_end_the_association() {
        assertFails(Violation.ILLEGAL_NEW_CONNECTION_ID, clients(2, 2), new NewConnectionId(List.of(ID), 2));
        assertFails(Violation.ILLEGAL_NEW_CONNECTION_ID, clients(2, 2), new NewConnectionId(List.of(), 0));
        assertFails(Violation.ILLEGAL_NEW_CONNECTION_ID, clients(2, 2), new NewConnectionId(List.of(ConnectionId.NONE), 1));
        RogueClient13 narrow = clients(2, 2);
        narrow.serverConfig.mtu(256);
        assertFails(Violation.CONNECTION_ID_TOO_LONG, narrow, new NewConnectionId(List.of(ConnectionId.of(new byte[200])), 0));
    }

    private static RogueServer13 servers(boolean offered) {
        RogueServer13 fresh = RogueServer13.fresh();
        if (offered) {
            fresh.clientConfig.connectionIds(ConnectionIdGenerator.ofLength(2));
        }
        return fresh;
    }

    private static RoguePeer.Script answering(Extension... answers) {
        return RogueServer13.changing(message -> message instanceof ServerHello hello
                ? RogueServer13.with(hello, list -> {
                    List<Extension> more = list;
                    for (Extension answer : answers) {
                        more = RogueServer13.plus(more, answer);
                    }
                    return more;
                }) : message);
    }

    @Test
    // [RFC9853 §3#2]
    void answers_that_nobody_asked_for_end_the_handshake() {
        RogueServer13 fresh = servers(false);
        fresh.assertFails(Violation.UNSOLICITED_EXTENSION, fresh.rogue(answering(new RequestedConnectionId(ID))));
        fresh = servers(true);
        fresh.assertFails(Violation.CHECK_WITHOUT_CONNECTION_ID, fresh.rogue(answering(new Rrc())));
    }

    /** [RFC9853 §4] */
    @Test
    // [RFC9853 §4#1] [RFC9853 §4#3] [RFC9853 §5.4#4] [RFC9853 §5.4#2]
    void checks_in_the_clear_unknown_ones_and_answers_that_nobody_asked_for_do_nothing() {
        RogueClient13 fresh = clients(2, 2);
        RoguePeer rogue = fresh.honest();
        byte[] challenge = new byte[9];
        fresh.victim.receive(Forged.plaintext(ContentType.RETURN_ROUTABILITY_CHECK, challenge), 0, 13 + 9, 0);
        for (byte type : new byte[] {1, 2, 3, (byte) 255}) {
            byte[] content = challenge.clone();
            content[0] = type;
            rogue.sayRecord(3, ContentType.RETURN_ROUTABILITY_CHECK, content);
        }
        rogue.talk();
        assertFalse(fresh.victim.isOver());
        assertFalse(fresh.victim.hasNews());
        assertEquals(4, fresh.victim.stats().drops(DropReason.UNEXPECTED_RETURN_ROUTABILITY_CHECK));
    }

    @Test
    void check_of_another_length_ends_the_association() {
        RogueClient13 fresh = clients(2, 2);
        RoguePeer rogue = fresh.honest();
        rogue.sayRecord(3, ContentType.RETURN_ROUTABILITY_CHECK, new byte[10]);
        fresh.assertFails(Violation.MALFORMED, rogue.talk());
    }
}
