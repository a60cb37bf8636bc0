package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.record.DropReason;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.trust.TrustPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Datagrams that no honest peer sends. Whatever comes: no unchecked exception, no INTERNAL, no data that was not sent,
 * and two ends that both think they are connected agree on their keys.
 */
class HostileDatagramTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int STEPS = 6; // datagrams of an undisturbed handshake
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");

    /** What somebody on the path makes of a datagram. */
    private interface Disturbance extends Function<Datagram, List<Datagram>> {
    }

    /** Runs a handshake to its end in which datagram {@code number} is disturbed. */
    private static Pair disturbed(Pair pair, int number, Disturbance disturbance) {
        pair.client(client -> client.withoutHandshakeLimit());
        pair.middle((each, datagram) -> each == number ? disturbance.apply(datagram) : List.of(datagram));
        pair.connect(LONG);
        check(pair);
        return pair;
    }

    private static void check(Pair pair) {
        for (End end : List.of(pair.client(), pair.server())) {
            assertEquals(List.of(), end.received(), "nobody sent data");
            end.failure().ifPresent(failed -> assertNotEquals(Violation.INTERNAL, failed.violation(), failed.message()));
        }
        if (pair.isConnected()) {
            Agreement.checkAndTalk(pair);
        }
    }

    private static Datagram flipped(Datagram datagram, int at, int bits) {
        byte[] bytes = datagram.bytes().clone();
        bytes[Math.min(at, bytes.length - 1)] ^= (byte) bits; // a signature may be a byte shorter this time
        return new Datagram(datagram.toServer(), bytes);
    }

    private static Datagram cut(Datagram datagram, int length) {
        return new Datagram(datagram.toServer(), Arrays.copyOf(datagram.bytes(), Math.min(length, datagram.bytes().length)));
    }

    private static Pair plain() {
        return Pair.seeded(1);
    }

    private static Pair withClientCertificate() {
        return plain().client(each -> each.identity(CLIENT))
                .server(each -> each.clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.dangerouslyTrustAnyone()));
    }

    /** Disturbs, one handshake after the other, each byte of each datagram from number {@code first} on. */
    private static void forEveryByte(Supplier<Pair> pairs, int first, BiFunction<Datagram, Integer, List<Datagram>> disturbance) {
        List<Datagram> usual = pairs.get().connect().network().log();
        for (int number = first; number < usual.size(); number++) {
            int step = number;
            Seeds.each(usual.get(number).bytes().length, at ->
                    disturbed(pairs.get(), step, genuine -> disturbance.apply(genuine, (int) at)));
        }
    }

    @Test
    void a_datagram_changed_in_any_byte_is_survived() {
        forEveryByte(HostileDatagramTest::plain, 0, (genuine, at) -> List.of(flipped(genuine, at, 1 << at % 8)));
    }

    @Test
    void a_forged_datagram_before_the_genuine_one_is_survived() {
        forEveryByte(HostileDatagramTest::plain, 0, (genuine, at) -> List.of(flipped(genuine, at, 0xFF), genuine));
    }

    @Test
    void a_client_certificates_datagram_changed_in_any_byte_is_survived() {
        forEveryByte(HostileDatagramTest::withClientCertificate, 4, (genuine, at) -> List.of(flipped(genuine, at, 0x81), genuine));
    }

    @Test
    void a_datagram_cut_at_any_length_is_survived() {
        forEveryByte(HostileDatagramTest::plain, 0, (genuine, length) -> List.of(cut(genuine, length)));
    }

    @Test
    void datagrams_of_any_step_at_any_other_step_to_either_side_are_survived() {
        List<Datagram> golden = Golden.withClientCertificate().connect().network().log();
        int steps = golden.size();
        Seeds.each((long) steps * steps * 2, trial -> {
            Datagram stray = golden.get((int) trial / steps % steps);
            boolean turned = trial / steps / steps == 1;
            Datagram out = new Datagram(stray.toServer() != turned, stray.bytes());
            disturbed(Golden.withClientCertificate(), (int) trial % steps, genuine -> List.of(out.copy(), genuine, out.copy()));
        });
    }

    @Test
    void datagrams_that_anyone_may_forge_do_not_end_a_handshake_when_they_make_no_sense() {
        SplittableRandom random = new SplittableRandom(1);
        for (int number = 0; number < STEPS; number++) {
            List<Datagram> instead = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                byte[] junk = new byte[random.nextInt(100)];
                random.nextBytes(junk);
                if (junk.length > 0 && junk[0] >= 20 && junk[0] <= 23) {
                    junk[0] = 0;
                }
                instead.add(new Datagram(i % 2 == 0, junk));
            }
            assertTrue(disturbed(plain(), number, genuine -> before(instead, genuine)).isConnected(), "junk before datagram " + number);
        }
    }

    @Test
    void random_datagrams_of_any_form_are_survived() {
        Seeds.each(seed -> {
            SplittableRandom random = new SplittableRandom(seed);
            List<Datagram> instead = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                instead.add(new Datagram(random.nextBoolean(), likely(random)));
            }
            disturbed(plain(), random.nextInt(STEPS), genuine -> before(instead, genuine));
        });
    }

    private static List<Datagram> before(List<Datagram> junk, Datagram genuine) {
        List<Datagram> all = new ArrayList<>(junk);
        all.add(genuine);
        return all;
    }

    /** Junk that looks like a record, and often like a handshake message, so that it gets far. */
    private static byte[] likely(SplittableRandom random) {
        byte[] datagram = new byte[13 + 12 + random.nextInt(60)];
        random.nextBytes(datagram);
        int length = datagram.length - 13;
        int type = random.nextInt(19, 26);
        byte[] header = {(byte) type, (byte) 0xFE, (byte) random.nextInt(0xFC, 0x100), 0, (byte) random.nextInt(3),
            0, 0, 0, 0, (byte) random.nextInt(2), (byte) random.nextInt(256), 0, (byte) (length + (random.nextInt(8) == 0 ? 1 : 0))};
        System.arraycopy(header, 0, datagram, 0, header.length);
        int body = length - 12;
        byte[] handshake = {(byte) random.nextInt(21), 0, 0, (byte) (body + random.nextInt(2)), 0, (byte) random.nextInt(6),
            0, 0, (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : 0), 0, 0, (byte) body};
        if (random.nextInt(8) > 0) {
            System.arraycopy(handshake, 0, datagram, 13, handshake.length);
        }
        return datagram;
    }

    @Test
    void a_forged_datagram_changes_nothing_on_a_live_association_but_counters() {
        Pair pair = plain().connect();
        byte[] genuine = record(pair, true);
        for (boolean toServer : new boolean[] {true, false}) {
            byte[] record = record(pair, toServer);
            for (int at = 0; at < record.length; at++) {
                pair.deliver(toServer, flipped(new Datagram(toServer, record), at, 1 << at % 8).bytes());
                pair.deliver(toServer, Arrays.copyOf(record, at));
                pair.deliver(!toServer, record.clone());
            }
            assertEquals(List.of(), pair.client().received());
            assertEquals(List.of(), pair.server().received());
            assertEquals(0, pair.client().engine().stats().flightsSentAgain());
            assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
        }
        assertEquals(1, pair.client().events().size());
        assertEquals(1, pair.server().events().size());
        pair.deliver(true, genuine);
        assertEquals(1, pair.server().received().size(), "the genuine record is still new");
        Agreement.checkAndTalk(pair);
    }

    /** A record that is sealed and not delivered. */
    private static byte[] record(Pair pair, boolean fromClient) {
        pair.network(any -> Conditions.CLEAN.losing(1));
        pair.send(fromClient, Agreement.bytes("genuine"));
        pair.network(any -> Conditions.CLEAN);
        return pair.network().log().get(pair.network().sent() - 1).bytes().clone();
    }

    @Test
    void a_forged_record_number_does_not_move_the_window() {
        Pair pair = plain().connect();
        byte[] genuine = record(pair, true);
        byte[] far = genuine.clone();
        far[5] = 0x7F; // the highest byte of the sequence number
        pair.deliver(true, far);
        assertEquals(1, pair.server().engine().stats().drops(DropReason.BAD_TAG));
        pair.deliver(true, genuine);
        assertEquals(1, pair.server().received().size());
    }

    @Test
    void application_data_in_the_clear_is_never_delivered() {
        byte[] plaintext = {23, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 99, 0, 4, 'e', 'v', 'i', 'l'};
        for (int number = 0; number < STEPS; number++) {
            Pair pair = disturbed(withClientCertificate(), number, genuine ->
                    List.of(new Datagram(true, plaintext.clone()), new Datagram(false, plaintext.clone()), genuine));
            assertTrue(pair.isConnected(), "before datagram " + number + ": " + Agreement.describe(pair));
        }
        Pair pair = plain().connect();
        pair.deliver(true, plaintext.clone());
        pair.deliver(false, plaintext.clone());
        assertEquals(List.of(), pair.client().received());
        assertEquals(List.of(), pair.server().received());
        assertEquals(1, pair.server().engine().stats().drops(DropReason.RETIRED_EPOCH));
        Agreement.checkAndTalk(pair);
    }

    /** Epoch 0 has no window that a forged number could move. */
    @Test
    void the_highest_record_number_in_the_clear_shuts_nobody_out() {
        byte[] stray = {22, (byte) 0xFE, (byte) 0xFD, 0, 0, -1, -1, -1, -1, -1, -1, 0, 3, 1, 2, 3};
        byte[] data = {23, (byte) 0xFE, (byte) 0xFD, 0, 0, -1, -1, -1, -1, -1, -2, 0, 1, 'x'};
        Seeds.each(seed -> {
            Pair pair = Pair.seeded(seed).client(client -> client.withoutHandshakeLimit()).server(server -> server.withoutHandshakeLimit())
                    .network(clean -> clean.losing(0.1));
            pair.middle((number, datagram) -> List.of(
                    new Datagram(datagram.toServer(), stray.clone()), new Datagram(!datagram.toServer(), stray.clone()),
                    new Datagram(datagram.toServer(), data.clone()), datagram));
            pair.connect(LONG);
            Agreement.checkAndTalk(pair);
        });
    }

    @Test
    void application_data_in_the_clear_is_counted_during_the_handshake() {
        byte[] plaintext = {23, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 99, 0, 1, 'x'};
        Pair pair = plain().network(clean -> clean.losing(1)).start();
        pair.deliver(false, plaintext);
        assertEquals(1, pair.client().engine().stats().drops(DropReason.UNPROTECTED_APPLICATION_DATA));
    }

    private static byte[] alert(int level, int description) {
        return new byte[] {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 77, 0, 2, (byte) level, (byte) description};
    }

    /** [RFC6347 §4.1#3] */
    @Test
    void alerts_in_the_clear_mean_nothing_once_a_protected_record_was_read() {
        Pair pair = plain().connect();
        for (int level = 0; level < 4; level++) {
            for (int description = 0; description < 256; description++) {
                pair.deliver(true, alert(level, description));
                pair.deliver(false, alert(level, description));
            }
        }
        Agreement.checkAndTalk(pair);
        assertEquals(1, pair.client().events().size());
    }

    @Test
    void a_fatal_alert_in_the_clear_ends_a_handshake_that_is_in_the_clear() {
        for (int level = 1; level <= 2; level++) {
            Pair pair = plain().network(clean -> clean.losing(1)).start();
            pair.deliver(false, alert(level, 40));
            assertEquals(level == 2, pair.client().engine().isOver(), "level " + level);
        }
        Pair closed = plain().network(clean -> clean.losing(1)).start();
        closed.deliver(false, alert(1, 0));
        assertEquals(Violation.PEER_ALERT, closed.client().failure().orElseThrow().violation(), "closed before it was open");
    }

    /** [RFC6347 §4.2.7#2] */
    @Test
    // [RFC9147 §5.10#3]
    void warnings_without_end_end_it() {
        Pair pair = plain().network(clean -> clean.losing(1)).start();
        for (int i = 0; i < 16; i++) {
            byte[] warning = alert(1, 90);
            warning[10] = (byte) (100 + i);
            pair.deliver(false, warning);
        }
        assertEquals(List.of(), pair.client().events());
        pair.deliver(false, alert(1, 90));
        assertEquals(Violation.TOO_MANY_WARNINGS, pair.client().failure().orElseThrow().violation());
    }

    @Test
    void alerts_in_the_clear_that_cannot_be_read_are_dropped() {
        Pair pair = plain().network(clean -> clean.losing(1)).start();
        pair.deliver(false, new byte[] {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 77, 0, 1, 2});
        pair.deliver(false, new byte[] {21, (byte) 0xFE, (byte) 0xFD, 0, 0, 0, 0, 0, 0, 0, 78, 0, 3, 2, 40, 0});
        assertEquals(List.of(), pair.client().events());
        assertEquals(2, pair.client().engine().stats().drops(DropReason.MALFORMED_ALERT));
    }

    @Test
    void everything_replayed_to_both_sides_does_nothing_and_comes_to_rest() {
        for (int round = 0; round < 2; round++) {
            Pair pair = withClientCertificate().connect();
            pair.send(true, Agreement.bytes("once"));
            pair.send(false, Agreement.bytes("once"));
            pair.drive(Duration.ofSeconds(1));
            List<Datagram> captured = List.copyOf(pair.network().log());
            int before = pair.network().sent();
            for (Datagram each : captured) {
                pair.deliver(each.toServer(), each.copy().bytes());
                if (round == 1) {
                    pair.deliver(!each.toServer(), each.copy().bytes());
                }
            }
            pair.drive(LONG);
            assertEquals(before, pair.network().sent(), "the replay window saw it all before");
            assertEquals(1, pair.client().received().size());
            assertEquals(1, pair.server().received().size());
            Agreement.checkAndTalk(pair);
        }
    }

    @Test
    void retransmissions_do_not_provoke_each_other_without_end() {
        Seeds.each(seed -> {
            Pair pair = Pair.seeded(seed).network(clean -> clean.duplicating(1).reordering(1)).connect(LONG);
            pair.drive(LONG);
            assertTrue(pair.isConnected());
            assertTrue(pair.network().sent() <= 20, pair.network().sent() + " datagrams where six would do");
        });
    }
}
