package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.CertificateCompression;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.Grease;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskExchange;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.CertificateAuthorities;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.ClientHello;
import io.puredtls.message.EncryptedExtensions;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.security.cert.CertificateEncodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a server of DTLS 1.3 says, and that it says nothing more. */
class ServerAnswers13Test {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");
    private static final Credentials ONE = SelfSigned.ecdsaP256("one.test");
    private static final Credentials TWO = SelfSigned.ecdsaP256("two.test");
    private static final byte[] SECRET = new byte[32];
    private static final PreSharedKey OF_256 = PreSharedKey.of(Agreement.bytes("of SHA-256"), SECRET);
    private static final PreSharedKey OF_384 = new PreSharedKey(
            Bytes.of(Agreement.bytes("of SHA-384")), SecretBytes.copyOf(SECRET, 0, 32), HashAlgorithm.SHA384, PskKind.EXTERNAL);
    private static final PreSharedKey STRANGE = PreSharedKey.of(Agreement.bytes("nobody's"), SECRET);
    private static final List<NamedGroup> GROUPS = List.of(NamedGroup.X25519, NamedGroup.SECP256R1, NamedGroup.SECP384R1);

    private static ClientConfig.Builder client() {
        return ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_3).groups(GROUPS.subList(0, 2)).entropy(new SeededEntropy(1));
    }

    private static ServerConfig.Builder server() {
        return ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_3).groups(GROUPS).entropy(new SeededEntropy(2));
    }

    private static Set<Integer> types(Extensions extensions) {
        return extensions.list().stream().map(each -> each.type().code()).collect(Collectors.toSet());
    }

    private static ClientHello without(ClientHello hello, ExtensionType... types) {
        Extensions left = hello.extensions();
        for (ExtensionType type : types) {
            left = left.without(type);
        }
        return hello.withExtensions(left);
    }

    @Test
    // [RFC9846 §4#1]
    void messages_come_in_the_order_of_the_rfc() throws ProtocolException {
        Dialogue13 dialogue = Dialogue13.of(client().identity(ONE).build(),
                server().groups(List.of(NamedGroup.SECP256R1)).clientAuthentication(ClientAuthentication.REQUIRED, ANYONE).build());
        assertTrue(dialogue.isConnected());
        assertEquals(List.of("ClientHello", "ClientHello", "Certificate13", "CertificateVerify", "Finished"), Dialogue13.names(dialogue.byClient));
        assertEquals(List.of("HelloRetryRequest", "ServerHello", "EncryptedExtensions", "CertificateRequest13", "Certificate13", "CertificateVerify",
                "Finished", "NewSessionTicket", "NewSessionTicket"), Dialogue13.names(dialogue.byServer));
    }

    // Extensions

    /** A server that would answer everything. */
    private static ServerConfig talkative() {
        return server().applicationProtocols("a").srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).recordSizeLimit(1000)
                .certificateCompression(CertificateCompression.ZLIB).preSharedKeys(PskStore.of(OF_256)).build();
    }

    @Test
    // [RFC9846 §4.2.3#9] [RFC9846 §4.3.6#2] [RFC9846 §4.3.9#5] [RFC9846 §4.3.7#3]
    void what_the_keys_do_not_need_is_said_under_their_protection() throws ProtocolException {
        Dialogue13 dialogue = Dialogue13.of(client().applicationProtocols("a").srtp(SrtpProfile.SRTP_AEAD_AES_128_GCM).recordSizeLimit(900)
                .serverName("server.test").certificateCompression(CertificateCompression.ZLIB).preSharedKeys(OF_256)
                .postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED).build(), talkative());
        assertTrue(dialogue.isConnected());
        assertEquals(Set.of(43, 51, 41), types(dialogue.byServer(ServerHello.class).extensions()));
        Extensions encrypted = dialogue.byServer(EncryptedExtensions.class).extensions();
        assertEquals(Set.of(0, 10, 14, 16, 28), types(encrypted));
        assertEquals(GROUPS, encrypted.find(SupportedGroups.class).orElseThrow().groups());
    }

    @Test
    // [RFC9846 §4.3#3]
    void what_was_not_asked_is_not_answered() throws ProtocolException {
        Dialogue13 dialogue = Dialogue13.answer(client().grease(Grease.NONE).build(), talkative(),
                hello -> without(hello, ExtensionType.PSK_KEY_EXCHANGE_MODES));
        assertEquals(Set.of(43, 51), types(dialogue.byServer(ServerHello.class).extensions()));
        assertEquals(Set.of(10), types(dialogue.byServer(EncryptedExtensions.class).extensions()));
        assertEquals(Set.of(), types(new Extensions(dialogue.byServer(Certificate13.class).certificateList().stream()
                .flatMap(entry -> entry.extensions().list().stream()).toList())));
    }

    @Test
    // [RFC9846 §4.3#6]
    void the_extensions_of_a_hello_may_come_in_any_order() throws ProtocolException {
        Dialogue13 dialogue = Dialogue13.answer(client().applicationProtocols("a").build(), talkative(), hello -> {
            List<Extension> turned = new ArrayList<>(hello.extensions().list());
            java.util.Collections.reverse(turned);
            return hello.withExtensions(new Extensions(turned));
        });
        assertEquals(Set.of(43, 51), types(dialogue.byServer(ServerHello.class).extensions()));
        assertEquals(Set.of(10, 16), types(dialogue.byServer(EncryptedExtensions.class).extensions()));
    }

    @Test
    // [RFC9846 §4.2.4#2] [RFC9846 §4.2.4#3]
    void a_request_for_another_hello_says_what_that_needs_and_no_more() throws ProtocolException {
        Dialogue13 dialogue = Dialogue13.answer(client().build(), server().groups(List.of(NamedGroup.SECP256R1)).build(), hello -> hello);
        assertEquals(List.of("HelloRetryRequest"), Dialogue13.names(dialogue.byServer));
        assertEquals(Set.of(43, 51), types(dialogue.byServer(HelloRetryRequest.class).extensions()));
    }

    // Randoms and shares

    @Test
    // [RFC9846 §4.2.3#3] [RFC9846 §4.2.3#4] [RFC9846 §4.3.8#8] [RFC9846 §4.3.8#9]
    void a_servers_random_and_share_are_new_each_time_and_owe_nothing_to_the_client() throws ProtocolException {
        ServerConfig one = server().build();
        List<ServerHello> hellos = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            ClientConfig same = client().build(); // from its seed, it says the same
            hellos.add(Dialogue13.answer(same, one, hello -> hello).byServer(ServerHello.class));
        }
        assertEquals(3, hellos.stream().map(ServerHello::random).distinct().count());
        assertEquals(3, hellos.stream().map(hello -> hello.find(ServerKeyShare.class).orElseThrow()).distinct().count());
        ServerHello other = Dialogue13.answer(client().entropy(new SeededEntropy(99)).build(), server().build(), hello -> hello).byServer(ServerHello.class);
        assertEquals(hellos.get(0).random(), other.random(), "another client, and the server's own randomness as before");
        assertNotEquals(hellos.get(0).random(), Dialogue13.hello(client().build()).random());
    }

    // Pre-shared keys

    private static Dialogue13 withKeys(UnaryOperator<ClientConfig.Builder> client, UnaryOperator<ServerConfig.Builder> server) throws ProtocolException {
        Dialogue13 dialogue = Dialogue13.of(client.apply(client()).build(), server.apply(server().preSharedKeys(PskStore.of(OF_256, OF_384))).build());
        assertTrue(dialogue.isConnected());
        return dialogue;
    }

    private static int chosen(Dialogue13 dialogue) {
        return dialogue.byServer(ServerHello.class).find(SelectedPsk.class).map(SelectedPsk::selectedIdentity).orElse(-1);
    }

    @Test
    // [RFC9846 §4.3.8#13] [RFC9846 §4.3.9#3] [RFC9846 §4.3.9#7] [RFC9846 §4.2.1#2]
    void a_key_alone_goes_without_a_share_and_all_else_with_one() throws ProtocolException {
        UnaryOperator<ClientHello> alone = hello -> hello.withExtensions(
                hello.extensions().with(new PskKeyExchangeModes(Bytes.of((byte) PskKeyExchangeModes.PSK_KE))));
        for (PskExchange ours : PskExchange.values()) {
            Dialogue13 both = withKeys(client -> client.preSharedKeys(OF_256).pskExchange(PskExchange.WITH_DHE_OR_ALONE), server -> server.pskExchange(ours));
            assertEquals(Set.of(43, 51, 41), types(both.byServer(ServerHello.class).extensions()));
            ClientConfig client = client().preSharedKeys(OF_256).pskExchange(PskExchange.WITH_DHE_OR_ALONE).build();
            ServerConfig server = server().preSharedKeys(PskStore.of(OF_256)).pskExchange(ours).build();
            ServerHello answer = Dialogue13.answer(client, server, hello -> Bound.again(alone.apply(hello), SECRET)).byServer(ServerHello.class);
            assertEquals(ours == PskExchange.WITH_DHE ? Set.of(43, 51) : Set.of(43, 41), types(answer.extensions()));
        }
    }

    @Test
    // [RFC9846 §4.3.11#4] [RFC9846 §4.3.11#6] [RFC9846 §4.3.11#7]
    void the_first_known_key_that_goes_with_the_suite_is_used_or_none() throws ProtocolException {
        List<CipherSuite> of384 = List.of(CipherSuite.TLS_AES_256_GCM_SHA384);
        assertEquals(0, chosen(withKeys(client -> client.preSharedKeys(OF_256, OF_384), server -> server)));
        assertEquals(1, chosen(withKeys(client -> client.preSharedKeys(STRANGE, OF_256), server -> server)));
        Dialogue13 other = withKeys(client -> client.preSharedKeys(OF_256, OF_384), server -> server.cipherSuites(of384));
        assertEquals(1, chosen(other));
        assertEquals(HashAlgorithm.SHA384, other.byServer(ServerHello.class).cipherSuite().hash());
        for (Dialogue13 none : List.of(
                withKeys(client -> client.preSharedKeys(STRANGE), server -> server),
                withKeys(client -> client.preSharedKeys(OF_256), server -> server.cipherSuites(of384)))) {
            assertEquals(-1, chosen(none));
            assertEquals(1, none.byServer(Certificate13.class).certificateList().size());
        }
    }

    @Test
    // [RFC9846 §4.3.11#8]
    void a_key_that_both_ends_were_given_decides_the_hash_of_the_suite() throws ProtocolException {
        for (PreSharedKey key : List.of(OF_256, OF_384)) {
            for (List<CipherSuite> order : List.of(
                    List.of(CipherSuite.TLS_AES_128_GCM_SHA256, CipherSuite.TLS_AES_256_GCM_SHA384),
                    List.of(CipherSuite.TLS_AES_256_GCM_SHA384, CipherSuite.TLS_AES_128_GCM_SHA256))) {
                for (List<NamedGroup> groups : List.of(GROUPS, List.of(NamedGroup.SECP256R1))) { // with a second hello as well
                    Dialogue13 dialogue = withKeys(client -> client.preSharedKeys(STRANGE, key), server -> server.cipherSuites(order).groups(groups));
                    assertEquals(key.hash(), dialogue.byServer(ServerHello.class).cipherSuite().hash());
                    assertTrue(chosen(dialogue) >= 0);
                }
            }
        }
    }

    @Test
    // [RFC9846 §4.3.11#10]
    void the_binder_of_the_chosen_key_alone_is_looked_at() throws ProtocolException {
        ClientConfig client = client().preSharedKeys(OF_256, STRANGE).build();
        ServerConfig server = server().preSharedKeys(PskStore.of(OF_256, STRANGE)).build();
        Dialogue13 dialogue = Dialogue13.answer(client, server, hello -> Bound.withWrongBinder(hello, 1));
        assertEquals(0, chosen(dialogue));
    }

    /** [RFC9846 §4.3.11.1] is for tickets: the age of a key that both were given says nothing. */
    @Test
    // [RFC9846 §4.3.11#1]
    void the_age_of_a_key_that_is_no_ticket_is_not_looked_at() throws ProtocolException {
        ServerConfig server = server().preSharedKeys(PskStore.of(OF_256)).build();
        for (long age : new long[] {1, 1000, 0xFFFF_FFFFL}) {
            assertEquals(0, chosen(Dialogue13.answer(
                    client().preSharedKeys(OF_256).build(), server, hello -> Bound.again(Bound.withAge(hello, age), SECRET))));
        }
    }

    @Test
    // [RFC9846 §4.3.9#4]
    void tickets_are_given_to_clients_that_can_use_them_with_us() throws ProtocolException {
        byte[][] modes = {{}, {PskKeyExchangeModes.PSK_KE}, {PskKeyExchangeModes.PSK_DHE_KE}, {99}};
        for (PskExchange ours : PskExchange.values()) {
            for (byte[] mode : modes) {
                boolean usable = mode.length > 0 && (mode[0] == PskKeyExchangeModes.PSK_DHE_KE
                        || mode[0] == PskKeyExchangeModes.PSK_KE && ours == PskExchange.WITH_DHE_OR_ALONE);
                RogueClient13 rogue = RogueClient13.fresh().server(server -> server.pskExchange(ours));
                List<String> refused = new ArrayList<>();
                RoguePeer peer = rogue.rogue((message, each) -> each.say(message instanceof ClientHello hello ? withModes(hello, mode) : message));
                rogue.assertConnects(peer);
                try {
                    rogue.victim.issueTicket(0);
                } catch (UnsupportedOperationException cannot) {
                    refused.add(cannot.getMessage());
                }
                assertEquals(usable, refused.isEmpty(), ours + " for " + Bytes.of(mode));
            }
        }
    }

    private static ClientHello withModes(ClientHello hello, byte[] modes) {
        return modes.length == 0 ? without(hello, ExtensionType.PSK_KEY_EXCHANGE_MODES)
                : hello.withExtensions(hello.extensions().with(new PskKeyExchangeModes(Bytes.of(modes))));
    }

    // Issuers

    @Test
    // [RFC9846 §4.3.4#1] [RFC9846 §4.3.4#2]
    void named_issuers_guide_what_certificate_is_shown() throws Exception {
        for (Credentials wanted : List.of(ONE, TWO)) {
            Dialogue13 asked = Dialogue13.of(client().identity(ONE, TWO).build(), server().acceptableIssuers(wanted.chain())
                    .clientAuthentication(ClientAuthentication.REQUIRED, ANYONE).build());
            assertEquals(1, asked.byServer(CertificateRequest13.class).find(CertificateAuthorities.class).orElseThrow().authorities().size());
            assertEquals(wanted.chain(), asked.info().peer().chain());
            Dialogue13 named = Dialogue13.of(client().acceptableIssuers(wanted.chain()).build(), ServerConfig.identity(ONE, TWO).build());
            assertEquals(List.of(Bytes.of(wanted.chain().get(0).getIssuerX500Principal().getEncoded())),
                    ((ClientHello) named.byClient.get(0)).find(CertificateAuthorities.class).orElseThrow().authorities());
            assertEquals(leaf(wanted), named.byServer(Certificate13.class).certificateList().get(0).certData());
        }
    }

    private static Bytes leaf(Credentials credentials) throws CertificateEncodingException {
        return Bytes.of(credentials.chain().get(0).getEncoded());
    }
}
