package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.event.Decision;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.trust.Verdict;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is over in DTLS 1.3 leaves nothing: no secret, no timer, no trace in the handshakes after it. */
class CleanUp13Test {
    private static final TrustPolicy NOBODY =
            (chain, expectation) -> new Verdict.Untrusted(Violation.CERTIFICATE_NOT_TRUSTED, "nobody is");
    private static final TrustPolicy ASK = (chain, expectation) -> new Verdict.Ask();
    private static final int STEPS = 24;
    private static final int CHEAP_KINDS = 3;
    private static final PreSharedKey ONE = key("one");
    private static final PreSharedKey ANOTHER = key("another");

    private static PreSharedKey key(String secret) {
        return PreSharedKey.of(Agreement.bytes("name"), Agreement.bytes(secret));
    }

    private static Secrets watched(Pair pair, int steps) {
        Secrets secrets = Secrets.watched(pair, steps);
        secrets.lend(Families13.lent());
        return secrets;
    }

    @ParameterizedTest
    @EnumSource
    void every_secret_of_a_handshake_is_wiped_wherever_it_is_closed(Families13 family) {
        family.assumeAvailable();
        for (int steps = 0; steps <= STEPS; steps++) {
            Pair pair = family.pair(2);
            Secrets secrets = watched(pair, steps);
            assertTrue(steps < STEPS || pair.isConnected());
            assertTrue(steps < STEPS || secrets.seen() >= 8, "only " + secrets.seen() + " secrets were seen");
            assertTrue(steps < STEPS || secrets.nonces() >= 8, "only " + secrets.nonces() + " nonces were seen");
            secrets.assertWiped(pair);
        }
    }

    @Test
    void every_secret_is_wiped_after_changes_of_keys_and_later_authentication() {
        for (int steps = 0; steps < 12; steps++) {
            Pair pair = Families13.authenticating(3).connect();
            Secrets secrets = new Secrets();
            secrets.lend(Families13.lent());
            secrets.look(pair);
            pair.client().engine().updateKeys(pair.now());
            pair.server().engine().updateKeys(pair.now());
            pair.server().engine().requestClientAuthentication(pair.now());
            pair.poll();
            for (int step = 0; step < steps; step++) {
                pair.drive(Duration.ofMillis(step < 10 ? 5 : 5_000));
                secrets.look(pair);
            }
            secrets.assertWiped(pair);
        }
    }

    /** [RFC9147 §8] Not when the association ends but when they are of no use any more. */
    @Test
    void old_keys_are_wiped_while_the_association_lives() {
        Pair pair = Families13.plain(4).connect();
        Secrets before = new Secrets();
        before.look(pair);
        for (int i = 0; i < 3; i++) {
            pair.client().engine().updateKeys(pair.now());
            pair.poll().drive(Duration.ofMinutes(2));
            Agreement.checkAndTalk(pair);
        }
        pair.drive(Duration.ofMinutes(2));
        int keys = ObjectGraph.secrets(pair.client().engine()).size();
        pair.client().engine().updateKeys(pair.now());
        pair.poll().drive(Duration.ofMinutes(2));
        Agreement.checkAndTalk(pair);
        pair.drive(Duration.ofMinutes(2));
        assertEquals(keys, ObjectGraph.secrets(pair.client().engine()).size(), "keys pile up");
        Agreement.checkAndTalk(pair);
    }

