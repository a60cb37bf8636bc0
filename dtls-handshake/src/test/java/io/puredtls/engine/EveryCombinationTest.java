package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.PathPolicy;
import io.puredtls.config.PskExchange;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.crypto.suite.KeyExchangeMethod;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session;
import io.puredtls.session.SessionStore;
import io.puredtls.session.TicketKeys;
import io.puredtls.simulator.Conditions;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Version × suite × what the server shows × what the client shows × connection IDs × what becomes of paths × resumption: what a configuration allows
 * completes over a network that loses, doubles and delays, with the same exporters at both ends, and what it forbids is refused
 * where it is built. Each seed is one combination.
 */
class EveryCombinationTest {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Credentials ECDSA = SelfSigned.ecdsaP256("server.test");
    private static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("server.test").generate();
    private static final Credentials CLIENT = SelfSigned.ed25519("client.test");
    private static final byte[] SECRET = new byte[32];
    private static final int NO_IDS = -1;

    /** What proves an end. */
    private enum Shown { NOTHING, CERTIFICATE, RAW_PUBLIC_KEY }

    /** How the session of a first connection is kept by the server. */
    private enum Kept { NOT, SEALED, STORED }

    private record Combination(
            boolean dtls13, CipherSuite suite, boolean byKey, Shown server, Shown client, int clientIds, int serverIds, Kept kept,
            LegacyCipherSuites legacy, PathPolicy policy) {
        static Combination of(long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            boolean dtls13 = random.nextBoolean();
            List<CipherSuite> suites = CipherSuite.available(Jca.PLATFORM).stream().filter(each -> each.isForDtls13() == dtls13).toList();
            CipherSuite suite = suites.get(random.nextInt(suites.size()));
            boolean byKey = dtls13 ? random.nextInt(3) == 0 : suite.isByKey();
            int[] lengths = {NO_IDS, 0, 1, 8, 255};
            return new Combination(
                    dtls13, suite, byKey, byKey ? Shown.NOTHING : Shown.values()[1 + random.nextInt(2)],
                    byKey ? Shown.NOTHING : Shown.values()[random.nextInt(3)],
                    lengths[random.nextInt(lengths.length)], lengths[random.nextInt(lengths.length)], Kept.values()[random.nextInt(3)],
                    random.nextInt(4) == 0 ? LegacyCipherSuites.REFUSED : LegacyCipherSuites.CBC,
                    random.nextInt(4) == 0 ? PathPolicy.ADOPT_NEWEST : PathPolicy.STAY);
        }

        boolean isAllowed() {
            return (!suite.isLegacy() || legacy == LegacyCipherSuites.CBC) && (policy == PathPolicy.STAY || serverIds != NO_IDS);
        }

        private Credentials serverCredentials() {
            boolean rsa = !dtls13 && suite.keyExchange() == KeyExchangeMethod.ECDHE_RSA;
            Credentials chain = rsa ? RSA : ECDSA;
            return server == Shown.RAW_PUBLIC_KEY ? chain.asRawPublicKey() : chain;
        }

        private static TrustPolicy trusting(Shown shown, Credentials credentials) {
            return switch (shown) {
                case NOTHING -> TrustPolicy.roots(List.of());
                case CERTIFICATE -> TrustPolicy.roots(credentials.chain());
                case RAW_PUBLIC_KEY -> TrustPolicy.rawPublicKey(RawPublicKey.of(credentials.publicKey()));
            };
        }

        ClientConfig.Builder client(Optional<Session> session) {
            ClientConfig.Builder client = ClientConfig.trusting(byKey ? TrustPolicy.roots(List.of()) : trusting(server, serverCredentials()));
            if (server == Shown.CERTIFICATE) {
                client.serverName("server.test");
            }
            if (byKey) {
                client.preSharedKeys(key()).pskExchange(PskExchange.WITH_DHE_OR_ALONE);
            }
            if (this.client != Shown.NOTHING) {
                client.identity(this.client == Shown.RAW_PUBLIC_KEY ? CLIENT.asRawPublicKey() : CLIENT);
            }
            if (clientIds != NO_IDS) {
                client.connectionIds(ConnectionIdGenerator.ofLength(clientIds));
            }
            session.ifPresent(client::resume);
            if (!dtls13) {
                client.legacyTickets(LegacyTickets.WANTED);
            }
            return client.versions(version()).cipherSuites(List.of(suite)).legacyCipherSuites(legacy)
                    .withoutHandshakeLimit();
        }

        ServerConfig.Builder server(TicketPolicy tickets) {
            ServerConfig.Builder server = byKey ? ServerConfig.identity().preSharedKeys(PskStore.of(key())) : ServerConfig.identity(serverCredentials());
            if (client != Shown.NOTHING) {
                server.clientAuthentication(ClientAuthentication.REQUIRED, trusting(client, CLIENT));
            }
            if (serverIds != NO_IDS) {
                server.connectionIds(ConnectionIdGenerator.ofLength(serverIds));
            }
            return server.versions(version()).cipherSuites(List.of(suite)).legacyCipherSuites(legacy).tickets(tickets)
                    .pathPolicy(policy).withoutHandshakeLimit();
        }

        private PreSharedKey key() {
            HashAlgorithm hash = dtls13 ? suite.hash() : HashAlgorithm.SHA256;
            return new PreSharedKey(Bytes.of(Agreement.bytes("key")), SecretBytes.copyOf(SECRET, 0, SECRET.length), hash, PskKind.EXTERNAL);
        }

        private ProtocolVersion version() {
            return dtls13 ? ProtocolVersion.DTLS_1_3 : ProtocolVersion.DTLS_1_2;
        }

        TicketPolicy tickets() {
            return switch (kept) {
                case NOT -> TicketPolicy.NONE;
                case SEALED -> TicketPolicy.sealedBy(TicketKeys.rotating(SystemEntropy.INSTANCE, Duration.ofDays(1)));
                case STORED -> TicketPolicy.storedIn(SessionStore.inMemory(10));
            };
        }
    }

