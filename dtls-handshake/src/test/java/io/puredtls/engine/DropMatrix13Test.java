package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.event.EngineEvent;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * [RFC9147 §5.8] Whatever subset of the first datagrams is lost, both ways together and retransmissions included, both ends
 * connect; and whatever is lost of what they say to each other afterwards, it gets through.
 */
class DropMatrix13Test {
    /** Ten in the normal run; twelve where a soak asks for more seeds than usual. */
    private static final int DATAGRAMS = Seeds.count() > 200 ? 12 : 10;
    private static final Duration LONGEST = Duration.ofMinutes(20); // twelve timeouts in a row are under ten

    @ParameterizedTest
    @EnumSource
    // [RFC9147 §5.1#18] [RFC9147 §5.1#13] [RFC9147 §5.1#15] [RFC9147 §6.1#2] [RFC9846 §4.5.2#2] [RFC9846 §4.5.1#2]
    // [RFC9846 §4.3.9#1] [RFC9846 §4.3.11#13]
    void every_subset_of_the_first_datagrams_may_be_lost(Families13 family) {
        Seeds.each(1 << DATAGRAMS, subset -> {
            Pair pair = family.pair(subset).network(clean -> clean.losing(number -> isLost(number, subset)));
            family.start(pair);
            pair.driveWhile(() -> !isSettled(pair), LONGEST);
            if (family.offersEarlyData()) {
                boolean taken = pair.client().engine().info().orElseThrow().earlyData();
                assertEquals(taken, pair.server().engine().info().orElseThrow().earlyData());
                assertEquals(family.takesEarlyData() && arrivedFirst(pair), taken, "early data taken");
            }
            Agreement.checkAndTalk(pair);
            assertTrue(pair.network().lost() <= DATAGRAMS);
        });
    }

    /** All of these handshakes resume, so that early data is taken whenever it is in the hello. */
    private static boolean arrivedFirst(Pair pair) {
        return pair.client().engine().info().orElseThrow().resumed();
    }

    private static boolean isLost(int number, long subset) {
        return number >= 0 && number < DATAGRAMS && (subset >>> number & 1) != 0;
    }

    private static boolean isSettled(Pair pair) {
        return isSettled(pair.client()) && isSettled(pair.server());
    }

    private static boolean isSettled(End end) {
        return end.isConnected() || end.hasEngine() && end.engine().isOver();
    }

    /** What is said after the handshake, and how one sees that it got through. */
    private record Exchange(LongFunction<Pair> pairs, Command command, Predicate<Pair> isDone) {
        private interface Command {
            void give(Pair pair);
        }
    }

    private static void everySubset(Exchange exchange) {
        Seeds.each(1 << DATAGRAMS, subset -> {
            Pair pair = exchange.pairs.apply(subset).connect();
            pair.drive(Duration.ofSeconds(1)); // tickets and their acknowledgement
            int first = pair.network().sent();
            pair.network(clean -> clean.losing(number -> isLost(number - first, subset)));
            exchange.command.give(pair);
            pair.poll();
            pair.driveWhile(() -> !exchange.isDone.test(pair) && !isOver(pair), LONGEST);
            assertTrue(exchange.isDone.test(pair), () -> Agreement.describe(pair));
            Agreement.checkAndTalk(pair);
            pair.drive(Duration.ofMinutes(5));
            Agreement.checkAndTalk(pair);
            pair.drive(Duration.ofMinutes(3)); // old keys, now that the new ones are in use
            assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
            assertEquals(DtlsEngine.NO_DEADLINE, pair.server().engine().deadline());
        });
    }

    private static boolean isOver(Pair pair) {
        return pair.client().engine().isOver() || pair.server().engine().isOver();
    }

    private static long count(End end, EngineEvent event) {
        return end.events().stream().filter(event::equals).count();
    }

    private static boolean updated(End end, int sent, int received) {
        return count(end, new EngineEvent.KeysUpdated(EngineEvent.Direction.SEND)) >= sent
                && count(end, new EngineEvent.KeysUpdated(EngineEvent.Direction.RECEIVE)) >= received;
    }

