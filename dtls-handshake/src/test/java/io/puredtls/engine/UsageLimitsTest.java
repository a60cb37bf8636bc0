package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.UsageLimits;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** [RFC9147 §4.5.3] Keys are not overused, record numbers are not used twice. */
class UsageLimitsTest {
    private static final byte[] DATA = Agreement.bytes("data");
    private static final long ANY = Long.MAX_VALUE;

    private static Pair limited(long sealed, long forgeries) {
        UsageLimits limits = new UsageLimits(sealed, forgeries);
        return Pair.seeded(1).client(client -> client.usageLimits(limits)).server(server -> server.usageLimits(limits));
    }

    @Test
    void an_association_warns_and_then_closes_with_the_last_record_its_keys_may_seal() {
        for (boolean fromClient : new boolean[] {true, false}) {
            Pair pair = limited(33, ANY).connect();
            End sender = fromClient ? pair.client() : pair.server();
            int sealed = 0;
            while (!sender.engine().isOver()) {
                pair.send(fromClient, DATA);
                pair.poll();
                sealed++;
                int left = 33 - 1 - sealed - 1; // the Finished before, the close_notify after
                assertEquals(left <= 3 ? 1 : 0, warnings(sender).size(), "warnings with " + left + " left");
            }
            assertEquals(31, sealed);
            assertEquals(List.of(new EngineEvent.UsageWarning(3)), warnings(sender));
            assertClosedAtLimit(pair, sender);
            assertEquals(31, (fromClient ? pair.server() : pair.client()).received().size(), "all that was sealed arrives");
        }
    }

    private static List<EngineEvent> warnings(End end) {
        return end.events().stream().filter(EngineEvent.UsageWarning.class::isInstance).toList();
    }

    private static void assertClosedAtLimit(Pair pair, End end) {
        EngineEvent.Failed failed = end.failure().orElseThrow();
        assertEquals(Violation.USAGE_LIMIT_REACHED, failed.violation());
        assertEquals(Optional.of(AlertDescription.CLOSE_NOTIFY), failed.alert());
        assertTrue(failed.sent());
        pair.drive(Duration.ofSeconds(1));
        assertTrue((end == pair.client() ? pair.server() : pair.client()).isClosed(), "the peer was told");
        assertThrows(IllegalStateException.class, () -> end.engine().seal(DATA, 0, DATA.length, new byte[100], 0));
    }

    @Test
    void the_tightest_limits_still_leave_a_record_to_say_so_in() {
        for (long limit = 2; limit < 20; limit++) {
            UsageLimits tight = new UsageLimits(limit, ANY);
            Pair pair = Pair.seeded(1).client(client -> client.usageLimits(tight)).connect();
            int sealed = 0;
            while (!pair.client().engine().isOver()) {
                pair.send(true, DATA);
                pair.poll();
                sealed++;
            }
            assertEquals(limit - 2, sealed, "messages under a limit of " + limit);
            assertClosedAtLimit(pair, pair.client());
        }
    }

    @Test
    void a_flight_that_is_sent_again_and_again_uses_its_keys_up_and_breaks_nothing() {
        for (long limit = 2; limit < 6; limit++) {
            Pair pair = limited(limit, ANY).client(client -> client.withoutHandshakeLimit())
                    .server(server -> server.withoutHandshakeLimit());
            pair.middle((number, datagram) ->
                    !datagram.toServer() && pair.server().isConnected() ? List.of() : List.of(datagram)); // no answer to the client
            pair.connect(Duration.ofMinutes(10));
            assertFalse(pair.client().isConnected());
            pair.client().failure().ifPresent(failed -> assertTrue(failed.violation() != Violation.INTERNAL, failed.message()));
        }
    }

    @Test
    void a_last_flight_that_is_asked_for_again_and_again_leaves_a_record_to_say_goodbye_in() {
        Pair pair = Pair.seeded(1).client(client -> client.withoutHandshakeLimit())
                .server(server -> server.usageLimits(new UsageLimits(4, ANY)));
        pair.middle((number, datagram) ->
                !datagram.toServer() && pair.server().isConnected() ? List.of() : List.of(datagram));
        pair.connect(Duration.ofMinutes(2));
        assertEquals(Violation.USAGE_LIMIT_REACHED, pair.server().failure().orElseThrow().violation());
        List<Datagram> said = pair.network().log().stream().filter(each -> !each.toServer()).toList();
        byte[] last = said.get(said.size() - 1).bytes();
        assertEquals(ContentType.ALERT.code(), last[0]);
        assertEquals(3, last[10], "the fourth record under these keys");
    }

    @Test
    // [RFC9147 §4.5.3#5]
    void forgeries_close_the_association_at_their_limit_and_not_before() {
        for (boolean atServer : new boolean[] {true, false}) {
            Pair pair = limited(ANY, 5).connect();
            End victim = atServer ? pair.server() : pair.client();
            for (int i = 1; i < 5; i++) {
                pair.deliver(atServer, forgery(pair, !atServer));
                assertEquals(i, victim.engine().stats().drops(DropReason.BAD_TAG));
                assertTrue(victim.isConnected(), "after " + i + " forgeries");
            }
            Agreement.checkAndTalk(pair);
            pair.deliver(atServer, forgery(pair, !atServer));
            assertClosedAtLimit(pair, victim);
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

    @Test
    void replays_and_records_of_unknown_epochs_are_not_forgeries() {
        Pair pair = limited(ANY, 1).connect();
        pair.send(true, DATA);
        byte[] record = pair.network().log().get(pair.network().sent() - 1).bytes();
        pair.drive(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            pair.deliver(true, record.clone());
            byte[] otherEpoch = record.clone();
            otherEpoch[4] = (byte) (2 + i); // epoch
            pair.deliver(true, otherEpoch);
            pair.deliver(true, new byte[] {23, (byte) 0xFE, (byte) 0xFD, 0, 1, 0, 0, 0, 0, 0, 99, 0, 3, 1, 2, 3});
        }
        assertTrue(pair.server().isConnected());
        assertEquals(10, pair.server().engine().stats().drops(DropReason.REPLAYED));
        assertEquals(10, pair.server().engine().stats().drops(DropReason.TOO_SHORT));
        Agreement.checkAndTalk(pair);
    }

    /** [RFC6347 §4.1] A client may begin with any record number, so also with the last one there is. */
    @Test
    void a_hello_with_the_last_record_number_does_not_break_the_server() {
        for (long below = 0; below < 4; below++) {
            long last = (1L << 48) - 1 - below;
            Pair pair = Pair.seeded(1).client(client -> client.withoutHandshakeLimit())
                    .middle((number, datagram) -> {
                        if (datagram.toServer() && datagram.bytes()[0] == 22 && datagram.bytes()[PlaintextHeader.LENGTH] == 1) {
                            renumber(datagram.bytes(), last);
                        }
                        return List.of(datagram);
                    });
            pair.connect(Duration.ofMinutes(2));
            pair.server().failure().ifPresent(failed -> assertTrue(failed.violation() != Violation.INTERNAL, failed.message()));
        }
    }

    private static void renumber(byte[] record, long sequence) {
        for (int i = 0; i < 6; i++) {
            record[10 - i] = (byte) (sequence >>> 8 * i);
        }
    }
}
