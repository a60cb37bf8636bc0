package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.FlightTiming;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.UnknownNames;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.crypto.suite.KeyExchangeMethod;
import io.puredtls.event.EngineEvent;
import io.puredtls.record.DropReason;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.ExternalPsk;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC4279 §2] [RFC5489 §2] DTLS 1.2 with keys that both ends were given. */
class Psk12Test {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final PreSharedKey KEY = PreSharedKey.of(Agreement.bytes("device"), Agreement.bytes("a key of sixteen"));
    private static final PreSharedKey WRONG = PreSharedKey.of(Agreement.bytes("device"), Agreement.bytes("another sixteen!"));
    private static final PreSharedKey UNKNOWN = PreSharedKey.of(Agreement.bytes("stranger"), Agreement.bytes("a key of sixteen"));
    private static final Credentials CERTIFICATE = SelfSigned.ecdsaP256("server.test");

    static Stream<CipherSuite> suites() {
        return CipherSuite.KNOWN.stream().filter(CipherSuite::isByKey);
    }

    private static Pair pair(long seed, PreSharedKey client, PskStore server, List<CipherSuite> suites, Credentials... shown) {
        return Pair.seeded(seed)
                .client(ClientConfig.trusting(TrustPolicy.roots(List.of())).versions(ProtocolVersion.DTLS_1_2)
                        .withoutHandshakeLimit().legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(suites).preSharedKeys(client))
                .server(ServerConfig.identity(shown).versions(ProtocolVersion.DTLS_1_2)
                        .withoutHandshakeLimit().legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(suites).preSharedKeys(server));
    }

