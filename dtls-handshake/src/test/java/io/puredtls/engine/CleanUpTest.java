package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.Decision;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session12;
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

/** What is over leaves nothing: no secret, no timer, no trace in the handshakes after it. */
class CleanUpTest {
    private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final int CHEAP_KINDS = 3;
    private static final TrustPolicy NOBODY =
            (chain, expectation) -> new Verdict.Untrusted(Violation.CERTIFICATE_NOT_TRUSTED, "nobody is");

    private static Pair mutual(long seed) {
        return Pair.seeded(seed).client(client -> client.identity(CLIENT))
                .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE));
    }

    @Test
    void every_secret_of_a_connection_is_wiped_when_it_is_closed() {
        Pair pair = mutual(1);
        Secrets secrets = Secrets.watched(pair, 6);
        assertTrue(pair.isConnected());
        assertTrue(secrets.seen() >= 6, "only " + secrets.seen() + " secrets were seen");
        assertTrue(secrets.nonces() >= 4, "only " + secrets.nonces() + " nonces were seen");
        secrets.assertWiped(pair);
    }

    @Test
    void every_secret_of_a_handshake_is_wiped_wherever_it_is_closed() {
        for (int steps = 0; steps <= 6; steps++) {
            Pair pair = mutual(2);
            Secrets.watched(pair, steps).assertWiped(pair);
        }
    }

    @Test
    void every_secret_is_wiped_where_the_application_was_asked() {
        TrustPolicy ask = (chain, expectation) -> new Verdict.Ask();
        for (boolean client : new boolean[] {true, false}) {
            for (boolean answered : new boolean[] {true, false}) {
                Pair pair = client ? mutual(3).client(ClientConfig.trusting(ask).identity(CLIENT))
                        : mutual(3).server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ask));
                End asking = client ? pair.client() : pair.server();
                pair.start().driveWhile(() -> !asking.isAsked(), Duration.ofSeconds(5));
                Secrets secrets = new Secrets();
                secrets.look(pair);
                if (answered) {
                    asking.engine().resolve(new Decision.Refuse("no"), pair.now());
                }
                secrets.assertWiped(pair);
            }
        }
    }

    @Test
    void every_secret_of_a_handshake_is_wiped_however_it_fails() {
        for (int kind = 0; kind < KINDS.size(); kind++) {
            Pair pair = KINDS.get(kind).apply(kind);
            Secrets secrets = Secrets.watched(pair, 6);
            pair.driveWhile(() -> !pair.client().engine().isOver(), Duration.ofMinutes(1));
            assertFalse(pair.isConnected(), "kind " + kind);
            secrets.assertWiped(pair);
        }
    }

    /** The session itself is lent, or in the server's ticket. */
    @Test
    void every_secret_of_a_resumed_handshake_is_wiped_wherever_it_is_closed() {
        TicketPolicy policy = Way12.BY_TICKET.policy();
        Session12 session = Way12.session(Way12.pair(1, policy));
        for (int steps = 0; steps <= 6; steps++) {
            for (int lost : new int[] {3, 4, Integer.MAX_VALUE}) {
                Pair pair = Way12.pair(2, policy).client(client -> client.resume(session)).network(clean -> clean.losing(number -> number >= lost));
                Secrets secrets = Secrets.watched(pair, steps);
                assertTrue(steps < 3 || secrets.seen() >= 3, "only " + secrets.seen() + " secrets were seen");
                secrets.lend(session.masterSecret());
                secrets.assertWiped(pair);
                assertFalse(session.masterSecret().isClosed());
            }
        }
    }

    /** Ways to fail, the cheap ones first. */
    private static final List<LongFunction<Pair>> KINDS = List.of(
            seed -> Pair.seeded(seed).network(clean -> clean.losing(1)),
            seed -> Pair.seeded(seed).client(client -> client.applicationProtocols("a")).server(server -> server.applicationProtocols("b")),
            seed -> Pair.seeded(seed).client(client -> client.groups(List.of(NamedGroup.SECP384R1)))
                    .server(server -> server.groups(List.of(NamedGroup.X25519))),
            seed -> Pair.seeded(seed).middle((number, datagram) -> number == 4 ? List.of(cut(datagram)) : List.of(datagram))
                    .network(clean -> clean.losing(number -> number > 4)), // all arrives but a whole Finished
            seed -> Pair.seeded(seed).network(clean -> clean.losing(number -> number >= 4)),
            seed -> Pair.seeded(seed).client(ClientConfig.trusting(NOBODY)),
            seed -> Pair.seeded(seed).server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, ANYONE)),
            seed -> mutual(seed).server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, NOBODY)),
            seed -> mutual(seed).network(clean -> clean.losing(number -> number >= 5)),
            seed -> byKey(seed, CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256, "device", "another sixteen!"),
            seed -> byKey(seed, CipherSuite.TLS_PSK_WITH_AES_128_CCM_8, "stranger", "a key of sixteen"),
            seed -> byKey(seed, CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256, "device", "another sixteen!"),
            seed -> Pair.seeded(seed).client(ClientConfig.trusting(TrustPolicy.rawPublicKey(RawPublicKey.of(CLIENT.publicKey()))))
                    .server(ServerConfig.identity(SERVER.asRawPublicKey())),
            seed -> mutual(seed).client(client -> client.connectionIds(ConnectionIdGenerator.ofLength(8)))
                    .server(server -> server.connectionIds(ConnectionIdGenerator.ofLength(8))).network(clean -> clean.losing(number -> number >= 5)));

    /** The server knows another key, or none of this name. */
    private static Pair byKey(long seed, CipherSuite suite, String name, String key) {
        return Pair.seeded(seed)
                .client(ClientConfig.trusting(NOBODY).cipherSuites(List.of(suite)).preSharedKeys(PreSharedKey.of(Agreement.bytes(name), Agreement.bytes(key))))
                .server(ServerConfig.identity().cipherSuites(List.of(suite))
                        .preSharedKeys(PskStore.of(PreSharedKey.of(Agreement.bytes("device"), Agreement.bytes("a key of sixteen")))))
                .client(client -> client.versions(ProtocolVersion.DTLS_1_2)).server(server -> server.versions(ProtocolVersion.DTLS_1_2));
    }

    private static Datagram cut(Datagram datagram) {
        return new Datagram(datagram.toServer(), Arrays.copyOf(datagram.bytes(), datagram.bytes().length - 1));
    }

    @Test
    void thousands_of_failures_of_all_kinds_leave_nothing() {
        Seeds.each(50L * Seeds.count(), seed -> {
            int kind = (int) (seed % 10 == 0 ? seed / 10 % KINDS.size() : seed % CHEAP_KINDS);
            Pair pair = KINDS.get(kind).apply(seed).connect(Duration.ofMinutes(2));
            assertFalse(pair.isConnected());
            assertTrue(pair.client().engine().isOver(), () -> Agreement.describe(pair));
            assertEquals(DtlsEngine.NO_DEADLINE, pair.client().engine().deadline());
            new Secrets().assertWiped(pair);
        });
    }

    @Test
    void a_handshake_that_failed_does_not_spoil_the_next() {
        TrustPolicy friends = (chain, expectation) -> chain.equals(CLIENT.chain())
                ? new Verdict.Trusted() : new Verdict.Untrusted(Violation.CERTIFICATE_NOT_TRUSTED, "a stranger");
        Credentials stranger = SelfSigned.ecdsaP256("stranger.test");
        ServerConfig.Builder server = ServerConfig.identity(SERVER).clientAuthentication(ClientAuthentication.REQUIRED, friends);
        Pair bad = Pair.seeded(1).server(server).client(client -> client.identity(stranger)).connect();
        assertEquals(Violation.CERTIFICATE_NOT_TRUSTED, bad.server().failure().orElseThrow().violation());
        for (int i = 0; i < 20; i++) {
            Pair good = Pair.seeded(i).server(server).client(client -> client.identity(CLIENT)).connect();
            Agreement.checkAndTalk(good);
            assertTrue(good.server().engine().info().orElseThrow().peer().verified());
        }
    }

    @Test
    void a_connection_keeps_little() {
        Pair pair = mutual(4).connect().drive(Duration.ofMinutes(5));
        long client = ObjectGraph.bytes(pair.client().engine());
        long server = ObjectGraph.bytes(pair.server().engine());
        assertTrue(client < 16_384 && server < 16_384, client + " and " + server + " bytes in arrays");
    }
}
