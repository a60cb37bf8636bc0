package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.CookiePolicy;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** DTLS 1.3 among people who change what is said, say it twice, or hope to be answered at length. */
class Hostile13Test {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final TrustPolicy ASK = (chain, expectation) -> new Verdict.Ask();

    private static boolean isProtected(Datagram datagram) {
        return (datagram.bytes()[0] & 0xE0) == 0x20;
    }

    private static int length(Families13 family) {
        Pair pair = family.start(family.pair(1));
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        pair.drive(Duration.ofSeconds(1));
        return pair.network().sent();
    }

    /** A changed copy arrives before each genuine datagram: one under protection means nothing, one in the clear is at worst the end. */
    @ParameterizedTest
    @EnumSource
    void a_changed_copy_of_a_datagram_is_noise_or_at_worst_the_peers_fault(Families13 family) {
        family.assumeAvailable();
        int datagrams = length(family);
        for (int each = 0; each < datagrams; each++) {
            int chosen = each;
            Seeds.each(40, position -> {
                boolean[] inTheClear = new boolean[1];
                Pair pair = family.pair(1);
                pair.middle((number, datagram) -> {
                    if (number != chosen) {
                        return List.of(datagram);
                    }
                    inTheClear[0] = !isProtected(datagram);
                    byte[] changed = datagram.bytes().clone();
                    changed[(int) (position * 7 % changed.length)] ^= (byte) (1 << position % 8);
                    return List.of(new Datagram(datagram.toServer(), changed), datagram);
                });
                family.start(pair);
                pair.driveWhile(() -> !pair.isConnected() && !isOver(pair.client()) && !isOver(pair.server()), MINUTE.multipliedBy(5));
                noInternalFault(pair.client());
                noInternalFault(pair.server());
                if (!inTheClear[0]) {
                    assertTrue(pair.isConnected(), () -> "datagram " + chosen + ": " + Agreement.describe(pair));
                }
                if (pair.isConnected()) {
                    pair.drive(Duration.ofSeconds(1));
                    Agreement.checkAndTalk(pair);
                }
            });
        }
    }

    private static boolean isOver(End end) {
        return end.hasEngine() && end.engine().isOver();
    }

    private static void noInternalFault(End end) {
        end.failure().ifPresent(failed -> assertNotEquals(Violation.INTERNAL, failed.violation(), failed.message()));
    }

    /** Every datagram cut short at every length, in the stead of the genuine one and before it comes again. */
    @Test
    void datagrams_that_are_cut_short_delay_a_handshake_and_no_more() {
        Seeds.each(300, seed -> {
            Pair pair = Families13.CLIENT_CERTIFICATE.pair(seed);
            pair.middle((number, datagram) -> number % 2 == 0 && number < 12
                    ? List.of(new Datagram(datagram.toServer(), Arrays.copyOf(datagram.bytes(), (int) (seed * 13 % datagram.bytes().length))))
                    : List.of(datagram));
            pair.connect(MINUTE.multipliedBy(10));
            Agreement.checkAndTalk(pair);
        });
    }

    /** A connection that sees everything of its past again, and of its peer's. */
    @ParameterizedTest
    @EnumSource
    void everything_that_was_said_said_again_to_both_means_nothing(Families13 family) {
        family.assumeAvailable();
        Pair pair = family.start(family.pair(3));
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(Duration.ofSeconds(1));
        Agreement.checkAndTalk(pair);
        int toServer = pair.server().received().size();
        int toClient = pair.client().received().size();
        for (Datagram each : new ArrayList<>(pair.network().log())) {
            pair.deliver(true, each.bytes().clone());
            pair.deliver(false, each.bytes().clone());
        }
        pair.drive(MINUTE.multipliedBy(6));
        assertEquals(toServer, pair.server().received().size(), family + ": data came again");
        assertEquals(toClient, pair.client().received().size(), family + ": data came again");
        Agreement.checkAndTalk(pair);
    }

    /** [RFC9147 §5.1] A client that comes back with a ticket and falls silent is not sent more than three times what it sent. */
    @Test
    // [RFC9147 §5.1#16]
    void an_address_that_only_sent_a_hello_and_early_data_is_answered_with_three_times_as_much_and_no_more() {
        for (int early = 0; early < 3; early++) {
            Pair pair = Families13.EARLY_DATA_BY_TICKET.pair(5);
            boolean[] silent = new boolean[1];
            pair.middle((number, datagram) -> datagram.toServer() && silent[0] ? List.of() : List.of(datagram));
            pair.start();
            for (int i = 0; i < early; i++) {
                pair.sendEarly(Families13.EARLY);
            }
            silent[0] = true;
            pair.drive(MINUTE.multipliedBy(30));
            assertTrue(pair.server().hasEngine());
            long came = pair.network().log().stream().limit(1L + early).mapToLong(each -> each.bytes().length).sum();
            long went = pair.network().log().stream().filter(each -> !each.toServer()).mapToLong(each -> each.bytes().length).sum();
            assertTrue(went > 0 && went <= 3 * came, went + " bytes for " + came + ", with " + early + " messages of early data");
        }
    }

    /** [RFC9147 §5.1] By its Finished the client has shown where it is. */
    @Test
    // [RFC9147 §5.1#17]
    void an_address_that_a_handshake_was_completed_with_is_sent_whatever_there_is() {
        Pair pair = Families13.EARLY_DATA_BY_TICKET.start(Families13.EARLY_DATA_BY_TICKET.pair(6));
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        pair.drive(Duration.ofSeconds(1)).network(clean -> clean.losing(1));
        for (int i = 0; i < 20; i++) {
            pair.server().engine().issueTicket(pair.now());
        }
        pair.poll();
        long came = pair.network().log().stream().filter(Datagram::toServer).mapToLong(each -> each.bytes().length).sum();
        long went = pair.network().log().stream().filter(each -> !each.toServer()).mapToLong(each -> each.bytes().length).sum();
        assertTrue(went > 4 * came, went + " bytes for " + came);
    }

