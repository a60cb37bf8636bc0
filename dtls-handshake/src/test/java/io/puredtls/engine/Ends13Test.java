package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.config.UsageLimits;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.dtls13.ApplicationKeys;
import io.puredtls.dtls13.Connected13;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.DropReason;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** [RFC9147 §4.5.3] [RFC9147 §5.2] [RFC9147 §8] Where the numbers of DTLS 1.3 end, and the use of its keys. */
class Ends13Test {
    private static final byte[] DATA = Agreement.bytes("data");
    private static final long ANY = Long.MAX_VALUE;
    private static final int LAST = 65_535;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Object get(Object owner, String name) {
        try {
            return field(owner, name).get(owner);
        } catch (IllegalAccessException closed) {
            throw new AssertionError(closed);
        }
    }

    private static void set(Object owner, String name, Object value) {
        try {
            field(owner, name).set(owner, value);
        } catch (IllegalAccessException closed) {
            throw new AssertionError(closed);
        }
    }

    private static Field field(Object owner, String name) {
        try {
            Field field = owner.getClass().getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException renamed) {
            throw new AssertionError(renamed);
        }
    }

    private static Handshake handshake(End end) {
        return (Handshake) get(end.engine(), "handshake");
    }

    private static RecordLayer records(End end) {
        return (RecordLayer) get(end.engine(), "records");
    }

    private static Pair quiet(Pair pair) {
        pair.connect().drive(MINUTE.multipliedBy(5));
        Agreement.checkAndTalk(pair);
        return pair;
    }

    private static Violation violation(End end) {
        return end.failure().orElseThrow(() -> new AssertionError("it lives")).violation();
    }

    // message_seq

    /** As if so many messages had been said before. */
    private static void nextMessage(End sender, End receiver, int seq) {
        set(handshake(sender), "nextMessageSeq", seq);
        set(get(handshake(receiver), "reassembler"), "nextSeq", seq);
    }

    @Test
    // [RFC9147 §5.2#4]
    void the_last_message_seq_is_used_and_then_the_association_ends() {
        Pair pair = quiet(Families13.plain(1));
        nextMessage(pair.server(), pair.client(), LAST - 1);
        pair.server().engine().issueTicket(pair.now());
        pair.server().engine().issueTicket(pair.now());
        pair.poll().drive(MINUTE);
        assertEquals(4, Families13.sessions(pair.client()).size());
        Agreement.checkAndTalk(pair);
        assertEquals(0, pair.client().engine().stats().drops(DropReason.DUPLICATE_MESSAGE));
        pair.server().engine().issueTicket(pair.now());
        pair.poll();
        assertEquals(Violation.MESSAGE_SEQ_EXHAUSTED, violation(pair.server()));
    }

    @Test
    void a_request_for_new_keys_that_cannot_be_answered_ends_the_association_and_is_no_internal_error() {
        Pair pair = quiet(Families13.plain(2));
        nextMessage(pair.server(), pair.client(), LAST + 1);
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(MINUTE);
        assertEquals(Violation.MESSAGE_SEQ_EXHAUSTED, violation(pair.server()));
    }

    @Test
    void a_client_without_numbers_for_its_proof_ends_the_association_and_it_is_no_internal_error() {
        for (int left = 0; left < 3; left++) {
            Pair pair = quiet(Families13.authenticating(3));
            nextMessage(pair.client(), pair.server(), LAST + 1 - left);
            pair.server().engine().requestClientAuthentication(pair.now());
            pair.poll().drive(MINUTE);
            assertEquals(Violation.MESSAGE_SEQ_EXHAUSTED, violation(pair.client()), left + " numbers left for three messages");
        }
        Pair pair = quiet(Families13.authenticating(3));
        nextMessage(pair.client(), pair.server(), LAST + 1 - 3);
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.poll().drive(MINUTE);
        assertEquals(Families13.CLIENT.chain(), pair.server().engine().info().orElseThrow().peer().chain());
        Agreement.checkAndTalk(pair);
    }

    /** A peer that is told need not wait for nothing. */
    @Test
    void who_runs_out_of_message_seqs_says_goodbye() {
        Pair pair = quiet(Families13.plain(4));
        nextMessage(pair.server(), pair.client(), LAST + 1);
        pair.server().engine().updateKeys(pair.now());
        pair.poll().drive(MINUTE);
        assertEquals(Violation.MESSAGE_SEQ_EXHAUSTED, violation(pair.server()));
        assertTrue(pair.client().engine().isOver(), "the peer is not told");
    }

    // Epochs

