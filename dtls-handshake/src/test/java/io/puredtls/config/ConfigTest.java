package io.puredtls.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionStore;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.trust.ReferenceIdentity;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;

/** A configuration that cannot work is refused where it is made, in a sentence with the values in conflict. */
class ConfigTest {
    private static final Credentials P256 = SelfSigned.ecdsaP256("a.test");
    private static final Credentials RSA = SelfSigned.builder(KeyAlgorithm.RSA_2048).name("a.test").generate();
    private static final List<CipherSuite> RSA_SUITE = List.of(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256);
    private static final List<CipherSuite> SUITE_13 = List.of(CipherSuite.TLS_AES_128_GCM_SHA256);
    private static final PreSharedKey PSK = PreSharedKey.of(new byte[] {1}, new byte[16]);
    private static final TicketPolicy STORED = TicketPolicy.storedIn(SessionStore.inMemory(1));
    private static final List<CipherSuite> SIGNED_12 = List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);
    private static final AntiReplay REPLAYS = AntiReplay.inMemory(10, 10_000);

    /** What is attempted, and how the sentence begins that refuses it. */
    record Fault(String sentence, Executable attempt) {
        @Override
        public String toString() {
            return sentence;
        }
    }

    static final List<Fault> faults = List.of(
            // Settings
            new Fault("no cipher suite is configured; available are [TLS_", () -> client().cipherSuites(List.of()).build()),
            new Fault("a cipher suite is configured twice: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]",
                    () -> client().cipherSuites(List.of(RSA_SUITE.get(0), RSA_SUITE.get(0))).build()),
            new Fault("cipher suite unknown(0x1a2b) is not available here; available are [TLS_",
                    () -> client().cipherSuites(List.of(RSA_SUITE.get(0), new CipherSuite(0x1A2B))).build()),
            new Fault("no group is configured; available are [", () -> client().groups(List.of()).build()),
            new Fault("a group is configured twice: [x25519, secp256r1, x25519]",
                    () -> client().groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.X25519)).build()),
            new Fault("group unknown(0x0100) is not available here; available are [",
                    () -> client().groups(List.of(new NamedGroup(0x100))).build()),
            new Fault("no signature scheme is configured; available are [ecdsa_secp256r1_sha256",
                    () -> client().signatureSchemes(List.of()).build()),
            new Fault("a signature scheme is configured twice: [ed25519, ed25519]",
                    () -> client().signatureSchemes(List.of(SignatureScheme.ED25519, SignatureScheme.ED25519)).build()),
            new Fault("signature scheme unknown(0x0201) is not available here; available are [ecdsa_secp256r1_sha256",
                    () -> client().signatureSchemes(List.of(new SignatureScheme(0x0201))).build()),
            new Fault("an application protocol's name has 1 to 255 bytes; \"\" has 0", () -> client().applicationProtocols("h2", "").build()),
            new Fault("an application protocol's name has 1 to 255 bytes; \"" + "ä".repeat(128) + "\" has 256",
                    () -> client().applicationProtocols("ä".repeat(128)).build()),
            new Fault("no keys can be cut for SRTP profile unknown(0x0003)", () -> client().srtp(new SrtpProfile(3)).build()),
            new Fault("an SRTP MKI is 0 to 255 bytes in lower-case hexadecimal, not 000000",
                    () -> client().srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).srtpMki(new byte[256]).build()),
            new Fault("an SRTP MKI (0a0b) without SRTP profiles (none) has no meaning", () -> client().srtpMki(new byte[] {10, 11}).build()),
            new Fault("mtu is 256 to 65535 bytes, not 255", () -> client().mtu(255).build()),
            new Fault("mtu is 256 to 65535 bytes, not 65536", () -> client().mtu(65_536).build()),
            // Versions
            new Fault("versions are some of [DTLSv1.3, DTLSv1.2], not []", () -> client().versions().build()),
            new Fault("versions are some of [DTLSv1.3, DTLSv1.2], not [DTLSv1.2, DTLSv1.0]",
                    () -> client().versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_0).build()),
            new Fault("no configured cipher suite is one of DTLSv1.3: [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256]",
                    () -> client().cipherSuites(RSA_SUITE).build()),
            new Fault("no configured cipher suite is one of DTLSv1.2: [TLS_AES_128_GCM_SHA256]", () -> client().cipherSuites(SUITE_13).build()),
            new Fault("no configured cipher suite is one of DTLSv1.2: [TLS_AES_128_GCM_SHA256]",
                    () -> client().versions(ProtocolVersion.DTLS_1_2).cipherSuites(SUITE_13).build()),
            new Fault("no configured signature scheme is one of DTLSv1.3: [rsa_pkcs1_sha256]",
                    () -> client().signatureSchemes(List.of(SignatureScheme.RSA_PKCS1_SHA256)).build()),
            // Options of DTLS 1.3
            new Fault("recordSizeLimit is 64 to 16385 bytes, not 63", () -> client().recordSizeLimit(63).build()),
            new Fault("recordSizeLimit is 64 to 16385 bytes, not 16386", () -> client().recordSizeLimit(16_386).build()),
            new Fault("these pre-shared keys, as they are imported or no cipher suite is for them, are for DTLS 1.3, and the versions are [DTLSv1.2]",
                    () -> client().versions(ProtocolVersion.DTLS_1_2).cipherSuites(SIGNED_12).preSharedKeys(PSK).build()),
            new Fault("without a cipher suite for them pre-shared keys are for DTLS 1.3, and the versions are [DTLSv1.2]",
                    () -> ServerConfig.identity(P256).versions(ProtocolVersion.DTLS_1_2).cipherSuites(SIGNED_12).preSharedKeys(PskStore.of(PSK)).build()),
            new Fault("cipher suite TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256 is a legacy one; with legacyCipherSuites(CBC) it may be used",
                    () -> client().cipherSuites(CipherSuite.KNOWN.stream().filter(suite -> suite.isForDtls13()
                            || suite.equals(CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256)).toList()).build()),
            new Fault("the cipher suites [TLS_PSK_WITH_AES_128_CCM_8] need a pre-shared key that DTLS 1.2 can use",
                    () -> client().versions(ProtocolVersion.DTLS_1_2).cipherSuites(List.of(CipherSuite.TLS_PSK_WITH_AES_128_CCM_8)).build()),
            new Fault("a PSK identity hint has at most 65535 bytes, not 65536", () -> PskStore.of(PSK).withIdentityHint(new byte[65_536])),
            new Fault("a session to resume is for DTLS 1.3, and the versions are [DTLSv1.2]",
                    () -> client().versions(ProtocolVersion.DTLS_1_2).resume(session()).build()),
            new Fault("acceptableIssuers are for DTLS 1.3, and the versions are [DTLSv1.2]",
                    () -> client().versions(ProtocolVersion.DTLS_1_2).acceptableIssuers(P256.chain()).build()),
            new Fault("early data is for DTLS 1.3, and the versions are [DTLSv1.2]",
                    () -> client().versions(ProtocolVersion.DTLS_1_2).earlyData(EarlyDataOffer.OFFERED).build()),
            new Fault("authentication after the handshake is for DTLS 1.3, and the versions are [DTLSv1.2]",
                    () -> client().versions(ProtocolVersion.DTLS_1_2).postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).build()),
            new Fault("early data is for DTLS 1.3, and the versions are [DTLSv1.2]", () -> ServerConfig.identity(P256)
                    .versions(ProtocolVersion.DTLS_1_2).tickets(STORED).earlyData(EarlyDataPolicy.ofSingleUseTickets(1)).build()),
            new Fault("early data is never taken with cookiePolicy ALWAYS, as there is none after a HelloRetryRequest",
                    () -> ServerConfig.identity(P256).cookiePolicy(CookiePolicy.ALWAYS).tickets(STORED)
                            .earlyData(EarlyDataPolicy.ofSingleUseTickets(1)).build()),
            new Fault("a server has credentials to show; none are configured",
                    () -> ServerConfig.identity().versions(ProtocolVersion.DTLS_1_2).cipherSuites(SIGNED_12).preSharedKeys(PskStore.of(PSK)).build()),
            new Fault("a server has credentials to show; none are configured",
                    () -> ServerConfig.identity().versions(ProtocolVersion.DTLS_1_3).build()),
            new Fault("tickets after a handshake are 0 to 16, not -1", () -> STORED.withCount(-1)),
            new Fault("tickets after a handshake are 0 to 16, not 17", () -> STORED.withCount(17)),
            new Fault("a ticket is good for 1 s to 7 days, not PT0.999S", () -> STORED.withLifetime(Duration.ofMillis(999))),
            new Fault("a ticket is good for 1 s to 7 days, not PT168H0.001S", () -> STORED.withLifetime(Duration.ofDays(7).plusMillis(1))),
            new Fault("early data is not less than nothing: -1", () -> EarlyDataPolicy.ofSingleUseTickets(-1)),
            new Fault("the freshness window of early data is 100 ms to 60 s, not 99 ms",
                    () -> new EarlyDataPolicy(1, Optional.empty(), Duration.ofMillis(99))),
            new Fault("the freshness window of early data is 100 ms to 60 s, not 60001 ms",
                    () -> new EarlyDataPolicy(1, Optional.empty(), Duration.ofMillis(60_001))),
            new Fault("early data is taken with tickets that can be used once only, or with something that notices hellos seen before",
                    () -> ServerConfig.identity(P256).earlyData(EarlyDataPolicy.ofSingleUseTickets(1)).build()),
            new Fault("early data of up to 7 bytes is taken with tickets, and none are given",
                    () -> ServerConfig.identity(P256).tickets(TicketPolicy.NONE).earlyData(EarlyDataPolicy.of(7, REPLAYS)).build()),
            new Fault("at least one hello is remembered for at least 1 ms, not 0 for 10", () -> AntiReplay.inMemory(0, 10)),
            new Fault("at least one hello is remembered for at least 1 ms, not 10 for 0", () -> AntiReplay.inMemory(10, 0)),
            new Fault("hellos are remembered for a freshness window of 9999 ms, and early data is taken within 10000 ms",
                    () -> EarlyDataPolicy.of(1, AntiReplay.inMemory(10, 9_999))),
            // Credentials
            new Fault("a key of kind EC can sign by none of the configured schemes [ecdsa_secp384r1_sha384] in [DTLSv1.3]",
                    () -> client().versions(ProtocolVersion.DTLS_1_3).identity(P256)
                            .signatureSchemes(List.of(SignatureScheme.ECDSA_SECP384R1_SHA384)).build()),
            new Fault("a key of kind EC can sign by none of the configured schemes [ed25519]",
                    () -> client().identity(P256).signatureSchemes(List.of(SignatureScheme.ED25519)).build()),
            new Fault("a key of kind RSA can sign by none of the configured schemes [ed25519, ecdsa_secp256r1_sha256]",
                    () -> ServerConfig.identity(P256, RSA)
                            .signatureSchemes(List.of(SignatureScheme.ED25519, SignatureScheme.ECDSA_SECP256R1_SHA256)).build()),
            new Fault("a server has credentials to show; none are configured", () -> ServerConfig.identity().build()),
            new Fault("no configured cipher suite [TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256] can be used with a key of kind EC",
                    () -> ServerConfig.identity(RSA, P256).versions(ProtocolVersion.DTLS_1_2).cipherSuites(RSA_SUITE).build()),
            // Bounds
            new Fault("maxHandshakeMessage is 4096 to 16777215, not 4095", () -> new Bounds(4095, 131_072, 16, 16, 16_384, 256)),
            new Fault("maxHandshakeMessage is 4096 to 16777215, not 16777216", () -> new Bounds(1 << 24, 1 << 26, 16, 16, 16_384, 256)),
            new Fault("maxReassembly is 5000 to 67108864, not 4999", () -> new Bounds(5000, 4999, 16, 16, 16_384, 256)),
            new Fault("maxReassembly is 5000 to 67108864, not 67108865", () -> new Bounds(5000, (1 << 26) + 1, 16, 16, 16_384, 256)),
            new Fault("maxMessagesAhead is 1 to 64, not 0", () -> new Bounds(5000, 5000, 0, 16, 16_384, 256)),
            new Fault("maxMessagesAhead is 1 to 64, not 65", () -> new Bounds(5000, 5000, 65, 16, 16_384, 256)),
            new Fault("maxPendingRecords is 0 to 1024, not -1", () -> new Bounds(5000, 5000, 16, -1, 16_384, 256)),
            new Fault("maxPendingRecords is 0 to 1024, not 1025", () -> new Bounds(5000, 5000, 16, 1025, 16_384, 256)),
            new Fault("maxPendingBytes is 0 to 1048576, not -1", () -> new Bounds(5000, 5000, 16, 16, -1, 256)),
            new Fault("maxPendingBytes is 0 to 1048576, not 1048577", () -> new Bounds(5000, 5000, 16, 16, (1 << 20) + 1, 256)),
            new Fault("replayWindow is 64 to 1024, not 63", () -> Bounds.DEFAULT.withReplayWindow(63)),
            new Fault("replayWindow is 64 to 1024, not 1025", () -> Bounds.DEFAULT.withReplayWindow(1025)),
            new Fault("replayWindow is a multiple of 64, not 100", () -> Bounds.DEFAULT.withReplayWindow(100)),
            // FlightTiming
            new Fault("initialRto is 50 ms to 60 s, not 49 ms", () -> new FlightTiming(Duration.ofMillis(49), Duration.ofSeconds(60), 1)),
            new Fault("initialRto is 50 ms to 60 s, not 60001 ms", () -> new FlightTiming(Duration.ofMillis(60_001), Duration.ofSeconds(90), 1)),
            new Fault("maxRto is initialRto (1000 ms) to one hour, not 999 ms",
                    () -> new FlightTiming(Duration.ofSeconds(1), Duration.ofMillis(999), 1)),
            new Fault("maxRto is initialRto (1000 ms) to one hour, not 3600001 ms",
                    () -> new FlightTiming(Duration.ofSeconds(1), Duration.ofMillis(3_600_001), 1)),
            new Fault("maxRetransmissions is not negative, but -1", () -> new FlightTiming(Duration.ofSeconds(1), Duration.ofSeconds(1), -1)),
            // UsageLimits
            new Fault("usage limits are at least 2 records and 1 forgery, not 1 and 5", () -> new UsageLimits(1, 5)),
            new Fault("usage limits are at least 2 records and 1 forgery, not 2 and 0", () -> new UsageLimits(2, 0)));

    @ParameterizedTest
    @FieldSource("faults")
    // [RFC9846 §4.7.1#8] [RFC9846 §4.3.7#1]
    void what_cannot_work_is_refused(Fault fault) {
        var thrown = assertThrows(ConfigException.class, fault.attempt);
        assertTrue(thrown.getMessage().startsWith(fault.sentence), thrown.getMessage());
    }

    private static void assertNamed(String name, Executable attempt) {
        assertEquals(name, assertThrows(NullPointerException.class, attempt, name).getMessage());
    }

    @Test
    void what_is_null_is_refused_by_its_name_before_any_handshake() {
        assertNamed("entropy", () -> client().cipherSuites(SUITE_13).versions(ProtocolVersion.DTLS_1_3).entropy(null).build());
        assertNamed("clock", () -> client().clock(null).build());
        assertNamed("padding", () -> client().padding(null).build());
        assertNamed("certificateCompression", () -> client().certificateCompression(null).build());
        assertNamed("bounds", () -> client().bounds(null).build());
        assertNamed("usageLimits", () -> client().usageLimits(null).build());
        assertNamed("keyLog", () -> client().dangerouslyLogSecrets(null).build());
        assertNamed("trace", () -> client().trace(null).build());
        assertNamed("pskExchange", () -> client().pskExchange(null).build());
        assertNamed("keyShares", () -> client().keyShares(null).build());
        assertNamed("postHandshakeAuthentication", () -> client().postHandshakeAuthentication(null).build());
        assertNamed("earlyData", () -> client().earlyData(null).build());
        assertNamed("grease", () -> client().grease(null).build());
        assertNamed("session", () -> client().resume(null).build());
        assertNamed("flightTiming", () -> client().flightTiming(null).build());
        assertNamed("handshakeLimit", () -> client().handshakeLimit(null).build());
        assertNamed("cookiePolicy", () -> ServerConfig.identity(P256).cookiePolicy(null).build());
        assertNamed("tickets", () -> ServerConfig.identity(P256).tickets(null).build());
        assertNamed("clientAuthentication", () -> ServerConfig.identity(P256).clientAuthentication(null, TrustPolicy.systemRoots()).build());
        assertNamed("clientTrust", () -> ServerConfig.identity(P256).clientAuthentication(ClientAuthentication.REQUIRED, null).build());
        assertNamed("suiteOrder", () -> ServerConfig.identity(P256).suiteOrder(null).build());
        assertNamed("unknownNames", () -> ServerConfig.identity(P256).unknownNames(null).build());
        assertNamed("preSharedKeys", () -> ServerConfig.identity(P256).preSharedKeys(null).build());
        assertNamed("pskExchange", () -> ServerConfig.identity(P256).pskExchange(null).build());
    }

    @Test
    void the_bounds_themselves_are_allowed() {
        new Bounds(4096, 4096, 1, 0, 0, 64);
        new Bounds(0xFF_FFFF, 1 << 26, 64, 1024, 1 << 20, 1024);
        new FlightTiming(Duration.ofMillis(50), Duration.ofMillis(50), 0);
        new FlightTiming(Duration.ofSeconds(60), Duration.ofHours(1), FlightTiming.UNLIMITED);
        new UsageLimits(2, 1);
        client().mtu(256).build();
        client().mtu(65_535).build();
        client().applicationProtocols("x", "ä".repeat(127) + "x").build();
        client().srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).srtpMki(new byte[255]).build();
        client().recordSizeLimit(64).build();
        client().recordSizeLimit(16_385).build();
        STORED.withCount(0).withLifetime(Duration.ofSeconds(1));
        STORED.withCount(16).withLifetime(Duration.ofDays(7));
        new EarlyDataPolicy(Integer.MAX_VALUE, Optional.empty(), Duration.ofMillis(100));
        new EarlyDataPolicy(0, Optional.empty(), Duration.ofSeconds(60));
    }

    @Test
    void suites_and_schemes_of_one_version_do_where_that_is_spoken_alone() {
        client().versions(ProtocolVersion.DTLS_1_2).cipherSuites(RSA_SUITE).signatureSchemes(List.of(SignatureScheme.RSA_PKCS1_SHA256)).build();
        client().versions(ProtocolVersion.DTLS_1_3).cipherSuites(SUITE_13).build();
        client().cipherSuites(List.of(SUITE_13.get(0), RSA_SUITE.get(0))).build();
        ServerConfig.identity(P256).versions(ProtocolVersion.DTLS_1_3).cipherSuites(SUITE_13).build();
    }

    @Test
    void a_key_that_serves_one_of_the_versions_will_do() {
        client().identity(P256).signatureSchemes(List.of(SignatureScheme.ECDSA_SECP384R1_SHA384)).build();
        ServerConfig.identity(RSA, P256).cipherSuites(List.of(SUITE_13.get(0), RSA_SUITE.get(0))).build();
    }

    @Test
    void a_server_with_pre_shared_keys_alone_speaks_dtls_1_3_alone() {
        PskStore store = PskStore.of(PSK);
        ServerConfig config = ServerConfig.identity().versions(ProtocolVersion.DTLS_1_3).preSharedKeys(store).build();
        assertEquals(List.of(), config.credentials());
        assertSame(store, config.preSharedKeys());
        assertEquals(Optional.of(PSK), store.find(PSK.identity()));
    }

    @Test
    void early_data_goes_with_tickets_of_one_use_or_with_a_memory_of_hellos() {
        ServerConfig.identity(P256).tickets(STORED).earlyData(EarlyDataPolicy.ofSingleUseTickets(1)).build();
        ServerConfig config = ServerConfig.identity(P256).tickets(STORED).earlyData(EarlyDataPolicy.of(1, REPLAYS)).build();
        assertEquals(CookiePolicy.EXCEPT_RESUMED, config.cookiePolicy(), "a retry would be the end of it");
        ServerConfig.identity(P256).earlyData(EarlyDataPolicy.of(1, REPLAYS)).build();
        ServerConfig.identity(P256).tickets(TicketPolicy.NONE).earlyData(EarlyDataPolicy.REFUSED).build();
    }

    @Test
    void versions_stand_in_their_order_once_whatever_was_asked_for() {
        List<ProtocolVersion> both = List.of(ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2);
        assertEquals(both, client().build().settings().versions());
        assertEquals(both, client().versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2).build().settings().versions());
        Settings old = client().versions(ProtocolVersion.DTLS_1_2).build().settings();
        assertEquals(List.of(ProtocolVersion.DTLS_1_2), old.versions());
        assertTrue(old.allows(ProtocolVersion.DTLS_1_2));
        assertFalse(old.allows(ProtocolVersion.DTLS_1_3));
    }

    @Test
    void legacy_suites_may_be_used_where_it_is_said_and_stand_behind_all_others() {
        List<CipherSuite> named = List.of(CipherSuite.TLS_PSK_WITH_AES_256_CBC_SHA384, CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA);
        Settings settings = client().versions(ProtocolVersion.DTLS_1_2).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(named).build().settings();
        assertEquals(named, settings.cipherSuites());
        assertEquals(LegacyCipherSuites.CBC, settings.legacyCipherSuites());
        List<CipherSuite> byDefault = client().legacyCipherSuites(LegacyCipherSuites.CBC).build().settings().cipherSuites();
        int firstLegacy = byDefault.indexOf(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256);
        assertEquals(CipherSuite.defaults(Jca.PLATFORM), byDefault.subList(0, firstLegacy));
        assertEquals(12, byDefault.subList(firstLegacy, byDefault.size()).stream().filter(CipherSuite::isLegacy).count());
    }

    // Defaults

    @Test
    void a_client_offers_all_that_the_jdk_has_by_default() {
        Settings settings = client().build().settings();
        assertEquals(CipherSuite.defaults(Jca.PLATFORM), settings.cipherSuites(), "all but the one with a short tag");
        assertEquals(LegacyCipherSuites.REFUSED, settings.legacyCipherSuites());
        assertEquals(NamedGroup.available(Jca.PLATFORM), settings.groups());
        assertEquals(SignatureScheme.available(Jca.PLATFORM), settings.signatureSchemes());
        assertEquals(MasterSecretBinding.EXTENDED_REQUIRED, settings.masterSecretBinding());
        assertEquals(List.of(), settings.applicationProtocols());
        assertEquals(List.of(), settings.srtpProfiles());
        assertEquals("", settings.srtpMki());
        assertEquals(1200, settings.mtu());
        assertEquals(new FlightTiming(Duration.ofSeconds(1), Duration.ofSeconds(60), Integer.MAX_VALUE), settings.flightTiming());
        assertEquals(Optional.of(Duration.ofSeconds(30)), settings.handshakeLimit());
        assertEquals(new Bounds(102_400, 131_072, 16, 16, 16_384, 256), settings.bounds());
        assertEquals(UsageLimits.OF_THE_ALGORITHM, settings.usageLimits());
        assertSame(KeyLog.NONE, settings.keyLog());
        assertSame(EngineTrace.NONE, settings.trace());
        assertSame(PaddingPolicy.NONE, settings.padding());
        assertEquals(Optional.empty(), settings.recordSizeLimit());
        assertEquals(CertificateCompression.NONE, settings.certificateCompression());
    }

    @Test
    // [RFC9846 §F.5#3]
    void a_client_resumes_nothing_and_is_asked_for_nothing_later_by_default() {
        ClientConfig config = client().build();
        assertEquals(Optional.empty(), config.session());
        assertEquals(List.of(), config.preSharedKeys());
        assertEquals(PskExchange.WITH_DHE, config.pskExchange());
        assertEquals(KeyShareOffer.ONE_DATAGRAM, config.keyShares());
        assertEquals(PostHandshakeAuthentication.REFUSED, config.postHandshakeAuthentication());
        assertEquals(EarlyDataOffer.NONE, config.earlyData());
        assertEquals(Grease.SENT, config.grease());
    }

    @Test
    // [RFC9846 §F.5#3]
    void a_server_gives_two_sealed_tickets_for_a_day_and_takes_no_early_data_by_default() {
        ServerConfig config = ServerConfig.identity(P256).build();
        assertTrue(config.tickets().kind() instanceof TicketPolicy.Sealed);
        assertEquals(2, config.tickets().count());
        assertEquals(Duration.ofDays(1), config.tickets().lifetime());
        assertFalse(config.tickets().isSingleUse());
        assertEquals(EarlyDataPolicy.REFUSED, config.earlyData());
        assertFalse(config.earlyData().isAccepted());
        assertSame(PskStore.EMPTY, config.preSharedKeys());
        assertEquals(PskExchange.WITH_DHE, config.pskExchange());
    }

    /** [RFC6347 §4.2.1#16] [RFC9147 §5.1#14] [RFC6347 §4.2.1#18] */
    @Test
    void a_server_asks_for_a_cookie_and_for_no_certificate_by_default() {
        ServerConfig config = ServerConfig.identity(P256).build();
        assertEquals(List.of(P256), config.credentials());
        assertEquals(ClientAuthentication.NONE, config.clientAuthentication());
        assertEquals(List.of(), config.acceptableIssuers());
        assertEquals(ServerConfig.SuiteOrder.SERVER, config.suiteOrder());
        assertEquals(UnknownNames.USE_DEFAULT, config.unknownNames());
        assertEquals(CookiePolicy.ALWAYS, config.cookiePolicy());
    }

    // Options

    @Test
    void every_option_of_a_client_arrives() {
        KeyLog log = line -> {
            // not called
        };
        EngineTrace trace = new EngineTrace() {
        };
        ClientConfig config = client().versions(ProtocolVersion.DTLS_1_2).identity(P256).serverName("example.org")
                .cipherSuites(RSA_SUITE).groups(List.of(NamedGroup.SECP256R1))
                .signatureSchemes(List.of(SignatureScheme.ECDSA_SECP384R1_SHA384)).dangerouslyAllowLegacyMasterSecret()
                .applicationProtocols("coap").srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).srtpMki(new byte[] {(byte) 0xAB}).mtu(300)
                .flightTiming(new FlightTiming(Duration.ofMillis(60), Duration.ofMillis(70), 8)).handshakeLimit(Duration.ofSeconds(9))
                .bounds(Bounds.DEFAULT.withReplayWindow(128)).usageLimits(new UsageLimits(10, 11)).dangerouslyLogSecrets(log).trace(trace)
                .build();
        Settings settings = config.settings();
        assertEquals(List.of(P256), config.credentials());
        assertEquals(Optional.of("example.org"), config.serverName());
        assertEquals(RSA_SUITE, settings.cipherSuites());
        assertEquals(List.of(NamedGroup.SECP256R1), settings.groups());
        assertEquals(List.of(SignatureScheme.ECDSA_SECP384R1_SHA384), settings.signatureSchemes());
        assertEquals(MasterSecretBinding.EXTENDED_PREFERRED, settings.masterSecretBinding());
        assertEquals(List.of("coap"), settings.applicationProtocols());
        assertEquals(List.of(SrtpProfile.SRTP_AEAD_AES_128_GCM), settings.srtpProfiles());
        assertEquals("ab", settings.srtpMki());
        assertEquals(300, settings.mtu());
        assertEquals(8, settings.flightTiming().maxRetransmissions());
        assertEquals(Optional.of(Duration.ofSeconds(9)), settings.handshakeLimit());
        assertEquals(128, settings.bounds().replayWindow());
        assertEquals(new UsageLimits(10, 11), settings.usageLimits());
        assertSame(log, settings.keyLog());
        assertSame(trace, settings.trace());
        assertEquals(Optional.empty(), client().withoutHandshakeLimit().build().settings().handshakeLimit());
    }

    @Test
    void every_option_of_a_server_arrives() {
        TrustPolicy trust = TrustPolicy.dangerouslyTrustAnyone();
        ServerConfig config = ServerConfig.identity(P256, RSA).clientAuthentication(ClientAuthentication.REQUIRED, trust)
                .acceptableIssuers(P256.chain()).suiteOrder(ServerConfig.SuiteOrder.CLIENT).unknownNames(UnknownNames.REFUSE)
                .cookiePolicy(CookiePolicy.NEVER).build();
        assertEquals(List.of(P256, RSA), config.credentials());
        assertEquals(ClientAuthentication.REQUIRED, config.clientAuthentication());
        assertSame(trust, config.clientTrust());
        assertEquals(P256.chain(), config.acceptableIssuers());
        assertEquals(ServerConfig.SuiteOrder.CLIENT, config.suiteOrder());
        assertEquals(UnknownNames.REFUSE, config.unknownNames());
        assertEquals(CookiePolicy.NEVER, config.cookiePolicy());
    }

    @Test
    void every_option_of_dtls_1_3_arrives() throws Exception {
        PaddingPolicy padding = PaddingPolicy.toMultipleOf(64);
        try (Session13 session = session()) {
            ClientConfig config = client().padding(padding).recordSizeLimit(100).certificateCompression(CertificateCompression.ZLIB)
                    .resume(session).preSharedKeys(PSK).pskExchange(PskExchange.WITH_DHE_OR_ALONE).keyShares(KeyShareOffer.FIRST_FLIGHT)
                    .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).earlyData(EarlyDataOffer.OFFERED).grease(Grease.NONE)
                    .build();
            assertSame(padding, config.settings().padding());
            assertEquals(Optional.of(100), config.settings().recordSizeLimit());
            assertEquals(CertificateCompression.ZLIB, config.settings().certificateCompression());
            assertEquals(Optional.of(session), config.session());
            assertEquals(List.of(PSK), config.preSharedKeys());
            assertEquals(PskExchange.WITH_DHE_OR_ALONE, config.pskExchange());
            assertEquals(KeyShareOffer.FIRST_FLIGHT, config.keyShares());
            assertEquals(PostHandshakeAuthentication.OFFERED, config.postHandshakeAuthentication());
            assertEquals(EarlyDataOffer.OFFERED, config.earlyData());
            assertEquals(Grease.NONE, config.grease());
        }
        EarlyDataPolicy earlyData = EarlyDataPolicy.ofSingleUseTickets(5);
        PskStore store = PskStore.of(PSK);
        ServerConfig server = ServerConfig.identity(P256).tickets(STORED).earlyData(earlyData).preSharedKeys(store)
                .pskExchange(PskExchange.WITH_DHE_OR_ALONE).build();
        assertEquals(STORED, server.tickets());
        assertTrue(server.tickets().isSingleUse());
        assertEquals(earlyData, server.earlyData());
        assertTrue(server.earlyData().isAccepted());
        assertSame(store, server.preSharedKeys());
        assertEquals(PskExchange.WITH_DHE_OR_ALONE, server.pskExchange());
    }

    private static Session13 session() {
        return new Session13(
                SUITE_13.get(0), SecretBytes.taking(new byte[32]), 0, 0, 10, 0, 0, Optional.empty(), Optional.empty(), PeerIdentity.ANONYMOUS,
                Bytes.EMPTY, Bytes.of((byte) 1));
    }

    /** [RFC9147 §5.8.2] */
    @Test
    // [RFC9147 §5.8.2#5]
    void a_handshake_for_srtp_is_said_again_sooner_unless_configured_otherwise() {
        assertEquals(Duration.ofMillis(400), client().srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).build().settings().flightTiming().initialRto());
        assertEquals(FlightTiming.DEFAULT, client().srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).flightTiming(FlightTiming.DEFAULT).build()
                .settings().flightTiming());
    }

    @ParameterizedTest
    @EnumSource
    void every_cookie_policy_arrives(CookiePolicy policy) {
        assertEquals(policy, ServerConfig.identity(P256).cookiePolicy(policy).build().cookiePolicy());
    }

    @Test
    void an_address_is_no_name_to_send() {
        assertEquals(Optional.empty(), client().serverName("192.0.2.1").build().serverName());
        assertEquals(Optional.empty(), client().build().serverName());
    }

    @Test
    void the_server_can_be_replaced() {
        ClientConfig config = client().serverName("a.test").preSharedKeys(PSK).keyShares(KeyShareOffer.FIRST_FLIGHT)
                .pskExchange(PskExchange.WITH_DHE_OR_ALONE).grease(Grease.NONE).resume(session()).earlyData(EarlyDataOffer.OFFERED)
                .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).build();
        assertEquals(Optional.of("b.test"), config.withServerIdentity(new ReferenceIdentity.DnsName("b.test")).serverName());
        assertEquals(config, config.withServerIdentity(config.serverIdentity()));
    }

    @Test
    void lists_are_copied() {
        List<CipherSuite> suites = new ArrayList<>(RSA_SUITE);
        ClientConfig.Builder builder = client().versions(ProtocolVersion.DTLS_1_2).cipherSuites(suites);
        suites.clear();
        assertEquals(RSA_SUITE, builder.build().settings().cipherSuites());
        byte[] mki = {1};
        builder.srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).srtpMki(mki);
        mki[0] = 2;
        assertEquals("01", builder.build().settings().srtpMki());
    }

    @Test
    void settings_copy_their_lists() {
        Settings made = client().versions(ProtocolVersion.DTLS_1_2).build().settings();
        List<String> protocols = new ArrayList<>(List.of("coap"));
        List<SrtpProfile> profiles = new ArrayList<>(SrtpProfile.KNOWN);
        List<CipherSuite> suites = new ArrayList<>(RSA_SUITE);
        Settings settings = new Settings(
                made.jca(), made.entropy(), made.clock(), made.versions(), suites, made.legacyCipherSuites(), made.groups(), made.signatureSchemes(), made.masterSecretBinding(),
                protocols, profiles, "", made.mtu(), made.padding(), made.recordSizeLimit(), made.certificateCompression(), made.mobility(), made.flightTiming(), made.handshakeLimit(), made.bounds(), made.usageLimits(),
                made.keyLog(), made.trace());
        List.of(protocols, profiles, suites).forEach(List::clear);
        assertEquals(List.of("coap"), settings.applicationProtocols());
        assertEquals(SrtpProfile.KNOWN, settings.srtpProfiles());
        assertEquals(RSA_SUITE, settings.cipherSuites());
    }

    // Values

    @Test
    void another_initial_timeout_raises_the_cap_where_needed() {
        FlightTiming timing = new FlightTiming(Duration.ofMillis(100), Duration.ofMillis(400), 3);
        assertEquals(new FlightTiming(Duration.ofMillis(200), Duration.ofMillis(400), 3), timing.withInitialRto(Duration.ofMillis(200)));
        assertEquals(new FlightTiming(Duration.ofMillis(500), Duration.ofMillis(500), 3), timing.withInitialRto(Duration.ofMillis(500)));
    }

    /** [RFC9147 §5.8.2] */
    @Test
    void adapted_timeout_is_half_as_long_again_as_the_round_trip_within_bounds() {
        FlightTiming timing = new FlightTiming(Duration.ofSeconds(1), Duration.ofSeconds(3), 3);
        assertEquals(450_000_000, timing.adapted(300_000_000));
        assertEquals(200_000_000, timing.adapted(1_000_000), "a peer may have to think");
        assertEquals(3_000_000_000L, timing.adapted(2_900_000_000L), "no longer than the longest");
        assertEquals(50_000_000, timing.withInitialRto(Duration.ofMillis(50)).adapted(1_000_000), "who asks for less gets less");
    }

    @Test
    void timeouts_double_up_to_the_cap_however_often() {
        FlightTiming timing = new FlightTiming(Duration.ofMillis(100), Duration.ofMillis(500), 3);
        assertEquals(100_000_000, timing.backedOff(100_000_000, 0));
        assertEquals(200_000_000, timing.backedOff(100_000_000, 1));
        assertEquals(400_000_000, timing.backedOff(100_000_000, 2));
        assertEquals(500_000_000, timing.backedOff(100_000_000, 3));
        assertEquals(500_000_000, timing.backedOff(100_000_000, Integer.MAX_VALUE));
    }

    @Test
    void usage_limits_tighten_and_never_loosen() {
        AeadLimits algorithm = new AeadLimits(100, 50);
        assertEquals(algorithm, UsageLimits.OF_THE_ALGORITHM.within(algorithm));
        assertEquals(new AeadLimits(10, 50), new UsageLimits(10, 60).within(algorithm));
        assertEquals(new AeadLimits(100, 5), new UsageLimits(110, 5).within(algorithm));
    }

    private static ClientConfig.Builder client() {
        return ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone());
    }
}
