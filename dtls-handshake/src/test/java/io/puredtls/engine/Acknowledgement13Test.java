package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.FlightTiming;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.wire.WireWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** [RFC9147 §7] Who acknowledges what, and when, in virtual time. */
class Acknowledgement13Test {
    private static final FlightTiming EXACT = FlightTiming.DEFAULT.withAdaptation(FlightTiming.Adaptation.NONE);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration LATENCY = Duration.ofMillis(10);
    private static final Duration RTO = Duration.ofSeconds(1);
    private static final Duration ACK_DELAY = RTO.dividedBy(4);

    private static Pair exact() {
        return Families13.plain(1).client(client -> client.flightTiming(EXACT)).server(server -> server.flightTiming(EXACT));
    }

    private static Pair small(Pair pair) {
        return pair.client(client -> client.mtu(256)).server(server -> server.mtu(256));
    }

    private static Duration millis(long millis) {
        return Duration.ofMillis(millis);
    }

    /** [RFC9147 §7.1] Hello, request, hello, flight, flight: 50 ms; the last is acknowledged at once, and so are the tickets. */
    @Test
    // [RFC9147 §5.1#1] [RFC9147 §5.1#2] [RFC9147 §5.1#9] [RFC9147 §5.1#12] [RFC9147 §5.7#1] [RFC9147 §6.1#4]
    // [RFC9147 §7.1#4] [RFC9147 §7.1#5] [RFC9147 §7.1#6] [RFC9846 §4.3.2#1] [RFC9846 §4.5.1#1]
    // [RFC9846 §4.5.2#1] [RFC9846 §4.4.1#1] [RFC9846 §4.2.4#1] [RFC9846 §4.2.4#7]
    void a_clean_handshake_has_one_ack_and_the_tickets_another() {
        Pair pair = exact();
        Journal journal = Journal.of(pair);
        pair.connect().drive(MINUTE);
        assertEquals(1, journal.acks(false).size(), journal::toString);
        Journal.Entry ack = journal.acks(false).get(0);
        assertEquals(millis(50), ack.at());
        assertEquals(3, ack.number().epoch());
        assertEquals(2 + 16, ack.length(), "one record was to be named");
        assertEquals(1, journal.acks(true).size(), journal::toString);
        assertEquals(millis(60), journal.acks(true).get(0).at());
        assertEquals(3, journal.acks(true).get(0).number().epoch());
        assertEquals(0, pair.client().engine().stats().flightsSentAgain() + pair.server().engine().stats().flightsSentAgain());
    }

    @Test
    void after_the_ack_of_its_last_flight_a_client_has_nothing_to_say_again() {
        Pair pair = Families13.plain(1).client(client -> client.flightTiming(EXACT));
        pair.connect();
        assertEquals(Duration.ofNanos(pair.client().engine().deadline()), millis(40).plus(RTO), "until the ACK comes");
        pair.driveWhile(() -> pair.elapsed().compareTo(millis(60)) < 0, MINUTE);
        assertEquals(Duration.ofNanos(pair.client().engine().deadline()), millis(40).plusSeconds(240), "then only old keys");
    }

    /** [RFC9147 §7.1] A quarter of the retransmission timeout after the first of it came; and exactly what is missing comes again. */
    @Test
    // [RFC9147 §7#11] [RFC9147 §7#12] [RFC9147 §7.1#1] [RFC9147 §7.1#3]
    void a_part_of_a_flight_is_acknowledged_after_a_quarter_of_the_timeout_and_the_rest_of_it_is_sent_at_once() {
        int datagrams = flight().size();
        assertTrue(datagrams >= 4, "only " + datagrams + " datagrams");
        for (int lost = 1; lost < datagrams; lost++) { // without the first there is no ServerHello
            Pair pair = small(exact()).withoutGate();
            Journal journal = Journal.of(pair);
            int number = 1 + lost;
            pair.network(clean -> clean.losing(each -> each == number)).start();
            pair.driveWhile(() -> !pair.client().isConnected(), MINUTE);
            assertEquals(1, journal.acks(true).size(), journal::toString);
            Journal.Entry ack = journal.acks(true).get(0);
            assertEquals(millis(20).plus(ACK_DELAY), ack.at(), "the flight came after 20 ms");
            assertEquals(2, ack.number().epoch());
            List<Datagram> again = pair.network().log().stream().skip(1L + datagrams).filter(each -> !each.toServer()).toList();
            assertEquals(1, again.size(), journal::toString);
            assertEquals(flight().get(lost).bytes().length, again.get(0).bytes().length, "what was lost, and nothing else");
            assertEquals(millis(20).plus(ACK_DELAY).plus(LATENCY.multipliedBy(2)), pair.elapsed());
            settle(pair);
        }
    }