    /** As if the keys had been changed so often before; the secrets stay. */
    private static void moveTo(Pair pair, int clientsEpoch, int serversEpoch) {
        moveTo(pair.client(), serversEpoch, clientsEpoch);
        moveTo(pair.server(), clientsEpoch, serversEpoch);
    }

    private static void moveTo(End end, int readEpoch, int writeEpoch) {
        Handshake handshake = handshake(end);
        Connected13 now = (Connected13) handshake.state();
        ApplicationKeys keys = new ApplicationKeys(
                now.keys().shared(), now.keys().read(), readEpoch, now.keys().write(), writeEpoch, now.keys().exporter());
        keys.installRead(handshake);
        keys.installWrite(handshake);
        set(handshake, "state", new Connected13(
                now.info(), keys, now.keyState(), now.waiting(), now.resumption(), now.tickets(), now.authentication(), now.ids(), now.proof()));
    }

    @Test
    // [RFC9147 §4.2.1#7] [RFC9147 §8#8] [RFC9147 §8#11]
    void keys_change_up_to_the_last_epoch_and_then_stay() {
        Pair pair = Families13.plain(5);
        Journal journal = Journal.of(pair);
        quiet(pair);
        moveTo(pair, LAST - 3, LAST - 3);
        for (int update = 0; update < 6; update++) {
            pair.client().engine().updateKeys(pair.now());
            pair.poll().drive(MINUTE);
            journal.clear();
            Agreement.checkAndTalk(pair);
            int expected = Math.min(LAST, LAST - 3 + update + 1);
            assertEquals(expected, journal.sent(true).get(0).number().epoch());
            assertEquals(expected, journal.sent(false).get(0).number().epoch());
        }
        assertEquals(3, pair.server().events().stream().filter(new EngineEvent.KeysUpdated(EngineEvent.Direction.SEND)::equals).count());
    }

    /** [RFC9147 §8] Whoever may not change its keys any more ignores that it is asked to. */
    @Test
    // [RFC9147 §8#9] [RFC9147 §8#10]
    void an_end_at_the_last_epoch_ignores_requests_and_goes_on() {
        Pair pair = quiet(Families13.plain(6));
        moveTo(pair, 7, LAST);
        for (int i = 0; i < 3; i++) {
            pair.client().engine().updateKeys(pair.now());
            pair.poll().drive(MINUTE);
            Agreement.checkAndTalk(pair);
        }
        pair.server().engine().issueTicket(pair.now());
        pair.poll().drive(MINUTE);
        assertEquals(3, Families13.sessions(pair.client()).size());
    }

    @Test
    // [RFC9147 §8#12]
    void a_peer_that_goes_beyond_the_last_epoch_is_not_followed() {
        Pair pair = quiet(Families13.plain(7));
        moveTo(pair.server(), LAST, 3); // whose two low bits are those of 3
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(Duration.ofSeconds(1));
        assertEquals(Violation.KEY_UPDATES_EXHAUSTED, violation(pair.server()));
    }

    // Record numbers

    private static WriteEpoch writer(End end) {
        return records(end).writeEpoch(records(end).newestWriteEpoch());
    }

    private static Pair chaCha() {
        return Families13.plain(8).client(client -> client.cipherSuites(List.of(CipherSuite.TLS_CHACHA20_POLY1305_SHA256)));
    }

    private static void nextSequence(End sender, End receiver, long sequence) {
        set(writer(sender), "nextSequence", sequence);
        ReadEpoch reader = records(receiver).readEpoch();
        ((ReplayWindow) get(reader, "window")).mark(sequence - 1);
    }

    @Test
    void towards_the_last_record_number_keys_are_changed() {
        for (boolean fromClient : new boolean[] {true, false}) {
            Pair pair = quiet(chaCha());
            End sender = fromClient ? pair.client() : pair.server();
            nextSequence(sender, fromClient ? pair.server() : pair.client(), RecordNumber.MAX_SEQUENCE - 20);
            for (int i = 0; i < 100; i++) {
                pair.send(fromClient, DATA);
                pair.poll().drive(Duration.ofMillis(100));
            }
            Agreement.checkAndTalk(pair);
            assertEquals(4, records(sender).newestWriteEpoch());
        }
    }

    @Test
    void at_the_last_record_number_the_association_closes_if_the_peer_does_not_acknowledge_new_keys() {
        Pair pair = quiet(chaCha());
        nextSequence(pair.client(), pair.server(), RecordNumber.MAX_SEQUENCE - 20);
        pair.network(clean -> clean.losing(1));
        for (int i = 0; i < 30 && !pair.client().engine().isOver(); i++) {
            pair.send(true, DATA);
            pair.poll();
        }
        assertEquals(Violation.USAGE_LIMIT_REACHED, violation(pair.client()));
        assertEquals(RecordNumber.MAX_SEQUENCE + 1, (long) get(writer(pair.client()), "nextSequence"), "the goodbye had the last number");
    }

