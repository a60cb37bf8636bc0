package io.puredtls.crypto.kex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.puredtls.crypto.entropy.SeededEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class EcExchangeTest {
    static List<NamedGroup> curves() {
        return List.of(NamedGroup.SECP256R1, NamedGroup.SECP384R1, NamedGroup.SECP521R1);
    }

    @Test
    void exchanges_give_the_published_secrets() throws Exception {
        for (Vector vector : Vectors.read("kex", "rfc5903.txt")) {
            NamedGroup group = NamedGroup.named(vector.text("group")).orElseThrow();
            KeyExchange initiator = KnownPairs.ec(group, vector.bytes("privateI"), vector.bytes("publicI"));
            KeyExchange responder = KnownPairs.ec(group, vector.bytes("privateR"), vector.bytes("publicR"));
            assertEquals(vector.text("publicI"), Vectors.hex(initiator.share()));
            assertEquals(vector.text("publicR"), Vectors.hex(responder.share()));
            assertEquals(vector.text("shared"), Vectors.hex(initiator.agree(responder.share()).view()));
            assertEquals(vector.text("shared"), Vectors.hex(responder.agree(initiator.share()).view()));
        }
    }

    /** What is valid in another form, compressed, is no share: it must be refused too. */
    @ParameterizedTest
    @CsvSource({"ecdh_secp256r1.txt, secp256r1", "ecdh_secp384r1.txt, secp384r1", "ecdh_secp521r1.txt, secp521r1"})
    // [RFC9846 §7.4.2#1]
    void wycheproof_agrees(String file, String groupName) throws Exception {
        NamedGroup group = NamedGroup.named(groupName).orElseThrow();
        List<String> wrong = new ArrayList<>();
        int valid = 0;
        for (Vector vector : Vectors.read("wycheproof", file)) {
            String result = agree(KnownPairs.ec(group, vector.bytes("private")), vector.bytes("public"));
            boolean acceptable = vector.text("result").equals("valid") && !vector.text("flags").contains("Compressed");
            if (!result.equals(acceptable ? vector.text("shared") : "refused")) {
                wrong.add(vector.text("id") + " " + vector.text("comment") + ": " + result);
            }
            valid += acceptable ? 1 : 0;
        }
        assertEquals(List.of(), wrong);
        assertTrue(valid > 100, valid + " valid vectors");
    }

    private static String agree(KeyExchange exchange, byte[] share) {
        try {
            return Vectors.hex(exchange.agree(share).view());
        } catch (IllegalShareException refused) {
            return "refused";
        }
    }

    @ParameterizedTest
    @MethodSource("curves")
    // [RFC9846 §4.3.8.2#2]
    void a_point_off_the_curve_is_refused(NamedGroup group) {
        byte[] share = begin(group, 1).share();
        for (int i : new int[] {1, share.length / 2, share.length / 2 + 1, share.length - 1}) {
            byte[] off = share.clone();
            off[i] ^= 1;
            if (!(group.equals(NamedGroup.SECP521R1) && (i == 1 || i == share.length / 2 + 1))) {
                assertRefused(group, off, "the share is not on the curve of " + group);
            }
        }
        byte[] zeros = new byte[share.length];
        zeros[0] = 4;
        assertRefused(group, zeros, "the share is not on the curve of " + group);
    }

    /** Of y² = x³ + ax + b' every b' but the curve's own is another curve, perhaps with a small subgroup. */
    @ParameterizedTest
    @MethodSource("curves")
    void every_change_of_y_but_its_negation_is_refused(NamedGroup group) throws Exception {
        byte[] share = begin(group, 1).share();
        BigInteger p = prime(group);
        int size = share.length / 2;
        BigInteger y = new BigInteger(1, Arrays.copyOfRange(share, 1 + size, share.length));
        for (int change = 1; change < 20; change++) {
            byte[] off = share.clone();
            put(y.add(BigInteger.valueOf(change)).mod(p), off, 1 + size, size);
            assertRefused(group, off, "the share is not on the curve of " + group);
        }
        byte[] negated = share.clone();
        put(p.subtract(y), negated, 1 + size, size);
        KeyExchange ours = begin(group, 2);
        assertEquals(agree(ours, share), agree(ours, negated));
    }

    /** [RFC8446 §4.2.8.2] x + p and y + p name the same point, but not in the right form. */
    @ParameterizedTest
    @MethodSource("curves")
    // [RFC9846 §4.3.8.2#2]
    void a_coordinate_outside_the_field_is_refused(NamedGroup group) throws Exception {
        ECParameterSpec curve = KnownPairs.curve(group);
        BigInteger p = prime(group);
        int size = (p.bitLength() + 7) / 8;
        BigInteger x = BigInteger.ZERO;
        while (root(square(curve, x), p) == null) {
            x = x.add(BigInteger.ONE);
        }
        byte[] share = new byte[1 + 2 * size];
        share[0] = 4;
        put(root(square(curve, x), p), share, 1 + size, size);
        put(x, share, 1, size);
        assertEquals(2 * size, agree(begin(group, 1), share).length());
        put(x.add(p), share, 1, size);
        assertRefused(group, share, "a coordinate of the share lies outside the field of " + group);

        put(p, share, 1, size);
        assertRefused(group, share, "a coordinate of the share lies outside the field of " + group);
        byte[] ones = new byte[1 + 2 * size];
        Arrays.fill(ones, 1 + size, ones.length, (byte) 0xFF);
        ones[0] = 4;
        assertRefused(group, ones, "a coordinate of the share lies outside the field of " + group);
        put(p, ones, 1 + size, size);
        assertRefused(group, ones, "a coordinate of the share lies outside the field of " + group);
    }

    private static BigInteger square(ECParameterSpec curve, BigInteger x) {
        return x.pow(3).add(curve.getCurve().getA().multiply(x)).add(curve.getCurve().getB());
    }

    /** A root of {@code square} modulo p, or null; for all three primes p = 3 (mod 4). */
    private static BigInteger root(BigInteger square, BigInteger p) {
        BigInteger root = square.modPow(p.add(BigInteger.ONE).shiftRight(2), p);
        return root.multiply(root).subtract(square).mod(p).signum() == 0 ? root : null;
    }

    @ParameterizedTest
    @MethodSource("curves")
    // [RFC9846 §4.3.8.2#1]
    void other_encodings_of_a_good_point_are_refused(NamedGroup group) {
        byte[] share = begin(group, 1).share();
        String expected = "a share in " + group + " is an uncompressed point of " + share.length + " bytes";
        int size = share.length / 2;
        for (int form : new int[] {0, 1, 2, 3, 5, 6, 7, 0x84, 0xFF}) {
            byte[] otherForm = share.clone();
            otherForm[0] = (byte) form; // 6 and 7 are hybrid
            assertRefused(group, otherForm, expected);
            byte[] shorter = Arrays.copyOf(share, 1 + size);
            shorter[0] = (byte) form; // 2 and 3 are compressed
            assertRefused(group, shorter, expected);
        }
    }

    @ParameterizedTest
    @MethodSource("curves")
    // [RFC9846 §4.3.8.2#1]
    void wrong_lengths_and_the_infinite_point_are_refused(NamedGroup group) {
        byte[] share = begin(group, 1).share();
        String expected = "a share in " + group + " is an uncompressed point of " + share.length + " bytes";
        for (int length = 0; length < share.length; length++) {
            assertRefused(group, Arrays.copyOf(share, length), expected);
        }
        assertRefused(group, Arrays.copyOf(share, share.length + 1), expected);
        assertRefused(group, new byte[] {0}, expected);
        assertRefused(group, new byte[share.length], expected);
    }

    @Test
    void a_share_of_another_curve_is_refused() {
        byte[] share = begin(NamedGroup.SECP384R1, 1).share();
        assertRefused(NamedGroup.SECP256R1, share, "a share in secp256r1 is an uncompressed point of 65 bytes");
    }

    /** A coordinate whose BigInteger has fewer bytes than the field keeps its place at the end of its half. */
    @ParameterizedTest
    @MethodSource("curves")
    void shares_with_short_coordinates_agree_too(NamedGroup group) throws Exception {
        KeyExchange ours = begin(group, 1);
        for (int seed = 2; seed < 5000; seed++) {
            KeyExchange theirs = begin(group, seed);
            byte[] share = theirs.share();
            if (isShort(share, 1) || isShort(share, 1 + share.length / 2)) {
                assertEquals(theirs.agree(ours.share()), ours.agree(share));
                return;
            }
        }
        fail("no seed gives a short coordinate");
    }

    private static boolean isShort(byte[] share, int offset) {
        return share[offset] == 0 && share[offset + 1] >= 0;
    }

    private static void assertRefused(NamedGroup group, byte[] share, String message) {
        KeyExchange exchange = begin(group, 99);
        assertEquals(message, assertThrows(IllegalShareException.class, () -> exchange.agree(share)).getMessage());
    }

    private static KeyExchange begin(NamedGroup group, long seed) {
        return group.begin(Jca.PLATFORM, new SeededEntropy(seed));
    }

    private static BigInteger prime(NamedGroup group) throws GeneralSecurityException {
        return ((ECFieldFp) KnownPairs.curve(group).getCurve().getField()).getP();
    }

    private static void put(BigInteger value, byte[] out, int offset, int size) {
        Arrays.fill(out, offset, offset + size, (byte) 0);
        byte[] bytes = value.toByteArray();
        int length = Math.min(bytes.length, size);
        System.arraycopy(bytes, bytes.length - length, out, offset + size - length, length);
    }
}