    private static void settle(Pair pair) {
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
    }

    private static List<Datagram> flight() {
        Pair pair = small(exact()).withoutGate().start();
        pair.driveWhile(() -> pair.network().sent() == 1, MINUTE);
        return pair.network().log().stream().filter(each -> !each.toServer()).toList();
    }

    /** [RFC9147 §5.8.1] The server's acknowledgement of a part of the client's flight. */
    @Test
    // [RFC9147 §7.1#3]
    void a_part_of_a_clients_flight_is_acknowledged_after_a_quarter_of_the_timeout() {
        Pair pair = small(exact()).withoutGate().client(client -> client.identity(Families13.CLIENT))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE));
        Journal journal = Journal.of(pair);
        pair.start();
        pair.driveWhile(() -> !pair.client().isConnected(), MINUTE);
        int last = pair.network().sent() - 1;
        pair.loseOnItsWay(last); // all but the last of the flight are on their way: that one is lost
        pair.driveWhile(() -> !pair.server().isConnected(), MINUTE);
        Journal.Entry ack = journal.acks(false).get(0);
        assertEquals(millis(30).plus(ACK_DELAY), ack.at(), journal::toString);
        assertTrue(ack.number().epoch() >= 2);
        assertEquals(millis(30).plus(ACK_DELAY).plus(LATENCY.multipliedBy(2)), pair.elapsed());
        Agreement.checkAndTalk(pair);
    }

    /** [RFC9147 §5.8.1] [RFC9147 §7] Each copy anew, in epoch 3: a client that still says it has not heard that it arrived. */
    @Test
    // [RFC9147 §4.2.1#5] [RFC9147 §5.8.1#7] [RFC9147 §6.1#3] [RFC9147 §7#10] [RFC9147 §7#15]
    void the_clients_last_flight_is_acknowledged_again_until_it_has_not_come_for_240_seconds() {
        for (int silence : new int[] {3, 4}) { // minutes for which nothing of the client comes through
            Pair pair = exact();
            Journal journal = Journal.of(pair);
            pair.middle((number, datagram) -> pair.server().isConnected() && !datagram.toServer() ? List.of() : List.of(datagram));
            pair.start().driveWhile(() -> !pair.server().isConnected(), MINUTE);
            pair.drive(Duration.ofSeconds(600));
            List<Duration> finished = journal.sent(true).stream().filter(each -> each.number().epoch() == 2)
                    .map(each -> each.at().plus(LATENCY)).toList();
            assertEquals(15, finished.size(), "after 1, 3, 7, 15, 31, 63, 123 and so on seconds");
            assertEquals(finished, journal.acks(false).stream().map(Journal.Entry::at).toList());
            assertTrue(journal.acks(false).stream().allMatch(each -> each.number().epoch() == 3), journal::toString);
            pair.network(clean -> clean.losing(1)).drive(MINUTE.multipliedBy(silence));
            journal.clear();
            pair.network(dark -> Conditions.CLEAN).drive(MINUTE);
            assertEquals(1, journal.sent(true).size());
            assertEquals(silence == 3 ? 1 : 0, journal.acks(false).size());
            assertTrue(pair.server().isConnected());
        }
    }

    @Test
    // [RFC9147 §5.2#7] [RFC9846 §4.7.3#5] [RFC9846 §4.7.3#7]
    void a_key_update_whose_ack_is_lost_is_said_and_acknowledged_again() {
        Pair pair = exact().connect().drive(RTO);
        Journal journal = new Journal();
        Duration begin = pair.elapsed();
        int first = pair.network().sent();
        pair.network(clean -> clean.losing(number -> number == first + 1)); // the server's ACK and KeyUpdate
        pair.client().engine().updateKeys(pair.now());
        pair.poll().driveWhile(() -> !updated(pair.client(), 1, 1), MINUTE);
        assertTrue(pair.elapsed().compareTo(begin.plus(RTO).plusMillis(20)) <= 0, () -> "after " + pair.elapsed() + journal);
        pair.drive(MINUTE);
        assertTrue(updated(pair.server(), 1, 1));
        Agreement.checkAndTalk(pair);
    }

    private static boolean updated(End end, int sent, int received) {
        return end.events().stream().filter(new EngineEvent.KeysUpdated(EngineEvent.Direction.SEND)::equals).count() == sent
                && end.events().stream().filter(new EngineEvent.KeysUpdated(EngineEvent.Direction.RECEIVE)::equals).count() == received;
    }

    /** [RFC9846 §4.7.3] Both asked, so both do it once more in answer. */
    @Test
    // [RFC9147 §6.1#5] [RFC9147 §7.1#11] [RFC9846 §4.7.3#3] [RFC9846 §4.7.3#5]
    void key_updates_that_cross_move_both_ends_by_two_generations() {
        Pair pair = exact();
        Journal journal = Journal.of(pair);
        pair.connect().drive(RTO);
        pair.client().engine().updateKeys(pair.now());
        pair.server().engine().updateKeys(pair.now());
        pair.poll().drive(MINUTE);
        assertTrue(updated(pair.client(), 2, 2), () -> Agreement.describe(pair));
        assertTrue(updated(pair.server(), 2, 2), () -> Agreement.describe(pair));
        journal.clear();
        Agreement.checkAndTalk(pair);
        assertEquals(5, journal.sent(true).get(0).number().epoch());
        assertEquals(5, journal.sent(false).get(0).number().epoch());
    }

    /** [RFC9846 §4.7.3] Until the peer has changed its keys it is not asked again, though it acknowledged. */
    @Test
    // [RFC9846 §4.7.3#6]
    void a_peer_is_asked_for_new_keys_once_until_it_has_changed_them() {
        Pair pair = exact().connect().drive(RTO);
        pair.middle((number, datagram) -> datagram.toServer() ? List.of(datagram) : withoutKeyUpdate(datagram));
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(millis(500));
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(millis(500));
        pair.middle((number, datagram) -> List.of(datagram)).drive(MINUTE);
        assertTrue(updated(pair.client(), 2, 1), () -> Agreement.describe(pair));
        Agreement.checkAndTalk(pair);
    }

    /** A KeyUpdate of the server is the last record of its datagram: a header of 5, 13 bytes of handshake, a type byte and a tag. */
    private static List<Datagram> withoutKeyUpdate(Datagram datagram) {
        int rest = datagram.bytes().length - (5 + 13 + 1 + 16);
        return rest == 0 ? List.of() : List.of(new Datagram(false, Arrays.copyOf(datagram.bytes(), rest > 0 ? rest : datagram.bytes().length)));
    }

    /** [RFC9147 §8] What was overtaken by the new keys is read for twice the timeout after they came into use, and not longer. */
    @Test
    // [RFC9147 §4.2.1#1] [RFC9147 §4.2.1#2]
    void records_under_old_keys_are_read_for_twice_the_timeout_after_the_new_ones_came_into_use() {
        for (boolean inTime : new boolean[] {true, false}) {
            Pair pair = exact();
            Journal journal = Journal.of(pair);
            pair.connect().drive(RTO);
            List<byte[]> kept = new ArrayList<>();
            pair.middle((number, datagram) -> {
                kept.add(datagram.bytes().clone());
                return List.of();
            });
            pair.send(true, Agreement.bytes("late"));
            pair.middle((number, datagram) -> List.of(datagram));
            pair.client().engine().updateKeys(pair.now());
            pair.poll().drive(millis(100));
            assertTrue(updated(pair.client(), 1, 1));
            Duration inUse = journal.opened(false).stream().filter(each -> each.number().epoch() == 4).findFirst().orElseThrow().at();
            int before = pair.server().received().size();
            pair.drive(inUse.plus(RTO.multipliedBy(2)).minus(pair.elapsed()).minus(LATENCY.multipliedBy(inTime ? 1 : -1)));
            pair.deliver(true, kept.get(0));
            assertEquals(before + (inTime ? 1 : 0), pair.server().received().size(), "late by twice the timeout, in time: " + inTime);
            Agreement.checkAndTalk(pair);
        }
    }

    @Test
    void a_replay_under_old_keys_is_no_news() {
        Pair pair = exact().connect().drive(RTO);
        pair.send(true, Agreement.bytes("once"));
        byte[] record = pair.network().log().get(pair.network().sent() - 1).bytes().clone();
        pair.drive(RTO);
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(RTO);
        pair.deliver(true, record);
        assertEquals(1, pair.server().received().size());
        assertEquals(1, pair.server().engine().stats().drops(DropReason.REPLAYED));
    }

    /** [RFC9147 §7.1] Records of epoch 2 and no ServerHello: an empty ACK has the flight said again before its own timer does. */
    @Test
    // [RFC9147 §7.1#13]
    void a_client_that_cannot_read_the_servers_flight_says_so_by_an_empty_ack_once_it_was_asked_for_a_second_hello() {
        Pair pair = small(exact());
        Journal journal = Journal.of(pair);
        pair.start().driveWhile(() -> !pair.server().hasEngine(), MINUTE);
        int first = firstOfServer(pair);
        pair.middle((number, datagram) -> List.of(datagram));
        pair.loseOnItsWay(first);
        pair.driveWhile(() -> !pair.client().isConnected(), MINUTE);
        List<Journal.Entry> acks = journal.acks(true);
        assertEquals(1, acks.size(), journal::toString);
        assertEquals(2, acks.get(0).length(), "it names nothing");
        assertEquals(0, acks.get(0).number().epoch());
        assertEquals(millis(40).plus(ACK_DELAY), acks.get(0).at());
        assertEquals(millis(60).plus(ACK_DELAY), pair.elapsed());
        settle(pair);
    }

    /** Both ends know by then that DTLS 1.3 is spoken; of the second hello only what is missing comes again, and before the timeout. */
    @Test
    // [RFC9147 §7#3]
    void a_part_of_a_second_hello_is_acknowledged_in_the_clear_and_the_rest_of_it_is_sent_at_once() {
        String[] protocols = IntStream.range(0, 6).mapToObj(i -> i + "p".repeat(200)).toArray(String[]::new);
        Pair pair = exact().withoutGate()
                .client(client -> client.mtu(256).applicationProtocols(protocols).groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)))
                .server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        Journal journal = Journal.of(pair);
        pair.start();
        int pieces = pair.network().sent();
        assertTrue(pieces > 3 && pieces < 10, pieces + " pieces, and the request behind them");
        pair.network(clean -> clean.losing(number -> number == pieces + 2));
        pair.driveWhile(() -> !pair.client().isConnected(), MINUTE);
        Journal.Entry ack = journal.acks(false).get(0);
        assertEquals(0, ack.number().epoch());
        int piecesOfSecond = (ack.length() - 2) / 16 + 1;
        assertTrue(piecesOfSecond >= pieces, journal::toString);
        long hellos = pair.network().log().stream().filter(each -> each.toServer() && each.bytes()[0] == ContentType.HANDSHAKE.code()).count();
        assertEquals(pieces + piecesOfSecond + 1, hellos, "the lost piece, and nothing else, a second time");
        assertTrue(pair.elapsed().compareTo(RTO) < 0, () -> "without a timeout: " + pair.elapsed());
        settle(pair);
    }

    private static int firstOfServer(Pair pair) {
        List<Datagram> log = pair.network().log();
        for (int i = log.size() - 1; ; i--) {
            if (log.get(i).toServer()) {
                return i + 1;
            }
        }
    }

    /** [RFC9147 §7.1] Before DTLS 1.3 is known to be spoken there is no ACK, empty or not. */
    @Test
    // [RFC9147 §7.1#14]
    void a_client_that_was_not_asked_for_a_second_hello_stays_silent_until_it_has_the_servers_hello() {
        Pair pair = small(exact()).withoutGate();
        Journal journal = Journal.of(pair);
        pair.network(clean -> clean.losing(number -> number == 1)).start();
        pair.driveWhile(() -> pair.elapsed().compareTo(RTO) < 0, RTO);
        assertEquals(List.of(), journal.acks(true));
        pair.driveWhile(() -> !pair.client().isConnected(), MINUTE);
        assertEquals(List.of(), journal.acks(true).stream().filter(each -> each.number().epoch() == 0).toList());
        settle(pair);
    }

    /** [RFC9147 §7] Whoever speaks DTLS 1.2, or may yet, sends no ACK, whatever is missing. */
    @Test
    // [RFC9147 §7#1]
    void there_are_no_acks_in_dtls12_nor_before_the_version_is_known() {
        for (boolean clientKnowsBoth : new boolean[] {false, true}) {
            Seeds.each(seed -> {
                Pair pair = Pair.seeded(seed)
                        .client(client -> client.withoutHandshakeLimit().mtu(256)).server(server -> server.withoutHandshakeLimit().mtu(256))
                        .network(clean -> clean.losing(0.2).reordering(0.2));
                if (clientKnowsBoth) {
                    pair.client(client -> client.versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3));
                }
                Journal journal = Journal.of(pair);
                pair.connect();
                Agreement.checkAndTalk(pair);
                pair.drive(Duration.ofMinutes(10));
                assertEquals(List.of(), journal.acks(true), journal::toString);
                assertEquals(List.of(), journal.acks(false), journal::toString);
            });
        }
    }

    @Test
    void driving_an_engine_more_often_than_it_asks_for_makes_no_ack_in_dtls12() {
        Pair pair = Pair.seeded(3);
        Journal journal = Journal.of(pair);
        pair.connect();
        for (int i = 0; i < 10; i++) {
            pair.drive(MINUTE);
            pair.client().engine().onTimeout(pair.now());
            pair.server().engine().onTimeout(pair.now());
            pair.poll();
        }
        assertEquals(List.of(), journal.acks(true), journal::toString);
        assertEquals(List.of(), journal.acks(false), journal::toString);
    }

    /** An ACK in the clear, as anybody can make it. */
    private static byte[] forgedAck(long... sequences) {
        WireWriter out = new WireWriter();
        out.vector16("record_numbers", list -> {
            for (long sequence : sequences) {
                list.u64("epoch", 0);
                list.u64("sequence_number", sequence);
            }
        });
        return plaintext(ContentType.ACK, out.toArray());
    }

    private static byte[] plaintext(ContentType type, byte[] content) {
        byte[] datagram = new byte[PlaintextHeader.LENGTH + content.length];
        PlaintextHeader.write(datagram, 0, type, ProtocolVersion.DTLS_1_2.code(), 0, 77, content.length);
        System.arraycopy(content, 0, datagram, PlaintextHeader.LENGTH, content.length);
        return datagram;
    }

    /** [RFC9147 §7] Ignored, and not an error: a ServerHello may have been overtaken. */
    @Test
    // [RFC9147 §7#2]
    void acks_before_the_version_is_known_are_ignored() {
        for (byte[] ack : List.of(forgedAck(0, 1, 2, 3), forgedAck(), plaintext(ContentType.ACK, new byte[] {0, 3, 1, 2, 3}))) {
            Pair pair = exact().withoutGate().network(clean -> clean.losing(number -> number == 0)).start();
            pair.deliver(false, ack.clone());
            pair.deliver(true, ack.clone());
            assertEquals(1, pair.client().engine().stats().drops(DropReason.UNEXPECTED_ACK));
            assertEquals(1, pair.server().engine().stats().drops(DropReason.UNEXPECTED_ACK));
            assertEquals(RTO, Duration.ofNanos(pair.client().engine().deadline()), "the hello is still to be said again");
            pair.driveWhile(() -> !pair.isConnected(), MINUTE);
            Agreement.checkAndTalk(pair);
        }
    }

    /** Whatever the next datagram of the handshake is, it is lost, and somebody says that it came. */
    @Test
    void forged_acks_of_what_was_lost_do_not_stop_a_handshake() {
        for (Families13 family : List.of(Families13.GATE, Families13.NO_GATE, Families13.GROUP_RETRY, Families13.SMALLEST_MTU)) {
            for (int lost = 0; lost < 8; lost++) {
                int number = lost;
                AtomicBoolean forged = new AtomicBoolean();
                Pair pair = family.pair(1).network(clean -> clean.losing(each -> each == number)).start();
                pair.driveWhile(() -> {
                    if (!forged.get() && pair.network().sent() > number) {
                        forged.set(true);
                        forgeTo(pair, forgedAck(0, 1, 2, 3, 4, 5));
                    }
                    return !pair.isConnected() && !isOver(pair);
                }, Duration.ofMinutes(10));
                assertTrue(pair.isConnected(), () -> family + " without datagram " + number + ": " + Agreement.describe(pair));
                Agreement.checkAndTalk(pair);
            }
        }
    }

    private static void forgeTo(Pair pair, byte[] datagram) {
        pair.deliver(false, datagram.clone());
        if (pair.server().hasEngine()) {
            pair.deliver(true, datagram.clone());
        }
    }

    private static boolean isOver(Pair pair) {
        return pair.client().engine().isOver() || pair.server().hasEngine() && pair.server().engine().isOver();
    }

    /** A fragment in the clear of a message to come: it proves nothing, so that nothing may end by it. */
    @Test
    void forged_fragments_in_the_clear_do_not_stop_a_servers_handshake() {
        for (int seq = 1; seq < 6; seq++) {
            byte[] content = new byte[12 + 1];
            content[0] = 11;
            content[3] = 100; // length
            content[5] = (byte) seq;
            content[11] = 1;  // fragment_length
            for (int lost = 1; lost < 5; lost++) {
                int number = lost;
                AtomicBoolean forged = new AtomicBoolean();
                Pair pair = Families13.NO_GATE.pair(1).network(clean -> clean.losing(each -> each >= number && each < number + 2)).start();
                pair.driveWhile(() -> {
                    if (!forged.get() && pair.network().sent() > number) {
                        forged.set(true);
                        pair.deliver(true, plaintext(ContentType.HANDSHAKE, content));
                    }
                    return !pair.isConnected() && !isOver(pair);
                }, Duration.ofMinutes(10));
                assertTrue(pair.isConnected(), () -> "without datagram " + number + ": " + Agreement.describe(pair));
                Agreement.checkAndTalk(pair);
            }
        }
    }

    /** [RFC9147 §4.5.2] Noise does nothing to a connection: no ACK, no timer, no end. */
    @Test
    // [RFC9147 §4.5.2#8] [RFC9147 §4.5.2#11]
    void forged_acks_and_fragments_mean_nothing_to_a_connection() {
        Pair pair = exact();
        Journal journal = Journal.of(pair);
        pair.connect().drive(Duration.ofMinutes(5));
        journal.clear();
        for (byte[] each : List.of(forgedAck(0, 1, 2), forgedAck(), plaintext(ContentType.ACK, new byte[] {9, 9, 9}),
                plaintext(ContentType.HANDSHAKE, new byte[12]), plaintext(ContentType.ALERT, new byte[] {2, 40}),
                plaintext(ContentType.CHANGE_CIPHER_SPEC, new byte[] {1}), plaintext(ContentType.APPLICATION_DATA, new byte[] {1}))) {
            forgeTo(pair, each);
        }
        pair.drive(MINUTE);
        assertEquals(List.of(), journal.sent(true));
        assertEquals(List.of(), journal.sent(false));
        assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
        Agreement.checkAndTalk(pair);
    }

    /** Junk that looks like a record of the epoch to come is kept at most for a while; it is not worth an answer to a server's engine. */
    @Test
    // [RFC9147 §7.1#12]
    void junk_in_a_running_handshake_provokes_no_ack_of_a_server() {
        Pair pair = exact().withoutGate();
        Journal journal = Journal.of(pair);
        pair.network(clean -> clean.losing(number -> number >= 2)).start().drive(millis(100));
        byte[] junk = new byte[50];
        for (int epoch = 0; epoch < 4; epoch++) {
            junk[0] = (byte) (0x2C | epoch);
            junk[4] = 45;
            pair.deliver(true, junk.clone());
        }
        pair.drive(Duration.ofSeconds(20));
        assertEquals(List.of(), journal.acks(false), journal::toString);
        pair.network(dark -> Conditions.CLEAN).driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
    }

    /** [RFC9147 §3.1] A server that was asked for a group it has no share in says so again when it is asked again, and not of itself. */
    @Test
    // [RFC9147 §5.8.1#6] [RFC9846 §4.2.1#3]
    void a_request_for_another_hello_is_on_no_timer() {
        Pair pair = exact().withoutGate().client(client -> client.groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)))
                .server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
        pair.network(clean -> clean.losing(number -> number >= 1)).start().drive(millis(500));
        assertFalse(pair.server().engine().isOver());
        assertEquals(DtlsEngine.NO_DEADLINE, pair.server().engine().deadline());
        pair.network(dark -> Conditions.CLEAN).driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
    }
}
