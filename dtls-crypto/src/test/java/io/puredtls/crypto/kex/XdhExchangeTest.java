package io.puredtls.crypto.kex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.entropy.SeededEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class XdhExchangeTest {
    static List<NamedGroup> groups() {
        return List.of(NamedGroup.X25519, NamedGroup.X448);
    }

    @Test
    void the_functions_give_the_published_output() throws Exception {
        for (Vector vector : Vectors.read("kex", "rfc7748-function.txt")) {
            KeyExchange exchange = KnownPairs.xdh(group(vector), vector.bytes("private"));
            assertEquals(vector.text("shared"), Vectors.hex(exchange.agree(vector.bytes("public")).view()));
        }
    }

    @Test
    // [RFC9846 §7.4.2#2]
    void exchanges_give_the_published_secrets() throws Exception {
        for (Vector vector : Vectors.read("kex", "rfc7748-exchange.txt")) {
            KeyExchange alice = KnownPairs.xdh(group(vector), vector.bytes("privateA"), vector.bytes("publicA"));
            KeyExchange bob = KnownPairs.xdh(group(vector), vector.bytes("privateB"), vector.bytes("publicB"));
            assertEquals(vector.text("publicA"), Vectors.hex(alice.share()));
            assertEquals(vector.text("shared"), Vectors.hex(alice.agree(bob.share()).view()));
            assertEquals(vector.text("shared"), Vectors.hex(bob.agree(alice.share()).view()));
        }
    }

    private static NamedGroup group(Vector vector) {
        return NamedGroup.named(vector.text("group")).orElseThrow();
    }

    /** "Acceptable" there are shares on the twist and non-canonical ones, as RFC 7748 has it, and those that give zero. */
    @ParameterizedTest
    @CsvSource({"x25519.txt, x25519", "x448.txt, x448"})
    void wycheproof_agrees(String file, String groupName) throws Exception {
        NamedGroup group = NamedGroup.named(groupName).orElseThrow();
        List<String> wrong = new ArrayList<>();
        for (Vector vector : Vectors.read("wycheproof", file)) {
            boolean zero = vector.text("flags").contains("ZeroSharedSecret");
            String expected = zero || vector.text("result").equals("invalid") ? "refused" : vector.text("shared");
            String result = agree(KnownPairs.xdh(group, vector.bytes("private")), vector.bytes("public"));
            if (!result.equals(expected)) {
                wrong.add(vector.text("id") + " " + vector.text("comment") + ": " + result);
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** [RFC7748 §6.1] All points whose order divides the cofactor, in every encoding. */
    @Test
    void every_x25519_share_of_small_order_is_refused() {
        List<String> shares = List.of(
                "00".repeat(32),
                "01" + "00".repeat(31),
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ec" + "ff".repeat(30) + "7f",
                "ed" + "ff".repeat(30) + "7f",
                "ee" + "ff".repeat(30) + "7f");
        for (String share : shares) {
            byte[] bytes = Vectors.hex(share);
            assertEquals("refused", agree(begin(NamedGroup.X25519, 1), bytes), share);
            bytes[31] |= (byte) 0x80; // the bit that is ignored
            assertEquals("refused", agree(begin(NamedGroup.X25519, 1), bytes), share + " with the highest bit set");
        }
    }

    /** [RFC7748 §6.2] The same for X448: 0, 1, p - 1, and again p and p + 1. */
    @Test
    void every_x448_share_of_small_order_is_refused() {
        List<String> shares = List.of(
                "00".repeat(56),
                "01" + "00".repeat(55),
                "fe" + "ff".repeat(27) + "fe" + "ff".repeat(27),
                "ff".repeat(28) + "fe" + "ff".repeat(27),
                "00".repeat(28) + "ff".repeat(28));
        for (String share : shares) {
            assertEquals("refused", agree(begin(NamedGroup.X448, 1), Vectors.hex(share)), share);
        }
    }

    /** [RFC7748 §6] The JDK refuses a share of small order itself; a provider that gives zeros instead is not believed. */
    @ParameterizedTest
    @MethodSource("groups")
    // [RFC9846 §7.4.2#3]
    void a_secret_of_zeros_is_refused_whoever_computed_it(NamedGroup group) {
        KeyExchange exchange = group.begin(Jca.preferring(new ZeroAgreement(group)), new SeededEntropy(1));
        byte[] share = begin(group, 2).share();
        String message = assertThrows(IllegalShareException.class, () -> exchange.agree(share)).getMessage();
        assertEquals("the share has small order in " + group, message);
    }

    /** [RFC7748 §5] "Implementations MUST accept non-canonical values and process them as if they had been reduced". */
    @Test
    void non_canonical_shares_count_as_if_reduced() {
        KeyExchange x25519 = begin(NamedGroup.X25519, 1);
        for (int u = 2; u <= 18; u++) { // p + 18 is the greatest that fits into 255 bits
            String canonical = String.format("%02x", u) + "00".repeat(31);
            String andP = String.format("%02x", 0xED + u) + "ff".repeat(30) + "7f";
            assertEquals(agree(x25519, Vectors.hex(canonical)), agree(x25519, Vectors.hex(andP)), "p + " + u);
        }
        KeyExchange x448 = begin(NamedGroup.X448, 1);
        for (int u = 2; u <= 200; u += 9) {
            String canonical = String.format("%02x", u) + "00".repeat(55);
            String andP = String.format("%02x", u - 1) + "00".repeat(27) + "ff".repeat(28);
            assertEquals(agree(x448, Vectors.hex(canonical)), agree(x448, Vectors.hex(andP)), "p + " + u);
        }
    }

    /** [RFC7748 §5] The most significant bit of an X25519 share is to be masked. */
    @Test
    void the_highest_bit_of_an_x25519_share_is_ignored() {
        byte[] share = begin(NamedGroup.X25519, 2).share();
        byte[] withBit = share.clone();
        withBit[31] |= (byte) 0x80;
        KeyExchange ours = begin(NamedGroup.X25519, 1);
        assertEquals(agree(ours, share), agree(ours, withBit));
    }

    @ParameterizedTest
    @MethodSource("groups")
    // [RFC9846 §4.3.8.2#3]
    void a_share_of_another_length_is_refused(NamedGroup group) {
        int right = begin(group, 1).share().length;
        for (int length = 0; length < 70; length++) {
            if (length != right) {
                byte[] share = new byte[length];
                Arrays.fill(share, (byte) 9);
                String message = assertThrows(IllegalShareException.class, () -> begin(group, 1).agree(share)).getMessage();
                assertEquals("a share in " + group + " has " + right + " bytes, not " + length, message);
            }
        }
    }

    private static String agree(KeyExchange exchange, byte[] share) {
        try {
            String secret = Vectors.hex(exchange.agree(share).view());
            assertEquals(share.length, secret.length() / 2);
            return secret;
        } catch (IllegalShareException refused) {
            return "refused";
        }
    }

    private static KeyExchange begin(NamedGroup group, long seed) {
        return group.begin(Jca.PLATFORM, new SeededEntropy(seed));
    }
}
