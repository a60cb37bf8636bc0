package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.session.Session12;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * [RFC6347 §4.2.4] Whatever subset of the first twelve datagrams is lost, both ways together and retransmissions
 * included, both ends connect.
 */
class DropMatrixTest {
    private static final int DATAGRAMS = 12;
    private static final Duration LONGEST = Duration.ofMinutes(20); // twelve timeouts in a row are under ten
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");

    /** [RFC6347 §4.2.5#1] */
    @Test
    void every_subset_of_the_first_datagrams_may_be_lost() {
        everySubset(Pair::seeded, pair -> { });
    }

    @Test
    void every_subset_of_the_first_datagrams_may_be_lost_with_client_certificates() {
        everySubset(seed -> Pair.seeded(seed)
                .client(client -> client.identity(CLIENT))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.dangerouslyTrustAnyone())),
                pair -> assertEquals(CLIENT.chain(), pair.server().engine().info().orElseThrow().peer().chain()));
    }

    @Test
    void every_subset_of_the_first_datagrams_may_be_lost_at_the_smallest_mtu() {
        everySubset(seed -> Families13.smallest(Pair.seeded(seed)), pair -> Seen.mtu(pair, Families13.SMALLEST));
    }

    /** [RFC5246 §7.3] The server's proof goes first, and the client has the last word. */
    @ParameterizedTest
    @EnumSource(Way12.class)
    void every_subset_of_the_first_datagrams_may_be_lost_when_a_session_is_resumed(Way12 way) {
        TicketPolicy policy = way.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        everySubset(seed -> Way12.pair(seed, policy).client(client -> client.resume(session)),
                pair -> assertTrue(pair.server().engine().info().orElseThrow().resumed()));
    }

    private static void everySubset(LongFunction<Pair> pairs, Consumer<Pair> check) {
        Seeds.each(1 << DATAGRAMS, subset -> {
            Pair pair = pairs.apply(subset)
                    .client(client -> client.withoutHandshakeLimit()).server(server -> server.withoutHandshakeLimit())
                    .network(clean -> clean.losing(number -> number < DATAGRAMS && (subset >>> number & 1) != 0));
            pair.connect(LONGEST);
            Agreement.checkAndTalk(pair);
            check.accept(pair);
            assertTrue(pair.network().lost() <= DATAGRAMS);
        });
    }
}