    // Use of keys

    private static Pair limited(long sealed, long forgeries) {
        UsageLimits limits = new UsageLimits(sealed, forgeries);
        return Families13.plain(9).client(client -> client.usageLimits(limits)).server(server -> server.usageLimits(limits));
    }

    @Test
    // [RFC9147 §4.5.3#2]
    // [RFC9846 §5.5#1]
    void keys_are_changed_before_they_have_sealed_as_many_records_as_they_may() {
        for (boolean fromClient : new boolean[] {true, false}) {
            Pair pair = limited(100, ANY);
            Journal journal = Journal.of(pair);
            pair.connect().drive(Duration.ofSeconds(1));
            for (int i = 0; i < 1000; i++) {
                pair.send(fromClient, DATA);
                pair.poll().drive(Duration.ofMillis(10));
            }
            Agreement.checkAndTalk(pair);
            assertEquals(1001, (fromClient ? pair.server() : pair.client()).received().size());
            assertTrue(journal.sent(fromClient).stream().allMatch(each -> each.number().sequence() < 100), "a key was overused");
            long last = journal.sent(fromClient).stream().mapToLong(each -> each.number().epoch()).max().orElseThrow();
            assertTrue(last >= 3 + 10 && last < 3 + 20, "keys changed " + (last - 3) + " times");
        }
    }

    @Test
    void a_peer_that_does_not_acknowledge_new_keys_has_the_association_closed_at_the_limit_and_not_after_it() {
        for (long limit = 2; limit < 40; limit++) {
            long sealed = limit;
            Pair pair = limited(sealed, ANY).client(client -> client.usageLimits(UsageLimits.OF_THE_ALGORITHM));
            Journal journal = Journal.of(pair);
            pair.connect(Duration.ofMinutes(5));
            if (pair.server().isConnected()) {
                pair.drive(Duration.ofSeconds(1)).network(clean -> clean.losing(1));
                for (int i = 0; i < 100 && !pair.server().engine().isOver(); i++) {
                    pair.send(false, DATA);
                    pair.poll();
                }
                assertTrue(pair.server().engine().isOver());
            }
            pair.server().failure().ifPresent(failed -> assertEquals(Violation.USAGE_LIMIT_REACHED, failed.violation(), failed.message()));
            assertTrue(journal.sent(false).stream().filter(each -> each.number().epoch() >= 3).allMatch(each -> each.number().sequence() < sealed),
                    () -> "limit " + sealed + journal);
        }
    }

    /** The flights of a handshake use keys too. */
    @Test
    void a_handshake_that_says_everything_again_and_again_uses_its_keys_up_and_breaks_nothing() {
        for (long limit = 2; limit < 12; limit++) {
            long sealed = limit;
            Pair pair = limited(sealed, ANY);
            Journal journal = Journal.of(pair);
            pair.middle((number, datagram) -> number >= 4 && !datagram.toServer() ? List.of() : List.of(datagram));
            pair.connect(Duration.ofMinutes(30)).drive(Duration.ofMinutes(30));
            for (End end : List.of(pair.client(), pair.server())) {
                end.failure().ifPresent(failed -> assertNotEquals(Violation.INTERNAL, failed.violation(), failed.message()));
            }
            for (boolean client : new boolean[] {true, false}) {
                assertTrue(journal.sent(client).stream().filter(each -> each.number().epoch() >= 2).allMatch(each -> each.number().sequence() < sealed),
                        () -> "limit " + sealed + journal);
            }
        }
    }

    private static byte[] forgery(Pair pair, boolean fromServer) {
        pair.network(any -> Conditions.CLEAN.losing(1));
        pair.send(!fromServer, DATA);
        byte[] record = pair.network().log().get(pair.network().sent() - 1).bytes().clone();
        record[record.length - 1] ^= 1;
        pair.network(any -> Conditions.CLEAN);
        return record;
    }

