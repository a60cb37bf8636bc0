package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * [RFC9147 §5.8] Whatever subset of the first datagrams is lost, both ways together and retransmissions included, both ends
 * connect; and whatever is lost of what they say to each other afterwards, it gets through.
 */
class DropMatrix13Test {
    private static final int DATAGRAMS = 12;
    private static final Duration LONGEST = Duration.ofMinutes(20); // twelve timeouts in a row are under ten

    @ParameterizedTest
    @EnumSource
    // [RFC9147 §5.1#18] [RFC9147 §5.1#13] [RFC9147 §5.1#15] [RFC9147 §6.1#2] [RFC9846 §4.5.2#2] [RFC9846 §4.5.1#2]
    // [RFC9846 §4.3.9#1] [RFC9846 §4.3.11#13]
    void every_subset_of_the_first_datagrams_may_be_lost(Families13 family) {
        family.assumeAvailable();
        Seeds.each(1 << DATAGRAMS, subset -> {
            Pair pair = family.pair(subset).network(clean -> clean.losing(number -> isLost(number, subset)));
            family.start(pair);
            pair.driveWhile(() -> !isSettled(pair), LONGEST);
            family.check(pair);
            if (family.takesEarlyData() && !isLost(0, subset) && !isLost(1, subset)) {
                Seen.earlyDataCame(pair); // nobody had to say the hello again before which it came
            }
            assertTrue(pair.network().lost() <= DATAGRAMS);
        });
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

    @ParameterizedTest
    @EnumSource
    // [RFC9147 §5.8.4#2] [RFC9147 §5.8.4#3] [RFC9147 §5.8.4#4] [RFC9147 §8#3] [RFC9846 §4.7.2#1]
    void what_is_said_after_the_handshake_survives_every_loss(Exchanges13 exchange) {
        Seeds.each(1 << DATAGRAMS, subset -> {
            Pair pair = exchange.pair(subset).connect();
            pair.drive(Duration.ofSeconds(1)); // tickets and their acknowledgement
            int first = pair.network().sent();
            pair.network(clean -> clean.losing(number -> isLost(number - first, subset)));
            exchange.begin(pair);
            pair.driveWhile(() -> !exchange.isDone(pair) && !isOver(pair), LONGEST);
            assertTrue(exchange.isDone(pair), () -> Agreement.describe(pair));
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
}
