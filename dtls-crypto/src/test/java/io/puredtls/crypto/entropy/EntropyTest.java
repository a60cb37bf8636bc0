package io.puredtls.crypto.entropy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class EntropyTest {
    private final Entropy ones = out -> Arrays.fill(out, (byte) 1);

    @Test
    void bytes_are_what_fill_wrote_at_the_length_asked_for() {
        assertArrayEquals(new byte[] {1, 1, 1, 1, 1}, ones.bytes(5));
        assertArrayEquals(new byte[0], ones.bytes(0));
    }

    @Test
    void every_number_of_the_jca_view_comes_from_the_source() {
        SecureRandom random = ones.asSecureRandom();
        byte[] bytes = new byte[7];
        random.nextBytes(bytes);
        assertArrayEquals(ones.bytes(7), bytes);
        assertEquals(0x01010101, random.nextInt());
        assertEquals(0x0101010101010101L, random.nextLong());
        assertArrayEquals(ones.bytes(3), random.generateSeed(3));
        assertEquals(new BigInteger("01010101", 16), new BigInteger(32, random));
    }

    @Test
    void setting_a_seed_does_not_change_what_the_jca_view_gives() {
        SecureRandom first = new SeededEntropy(1).asSecureRandom();
        SecureRandom second = new SeededEntropy(1).asSecureRandom();
        second.setSeed(99);
        assertEquals(first.nextLong(), second.nextLong());
    }

    @Test
    // [RFC9846 §C.1#1]
    void the_systems_entropy_does_not_repeat_itself() {
        byte[] first = SystemEntropy.INSTANCE.bytes(32);
        assertFalse(Arrays.equals(first, SystemEntropy.INSTANCE.bytes(32)));
        assertFalse(Arrays.equals(new byte[32], first));
    }
}
