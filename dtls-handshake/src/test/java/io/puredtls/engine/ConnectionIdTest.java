package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.alert.Violation;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC9146] [RFC9147 §9] Connection IDs between two ends, in both versions. */
class ConnectionIdTest {
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private static Pair pair(boolean dtls13, long seed) {
        return dtls13 ? Pair.dtls13(seed) : Pair.seeded(seed);
    }

    private static Pair pair(boolean dtls13, int clients, int servers) {
        return pair(dtls13, 5).client(client -> client.connectionIds(ConnectionIdGenerator.ofLength(clients)))
                .server(server -> server.connectionIds(ConnectionIdGenerator.ofLength(servers)));
    }

    private static Pair pair13(int clients, int servers) {
        Pair pair = pair(true, clients, servers).connect();
        return pair.drive(MOMENT);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    // [RFC9146 §3#1] [RFC9146 §3#2] [RFC9146 §3#3] [RFC9146 §3#4] [RFC9147 §4#10] [RFC9147 §5.1#22] [RFC9853 §3#1]
    void each_end_sees_in_protected_records_what_it_asked_for_and_nothing_else(boolean dtls13) {
        for (int clients : new int[] {0, 1, 8, 255}) {
            for (int servers : new int[] {0, 1, 20, 254}) {
                Pair pair = pair(dtls13, clients, servers).connect();
                Agreement.checkAndTalk(pair);
                assertEquals(clients, pair.server().engine().sendConnectionId().length());
                assertEquals(servers, pair.client().engine().sendConnectionId().length());
                assertEquals(clients == 0 ? List.of() : List.of(pair.server().engine().sendConnectionId()), pair.client().engine().receiveConnectionIds());
                assertEquals(servers == 0 ? List.of() : List.of(pair.client().engine().sendConnectionId()), pair.server().engine().receiveConnectionIds());
                for (boolean toServer : new boolean[] {true, false}) {
                    pair.send(toServer, new byte[10]);
                    byte[] sent = pair.network().log().get(pair.network().sent() - 1).bytes();
                    ConnectionId id = (toServer ? pair.client() : pair.server()).engine().sendConnectionId();
                    assertEquals(dtls13 ? (id.isEmpty() ? 0x2C : 0x3C) : id.isEmpty() ? 23 : 25, sent[0] & 0xFC | (dtls13 ? 0 : sent[0] & 3));
                    assertEquals(id, ConnectionId.of(Arrays.copyOfRange(sent, dtls13 ? 1 : 11, (dtls13 ? 1 : 11) + id.length())));
                }
                assertFalse(pair.client().failure().isPresent());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void without_an_offer_or_without_an_answer_there_are_none(boolean dtls13) {
        for (boolean clients : new boolean[] {true, false}) {
            Pair pair = pair(dtls13, 6);
            if (clients) {
                pair.client(client -> client.connectionIds(ConnectionIdGenerator.ofLength(4)));
            } else {
                pair.server(server -> server.connectionIds(ConnectionIdGenerator.ofLength(4)));
            }
            pair.connect();
            Agreement.checkAndTalk(pair);
            for (End end : List.of(pair.client(), pair.server())) {
                assertEquals(ConnectionId.NONE, end.engine().sendConnectionId());
                assertEquals(List.of(), end.engine().receiveConnectionIds());
                assertEquals(issued(end), retired(end));
            }
            assertEquals(clients ? 1 : 0, issued(pair.client()).size());
        }
    }

    private static List<ConnectionId> issued(End end) {
        return end.events().stream().filter(EngineEvent.ConnectionIdIssued.class::isInstance)
                .map(event -> ((EngineEvent.ConnectionIdIssued) event).id()).toList();
    }

    private static List<ConnectionId> retired(End end) {
        return end.events().stream().filter(EngineEvent.ConnectionIdRetired.class::isInstance)
                .map(event -> ((EngineEvent.ConnectionIdRetired) event).id()).toList();
    }

    @Test
    void they_are_agreed_on_whatever_is_lost_and_overtaken() {
        Seeds.each(400, seed -> {
            Pair pair = pair(seed % 2 == 0, seed)
                    .client(client -> client.connectionIds(ConnectionIdGenerator.ofLength((int) (seed / 2 % 5))))
                    .server(server -> server.connectionIds(ConnectionIdGenerator.ofLength((int) (seed / 10 % 5))))
                    .network(clean -> clean.losing(0.15).duplicating(0.1).reordering(0.2)).connect();
            if (pair.isConnected()) {
                Agreement.check(pair);
                assertEquals((int) (seed / 2 % 5), pair.server().engine().sendConnectionId().length());
                assertEquals((int) (seed / 10 % 5), pair.client().engine().sendConnectionId().length());
            } else {
                assertEquals(Violation.HANDSHAKE_LIMIT, pair.client().failure().or(() -> pair.server().failure()).orElseThrow().violation());
            }
        });
    }

    @Test
    void either_version_has_them_where_both_are_offered() {
        for (ProtocolVersion version : List.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3)) {
            Pair pair = pair(true, 3, 7).client(client -> client.versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3))
                    .server(server -> server.versions(version)).connect();
            Agreement.checkAndTalk(pair);
            assertEquals(version, pair.client().engine().info().orElseThrow().version());
            assertEquals(7, pair.client().engine().sendConnectionId().length());
        }
    }

    /** [RFC9147 §4#12] Somebody else's in one record takes the rest of the datagram with it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void record_with_another_id_is_dropped_and_harms_nothing(boolean dtls13) {
        Pair pair = pair(dtls13, 4, 4).connect();
        pair.send(true, new byte[] {1});
        SimulatedNetwork.Datagram sent = pair.network().log().get(pair.network().sent() - 1).copy();
        sent.bytes()[dtls13 ? 1 : 11] ^= 1;
        long before = pair.server().engine().stats().drops(DropReason.WRONG_CONNECTION_ID);
        pair.deliver(true, sent.bytes());
        assertEquals(before + 1, pair.server().engine().stats().drops(DropReason.WRONG_CONNECTION_ID));
        Agreement.checkAndTalk(pair.drive(MOMENT));
    }

    /** With 256 bytes for a datagram a connection ID of 255 leaves none. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void id_that_leaves_no_room_in_a_datagram_is_declined_or_refused(boolean dtls13) {
        Pair declined = pair(dtls13, 255, 4).server(server -> server.mtu(256)).connect();
        Agreement.checkAndTalk(declined);
        assertEquals(ConnectionId.NONE, declined.server().engine().sendConnectionId());
        Pair refused = pair(dtls13, 4, 255).client(client -> client.mtu(256)).connect();
        assertEquals(Violation.CONNECTION_ID_TOO_LONG, refused.client().failure().orElseThrow().violation());
        Pair longest = pair(dtls13, 144, 144).client(client -> client.mtu(256)).server(server -> server.mtu(256))
                .network(clean -> clean.losing(0.2)).connect();
        assertEquals(144, longest.client().engine().sendConnectionId().length());
        Agreement.checkAndTalk(longest);
    }

    // [RFC9147 §9] Others, in DTLS 1.3

    @Test
    // [RFC9147 §9#3] [RFC9147 §9#9] [RFC9147 §9#10] [RFC9147 §9#11] [RFC9147 §9#12] [RFC9147 §11#10] [RFC9853 §9#1]
    void spares_are_given_in_their_order_and_used_on_another_path() {
        Pair pair = pair13(4, 6);
        pair.client().engine().requestConnectionIds(3, pair.now());
        assertThrows(IllegalStateException.class, () -> pair.client().engine().requestConnectionIds(3, pair.now()));
        pair.poll().drive(MOMENT);
        List<ConnectionId> given = pair.server().engine().receiveConnectionIds();
        assertEquals(4, given.size());
        assertEquals(given, issued(pair.server()));
        assertEquals(3, pair.client().engine().spareConnectionIds());
        assertEquals(given.get(0), pair.client().engine().sendConnectionId());
        for (int path = 1; path <= 3; path++) {
            pair.client().engine().migrate(path, pair.now());
            assertEquals(given.get(path), pair.client().engine().sendConnectionId());
            Agreement.checkAndTalk(pair.poll());
        }
        pair.client().engine().migrate(4, pair.now());
        assertEquals(given.get(3), pair.client().engine().sendConnectionId(), "the last there is");
        pair.client().engine().requestConnectionIds(1, pair.now());
        pair.poll().drive(MOMENT);
        assertEquals(1, pair.client().engine().spareConnectionIds());
    }

    @Test
    // [RFC9147 §9#1]
    void those_that_are_to_be_used_immediately_are() {
        Pair pair = pair13(4, 6);
        ConnectionId first = pair.client().engine().sendConnectionId();
        pair.server().engine().issueConnectionIds(2, ConnectionIdUsage.CID_IMMEDIATE, pair.now());
        pair.poll().drive(MOMENT);
        List<ConnectionId> ours = pair.server().engine().receiveConnectionIds();
        assertEquals(List.of(first, ours.get(1), ours.get(2)), ours);
        assertEquals(ours.get(1), pair.client().engine().sendConnectionId());
        assertEquals(1, pair.client().engine().spareConnectionIds());
        Agreement.checkAndTalk(pair);
        pair.server().engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, pair.now());
        assertEquals(List.of(first), retired(drained(pair).server()), "what nobody uses any more goes when there are others");
        Agreement.checkAndTalk(pair);
    }

    private static Pair drained(Pair pair) {
        return pair.poll().drive(MOMENT);
    }

    /** [RFC9147 §9#5] */
    @Test
    // [RFC9147 §9#5]
    void only_one_message_of_them_is_on_its_way() {
        Pair pair = pair13(4, 4);
        int sent = pair.network().sent();
        pair.server().engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, pair.now());
        pair.server().engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, pair.now());
        assertThrows(IllegalStateException.class, () -> pair.server().engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, pair.now()));
        pair.poll();
        assertEquals(sent + 1, pair.network().sent());
        pair.drive(MOMENT);
        assertEquals(2, pair.client().engine().spareConnectionIds());
        assertEquals(3, pair.server().engine().receiveConnectionIds().size());
    }

    @Test
    // [RFC9147 §9#4] [RFC9147 §9#13]
    void no_more_are_given_than_there_is_room_for_and_fewer_are_an_answer() {
        Pair pair = pair13(4, 4);
        pair.client().engine().requestConnectionIds(255, pair.now());
        drained(pair);
        assertEquals(16, pair.server().engine().receiveConnectionIds().size());
        assertEquals(8, pair.client().engine().spareConnectionIds(), "more than it wants to keep are thrown away");
        pair.client().engine().requestConnectionIds(1, pair.now());
        drained(pair);
        pair.client().engine().requestConnectionIds(1, pair.now()); // so the one before was answered, with none
        drained(pair);
        assertEquals(16, pair.server().engine().receiveConnectionIds().size());
        Agreement.checkAndTalk(pair);
    }

    /** [RFC9147 §9] Ours that wait for others to arrive are no request: the peer's is its first. */
    @Test
    // [RFC9147 §9#11] [RFC9147 §9#14]
    void request_is_not_one_too_many_because_others_of_ours_wait() {
        Pair pair = pair13(4, 4);
        pair.server().engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, pair.now());
        pair.server().engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, pair.now());
        pair.client().engine().requestConnectionIds(2, pair.now());
        drained(pair);
        assertFalse(pair.server().failure().isPresent());
        assertEquals(4, pair.client().engine().spareConnectionIds());
        pair.client().engine().requestConnectionIds(1, pair.now()); // so that was answered
        drained(pair);
        assertEquals(5, pair.client().engine().spareConnectionIds());
        Agreement.checkAndTalk(pair);
    }

    @Test
    void where_there_is_room_for_no_more_others_can_still_take_their_place() {
        Pair pair = pair13(4, 4);
        for (int i = 0; i < 3; i++) {
            pair.server().engine().issueConnectionIds(255, ConnectionIdUsage.CID_SPARE, pair.now());
            drained(pair);
            List<ConnectionId> full = pair.server().engine().receiveConnectionIds();
            assertEquals(16, full.size());
            pair.server().engine().issueConnectionIds(2, ConnectionIdUsage.CID_IMMEDIATE, pair.now());
            drained(pair);
            assertFalse(full.contains(pair.client().engine().sendConnectionId()));
            assertEquals(18, pair.server().engine().receiveConnectionIds().size(), "what comes late with one of before is read");
            pair.server().engine().issueConnectionIds(255, ConnectionIdUsage.CID_IMMEDIATE, pair.now());
            drained(pair);
            assertEquals(18, pair.server().engine().receiveConnectionIds().size(), "those that nobody uses any more make room");
            Agreement.checkAndTalk(pair);
        }
    }

    @Test
    void they_come_through_loss_and_beside_key_updates() {
        Seeds.each(200, seed -> {
            Pair pair = Pair.dtls13(seed).client(client -> client.connectionIds(ConnectionIdGenerator.ofLength(5)))
                    .server(server -> server.connectionIds(ConnectionIdGenerator.ofLength(6))).connect().drive(MOMENT);
            pair.network(clean -> clean.losing(0.2).duplicating(0.1).reordering(0.2));
            pair.client().engine().updateKeys(pair.now());
            pair.client().engine().requestConnectionIds(2, pair.now());
            pair.server().engine().updateKeys(pair.now());
            pair.server().engine().requestConnectionIds(3, pair.now());
            pair.poll().drive(Duration.ofMinutes(10));
            assertEquals(2, pair.client().engine().spareConnectionIds());
            assertEquals(3, pair.server().engine().spareConnectionIds());
            pair.network(any -> Conditions.CLEAN);
            Agreement.checkAndTalk(pair);
        });
    }

    @Test
    // [RFC9147 §9#6] [RFC9147 §9#7] [RFC9147 §9#15]
    void where_none_were_agreed_on_commands_are_refused() {
        Pair none = Pair.dtls13(3).connect();
        Pair old = pair(false, 4, 4).connect();
        Pair oneWay = pair13(0, 4);
        for (End end : List.of(none.client(), none.server(), old.client(), old.server())) {
            assertThrows(UnsupportedOperationException.class, () -> end.engine().requestConnectionIds(1, none.now()));
            assertThrows(UnsupportedOperationException.class, () -> end.engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, none.now()));
        }
        assertThrows(UnsupportedOperationException.class, () -> oneWay.server().engine().requestConnectionIds(1, oneWay.now()));
        assertThrows(UnsupportedOperationException.class, () -> oneWay.client().engine().issueConnectionIds(1, ConnectionIdUsage.CID_SPARE, oneWay.now()));
        assertThrows(IllegalArgumentException.class, () -> oneWay.client().engine().requestConnectionIds(0, oneWay.now()));
        assertThrows(IllegalArgumentException.class, () -> oneWay.client().engine().requestConnectionIds(256, oneWay.now()));
        assertFalse(oneWay.client().engine().isOver());
    }
}
