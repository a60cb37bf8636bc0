package io.puredtls.engine;

import static io.puredtls.engine.RogueClient13.each;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConfigException;
import io.puredtls.config.Grease;
import io.puredtls.config.KeyShareOffer;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.KeyAlgorithm;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.Hkdf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.sign.Verifier;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.CompressCertificate;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.SessionInfo;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SimulatedNetwork.Datagram;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** [RFC9846 §9] [RFC9846 §E] What hellos say in any case, what is made of what nobody knows, and what is left of older versions. */
class HelloInvariants13Test {
    private static final ProtocolVersion[] BOTH = {ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3};
    private static final ExtensionType TRUNCATED_HMAC = new ExtensionType(4);

    private static SessionInfo connected(Pair pair) {
        Agreement.check(pair);
        return pair.server().engine().info().orElseThrow();
    }

    private static Pair pair(Credentials own) {
        return Pair.dtls13(1).server(ServerConfig.identity(own).versions(ProtocolVersion.DTLS_1_3));
    }

    // What is offered

    @Test
    // [RFC9846 §9.3#1]
    void whatever_a_client_offers_it_can_do() {
        List<HandshakeMessage> said = new ArrayList<>();
        RoguePeer.client(ClientConfig.trusting(RogueClient13.ANYONE).versions(ProtocolVersion.DTLS_1_3).grease(Grease.NONE).build(),
                Forged.silent(), (message, peer) -> said.add(message));
        ClientHello offered = (ClientHello) said.get(0);
        assertEquals(List.of(ProtocolVersion.DTLS_1_3), offered.find(SupportedVersions.class).orElseThrow().versions());
        for (CipherSuite suite : offered.cipherSuites()) {
            assertEquals(suite, connected(Pair.dtls13(2).server(server -> server.cipherSuites(List.of(suite))).connect()).cipherSuite());
        }
        for (NamedGroup group : offered.find(SupportedGroups.class).orElseThrow().groups()) {
            assertEquals(Optional.of(group), connected(Pair.dtls13(3).server(server -> server.groups(List.of(group))).connect()).group());
        }
        List<Credentials> keys = new ArrayList<>();
        for (KeyAlgorithm algorithm : KeyAlgorithm.values()) {
            if (algorithm.isAvailable(Jca.PLATFORM)) {
                keys.add(SelfSigned.builder(algorithm).name("server.test").generate());
            }
        }
        for (SignatureScheme scheme : offered.find(SignatureAlgorithms.class).orElseThrow().schemes()) {
            if (scheme.toString().startsWith("rsa_pkcs1_")) {
                continue; // for certificates alone
            }
            Credentials own = keys.stream().filter(each -> Verifier.fitsBoundToCurve(scheme, each.chain().get(0).getPublicKey())).findFirst()
                    .orElseThrow(() -> new AssertionError("no key for " + scheme));
            assertEquals(Optional.of(scheme), connected(pair(own).server(server -> server.signatureSchemes(List.of(scheme))).connect()).signatureScheme());
        }
    }

    private static List<HandshakeMessage> hellos(PskStore store, ClientConfig.Builder client, ServerConfig.Builder server) {
        List<HandshakeMessage> hellos = new ArrayList<>();
        DtlsEngine victim = DtlsEngine.server(server.versions(ProtocolVersion.DTLS_1_3).preSharedKeys(store).build(), (datagram, offset, length) -> { });
        victim.start(0);
        RoguePeer.client(client.build(), victim, (message, peer) -> {
            hellos.add(message);
            peer.say(message);
        }).talk();
        DtlsEngine other = DtlsEngine.client(client.build(), (datagram, offset, length) -> { });
        other.start(0);
        RoguePeer.server(server.build(), other, (message, peer) -> {
            hellos.add(message);
            peer.say(message);
        }).talk();
        assertTrue(victim.isConnected() && other.isConnected());
        return hellos;
    }

    /** What each of them does is shown elsewhere. */
    @Test
    // [RFC9846 §9.2#1]
    void the_extensions_that_everybody_must_know_are_known() {
        for (ExtensionType type : List.of(ExtensionType.SUPPORTED_VERSIONS, ExtensionType.COOKIE, ExtensionType.SIGNATURE_ALGORITHMS,
                ExtensionType.SIGNATURE_ALGORITHMS_CERT, ExtensionType.SUPPORTED_GROUPS, ExtensionType.KEY_SHARE, ExtensionType.SERVER_NAME)) {
            assertTrue(type.isSpoken(), type.toString());
        }
    }

