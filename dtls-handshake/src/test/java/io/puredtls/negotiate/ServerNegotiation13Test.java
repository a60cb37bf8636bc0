package io.puredtls.negotiate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.AntiReplay;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.PskExchange;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What a server takes of what a client of DTLS 1.3 offers. */
class ServerNegotiation13Test {
    private static final ProtocolVersion UNKNOWN_VERSION = new ProtocolVersion(0xFAFA);
    private static final NamedGroup UNKNOWN_GROUP = new NamedGroup(0x5A5A);
    private static final Offer OFFER = Offer.MODERN
            .with(new SupportedVersions(List.of(ProtocolVersion.DTLS_1_3)))
            .suites(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384)
            .with(new SupportedGroups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)))
            .with(shares(NamedGroup.X25519));

    private static KeyShares shares(NamedGroup... groups) {
        return new KeyShares(Stream.of(groups).map(group -> new KeyShareEntry(group, Bytes.of(new byte[32]))).toList());
    }

    private static ServerConfig config(UnaryOperator<ServerConfig.Builder> options) {
        return options.apply(ServerConfig.identity(Keys.P256).groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1))).build();
    }

    private static ServerNegotiation13 negotiation(Offer offer, UnaryOperator<ServerConfig.Builder> options) throws ProtocolException {
        ClientHello fromTheWire = (ClientHello) HandshakeCodec.DTLS13.decode(HandshakeType.CLIENT_HELLO, offer.hello().toBytes().reader());
        return ServerNegotiation13.of(fromTheWire, config(options));
    }

    private static ServerNegotiation13 negotiation(Offer offer) throws ProtocolException {
        return negotiation(offer, server -> server);
    }

    private static void assertRefused(Violation expected, AlertDescription alert, Executable attempt) {
        Violation violation = assertThrows(ProtocolException.class, attempt).violation();
        assertEquals(expected, violation);
        assertEquals(Optional.of(alert), violation.alert());
    }

    // The version

    @Test
    // [RFC9846 §4.3.1#3] [RFC9846 §4.3.1#4] [RFC9846 §4.3.1#6]
    void the_list_of_versions_alone_says_what_is_spoken() {
        ServerConfig both = config(server -> server);
        for (int legacy : new int[] {0xFEFF, 0xFEFD, 0xFEFC, 0x0303, 0x0304}) {
            Offer old = OFFER.version(legacy);
            Offer unknown = old.with(new SupportedVersions(List.of(UNKNOWN_VERSION)));
            Offer oldVersion = old.with(new SupportedVersions(List.of(UNKNOWN_VERSION, ProtocolVersion.DTLS_1_2)));
            Offer newVersion = old.with(new SupportedVersions(List.of(UNKNOWN_VERSION, ProtocolVersion.DTLS_1_3, ProtocolVersion.DTLS_1_2)));
            assertTrue(ServerNegotiation13.isChosen(newVersion.hello(), both.settings()));
            assertFalse(ServerNegotiation13.isChosen(oldVersion.hello(), both.settings()));
            assertFalse(ServerNegotiation13.isChosen(unknown.hello(), both.settings()));
            assertTrue(ServerNegotiation12.isOffered(oldVersion.hello()));
            assertFalse(ServerNegotiation12.isOffered(unknown.hello()));
            assertRefused(Violation.NO_COMMON_VERSION, AlertDescription.PROTOCOL_VERSION, () -> ServerNegotiation12.choose(unknown.hello(), both));
            assertEquals(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, chosen12(oldVersion, both).agreed().suite());
        }
    }

    private static Chosen12 chosen12(Offer offer, ServerConfig config) {
        try {
            return ServerNegotiation12.choose(offer.suites(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256).hello(), config);
        } catch (ProtocolException refused) {
            throw new AssertionError(refused);
        }
    }

    // What is not known

    @Test
    // [RFC9846 §3.5#1] [RFC9846 §4.2.2#11] [RFC9846 §4.2.2#16]
    void what_is_not_known_is_passed_over() throws ProtocolException {
        ServerNegotiation13 negotiation = negotiation(OFFER
                .suites(new CipherSuite(0x2A2A), new CipherSuite(0x1304), CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
                        CipherSuite.TLS_AES_256_GCM_SHA384)
                .with(new SupportedVersions(List.of(UNKNOWN_VERSION, ProtocolVersion.DTLS_1_3)))
                .with(new SupportedGroups(List.of(UNKNOWN_GROUP, NamedGroup.SECP256R1)))
                .with(shares(UNKNOWN_GROUP, NamedGroup.SECP256R1))
                .with(new SignatureAlgorithms(List.of(new SignatureScheme(0x0A0A), SignatureScheme.ECDSA_SECP256R1_SHA256)))
                .with(new PskKeyExchangeModes(Bytes.of((byte) 99, (byte) PskKeyExchangeModes.PSK_DHE_KE)))
                .with(new UnknownExtension(new ExtensionType(0x3A3A), Bytes.of(new byte[5]))));
        assertEquals(CipherSuite.TLS_AES_256_GCM_SHA384, negotiation.suite());
        assertEquals(NamedGroup.SECP256R1, negotiation.group());
        assertEquals(Optional.empty(), negotiation.retry());
        assertEquals(SignatureScheme.ECDSA_SECP256R1_SHA256, negotiation.credentials().scheme());
        assertTrue(negotiation.mayUseKey());
    }

    @Test
    // [RFC9846 §4.2.1#1] [RFC9846 §4.2.1#4]
    void nothing_in_common_is_a_handshake_failure() {
        assertRefused(Violation.NO_COMMON_GROUP, AlertDescription.HANDSHAKE_FAILURE,
                () -> negotiation(OFFER.with(new SupportedGroups(List.of(UNKNOWN_GROUP))).with(shares())).group());
        assertRefused(Violation.NO_COMMON_CIPHER_SUITE, AlertDescription.HANDSHAKE_FAILURE,
                () -> negotiation(OFFER.suites(new CipherSuite(0x2A2A), CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256)).suite());
        assertRefused(Violation.NO_COMMON_SIGNATURE_SCHEME, AlertDescription.HANDSHAKE_FAILURE,
                () -> negotiation(OFFER.with(new SignatureAlgorithms(List.of(new SignatureScheme(0x0203))))).credentials());
        assertRefused(Violation.NO_SUITABLE_CREDENTIALS, AlertDescription.HANDSHAKE_FAILURE,
                () -> negotiation(OFFER.with(new SignatureAlgorithms(List.of(SignatureScheme.ED25519)))).credentials());
    }

    // Groups and shares

    /** Where a request for another share would cost the early data, or where there was one already. */
    @Test
    void where_nothing_more_is_asked_for_a_group_goes_first_that_the_client_sent_a_share_in() throws ProtocolException {
        Offer offer = OFFER.with(shares(NamedGroup.SECP256R1));
        Offer early = offer.with(new EarlyData());
        UnaryOperator<ServerConfig.Builder> taking = server -> server.earlyData(EarlyDataPolicy.of(100, AntiReplay.inMemory(10, 10_000)));
        assertEquals(NamedGroup.X25519, negotiation(offer, taking).group());
        assertEquals(NamedGroup.X25519, negotiation(early).group(), "none is taken");
        assertEquals(NamedGroup.SECP256R1, negotiation(early, taking).group());
        assertEquals(Optional.empty(), negotiation(early, taking).retry());
        assertEquals(NamedGroup.SECP256R1, negotiation(offer.with(new Cookie(Bytes.of((byte) 1)))).group());
        assertEquals(NamedGroup.X25519, negotiation(early.with(shares()), taking).group(), "without any share there is nothing to keep");
    }

    @Test
    // [RFC9846 §4.3.8#1] [RFC9846 §4.3.8#3] [RFC9846 §4.3.8#4] [RFC9846 §4.3.8#13]
    void the_group_is_chosen_first_and_then_a_share_in_it_is_asked_for_if_there_is_none() throws ProtocolException {
        Offer three = OFFER.with(new SupportedGroups(List.of(NamedGroup.SECP521R1, NamedGroup.SECP256R1, NamedGroup.X25519)));
        List<NamedGroup> ours = List.of(NamedGroup.X25519, NamedGroup.SECP384R1, NamedGroup.SECP521R1);
        UnaryOperator<ServerConfig.Builder> options = server -> server.groups(ours);
        for (KeyShares none : List.of(shares(), shares(NamedGroup.SECP521R1), shares(NamedGroup.SECP256R1), shares(NamedGroup.SECP521R1, NamedGroup.SECP256R1))) {
            assertEquals(Optional.of(NamedGroup.X25519), negotiation(three.with(none), options).retry().orElseThrow().group());
        }
        for (KeyShares enough : List.of(shares(NamedGroup.X25519), shares(NamedGroup.SECP521R1, NamedGroup.X25519))) {
            assertEquals(Optional.empty(), negotiation(three.with(enough), options).retry());
            assertEquals(NamedGroup.X25519, negotiation(three.with(enough), options).group());
        }
    }

    // Pre-shared keys

    @Test
    // [RFC9846 §4.2.1#2] [RFC9846 §4.3.9#3]
    void keys_are_used_in_a_mode_that_the_client_names_and_we_allow() throws ProtocolException {
        for (PskExchange ours : PskExchange.values()) {
            boolean alone = ours == PskExchange.WITH_DHE_OR_ALONE;
            assertModes(ours, true, false, PskKeyExchangeModes.PSK_DHE_KE);
            assertModes(ours, true, false, PskKeyExchangeModes.PSK_KE, PskKeyExchangeModes.PSK_DHE_KE);
            assertModes(ours, alone, alone, PskKeyExchangeModes.PSK_KE);
            assertModes(ours, false, false, 2);
        }
    }

    private static void assertModes(PskExchange ours, boolean mayUse, boolean alone, int... modes) throws ProtocolException {
        byte[] bytes = new byte[modes.length];
        for (int i = 0; i < modes.length; i++) {
            bytes[i] = (byte) modes[i];
        }
        PreSharedKeys keys = new PreSharedKeys(List.of(new PskIdentity(Bytes.of((byte) 1), 0)), List.of(Bytes.of(new byte[32])));
        ServerNegotiation13 negotiation = negotiation(
                OFFER.with(new PskKeyExchangeModes(Bytes.of(bytes))).with(keys), server -> server.pskExchange(ours));
        assertEquals(mayUse, negotiation.mayUseKey());
        assertEquals(alone, negotiation.isKeyAlone());
    }

    /** Whether the key is known is found out later, and a ticket can be looked up once: a share is at hand then. */
    @Test
    // [RFC9846 §4.2.1#3]
    void a_share_is_asked_for_beside_a_key_alone_that_may_not_be_known() throws ProtocolException {
        PreSharedKeys keys = new PreSharedKeys(List.of(new PskIdentity(Bytes.of((byte) 1), 0)), List.of(Bytes.of(new byte[32])));
        Offer alone = OFFER.with(new PskKeyExchangeModes(Bytes.of((byte) PskKeyExchangeModes.PSK_KE)));
        UnaryOperator<ServerConfig.Builder> options = server -> server.pskExchange(PskExchange.WITH_DHE_OR_ALONE);
        assertEquals(Optional.of(NamedGroup.X25519),
                negotiation(alone.with(shares(NamedGroup.SECP256R1)).with(keys), options).retry().orElseThrow().group());
        assertEquals(Optional.empty(), negotiation(alone.with(keys), options).retry());
        assertEquals(Optional.empty(), negotiation(alone.with(new SupportedGroups(List.of(UNKNOWN_GROUP))).with(shares()).with(keys), options).retry());
    }
}
