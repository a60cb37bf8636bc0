package io.puredtls.crypto.kex;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.entropy.SeededEntropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgreementTest {
    static List<NamedGroup> available() {
        return NamedGroup.available(Jca.PLATFORM);
    }

    @ParameterizedTest
    @MethodSource("available")
    void whoever_speaks_first_agrees_with_whoever_answers(NamedGroup group) throws IllegalShareException {
        for (int i = 0; i < 10; i++) {
            try (KeyExchange first = group.begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
                    Agreement answer = group.answer(Jca.PLATFORM, SystemEntropy.INSTANCE, first.share());
                    SecretBytes secret = first.agree(answer.share())) {
                assertEquals(secret, answer.secret());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("available")
    void every_answer_to_one_share_is_another(NamedGroup group) throws IllegalShareException {
        byte[] share = group.begin(Jca.PLATFORM, new SeededEntropy(1)).share();
        Agreement one = group.answer(Jca.PLATFORM, new SeededEntropy(2), share);
        Agreement other = group.answer(Jca.PLATFORM, new SeededEntropy(3), share);
        assertNotEquals(Vectors.hex(one.share()), Vectors.hex(other.share()));
        assertNotEquals(one.secret(), other.secret());
        Agreement again = group.answer(Jca.PLATFORM, new SeededEntropy(2), share);
        assertArrayEquals(one.share(), again.share());
        assertEquals(one.secret(), again.secret());
    }

    @ParameterizedTest
    @MethodSource("available")
    void a_share_of_another_length_is_not_answered(NamedGroup group) {
        byte[] share = group.begin(Jca.PLATFORM, new SeededEntropy(1)).share();
        for (int length : new int[] {0, 1, share.length - 1, share.length + 1}) {
            byte[] other = Arrays.copyOf(share, length);
            assertThrows(IllegalShareException.class, () -> group.answer(Jca.PLATFORM, SystemEntropy.INSTANCE, other), length + " bytes");
        }
    }

    @Test
    void nothing_is_answered_in_an_unknown_group() {
        assertThrows(IllegalArgumentException.class,
                () -> new NamedGroup(0x0100).answer(Jca.PLATFORM, SystemEntropy.INSTANCE, new byte[32]));
    }

    @Test
    void closing_it_closes_the_secret() {
        SecretBytes secret = SecretBytes.taking(new byte[] {1, 2, 3});
        Agreement agreement = new Agreement(new byte[] {4, 5}, secret);
        assertSame(secret, agreement.secret());
        agreement.close();
        assertTrue(secret.isClosed());
    }

    @Test
    void the_share_is_a_copy_each_time() {
        Agreement agreement = new Agreement(new byte[] {4, 5}, SecretBytes.taking(new byte[1]));
        agreement.share()[0] = 9;
        assertArrayEquals(new byte[] {4, 5}, agreement.share());
    }

    @Test
    void printing_reveals_lengths_alone() {
        assertEquals("Agreement[share of 2 bytes, SecretBytes[3]]",
                new Agreement(new byte[] {4, 5}, SecretBytes.taking(new byte[] {77, 78, 79})).toString());
    }
}