    /** Over a HelloRetryRequest, and with a pre-shared key. */
    @Test
    // [RFC9846 §9.2#2]
    void hellos_have_the_extensions_that_they_need() {
        for (boolean withKey : new boolean[] {true, false}) {
            ClientConfig.Builder client = ClientConfig.trusting(RogueClient13.ANYONE).versions(BOTH)
                    .groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1));
            List<HandshakeMessage> hellos = hellos(PskStore.of(RogueClient13.KEY), withKey ? client.preSharedKeys(RogueClient13.KEY) : client,
                    ServerConfig.identity(RogueClient13.SERVER).groups(List.of(NamedGroup.SECP256R1)));
            int seen = 0;
            for (HandshakeMessage message : hellos) {
                if (message instanceof ClientHello hello) {
                    seen |= 1;
                    assertHas(hello.extensions(), ExtensionType.SUPPORTED_VERSIONS, ExtensionType.SIGNATURE_ALGORITHMS,
                            ExtensionType.SUPPORTED_GROUPS, ExtensionType.KEY_SHARE, ExtensionType.PSK_KEY_EXCHANGE_MODES);
                    assertEquals(withKey, hello.extensions().list().stream().anyMatch(each -> each.type().equals(ExtensionType.PRE_SHARED_KEY)));
                } else if (message instanceof ServerHello hello) {
                    seen |= 2;
                    assertHas(hello.extensions(), ExtensionType.SUPPORTED_VERSIONS, ExtensionType.KEY_SHARE);
                    assertEquals(withKey, hello.extensions().list().stream().anyMatch(each -> each.type().equals(ExtensionType.PRE_SHARED_KEY)));
                } else if (message instanceof HelloRetryRequest request) {
                    seen |= 4;
                    assertHas(request.extensions(), ExtensionType.SUPPORTED_VERSIONS, ExtensionType.KEY_SHARE);
                }
            }
            assertEquals(7, seen);
        }
    }

    private static void assertHas(Extensions extensions, ExtensionType... types) {
        List<ExtensionType> present = extensions.list().stream().map(Extension::type).toList();
        assertTrue(present.containsAll(List.of(types)), present + " where " + List.of(types) + " belong");
    }

    // What nobody knows

    private static final int[] GREASE = IntStream.range(0, 16).map(i -> 0x0A0A + 0x1010 * i).toArray();

    private static <T> List<T> among(List<T> known, IntFunction<T> make) {
        List<T> mixed = new ArrayList<>();
        for (int value : GREASE) {
            mixed.add(make.apply(value));
        }
        mixed.addAll(GREASE.length / 2, known);
        return mixed;
    }

    private static ClientHello greased(ClientHello hello) {
        List<Extension> list = new ArrayList<>();
        for (int value : GREASE) {
            list.add(new UnknownExtension(new ExtensionType(value), Bytes.of(new byte[value & 0x1F])));
        }
        for (Extension extension : hello.extensions().list()) {
            list.add(greased(extension));
        }
        list.add(new CompressCertificate(List.of(0x0A0A, 9)));
        list.add(new UnknownExtension(TRUNCATED_HMAC, Bytes.EMPTY));
        return new ClientHello(hello.clientVersion(), hello.random(), hello.sessionId(), hello.cookie(),
                among(hello.cipherSuites(), CipherSuite::new), hello.compressionMethods(), new Extensions(list));
    }

    private static Extension greased(Extension extension) {
        if (extension instanceof SupportedGroups groups) {
            return new SupportedGroups(among(groups.groups(), NamedGroup::new));
        } else if (extension instanceof SupportedVersions versions) {
            return new SupportedVersions(among(versions.versions(), ProtocolVersion::new));
        } else if (extension instanceof SignatureAlgorithms schemes) {
            return new SignatureAlgorithms(among(schemes.schemes(), SignatureScheme::new));
        } else if (extension instanceof KeyShares shares) {
            return new KeyShares(among(shares.clientShares(), value -> new KeyShareEntry(new NamedGroup(value), Bytes.of((byte) 1))));
        } else if (extension instanceof PskKeyExchangeModes) {
            return new PskKeyExchangeModes(Bytes.of((byte) 77, (byte) 1, (byte) 99));
        }
        return extension;
    }

    /** Nothing of it is answered either: the client of this test did not offer it and would refuse it. */
    @Test
    // [RFC9846 §9.3#2] [RFC9846 §E.5#7]
    void a_hello_with_unknown_values_wherever_there_can_be_some_is_answered_as_without_them() {
        RogueClient13 fresh = RogueClient13.fresh();
        fresh.assertConnects(fresh.rogue((message, peer) -> peer.say(
                each(ClientHello.class, HelloInvariants13Test::greased).apply(message))));
    }

    @Test
    // [RFC9846 §E.5#7]
    void truncated_hmac_is_neither_offered_nor_known() {
        assertFalse(TRUNCATED_HMAC.isSpoken());
        for (HandshakeMessage message : hellos(PskStore.EMPTY, everything(), ServerConfig.identity(RogueClient13.SERVER))) {
            if (message instanceof ClientHello hello) {
                assertFalse(hello.extensions().list().stream().anyMatch(each -> each.type().equals(TRUNCATED_HMAC)));
            }
        }
    }

    private static ClientConfig.Builder everything() {
        return ClientConfig.trusting(RogueClient13.ANYONE).versions(BOTH).serverName("server.test").applicationProtocols("a")
                .recordSizeLimit(1000).keyShares(KeyShareOffer.FIRST_FLIGHT).grease(Grease.NONE)
                .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED);
    }

    @Test
    // [RFC9846 §B.3.1.4#1]
    void obsolete_groups_are_neither_offered_nor_taken() {
        IntStream obsolete = IntStream.concat(IntStream.rangeClosed(0x0001, 0x0016),
                IntStream.concat(IntStream.rangeClosed(0x001A, 0x001C), IntStream.rangeClosed(0xFF01, 0xFF02)));
        List<NamedGroup> groups = obsolete.mapToObj(NamedGroup::new).toList();
        assertTrue(Collections.disjoint(groups, NamedGroup.KNOWN));
        for (NamedGroup group : groups) {
            assertThrows(ConfigException.class, () -> ClientConfig.trusting(RogueClient13.ANYONE).groups(List.of(group)).build());
        }
        RogueClient13.fresh().assertHello(Violation.NO_COMMON_GROUP, hello -> RogueClient13.with(hello, list -> RogueClient13.instead(
                RogueClient13.instead(list, new SupportedGroups(groups)), new KeyShares(List.of()))));
    }

    // Older versions

    private static RoguePeer answerTo(ProtocolVersion legacyVersion, List<HandshakeMessage> heard, ProtocolVersion... spoken) {
        DtlsEngine victim = DtlsEngine.server(
                ServerConfig.identity(RogueClient13.SERVER).versions(spoken).build(), (datagram, offset, length) -> { });
        victim.start(0);
        return RoguePeer.client(ClientConfig.trusting(RogueClient13.ANYONE).versions(ProtocolVersion.DTLS_1_2).build(), victim, (message, peer) -> {
            heard.add(message);
            peer.say(each(ClientHello.class, hello -> new ClientHello(legacyVersion, hello.random(), hello.sessionId(), hello.cookie(),
                    hello.cipherSuites(), hello.compressionMethods(), hello.extensions())).apply(message));
        }).talk();
    }

    @Test
    // [RFC9846 §E.2#1] [RFC9846 §E.2#2] [RFC9846 §E.5#3]
    void without_supported_versions_the_lesser_of_the_legacy_version_and_dtls12_is_spoken_or_nothing() {
        for (int legacy : new int[] {0xFEFD, 0xFEFC, 0xFE00}) {
            List<HandshakeMessage> said = new ArrayList<>();
            RoguePeer rogue = answerTo(new ProtocolVersion(legacy), said, BOTH);
            assertEquals(List.of(), rogue.alerts());
            assertTrue(said.size() > 1, "a client of DTLS 1.2 went on after " + Integer.toHexString(legacy));
        }
        for (int legacy : new int[] {0xFEFF, 0xFEFE, 0xFFFF}) { // the greater the number, the older the version
            assertRefused(answerTo(new ProtocolVersion(legacy), new ArrayList<>(), BOTH), legacy);
        }
        assertRefused(answerTo(ProtocolVersion.DTLS_1_2, new ArrayList<>(), ProtocolVersion.DTLS_1_3), 0xFEFD);
    }

    private static void assertRefused(RoguePeer rogue, int legacy) {
        assertEquals(List.of(AlertDescription.PROTOCOL_VERSION), rogue.alerts(), Integer.toHexString(legacy));
    }

    @Test
    // [RFC9846 §E.1#3] [RFC9846 §E.5#3]
    void a_server_that_chooses_an_older_version_than_any_that_is_spoken_is_refused() {
        for (ProtocolVersion version : List.of(ProtocolVersion.DTLS_1_0, new ProtocolVersion(0x0303), new ProtocolVersion(0x0302))) {
            for (ProtocolVersion[] spoken : new ProtocolVersion[][] {BOTH, {ProtocolVersion.DTLS_1_2}, {ProtocolVersion.DTLS_1_3}}) {
                RoguePeer rogue = RoguePeer.server(ServerConfig.identity(RogueClient13.SERVER).versions(BOTH).groups(List.of(NamedGroup.X25519)).build(),
                        started(spoken), RogueServer13.changing(each(ServerHello.class, hello -> new ServerHello(version, hello.random(),
                                hello.sessionId(), hello.cipherSuite(), 0, new Extensions(List.of()))))).talk();
                assertEquals(List.of(AlertDescription.PROTOCOL_VERSION), rogue.alerts(), version + " for " + List.of(spoken));
            }
        }
    }

    private static DtlsEngine started(ProtocolVersion... spoken) {
        DtlsEngine client = DtlsEngine.client(ClientConfig.trusting(RogueClient13.ANYONE).versions(spoken).build(), (datagram, offset, length) -> { });
        client.start(0);
        return client;
    }

    @Test
    // [RFC9846 §E#2]
    void in_dtls12_every_record_from_the_server_hello_on_says_so() {
        Pair pair = Pair.seeded(4).client(client -> client.versions(BOTH)).connect();
        Agreement.checkAndTalk(pair);
        int records = 0;
        boolean chosen = false;
        for (Datagram datagram : pair.network().log()) {
            byte[] bytes = datagram.bytes();
            chosen |= !datagram.toServer() && bytes[13] == 2;
            for (int at = 0; at < bytes.length && chosen; at += 13 + ((bytes[at + 11] & 0xFF) << 8 | bytes[at + 12] & 0xFF)) {
                assertEquals("fefd", HexFormat.of().formatHex(bytes, at + 1, at + 3));
                records++;
            }
        }
        assertTrue(records > 8, records + " records");
    }

    @Test
    // [RFC9846 §E#4]
    void the_session_tells_that_its_secrets_are_bound_to_the_handshake() {
        Pair pair = Pair.dtls13(5).connect();
        assertTrue(connected(pair).extendedMasterSecret());
        assertTrue(pair.client().engine().info().orElseThrow().extendedMasterSecret());
    }

    // Exporters

    @Test
    // [RFC9846 §7.5#2] [RFC9846 §7.5#4]
    void keying_material_is_made_of_the_exporters_secret_and_no_context_is_an_empty_one() {
        List<String> logged = new ArrayList<>();
        Pair pair = Pair.dtls13(6).client(client -> client.dangerouslyLogSecrets(logged::add)
                .cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256))).connect();
        String line = logged.stream().filter(each -> each.startsWith("EXPORTER_SECRET ")).findFirst().orElseThrow();
        byte[] secret = HexFormat.of().parseHex(line.substring(line.lastIndexOf(' ') + 1));
        for (DtlsEngine end : List.of(pair.client().engine(), pair.server().engine())) {
            assertEquals(exported(secret, new byte[0]), hex(end.exportKeyingMaterial("EXPORTER-test", 40)));
            assertEquals(exported(secret, new byte[0]), hex(end.exportKeyingMaterial("EXPORTER-test", new byte[0], 40)));
            assertEquals(exported(secret, new byte[] {1}), hex(end.exportKeyingMaterial("EXPORTER-test", new byte[] {1}, 40)));
        }
        assertNotEquals(exported(secret, new byte[0]), exported(secret, new byte[] {1}));
        assertEquals(HashAlgorithm.SHA256, connected(pair).cipherSuite().hash());
    }

    private static String exported(byte[] secret, byte[] context) {
        HashAlgorithm hash = HashAlgorithm.SHA256;
        SecretBytes derived = Hkdf.expandLabel(Jca.PLATFORM, hash, SecretBytes.taking(secret.clone()), "EXPORTER-test",
                hash.hash(Jca.PLATFORM, new byte[0]), hash.length());
        return hex(Hkdf.expandLabel(Jca.PLATFORM, hash, derived, "exporter", hash.hash(Jca.PLATFORM, context), 40));
    }

    private static String hex(SecretBytes material) {
        try (material) {
            return HexFormat.of().formatHex(material.view());
        }
    }
}
