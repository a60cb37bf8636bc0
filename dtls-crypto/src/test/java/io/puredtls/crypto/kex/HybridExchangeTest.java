package io.puredtls.crypto.kex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.entropy.SeededEntropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.Hkdf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class HybridExchangeTest {
    static List<NamedGroup> hybrids() {
        return List.of(NamedGroup.X25519MLKEM768, NamedGroup.SECP256R1MLKEM768, NamedGroup.SECP384R1MLKEM1024);
    }

    @BeforeAll
    static void the_jdk_must_have_ml_kem() {
        NeedsMlKem.orSkip(HybridExchangeTest.class);
    }

    /** [RFC10024] The order of the parts, in share and in secret, as a foreign server has it. */
    @Test
    void a_foreign_server_derives_the_same_traffic_secret() throws Exception {
        List<Vector> vectors = Vectors.read("mlkem", "hybrid-go.txt");
        assertEquals(3, vectors.size());
        for (Vector vector : vectors) {
            NamedGroup group = NamedGroup.named(vector.text("group")).orElseThrow();
            KeyExchange client = known(group, vector);
            byte[] clientHello = vector.bytes("clientHello");
            byte[] serverHello = vector.bytes("serverHello");
            byte[] ours = client.share();
            assertArrayEquals(ours, tail(clientHello, ours.length), group.toString());
            byte[] theirs = tail(serverHello, HybridGroup.of(group).orElseThrow().mlKem().ciphertextLength() + diffieHellmanShare(group).length);
            SecretBytes secret = client.agree(theirs);
            assertEquals(vector.text("serverHandshakeTrafficSecret"), serverHandshakeTrafficSecret(secret, clientHello, serverHello));
        }
    }

    private static byte[] diffieHellmanShare(NamedGroup group) {
        return HybridGroup.of(group).orElseThrow().diffieHellman().begin(Jca.PLATFORM, SystemEntropy.INSTANCE).share();
    }

    private static byte[] tail(byte[] message, int length) {
        return Arrays.copyOfRange(message, message.length - length, message.length);
    }

    /** What the hello's client had; the public key of its Diffie-Hellman pair is the other part of its share. */
    private static KeyExchange known(NamedGroup group, Vector vector) throws GeneralSecurityException, IllegalShareException {
        HybridGroup hybrid = HybridGroup.of(group).orElseThrow();
        KeyPair pair = hybrid.mlKem().generate(Jca.PLATFORM, new ScriptedEntropy(vector.bytes("seed")));
        int length = hybrid.mlKem().encapsulationKeyLength() + diffieHellmanShare(group).length;
        byte[] share = hybrid.partsOfClient(tail(vector.bytes("clientHello"), length)).diffieHellman();
        KeyExchange diffieHellman = group.equals(NamedGroup.X25519MLKEM768)
                ? KnownPairs.xdh(hybrid.diffieHellman(), vector.bytes("private"), share)
                : KnownPairs.ec(hybrid.diffieHellman(), vector.bytes("private"), share);
        return HybridExchange.of(group, hybrid, Jca.PLATFORM, pair, diffieHellman);
    }

    /** [RFC8446 §7.1] With TLS's own label prefix, which DTLS does not have. */
    private static String serverHandshakeTrafficSecret(SecretBytes secret, byte[] clientHello, byte[] serverHello) throws Exception {
        Jca jca = Jca.PLATFORM;
        HashAlgorithm hash = HashAlgorithm.SHA256;
        SecretBytes early = Hkdf.extract(jca, hash, new byte[32], SecretBytes.taking(new byte[32]));
        SecretBytes derived = expandLabel(early, "derived", hash.hash(jca, new byte[0]));
        ByteArrayOutputStream transcript = new ByteArrayOutputStream();
        transcript.write(clientHello);
        transcript.write(serverHello);
        SecretBytes handshake = Hkdf.extract(jca, hash, derived.view(), secret);
        return Vectors.hex(expandLabel(handshake, "s hs traffic", hash.hash(jca, transcript.toByteArray())).view());
    }

    private static SecretBytes expandLabel(SecretBytes secret, String label, byte[] context) throws Exception {
        byte[] full = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.write(new byte[] {0, 32, (byte) full.length});
        info.write(full);
        info.write(context.length);
        info.write(context);
        return Hkdf.expand(Jca.PLATFORM, HashAlgorithm.SHA256, secret, info.toByteArray(), 32);
    }

    /** [RFC10024] Lengths, which are the sums of the parts' lengths. */
    @ParameterizedTest
    @CsvSource({"0x11EC, 1216, 1120, 64", "0x11EB, 1249, 1153, 64", "0x11ED, 1665, 1665, 80"})
    void shares_and_secret_have_the_rfcs_lengths(int code, int clientShare, int serverShare, int secret) throws IllegalShareException {
        NamedGroup group = new NamedGroup(code);
        KeyExchange client = begin(group, 1);
        Agreement server = group.answer(Jca.PLATFORM, new SeededEntropy(2), client.share());
        assertEquals(group, client.group());
        assertEquals(clientShare, client.share().length);
        assertEquals(serverShare, server.share().length);
        assertEquals(secret, server.secret().length());
        assertEquals(server.secret(), client.agree(server.share()));
    }

    @ParameterizedTest
    @MethodSource("hybrids")
    void either_part_alone_changes_the_secret(NamedGroup group) throws IllegalShareException {
        HybridGroup hybrid = HybridGroup.of(group).orElseThrow();
        KeyExchange client = begin(group, 1);
        Agreement one = group.answer(Jca.PLATFORM, new SeededEntropy(2), client.share());
        Agreement other = group.answer(Jca.PLATFORM, new SeededEntropy(3), client.share());
        HybridGroup.Parts ofOne = hybrid.partsOfServer(one.share());
        HybridGroup.Parts ofOther = hybrid.partsOfServer(other.share());
        SecretBytes mixed = client.agree(hybrid.join(ofOne.mlKem(), ofOther.diffieHellman()));
        assertNotEquals(one.secret(), mixed);
        assertNotEquals(other.secret(), mixed);
        int half = group.equals(NamedGroup.X25519MLKEM768) ? 32 : mixed.length() - 32;
        SecretBytes first = group.equals(NamedGroup.X25519MLKEM768) ? one.secret() : other.secret();
        SecretBytes second = group.equals(NamedGroup.X25519MLKEM768) ? other.secret() : one.secret();
        assertEquals(first.slice(0, half), mixed.slice(0, half));
        assertEquals(second.slice(half, mixed.length() - half), mixed.slice(half, mixed.length() - half));
    }

    /** [FIPS203 §6.3] The peer finds out by its Finished, we by nothing. */
    @ParameterizedTest
    @MethodSource("hybrids")
    void a_forged_ciphertext_gives_another_secret_and_no_error(NamedGroup group) throws IllegalShareException {
        KeyExchange client = begin(group, 1);
        Agreement server = group.answer(Jca.PLATFORM, new SeededEntropy(2), client.share());
        byte[] forged = server.share();
        forged[group.equals(NamedGroup.X25519MLKEM768) ? 0 : forged.length - 1] ^= 1;
        assertNotEquals(server.secret(), client.agree(forged));
    }

    @ParameterizedTest
    @MethodSource("hybrids")
    void a_share_of_another_length_is_refused_on_either_side(NamedGroup group) throws IllegalShareException {
        KeyExchange client = begin(group, 1);
        byte[] ofClient = client.share();
        byte[] ofServer = group.answer(Jca.PLATFORM, new SeededEntropy(2), ofClient).share();
        for (int change : new int[] {-ofClient.length, -32, -1, 1, 32}) {
            byte[] share = Arrays.copyOf(ofClient, ofClient.length + change);
            assertEquals("a client's share in " + group + " has " + ofClient.length + " bytes, not " + share.length,
                    assertThrows(IllegalShareException.class, () -> answer(group, share)).getMessage());
        }
        for (int change : new int[] {-ofServer.length, -32, -1, 1, 32}) {
            byte[] share = Arrays.copyOf(ofServer, ofServer.length + change);
            assertEquals("a server's share in " + group + " has " + ofServer.length + " bytes, not " + share.length,
                    assertThrows(IllegalShareException.class, () -> client.agree(share)).getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("hybrids")
    void an_encapsulation_key_outside_the_field_is_refused(NamedGroup group) throws IllegalShareException {
        HybridGroup hybrid = HybridGroup.of(group).orElseThrow();
        HybridGroup.Parts parts = hybrid.partsOfClient(begin(group, 1).share());
        byte[] key = parts.mlKem();
        key[0] = (byte) 0xFF;
        key[1] |= 0x0F;
        byte[] share = hybrid.join(key, parts.diffieHellman());
        assertEquals("a coefficient of the encapsulation key lies outside the field of " + hybrid.mlKem(),
                assertThrows(IllegalShareException.class, () -> answer(group, share)).getMessage());
    }

    /** [RFC10024] All checks of the Diffie-Hellman part hold here too; that of ML-KEM is good. */
    @ParameterizedTest
    @MethodSource("hybrids")
    void a_bad_diffie_hellman_part_is_refused_on_either_side(NamedGroup group) throws IllegalShareException {
        HybridGroup hybrid = HybridGroup.of(group).orElseThrow();
        KeyExchange client = begin(group, 1);
        byte[] zeros = new byte[diffieHellmanShare(group).length];
        byte[] ofClient = hybrid.join(hybrid.partsOfClient(client.share()).mlKem(), zeros);
        assertThrows(IllegalShareException.class, () -> answer(group, ofClient));
        byte[] ofServer = hybrid.join(hybrid.partsOfServer(answer(group, client.share()).share()).mlKem(), zeros);
        assertThrows(IllegalShareException.class, () -> client.agree(ofServer));
    }

    @ParameterizedTest
    @MethodSource("hybrids")
    void two_that_both_began_do_not_agree(NamedGroup group) {
        KeyExchange one = begin(group, 1);
        byte[] share = begin(group, 2).share();
        if (share.length != 1665) { // there the lengths are the same, and the key reads as a ciphertext that nobody made
            assertThrows(IllegalShareException.class, () -> one.agree(share));
        }
    }

    @ParameterizedTest
    @MethodSource("hybrids")
    void an_exchange_that_is_over_agrees_with_nobody(NamedGroup group) throws IllegalShareException {
        KeyExchange client = begin(group, 1);
        byte[] share = answer(group, client.share()).share();
        client.close();
        assertEquals("this exchange is over", assertThrows(IllegalStateException.class, () -> client.agree(share)).getMessage());
    }

    private static Agreement answer(NamedGroup group, byte[] share) throws IllegalShareException {
        return group.answer(Jca.PLATFORM, SystemEntropy.INSTANCE, share);
    }

    private static KeyExchange begin(NamedGroup group, long seed) {
        return group.begin(Jca.PLATFORM, new SeededEntropy(seed));
    }
}