    private static boolean authenticated(Pair pair, int times) {
        return pair.server().events().stream().filter(EngineEvent.PeerAuthenticated.class::isInstance).count() >= times
                && pair.server().engine().info().map(info -> info.peer().chain().equals(Families13.CLIENT.chain())).orElse(false);
    }

    @Test
    void an_update_of_the_clients_keys_survives_every_loss() {
        everySubset(new Exchange(Families13::plain, pair -> pair.client().engine().updateKeys(pair.now()),
                pair -> updated(pair.client(), 1, 1) && updated(pair.server(), 1, 1)));
    }

    @Test
    void updates_of_the_keys_in_both_directions_at_once_survive_every_loss() {
        everySubset(new Exchange(Families13::plain, pair -> {
            pair.client().engine().updateKeys(pair.now());
            pair.server().engine().updateKeys(pair.now());
        }, pair -> updated(pair.client(), 2, 2) && updated(pair.server(), 2, 2)));
    }

    @Test
    // [RFC9147 §5.8.4#4]
    void updates_one_after_the_other_survive_every_loss() {
        everySubset(new Exchange(Families13::plain, pair -> {
            for (int i = 0; i < 5; i++) {
                pair.server().engine().updateKeys(pair.now());
            }
        }, pair -> updated(pair.server(), 5, 1) && updated(pair.client(), 1, 5)));
    }

    @Test
    // [RFC9147 §5.8.4#2]
    void tickets_survive_every_loss() {
        everySubset(new Exchange(Families13::plain, pair -> {
            for (int i = 0; i < 3; i++) {
                pair.server().engine().issueTicket(pair.now());
            }
        }, pair -> Families13.sessions(pair.client()).size() == 5));
    }

    @Test
    // [RFC9846 §4.7.2#1]
    void authentication_after_the_handshake_survives_every_loss() {
        everySubset(new Exchange(Families13::authenticating, pair -> pair.server().engine().requestClientAuthentication(pair.now()),
                pair -> authenticated(pair, 1)));
    }

    @Test
    // [RFC9147 §5.8.4#3]
    void two_requests_for_authentication_survive_every_loss() {
        everySubset(new Exchange(Families13::authenticating, pair -> {
            pair.server().engine().requestClientAuthentication(pair.now());
            pair.server().engine().requestClientAuthentication(pair.now());
        }, pair -> authenticated(pair, 2)));
    }

    @Test
    void authentication_amid_updates_of_both_keys_survives_every_loss() {
        everySubset(new Exchange(Families13::authenticating, pair -> {
            pair.server().engine().requestClientAuthentication(pair.now());
            pair.client().engine().updateKeys(pair.now());
            pair.server().engine().updateKeys(pair.now());
        }, pair -> authenticated(pair, 1) && updated(pair.client(), 2, 2) && updated(pair.server(), 2, 2)));
    }

    @Test
    void tickets_authentication_and_an_update_survive_every_loss_at_the_smallest_mtu() {
        everySubset(new Exchange(
                seed -> Families13.authenticating(seed).client(client -> client.mtu(256)).server(server -> server.mtu(256)), pair -> {
                    pair.server().engine().issueTicket(pair.now());
                    pair.server().engine().requestClientAuthentication(pair.now());
                    pair.server().engine().updateKeys(pair.now());
                }, pair -> authenticated(pair, 1) && updated(pair.server(), 1, 1) && Families13.sessions(pair.client()).size() == 3));
    }

    /** What waited for new keys goes out together: the answer to one of it says nothing of the rest. */
    @Test
    // [RFC9147 §8#3]
    void commands_that_waited_for_new_keys_survive_every_loss() {
        everySubset(new Exchange(
                seed -> Families13.authenticating(seed).client(client -> client.mtu(256)).server(server -> server.mtu(256)), pair -> {
                    pair.server().engine().updateKeys(pair.now());
                    pair.server().engine().requestClientAuthentication(pair.now());
                    pair.server().engine().issueTicket(pair.now());
                    pair.server().engine().updateKeys(pair.now());
                }, pair -> authenticated(pair, 1) && updated(pair.server(), 2, 1) && Families13.sessions(pair.client()).size() == 3));
    }
}