    @Test
    void every_secret_is_wiped_where_the_application_was_asked() {
        for (boolean client : new boolean[] {true, false}) {
            for (boolean answered : new boolean[] {true, false}) {
                Pair pair = client ? Families13.plain(3).client(ClientConfig.trusting(ASK).versions(ProtocolVersion.DTLS_1_3))
                        : Families13.plain(3).client(each -> each.identity(Families13.CLIENT))
                                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ASK));
                End asking = client ? pair.client() : pair.server();
                pair.start().driveWhile(() -> !asking.isAsked(), Duration.ofSeconds(5));
                assertTrue(asking.isAsked());
                Secrets secrets = new Secrets();
                secrets.look(pair);
                if (answered) {
                    asking.engine().resolve(new Decision.Refuse("no"), pair.now());
                }
                secrets.assertWiped(pair);
            }
        }
    }

    private static Pair limited(long seed) {
        return Pair.dtls13(seed).server(server -> server.tickets(Families13.tickets()));
    }

    private static Pair mutual(long seed) {
        return limited(seed).client(client -> client.identity(Families13.CLIENT))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE));
    }

    private static Datagram cut(Datagram datagram) {
        return new Datagram(datagram.toServer(), Arrays.copyOf(datagram.bytes(), datagram.bytes().length - 1));
    }

    /** Ways to fail, the cheap ones first. */
    private static final List<LongFunction<Pair>> KINDS = List.of(
            seed -> limited(seed).network(clean -> clean.losing(1)),
            seed -> limited(seed).client(client -> client.applicationProtocols("a")).server(server -> server.applicationProtocols("b")),
            seed -> limited(seed).client(client -> client.groups(List.of(NamedGroup.SECP384R1)))
                    .server(server -> server.groups(List.of(NamedGroup.X25519))),
            seed -> limited(seed).network(clean -> clean.losing(number -> number >= 1)),
            seed -> limited(seed).network(clean -> clean.losing(number -> number >= 3)),
            seed -> limited(seed).withoutGate().client(client -> client.groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)))
                    .server(server -> server.groups(List.of(NamedGroup.SECP256R1))).network(clean -> clean.losing(number -> number >= 2)),
            seed -> mutual(seed).middle((number, datagram) -> number == 4 ? List.of(cut(datagram)) : List.of(datagram))
                    .network(clean -> clean.losing(number -> number > 4)),
            seed -> limited(seed).client(ClientConfig.trusting(NOBODY).versions(ProtocolVersion.DTLS_1_3)),
            seed -> limited(seed).server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Families13.ANYONE)),
            seed -> mutual(seed).server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, NOBODY)),
            seed -> limited(seed).client(client -> client.preSharedKeys(ONE)).server(server -> server.preSharedKeys(PskStore.of(ANOTHER))),
            seed -> limited(seed).client(client -> client.preSharedKeys(ONE).groups(List.of(NamedGroup.SECP384R1)))
                    .server(server -> server.preSharedKeys(PskStore.of(ONE)).groups(List.of(NamedGroup.X25519))).withoutGate());

    @Test
    // [RFC9846 §6#4]
    void every_secret_of_a_handshake_is_wiped_however_it_fails() {
        for (int kind = 0; kind < KINDS.size(); kind++) {
            Pair pair = KINDS.get(kind).apply(kind);
            Secrets secrets = watched(pair, 8);
            pair.driveWhile(() -> !isOver(pair), Duration.ofMinutes(2));
            assertFalse(pair.isConnected(), "kind " + kind);
            assertTrue(isOver(pair), "kind " + kind + ": " + Agreement.describe(pair));
            secrets.lend(ONE.key(), ANOTHER.key());
            secrets.assertWiped(pair);
        }
    }

    /** A client that was the last to speak cannot know that the server is gone. */
    private static boolean isOver(Pair pair) {
        return (pair.client().engine().isOver() || pair.client().isConnected()) && (!pair.server().hasEngine() || pair.server().engine().isOver());
    }

    @Test
    void thousands_of_failures_of_all_kinds_leave_nothing() {
        Seeds.each(10L * Seeds.count(), seed -> {
            int kind = (int) (seed % 10 == 0 ? seed / 10 % KINDS.size() : seed % CHEAP_KINDS);
            Pair pair = KINDS.get(kind).apply(seed).start();
            pair.driveWhile(() -> !isOver(pair), Duration.ofMinutes(2));
            assertTrue(isOver(pair), () -> Agreement.describe(pair));
            Secrets secrets = new Secrets();
            secrets.lend(ONE.key(), ANOTHER.key());
            secrets.assertWiped(pair);
        });
    }

    @Test
    void a_later_authentication_that_fails_wipes_every_secret() {
        Pair pair = limited(5).client(client -> client.identity(Families13.CLIENT).postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED))
                .server(server -> server.clientAuthentication(ClientAuthentication.NONE, NOBODY)).connect();
        Secrets secrets = new Secrets();
        secrets.look(pair);
        pair.server().engine().requestClientAuthentication(pair.now());
        pair.poll().drive(Duration.ofSeconds(5));
        assertEquals(Violation.CERTIFICATE_NOT_TRUSTED, pair.server().failure().orElseThrow().violation());
        secrets.assertWiped(pair);
    }

    @Test
    void a_connection_keeps_little() {
        Pair pair = Families13.CLIENT_CERTIFICATE.pair(4).connect().drive(Duration.ofMinutes(10));
        long client = ObjectGraph.bytes(pair.client().engine());
        long server = ObjectGraph.bytes(pair.server().engine());
        assertTrue(client < 16_384 && server < 16_384, client + " and " + server + " bytes in arrays");
        for (int i = 0; i < 50; i++) {
            pair.client().engine().updateKeys(pair.now());
            pair.server().engine().issueTicket(pair.now());
            pair.poll().drive(Duration.ofSeconds(10));
        }
        pair.drive(Duration.ofMinutes(10));
        assertTrue(ObjectGraph.bytes(pair.client().engine()) <= client + 1024, "the client piles up");
        assertTrue(ObjectGraph.bytes(pair.server().engine()) <= server + 1024, "the server piles up");
    }
}