    @Test
    void a_client_that_is_slow_to_be_heard_connects_within_the_budget_of_its_hello() {
        Seeds.each(seed -> {
            Pair pair = Families13.EARLY_DATA_BY_TICKET.pair(seed).network(clean -> clean.losing(0.3));
            Families13.EARLY_DATA_BY_TICKET.start(pair);
            pair.driveWhile(() -> !pair.isConnected(), MINUTE.multipliedBy(30));
            pair.network(bad -> Conditions.CLEAN).drive(Duration.ofSeconds(1));
            Agreement.checkAndTalk(pair);
        });
    }

    // Decisions that take their time

    @Test
    void on_bad_networks_and_with_slow_answers_all_connect() {
        Seeds.each(seed -> {
            boolean client = seed % 2 == 0;
            Pair pair = client
                    ? Families13.plain(seed).client(ClientConfig.trusting(ASK).versions(ProtocolVersion.DTLS_1_3).withoutHandshakeLimit())
                    : Families13.plain(seed).client(each -> each.identity(Families13.CLIENT))
                            .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ASK));
            pair.network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1)).start();
            End asking = client ? pair.client() : pair.server();
            pair.driveWhile(() -> !asking.isAsked(), MINUTE);
            pair.drive(Duration.ofMillis(seed * 37 % 20_000));
            asking.engine().resolve(new Decision.Trust(), pair.now());
            pair.poll().driveWhile(() -> !pair.isConnected(), MINUTE.multipliedBy(3));
            Agreement.checkAndTalk(pair);
            assertEquals(1, asking.events().stream().filter(EngineEvent.TrustAsked.class::isInstance).count());
        });
    }

    /** [RFC9147 §7.1] While the application thinks, what came is acknowledged, so that the peer need not say it again. */
    @Test
    void while_a_question_is_open_the_peers_flight_is_acknowledged_once_and_not_said_again() {
        Pair pair = Families13.plain(3).client(ClientConfig.trusting(ASK).versions(ProtocolVersion.DTLS_1_3).withoutHandshakeLimit());
        Journal journal = Journal.of(pair);
        pair.start().driveWhile(() -> !pair.client().isAsked(), MINUTE);
        pair.drive(MINUTE);
        assertEquals(1, journal.acks(true).size(), journal::toString);
        assertEquals(0, pair.server().engine().stats().flightsSentAgain());
        pair.client().engine().resolve(new Decision.Trust(), pair.now());
        pair.poll().driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
    }

    /** [RFC9846 §4.7.2] Data flows while the application thinks about who the client is; keys and tickets wait. */
    @Test
    void data_flows_while_a_later_question_is_open() {
        Seeds.each(seed -> {
            Pair pair = Families13.authenticating(seed).server(server -> server.clientAuthentication(ClientAuthentication.NONE, ASK)).connect();
            pair.drive(Duration.ofSeconds(1)).network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1));
            pair.server().engine().requestClientAuthentication(pair.now());
            pair.poll().driveWhile(() -> !pair.server().isAsked(), MINUTE.multipliedBy(5));
            pair.client().engine().updateKeys(pair.now());
            pair.server().engine().updateKeys(pair.now());
            pair.poll().drive(Duration.ofMillis(seed * 37 % 20_000));
            pair.network(bad -> Conditions.CLEAN).drive(Duration.ofSeconds(1));
            Agreement.checkAndTalk(pair);
            pair.server().engine().resolve(new Decision.Trust(), pair.now());
            pair.poll().drive(MINUTE.multipliedBy(5));
            assertEquals(Families13.CLIENT.chain(), pair.server().engine().info().orElseThrow().peer().chain());
            Agreement.checkAndTalk(pair);
        });
    }

    /** [RFC9846 §4.7.2] A command that cannot be done says so at once, also while keys are being changed. */
    @Test
    void commands_that_cannot_be_done_are_the_callers_mistake_and_end_nothing() {
        for (boolean changing : new boolean[] {false, true}) {
            Pair pair = Families13.plain(4).server(server -> server.cookiePolicy(CookiePolicy.ALWAYS)).connect().drive(Duration.ofSeconds(1));
            if (changing) {
                pair.server().engine().updateKeys(pair.now());
            }
            assertThrows(UnsupportedOperationException.class,
                    () -> pair.server().engine().requestClientAuthentication(pair.now()));
            assertThrows(UnsupportedOperationException.class,
                    () -> pair.client().engine().requestClientAuthentication(pair.now()));
            assertThrows(UnsupportedOperationException.class, () -> pair.client().engine().issueTicket(pair.now()));
            pair.poll().drive(MINUTE);
            Agreement.checkAndTalk(pair);
            Pair asking = Families13.authenticating(4).connect().drive(Duration.ofSeconds(1));
            if (changing) {
                asking.server().engine().updateKeys(asking.now());
            }
            int asked = 0;
            try {
                for (; asked < 100; asked++) {
                    asking.server().engine().requestClientAuthentication(asking.now());
                }
            } catch (IllegalStateException enough) {
                assertTrue(asked > 0);
            }
            assertTrue(asked < 100, "without end");
            asking.poll().drive(MINUTE.multipliedBy(5));
            assertEquals(asked, asking.server().events().stream().filter(EngineEvent.PeerAuthenticated.class::isInstance).count());
            Agreement.checkAndTalk(asking);
        }
    }
}
