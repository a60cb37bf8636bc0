package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.event.Decision;
import io.puredtls.event.EngineEvent;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The application decides whether a peer is believed, and takes its time. */
class TrustDecisionTest {
    private static final TrustPolicy ASK = (chain, expectation) -> new Verdict.Ask();
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static Pair clientAsks(long seed) {
        return Pair.seeded(seed).client(ClientConfig.trusting(ASK).withoutHandshakeLimit())
                .server(server -> server.withoutHandshakeLimit());
    }

    private static Pair serverAsks(long seed) {
        return Pair.seeded(seed).client(client -> client.identity(CLIENT).withoutHandshakeLimit())
                .server(server -> server.withoutHandshakeLimit().clientAuthentication(ClientAuthentication.REQUIRED, ASK));
    }

    private static void untilAsked(Pair pair, End end) {
        pair.driveWhile(() -> !end.isAsked(), MINUTE);
        assertTrue(end.isAsked(), () -> Agreement.describe(pair));
    }

    private static void decide(Pair pair, End end, Decision decision) {
        end.engine().resolve(decision, pair.now());
        pair.poll();
    }

    @Test
    void a_client_asks_and_goes_on_when_told_to() {
        Pair pair = clientAsks(1).start();
        untilAsked(pair, pair.client());
        EngineEvent.TrustAsked asked = (EngineEvent.TrustAsked) pair.client().events().get(0);
        assertEquals(Purpose.SERVER_AUTHENTICATION, asked.expectation().purpose());
        assertEquals(1, asked.chain().size());
        decide(pair, pair.client(), new Decision.Trust());
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
        assertTrue(pair.client().engine().info().orElseThrow().peer().verified());
    }

    @Test
    void a_server_asks_and_goes_on_when_told_to() {
        Pair pair = serverAsks(1).start();
        untilAsked(pair, pair.server());
        EngineEvent.TrustAsked asked = (EngineEvent.TrustAsked) pair.server().events().get(0);
        assertEquals(Purpose.CLIENT_AUTHENTICATION, asked.expectation().purpose());
        assertEquals(CLIENT.chain(), asked.chain());
        decide(pair, pair.server(), new Decision.Trust());
        assertTrue(pair.server().isConnected(), "all of the client's flight was there");
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
        assertEquals(CLIENT.chain(), pair.server().engine().info().orElseThrow().peer().chain());
    }

    @Test
    void a_refusal_ends_it_with_certificate_unknown() {
        for (boolean clientAsks : new boolean[] {true, false}) {
            Pair pair = clientAsks ? clientAsks(2).start() : serverAsks(2).start();
            End asking = clientAsks ? pair.client() : pair.server();
            End other = clientAsks ? pair.server() : pair.client();
            untilAsked(pair, asking);
            decide(pair, asking, new Decision.Refuse("not today"));
            pair.drive(MINUTE);
            EngineEvent.Failed failed = asking.failure().orElseThrow();
            assertEquals(Violation.CERTIFICATE_REJECTED, failed.violation());
            assertEquals("not today", failed.message());
            assertEquals(Optional.of(AlertDescription.CERTIFICATE_UNKNOWN), other.failure().orElseThrow().alert());
            assertFalse(other.isConnected());
        }
    }

    @Test
    void nothing_is_sent_and_nothing_is_decided_while_the_question_is_open() {
        Pair pair = clientAsks(3).start();
        untilAsked(pair, pair.client());
        long toServer = pair.network().log().stream().filter(each -> each.toServer()).count();
        pair.drive(Duration.ofSeconds(40));
        assertEquals(toServer, pair.network().log().stream().filter(each -> each.toServer()).count());
        assertEquals(1, pair.client().events().size(), "asked once, though the server said all of it again");
        assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
        assertFalse(pair.client().isConnected());
        decide(pair, pair.client(), new Decision.Trust());
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
    }

    @Test
    void a_second_answer_is_the_callers_mistake_and_harms_nothing() {
        Pair pair = clientAsks(4).start();
        untilAsked(pair, pair.client());
        decide(pair, pair.client(), new Decision.Trust());
        assertThrows(IllegalStateException.class, () -> pair.client().engine().resolve(new Decision.Trust(), pair.now()));
        pair.driveWhile(() -> !pair.isConnected(), MINUTE);
        Agreement.checkAndTalk(pair);
    }

    @Test
    void the_handshake_limit_runs_while_the_question_is_open() {
        Pair pair = Pair.seeded(5).client(ClientConfig.trusting(ASK)).start();
        untilAsked(pair, pair.client());
        pair.drive(MINUTE);
        assertEquals(Violation.HANDSHAKE_LIMIT, pair.client().failure().orElseThrow().violation());
        decide(pair, pair.client(), new Decision.Trust()); // too late, and nothing
        assertFalse(pair.client().isConnected());
    }

    @Test
    void on_bad_networks_and_with_slow_answers_all_connect() {
        Seeds.each(seed -> {
            Pair pair = (seed % 2 == 0 ? clientAsks(seed) : serverAsks(seed))
                    .network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1)).start();
            End asking = seed % 2 == 0 ? pair.client() : pair.server();
            untilAsked(pair, asking);
            pair.drive(Duration.ofMillis(seed * 37 % 20_000)); // messages and their doubles arrive meanwhile
            decide(pair, asking, new Decision.Trust());
            pair.driveWhile(() -> !pair.isConnected(), MINUTE.multipliedBy(3));
            Agreement.checkAndTalk(pair);
            assertEquals(1, asking.events().stream().filter(EngineEvent.TrustAsked.class::isInstance).count());
        });
    }

    @Test
    void data_of_a_client_that_is_not_believed_yet_waits_and_is_thrown_away_on_refusal() {
        for (boolean trusted : new boolean[] {true, false}) {
            Pair pair = serverAsks(6).start();
            untilAsked(pair, pair.server());
            pair.network(any -> Conditions.CLEAN).drive(Duration.ofSeconds(5));
            assertEquals(List.of(), pair.server().received());
            decide(pair, pair.server(), trusted ? new Decision.Trust() : new Decision.Refuse("no"));
            pair.drive(MINUTE);
            assertEquals(trusted, pair.server().isConnected());
            if (trusted) {
                Agreement.checkAndTalk(pair);
            }
        }
    }

    @Test
    void a_policy_that_accepts_without_belief_says_so() {
        Pair pair = Pair.seeded(7).connect();
        assertFalse(pair.client().engine().info().orElseThrow().peer().verified());
    }

    @Test
    void a_policy_that_refuses_names_row_alert_and_reason() {
        TrustPolicy never = (chain, expectation) -> new Verdict.Untrusted(Violation.CERTIFICATE_PAST_VALIDITY, "it is over");
        Pair pair = Pair.seeded(8).client(ClientConfig.trusting(never)).connect();
        EngineEvent.Failed failed = pair.client().failure().orElseThrow();
        assertEquals(Violation.CERTIFICATE_PAST_VALIDITY, failed.violation());
        assertEquals("it is over", failed.message());
        assertEquals(Optional.of(AlertDescription.CERTIFICATE_EXPIRED), pair.server().failure().orElseThrow().alert());
        assertEquals(List.of(), Arrays.asList(pair.server().received().toArray()));
    }
}