    private static SessionInfo info(End end) {
        return end.engine().info().orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("suites")
    void both_ends_with_the_key_connect_and_say_who_the_client_is(CipherSuite suite) {
        Pair pair = pair(1, KEY, PskStore.of(KEY), List.of(suite)).connect();
        Agreement.checkAndTalk(pair);
        for (End end : List.of(pair.client(), pair.server())) {
            assertEquals(suite, info(end).cipherSuite());
            assertEquals(Optional.of(Bytes.of(Agreement.bytes("device"))), info(end).peer().pskIdentity());
            assertTrue(info(end).peer().verified());
            assertEquals(Optional.empty(), info(end).signatureScheme());
            assertEquals(suite.keyExchange() == KeyExchangeMethod.ECDHE_PSK, info(end).group().isPresent());
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void bad_networks_are_no_obstacle(CipherSuite suite) {
        Seeds.each(seed -> {
            Pair pair = pair(seed, KEY, PskStore.of(KEY).withIdentityHint(new byte[300]), List.of(suite))
                    .client(client -> client.mtu(256)).server(server -> server.mtu(256))
                    .network(clean -> clean.losing(0.1).duplicating(0.1).reordering(0.1)).connect(MINUTE);
            Agreement.checkAndTalk(pair);
        });
    }

    /** [RFC4279 §2] Nobody learns which names there are: the two fail alike, by decrypt_error, and only when the Finished could not be opened. */
    @ParameterizedTest
    @MethodSource("suites")
    void a_wrong_key_and_an_unknown_name_fail_alike(CipherSuite suite) {
        for (PreSharedKey held : List.of(WRONG, UNKNOWN)) {
            Pair pair = pair(2, held, PskStore.of(KEY), List.of(suite)).start();
            pair.driveWhile(() -> pair.client().failure().isEmpty(), MINUTE);
            assertEquals(Optional.of(Violation.WRONG_PRE_SHARED_KEY), pair.server().failure().map(EngineEvent.Failed::violation));
            assertEquals(Optional.of(AlertDescription.DECRYPT_ERROR), pair.client().failure().flatMap(EngineEvent.Failed::alert));
            assertFalse(pair.client().isConnected());
            assertEquals(3, pair.network().log().stream().filter(each -> each.toServer()).count() - 2, "the flight, and twice again");
        }
    }

    @Test
    void a_client_without_a_key_offers_no_suite_with_one_and_gets_a_certificate() {
        List<CipherSuite> suites = List.of(CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        Pair pair = pair(3, KEY, PskStore.of(KEY), suites, CERTIFICATE)
                .client(ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2)
                        .withoutHandshakeLimit().legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(suites)).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(CERTIFICATE.chain(), info(pair.client()).peer().chain());
    }

    @Test
    void a_server_without_keys_does_not_choose_a_suite_with_them() {
        List<CipherSuite> suites = List.of(CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        Pair pair = pair(4, KEY, PskStore.EMPTY, suites, CERTIFICATE);
        pair.client(ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2)
                .withoutHandshakeLimit().legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(suites).preSharedKeys(KEY)).connect();
        Agreement.checkAndTalk(pair);
        assertEquals(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, info(pair.client()).cipherSuite());
    }

    @Test
    void the_order_of_suites_decides_between_a_key_and_a_certificate() {
        CipherSuite byKey = CipherSuite.TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256;
        CipherSuite signed = CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
        for (List<CipherSuite> suites : List.of(List.of(byKey, signed), List.of(signed, byKey))) {
            Pair pair = pair(5, KEY, PskStore.of(KEY), suites, CERTIFICATE);
            pair.client(ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2)
                    .withoutHandshakeLimit().legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(suites).preSharedKeys(KEY)).connect();
            Agreement.checkAndTalk(pair);
            assertEquals(suites.get(0), info(pair.server()).cipherSuite());
        }
    }

    /** [RFC4279 §5.3] Names and keys of all lengths, in pieces where they are long. */
    @Test
    void long_names_and_keys_and_hints_are_no_obstacle() {
        for (int length : new int[] {1, 64, 1000, 65_535}) {
            PreSharedKey key = PreSharedKey.of(new byte[length], new byte[Math.min(length, 60_000)]);
            Pair pair = pair(6, key, PskStore.of(key).withIdentityHint(new byte[length]), List.of(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8)).connect();
            Agreement.checkAndTalk(pair);
            assertEquals(Optional.of(key.identity()), info(pair.server()).peer().pskIdentity());
        }
    }

    /** [RFC4279 §2] One Finished that cannot be opened may be somebody else's; three are not borne. */
    @Test
    void the_third_record_that_cannot_be_opened_ends_the_handshake_and_no_sooner() {
        Pair pair = pair(7, WRONG, PskStore.of(KEY), List.of(CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256)).start();
        pair.driveWhile(() -> !pair.server().hasEngine() || pair.server().engine().stats().drops(DropReason.BAD_TAG) == 0, MINUTE); // its Finished
        byte[] forged = new byte[13 + 60];
        forged[0] = 22;
        forged[1] = (byte) 0xFE;
        forged[2] = (byte) 0xFD;
        forged[4] = 1; // epoch
        forged[12] = 60;
        for (int seen = 2; seen <= 3; seen++) {
            assertEquals(Optional.empty(), pair.server().failure(), "before record " + seen);
            forged[10] = (byte) seen;
            pair.server().engine().receive(forged.clone(), 0, forged.length, pair.now());
            pair.poll();
        }
        assertEquals(Optional.of(Violation.WRONG_PRE_SHARED_KEY), pair.server().failure().map(EngineEvent.Failed::violation));
    }

    /** [RFC4279 §2] A client that does not say its flight again is told as well, when the time is over. */
    @Test
    void at_the_handshake_limit_one_record_that_cannot_be_opened_is_enough() {
        Pair pair = pair(8, WRONG, PskStore.of(KEY), List.of(CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256))
                .client(client -> client.flightTiming(FlightTiming.DEFAULT.withInitialRto(Duration.ofSeconds(50)).withAdaptation(FlightTiming.Adaptation.NONE)))
                .server(server -> server.handshakeLimit(Duration.ofSeconds(2))).start();
        pair.driveWhile(() -> pair.client().failure().isEmpty(), MINUTE);
        assertEquals(Optional.of(Violation.WRONG_PRE_SHARED_KEY), pair.server().failure().map(EngineEvent.Failed::violation));
        assertEquals(Optional.of(AlertDescription.DECRYPT_ERROR), pair.client().failure().flatMap(EngineEvent.Failed::alert));
    }

    @Test
    void a_key_that_was_imported_is_not_for_this_version() {
        PreSharedKey imported = ExternalPsk.of(Agreement.bytes("device"), Agreement.bytes("a key of sixteen")).imported().get(0);
        List<CipherSuite> suites = List.of(CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256);
        assertFalse(imported.isForDtls12());
        assertThrows(ConfigException.class, () -> ClientConfig.trusting(TrustPolicy.roots(List.of())).versions(ProtocolVersion.DTLS_1_2)
                .cipherSuites(suites).preSharedKeys(imported).build());
        PreSharedKey sameName = PreSharedKey.of(imported.identity().toArray(), imported.key().view());
        Pair pair = pair(9, sameName, PskStore.of(imported), suites).start();
        pair.driveWhile(() -> pair.client().failure().isEmpty(), MINUTE);
        assertEquals(Optional.of(Violation.WRONG_PRE_SHARED_KEY), pair.server().failure().map(EngineEvent.Failed::violation));
    }

    /** Names are for certificates: who has a key needs none. */
    @Test
    void a_name_that_no_certificate_is_for_does_not_keep_out_who_has_a_key() {
        List<CipherSuite> suites = List.of(CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
        Pair pair = pair(10, KEY, PskStore.of(KEY), suites, CERTIFICATE)
                .client(client -> client.serverName("elsewhere.test")).server(server -> server.unknownNames(UnknownNames.REFUSE)).connect();
        Agreement.checkAndTalk(pair);
    }
}
