package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.Violation;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.LegacyTickets;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.ExternalPsk;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Where keys were given to both ends, and there are certificates besides: which of them says who is who. */
class KeysBeforeCertificatesTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final PreSharedKey KEY = PreSharedKey.of(Agreement.bytes("device"), Agreement.bytes("a key of sixteen"));
    private static final PreSharedKey OTHER = PreSharedKey.of(Agreement.bytes("other"), Agreement.bytes("a key of sixteen"));
    private static final Credentials CERTIFICATE = SelfSigned.ecdsaP256("server.test");
    private static final TrustPolicy ROOT = TrustPolicy.roots(CERTIFICATE.chain());

    static Stream<ProtocolVersion> versions() {
        return Stream.of(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3);
    }

    private static Pair pair(long seed, ClientConfig.Builder client, PskStore keys) {
        return Pair.seeded(seed).client(client).server(ServerConfig.identity(CERTIFICATE).preSharedKeys(keys));
    }

    private static SessionInfo info(End end) {
        return end.engine().info().orElseThrow();
    }

    @ParameterizedTest
    @EnumSource
    void a_key_goes_before_a_certificate_in_dtls_1_2_whoever_chooses(ServerConfig.SuiteOrder order) {
        Pair pair = pair(1, ClientConfig.trusting(ROOT).serverName("server.test").preSharedKeys(KEY).versions(ProtocolVersion.DTLS_1_2), PskStore.of(KEY))
                .server(server -> server.suiteOrder(order)).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256, info(pair.client()).cipherSuite());
        assertEquals(Optional.of(KEY.identity()), info(pair.client()).peer().pskIdentity());
    }

    @Test
    void suites_for_keys_stand_first_but_behind_those_of_the_newer_version_and_legacy_ones_are_last() {
        List<CipherSuite> suites = ClientConfig.trusting(ROOT).preSharedKeys(KEY).legacyCipherSuites(LegacyCipherSuites.CBC).build()
                .settings().cipherSuites();
        List<CipherSuite> without = ClientConfig.trusting(ROOT).legacyCipherSuites(LegacyCipherSuites.CBC).build().settings().cipherSuites();
        assertEquals(without.stream().filter(CipherSuite::isForDtls13).toList(), suites.subList(0, 4));
        assertEquals(without.stream().filter(suite -> suite.isByKey() && !suite.isLegacy()).toList(), suites.subList(4, 8));
        assertTrue(suites.subList(suites.size() - 12, suites.size()).stream().allMatch(CipherSuite::isLegacy), suites::toString);
        assertEquals(without.size(), suites.size());
        assertEquals(without, ClientConfig.trusting(ROOT).legacyCipherSuites(LegacyCipherSuites.CBC)
                .preSharedKeys(ExternalPsk.of(new byte[1], new byte[16]).imported()).build().settings().cipherSuites(), "keys that DTLS 1.2 cannot use");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void who_trusts_a_key_alone_needs_no_policy(ProtocolVersion version) {
        Pair pair = pair(2, ClientConfig.trusting(KEY).versions(version), PskStore.of(KEY)).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(version, info(pair.client()).version());
        assertTrue(info(pair.client()).peer().verified());
    }

    @Test
    void a_server_without_the_key_cannot_show_a_certificate_in_its_place() {
        Pair older = pair(3, ClientConfig.trusting(KEY).versions(ProtocolVersion.DTLS_1_2), PskStore.EMPTY).start();
        older.driveWhile(() -> older.client().failure().isEmpty(), MINUTE);
        assertEquals(Optional.of(Violation.NO_COMMON_CIPHER_SUITE), older.server().failure().map(EngineEvent.Failed::violation));
        Pair newer = pair(3, ClientConfig.trusting(KEY), PskStore.of(OTHER)).start();
        newer.driveWhile(() -> newer.client().failure().isEmpty(), MINUTE);
        EngineEvent.Failed failed = newer.client().failure().orElseThrow();
        assertEquals(Violation.NO_COMMON_CERTIFICATE_TYPE, failed.violation());
        assertTrue(failed.message().contains("only who has the pre-shared key is believed"), failed::message);
    }

    @Test
    void who_has_other_trust_besides_is_served_by_a_certificate_where_the_key_is_unknown() {
        for (ProtocolVersion version : versions().toList()) {
            Pair pair = pair(4, ClientConfig.trusting(ROOT).serverName("server.test").preSharedKeys(KEY).versions(version), PskStore.EMPTY).connect();
            assertEquals(CERTIFICATE.chain(), info(pair.client()).peer().chain(), version::toString);
        }
    }

    /** No suite of it would be of use. */
    @Test
    void a_client_whose_only_key_is_an_imported_one_does_not_offer_dtls_1_2() {
        PreSharedKey imported = ExternalPsk.of(Agreement.bytes("device"), Agreement.bytes("a key of sixteen")).imported().get(0);
        Agreement.checkAndTalk(pair(5, ClientConfig.trusting(imported), PskStore.of(imported)).connect());
        Pair pair = pair(6, ClientConfig.trusting(imported), PskStore.of(imported)).server(server -> server.versions(ProtocolVersion.DTLS_1_2)).start();
        pair.driveWhile(() -> pair.client().failure().isEmpty(), MINUTE);
        assertFalse(pair.server().hasEngine(), "refused at the gate, for its versions");
    }

    @Test
    void nobody_and_no_key_is_no_configuration() {
        assertThrows(ConfigException.class, () -> ClientConfig.trusting(TrustPolicy.nobody()).build());
        assertThrows(ConfigException.class, () -> ServerConfig.identity(CERTIFICATE)
                .clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.nobody()).build());
    }

    /** [RFC9846 §4.7.1] Who was trusted for a key is trusted as long as it is configured. */
    @ParameterizedTest
    @MethodSource("versions")
    void a_session_that_began_with_a_key_is_resumed_while_there_is_the_key_and_no_longer(ProtocolVersion version) {
        Session session = session(7, ClientConfig.trusting(KEY), version);
        assertEquals(Optional.of(KEY.identity()), session.peer().pskIdentity());
        assertTrue(isResumed(8, ClientConfig.trusting(OTHER, KEY), session, version));
        assertFalse(isResumed(9, ClientConfig.trusting(ROOT).serverName("server.test").preSharedKeys(OTHER), session, version));
        assertFalse(isResumed(10, ClientConfig.trusting(ROOT).serverName("server.test"), session, version));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_session_that_began_with_a_certificate_is_not_resumed_by_who_trusts_a_key_alone(ProtocolVersion version) {
        Session session = session(11, ClientConfig.trusting(ROOT).serverName("server.test"), version);
        assertFalse(session.peer().chain().isEmpty());
        assertTrue(isResumed(12, ClientConfig.trusting(ROOT).preSharedKeys(KEY).serverName("server.test"), session, version));
        assertFalse(isResumed(13, ClientConfig.trusting(KEY).serverName("server.test"), session, version));
    }

    private static Session session(long seed, ClientConfig.Builder client, ProtocolVersion version) {
        Pair pair = coming(seed, client, version).connect().drive(Duration.ofSeconds(1));
        return pair.client().events().stream().filter(EngineEvent.Resumable.class::isInstance)
                .map(event -> ((EngineEvent.Resumable) event).session()).findFirst().orElseThrow();
    }

    private static boolean isResumed(long seed, ClientConfig.Builder client, Session session, ProtocolVersion version) {
        return info(coming(seed, client.resume(session), version).connect().client()).resumed();
    }

    private static Pair coming(long seed, ClientConfig.Builder client, ProtocolVersion version) {
        return pair(seed, client.versions(version).legacyTickets(version.equals(ProtocolVersion.DTLS_1_2) ? LegacyTickets.WANTED : LegacyTickets.REFUSED),
                PskStore.of(KEY, OTHER)).server(server -> server.tickets(Families13.tickets()));
    }
}
