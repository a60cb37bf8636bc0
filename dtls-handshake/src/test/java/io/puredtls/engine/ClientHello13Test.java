package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.Grease;
import io.puredtls.config.KeyShareOffer;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskExchange;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.PskKeyExchangeModes;
import io.puredtls.extension.SelectedGroup;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a client of DTLS 1.3 says in its first hello and in the one that it is asked for. */
class ClientHello13Test {
    private static final byte[] SECRET = Agreement.bytes("a key of thirty-two bytes, random");
    private static final PreSharedKey OF_256 = PreSharedKey.of(Agreement.bytes("of SHA-256"), SECRET);
    private static final PreSharedKey OF_384 = new PreSharedKey(
            Bytes.of(Agreement.bytes("of SHA-384")), SecretBytes.copyOf(SECRET, 0, SECRET.length), HashAlgorithm.SHA384, PskKind.EXTERNAL);
    private static final long ISSUED = 1_700_000_000_000L;
    private static final long LIFETIME = 100;
    private static final long AGE_ADD = 0xFFFF_FF00L;
    private static final Cookie COOKIE = new Cookie(Bytes.of(new byte[9]));

    private final MovingClock clock = new MovingClock(ISSUED + 1000);

    private ClientConfig.Builder client() {
        return ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_3)
                .groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)).clock(clock).entropy(new SeededEntropy(7));
    }

    private static Session13 session(Optional<String> serverName) {
        return new Session13(
                CipherSuite.TLS_AES_128_GCM_SHA256, SecretBytes.copyOf(SECRET, 0, 32), ISSUED, ISSUED, LIFETIME, AGE_ADD, 500, serverName,
                Optional.empty(), PeerIdentity.ANONYMOUS, Bytes.EMPTY, Bytes.of(Agreement.bytes("ticket")));
    }

    private static HelloRetryRequest asking(CipherSuite suite, Extension... extensions) {
        List<Extension> list = new ArrayList<>(List.of(new SelectedVersion(ProtocolVersion.DTLS_1_3)));
        list.addAll(List.of(extensions));
        return new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 0, new Extensions(list));
    }

    private static List<PskIdentity> identities(ClientHello hello) {
        return hello.find(PreSharedKeys.class).map(PreSharedKeys::identities).orElse(List.of());
    }

    // The first

    @Test
    // [RFC9846 §2.2#1] [RFC9846 §4.3.10#1] [RFC9846 §4.3.10#2] [RFC9846 §4.3.11#1] [RFC9846 §4.3.9#7]
    void a_hello_with_early_data_names_its_session_first_and_has_a_share() {
        for (PskExchange exchange : PskExchange.values()) {
            ClientHello hello = Dialogue13.hello(client().resume(session(Optional.empty())).preSharedKeys(OF_256, OF_384)
                    .earlyData(EarlyDataOffer.OFFERED).pskExchange(exchange).build());
            assertTrue(hello.extensions().has(EarlyData.class));
            List<PskIdentity> identities = identities(hello);
            assertEquals(List.of(Bytes.of(Agreement.bytes("ticket")), OF_256.identity(), OF_384.identity()),
                    identities.stream().map(PskIdentity::identity).toList());
            assertEquals(List.of(0L, 0L), identities.subList(1, 3).stream().map(PskIdentity::obfuscatedTicketAge).toList());
            assertEquals(1, hello.find(KeyShares.class).orElseThrow().clientShares().size());
            assertTrue(hello.find(PskKeyExchangeModes.class).orElseThrow().includes(PskKeyExchangeModes.PSK_DHE_KE));
        }
        ClientHello without = Dialogue13.hello(client().resume(session(Optional.of("of another server"))).preSharedKeys(OF_256)
                .earlyData(EarlyDataOffer.OFFERED).build());
        assertEquals(List.of(OF_256.identity()), identities(without).stream().map(PskIdentity::identity).toList());
        assertFalse(without.extensions().has(EarlyData.class), "a key without a session has no early data");
    }

    @Test
    // [RFC9846 §4.3.11.1#1]
    void a_ticket_is_offered_as_long_as_it_lives() {
        ClientConfig config = client().resume(session(Optional.empty())).build();
        clock.move(LIFETIME * 1000 - 1000);
        assertEquals(1, identities(Dialogue13.hello(config)).size());
        clock.move(1);
        assertEquals(0, identities(Dialogue13.hello(config)).size());
    }

    @Test
    // [RFC9846 §4.3.11.1#2]
    void the_age_of_a_ticket_is_told_in_milliseconds_and_wraps() {
        ClientConfig config = client().resume(session(Optional.empty())).build();
        assertEquals(1000 - 0x100, identities(Dialogue13.hello(config)).get(0).obfuscatedTicketAge());
        clock.move(-1000 + 0xFF);
        assertEquals(0xFFFF_FFFFL, identities(Dialogue13.hello(config)).get(0).obfuscatedTicketAge());
    }

    @Test
    // [RFC9846 §4.3.11#5]
    void a_ticket_is_offered_to_the_server_of_its_name_alone() {
        assertEquals(1, identities(Dialogue13.hello(client().resume(session(Optional.of("a.test"))).serverName("a.test").build())).size());
        assertEquals(0, identities(Dialogue13.hello(client().resume(session(Optional.of("a.test"))).serverName("b.test").build())).size());
        assertEquals(0, identities(Dialogue13.hello(client().resume(session(Optional.of("a.test"))).build())).size());
        assertEquals(0, identities(Dialogue13.hello(client().resume(session(Optional.empty())).serverName("a.test").build())).size());
    }

    @Test
    // [RFC9846 §4.2.2#12]
    void a_key_is_offered_with_a_suite_of_its_hash() {
        ClientConfig of384 = client().cipherSuites(List.of(CipherSuite.TLS_AES_256_GCM_SHA384)).preSharedKeys(OF_256, OF_384).build();
        assertEquals(List.of(OF_384.identity()), identities(Dialogue13.hello(of384)).stream().map(PskIdentity::identity).toList());
        ClientConfig of256 = client().cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)).preSharedKeys(OF_384).build();
        assertFalse(Dialogue13.hello(of256).extensions().has(ExtensionType.PRE_SHARED_KEY));
    }

    @Test
    // [RFC9846 §4.3.7#1] [RFC9846 §4.3.8#2] [RFC9846 §4.3.8#5]
    void groups_are_named_once_and_one_share_is_in_one_of_them() {
        for (Grease grease : Grease.values()) {
            for (KeyShareOffer shares : KeyShareOffer.values()) {
                ClientHello hello = Dialogue13.hello(client().groups(NamedGroup.available(Jca.PLATFORM)).grease(grease).keyShares(shares).build());
                List<NamedGroup> groups = hello.find(SupportedGroups.class).orElseThrow().groups();
                assertEquals(groups.size(), new HashSet<>(groups).size(), groups.toString());
                List<KeyShareEntry> entries = hello.find(KeyShares.class).orElseThrow().clientShares();
                assertEquals(1, entries.size());
                assertTrue(groups.contains(entries.get(0).group()));
            }
        }
    }

    @Test
    // [RFC9846 §4.3.8#8] [RFC9846 §4.3.2#2]
    void hellos_of_one_configuration_share_no_share_and_no_cookie() throws ProtocolException {
        ClientConfig config = client().build();
        List<ClientHello> hellos = new ArrayList<>(
                Dialogue13.hellos(config, asking(CipherSuite.TLS_AES_128_GCM_SHA256, COOKIE, new SelectedGroup(NamedGroup.SECP256R1))));
        hellos.add(Dialogue13.hello(config));
        hellos.add(Dialogue13.hello(config));
        assertEquals(4, hellos.stream().map(hello -> hello.find(KeyShares.class).orElseThrow()).distinct().count());
        assertEquals(Optional.of(COOKIE), hellos.get(1).find(Cookie.class));
        assertFalse(hellos.get(2).extensions().has(ExtensionType.COOKIE));
        assertFalse(hellos.get(3).extensions().has(ExtensionType.COOKIE));
    }

    // The second

    @Test
    // [RFC9846 §4.2.2#2] [RFC9846 §4.2.2#3] [RFC9846 §4.2.2#4] [RFC9846 §4.3.10#6]
    void the_second_hello_is_the_first_but_for_what_was_asked() throws ProtocolException {
        ClientConfig config = client().resume(session(Optional.of("a.test"))).serverName("a.test").earlyData(EarlyDataOffer.OFFERED)
                .applicationProtocols("a", "b").recordSizeLimit(1000).postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED)
                .versions(ProtocolVersion.DTLS_1_2, ProtocolVersion.DTLS_1_3).build();
        for (Extension[] asked : new Extension[][] {
            {COOKIE}, {new SelectedGroup(NamedGroup.SECP256R1)}, {COOKIE, new SelectedGroup(NamedGroup.SECP256R1)}}) {
            List<ClientHello> hellos = Dialogue13.hellos(config, asking(CipherSuite.TLS_AES_128_GCM_SHA256, asked));
            ClientHello first = hellos.get(0);
            ClientHello second = hellos.get(1);
            assertTrue(first.extensions().has(EarlyData.class));
            assertFalse(second.extensions().has(EarlyData.class));
            assertEquals(List.of(asked).contains(COOKIE), second.extensions().has(ExtensionType.COOKIE));
            assertEquals(asked.length == 1 && asked[0] == COOKIE,
                    first.find(KeyShares.class).equals(second.find(KeyShares.class)), "shares are replaced if another group is asked for");
            assertEquals(rest(first), rest(second));
        }
    }

    /** All but what may change. */
    private static ClientHello rest(ClientHello hello) {
        return hello.withExtensions(hello.extensions().without(ExtensionType.EARLY_DATA).without(ExtensionType.COOKIE)
                .without(ExtensionType.KEY_SHARE).without(ExtensionType.PRE_SHARED_KEY));
    }

    @Test
    // [RFC9846 §4.2.2#4]
    void the_age_of_a_ticket_is_told_anew_in_the_second_hello() throws ProtocolException {
        ClientConfig config = client().clock(new MovingClock(ISSUED, 300)).resume(session(Optional.empty())).build();
        List<ClientHello> hellos = Dialogue13.hellos(config, asking(CipherSuite.TLS_AES_128_GCM_SHA256, COOKIE));
        assertEquals(List.of(AGE_ADD + 300 & 0xFFFF_FFFFL, AGE_ADD + 600 & 0xFFFF_FFFFL),
                hellos.stream().map(hello -> identities(hello).get(0).obfuscatedTicketAge()).toList());
    }

    @Test
    // [RFC9846 §4.2.4#11]
    void keys_for_another_hash_than_the_chosen_suites_are_not_offered_again() throws ProtocolException {
        ClientConfig config = client().preSharedKeys(OF_256, OF_384).build();
        List<ClientHello> hellos = Dialogue13.hellos(config, asking(CipherSuite.TLS_AES_256_GCM_SHA384, COOKIE));
        assertEquals(2, identities(hellos.get(0)).size());
        assertEquals(List.of(OF_384.identity()), identities(hellos.get(1)).stream().map(PskIdentity::identity).toList());
        assertEquals(1, hellos.get(1).find(PreSharedKeys.class).orElseThrow().binders().size());
    }

    // Binders

    @Test
    // [RFC9846 §4.3.11.2#1] [RFC9846 §4.3.11.2#2] [RFC9846 §4.3.11.2#4] [RFC9846 §4.3.11#2]
    void each_binder_covers_the_hello_up_to_the_binders_by_the_hash_of_its_key() throws Exception {
        ClientHello hello = Dialogue13.hello(client().preSharedKeys(OF_384, OF_256).build());
        PreSharedKeys offered = hello.find(PreSharedKeys.class).orElseThrow();
        assertEquals(List.of(48, 32), offered.binders().stream().map(Bytes::length).toList());
        assertEquals(binder(HashAlgorithm.SHA384, digest("SHA-384", truncated(hello))), offered.binders().get(0));
        assertEquals(binder(HashAlgorithm.SHA256, digest("SHA-256", truncated(hello))), offered.binders().get(1));
    }

    @Test
    // [RFC9846 §4.3.11.2#3] [RFC9846 §4.2.2#4]
    void a_binder_of_the_second_hello_covers_the_first_and_the_request_too() throws Exception {
        HelloRetryRequest request = asking(CipherSuite.TLS_AES_256_GCM_SHA384, COOKIE);
        List<ClientHello> hellos = Dialogue13.hellos(client().preSharedKeys(OF_384).build(), request);
        byte[] first = digest("SHA-384", framed(1, hellos.get(0).toBytes().toArray()));
        byte[] hash = digest("SHA-384", framed(254, first), framed(2, request.toBytes().toArray()), truncated(hellos.get(1)));
        Bytes second = hellos.get(1).find(PreSharedKeys.class).orElseThrow().binders().get(0);
        assertEquals(binder(HashAlgorithm.SHA384, hash), second);
        assertNotEquals(hellos.get(0).find(PreSharedKeys.class).orElseThrow().binders().get(0), second);
    }

    private static Bytes binder(HashAlgorithm hash, byte[] transcript) {
        try (SecretBytes key = SecretBytes.copyOf(SECRET, 0, SECRET.length); EarlySecret secret = EarlySecret.of(Jca.PLATFORM, hash, key)) {
            return Bytes.of(secret.binder(PskKind.EXTERNAL, transcript));
        }
    }

    /** As TLS has it, with the length of the whole and without what is behind the identities. */
    private static byte[] truncated(ClientHello hello) {
        byte[] whole = framed(1, hello.toBytes().toArray());
        int binders = 2 + hello.find(PreSharedKeys.class).orElseThrow().binders().stream().mapToInt(each -> 1 + each.length()).sum();
        return Arrays.copyOf(whole, whole.length - binders);
    }

    private static byte[] framed(int type, byte[] body) {
        byte[] message = new byte[4 + body.length];
        message[0] = (byte) type;
        message[2] = (byte) (body.length >>> 8);
        message[3] = (byte) body.length;
        System.arraycopy(body, 0, message, 4, body.length);
        return message;
    }

    private static byte[] digest(String algorithm, byte[]... parts) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance(algorithm);
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }
}