    /** [RFC9147 §4.5.3] Only the peer can replace the key that it seals with, so that it is asked to. */
    @Test
    // [RFC9147 §4.5.3#6]
    void towards_as_many_forgeries_as_a_key_may_see_the_peer_is_asked_for_another() {
        for (boolean atServer : new boolean[] {true, false}) {
            Pair pair = quiet(limited(ANY, 10));
            End victim = atServer ? pair.server() : pair.client();
            for (int round = 1; round <= 5; round++) {
                for (int i = 1; i <= 5; i++) {
                    pair.deliver(atServer, forgery(pair, !atServer));
                }
                pair.drive(MINUTE);
                assertFalse(victim.engine().isOver(), "after " + 5 * round + " forgeries");
                Agreement.checkAndTalk(pair);
                int updates = round;
                assertEquals(updates, victim.events().stream().filter(new EngineEvent.KeysUpdated(EngineEvent.Direction.RECEIVE)::equals).count());
            }
            assertEquals(25, victim.engine().stats().drops(DropReason.BAD_TAG));
        }
    }

    @Test
    void a_peer_that_does_not_change_its_key_has_the_association_closed_at_the_limit_of_forgeries() {
        Pair pair = quiet(limited(ANY, 10));
        byte[][] forgeries = new byte[10][];
        for (int i = 0; i < 10; i++) {
            forgeries[i] = forgery(pair, false);
        }
        pair.network(any -> Conditions.CLEAN.losing(1));
        for (int i = 0; i < 10; i++) {
            assertFalse(pair.server().engine().isOver(), "after " + i);
            pair.deliver(true, forgeries[i]);
        }
        assertEquals(Violation.USAGE_LIMIT_REACHED, violation(pair.server()));
        assertEquals(Optional.of(AlertDescription.CLOSE_NOTIFY), pair.server().failure().orElseThrow().alert());
    }

    @Test
    void forgeries_in_a_handshake_are_counted_too() {
        Pair pair = limited(ANY, 3).withoutGate().network(clean -> clean.losing(number -> number >= 2)).start();
        pair.drive(Duration.ofMillis(100));
        byte[] junk = new byte[60];
        junk[0] = 0x2E; // epoch 2
        junk[4] = 55;
        for (int i = 0; i < 3; i++) {
            assertFalse(pair.server().engine().isOver());
            pair.deliver(true, junk.clone());
        }
        assertEquals(Violation.USAGE_LIMIT_REACHED, violation(pair.server()));
    }

    /** Thousands of generations of keys one after the other; a soak does it until the messages run out. */
    @Test
    void keys_change_thousands_of_times() {
        int updates = Seeds.count() > 200 ? 65_600 : 2_000;
        Pair pair = Families13.plain(10).connect().drive(Duration.ofSeconds(1));
        int done = 0;
        while (done < updates && !pair.client().engine().isOver() && !pair.server().engine().isOver()) {
            pair.client().engine().updateKeys(pair.now());
            pair.poll().drive(Duration.ofMillis(100));
            pair.client().events().clear();
            done++;
        }
        if (updates == 2_000) {
            Agreement.checkAndTalk(pair);
            assertEquals(3 + updates, records(pair.client()).newestWriteEpoch());
            assertEquals(3 + updates, records(pair.server()).newestWriteEpoch());
        } else {
            assertEquals(Violation.MESSAGE_SEQ_EXHAUSTED, violation(pair.server()));
        }
    }

    @Test
    void a_hello_whose_message_seq_leaves_no_numbers_is_not_admitted() {
        HelloGate gate = new HelloGate(ServerConfig.identity(Families13.CLIENT).build(), 0);
        Pair pair = Families13.plain(11).withoutGate().start();
        byte[] hello = pair.network().log().get(0).bytes().clone();
        hello[13 + 4] = (byte) 0xFF;
        hello[13 + 5] = (byte) 0xFF;
        HelloGate.Verdict verdict = gate.inspect(hello, 0, hello.length, new byte[6], 0, new byte[HelloGate.MAX_REPLY]);
        assertTrue(verdict instanceof HelloGate.Verdict.Drop, verdict.toString());
        assertThrows(IllegalStateException.class, () -> pair.server().engine().updateKeys(0));
    }

    /** What we hold ourselves to is no rule for the peer. */
    @Test
    // [RFC9846 §5.5#3]
    void a_peer_may_use_its_keys_for_longer_than_we_would_use_ours() {
        Pair pair = Families13.plain(1).server(server -> server.tickets(TicketPolicy.NONE).usageLimits(new UsageLimits(20, 9))).connect();
        for (int i = 0; i < 200; i++) {
            pair.send(true, new byte[] {(byte) i});
            pair.drive(Duration.ofSeconds(1));
        }
        assertEquals(200, pair.server().received().size());
        assertTrue(pair.client().events().stream().noneMatch(EngineEvent.KeysUpdated.class::isInstance));
    }
}