    @Test
    void what_is_allowed_completes_and_what_is_forbidden_is_refused_where_it_is_built() {
        Seeds.each(Math.max(600, Seeds.count()), seed -> {
            Combination combination = Combination.of(seed);
            if (combination.isAllowed()) {
                completes(combination, seed);
            } else {
                assertThrows(ConfigException.class, () -> {
                    combination.client(Optional.empty()).build();
                    combination.server(TicketPolicy.NONE).build();
                }, combination::toString);
            }
        });
    }

    private static void completes(Combination combination, long seed) {
        TicketPolicy tickets = combination.tickets();
        Pair first = connected(combination, Optional.empty(), tickets, seed);
        assertEquals(false, first.client().engine().info().orElseThrow().resumed(), combination::toString);
        Optional<Session> session = first.client().events().stream().filter(EngineEvent.Resumable.class::isInstance)
                .map(event -> ((EngineEvent.Resumable) event).session()).findFirst();
        assertEquals(combination.kept != Kept.NOT, session.isPresent(), combination::toString);
        if (session.isPresent()) {
            Pair second = connected(combination, session, tickets, ~seed);
            assertTrue(second.client().engine().info().orElseThrow().resumed(), combination::toString);
            assertEquals(first.server().engine().info().orElseThrow().peer(), second.server().engine().info().orElseThrow().peer(), combination::toString);
        }
    }

    private static Pair connected(Combination combination, Optional<Session> session, TicketPolicy tickets, long seed) {
        Pair pair = Pair.seeded(seed).client(combination.client(session)).server(combination.server(tickets))
                .network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1)).connect(PATIENCE);
        assertTrue(pair.isConnected(), () -> combination + ": " + Agreement.describe(pair));
        pair.network(any -> Conditions.CLEAN).drive(PATIENCE);
        Agreement.checkAndTalk(pair);
        assertEquals(combination.suite, pair.client().engine().info().orElseThrow().cipherSuite());
        boolean ids = combination.clientIds != NO_IDS && combination.serverIds != NO_IDS;
        assertEquals(ids ? combination.serverIds : 0, pair.client().engine().sendConnectionId().length(), combination::toString);
        assertEquals(ids ? combination.clientIds : 0, pair.server().engine().sendConnectionId().length(), combination::toString);
        return pair;
    }
}
