package io.puredtls.crypto.aead;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AeadTest {
    private static final byte[] NONCE = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    private static final byte[] AAD = {21, 22, 23, 24, 25};
    private static final byte[] TEXT = {31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49};
    private static final byte EDGE = 0x55;

    @ParameterizedTest
    @EnumSource
    void what_was_sealed_opens_and_the_bytes_around_it_stay(AeadAlgorithm algorithm) {
        int offset = 7;
        int sealed = TEXT.length + algorithm.tagLength();
        byte[] array = new byte[offset + sealed + 9];
        Arrays.fill(array, EDGE);
        System.arraycopy(TEXT, 0, array, offset, TEXT.length);

        assertEquals(sealed, aead(algorithm).seal(NONCE, AAD, AAD.length, array, offset, TEXT.length));
        assertFalse(Arrays.equals(array, offset, offset + TEXT.length, TEXT, 0, TEXT.length));
        assertEdges(array, offset, sealed);
        assertEquals(TEXT.length, aead(algorithm).open(NONCE, AAD, AAD.length, array, offset, sealed));
        assertArrayEquals(TEXT, Arrays.copyOfRange(array, offset, offset + TEXT.length));
        assertEdges(array, offset, sealed);
    }

    private static void assertEdges(byte[] array, int offset, int length) {
        for (int i = 0; i < array.length; i++) {
            assertTrue(i >= offset && i < offset + length || array[i] == EDGE, "byte " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void only_the_given_part_of_the_additional_data_counts(AeadAlgorithm algorithm) {
        byte[] sealed = seal(algorithm, TEXT);
        assertEquals(TEXT.length, aead(algorithm).open(NONCE, Arrays.copyOf(AAD, 30), AAD.length, sealed, 0, sealed.length));
    }

    @ParameterizedTest
    @EnumSource
    void every_single_flipped_bit_is_a_forgery(AeadAlgorithm algorithm) {
        byte[] sealed = seal(algorithm, TEXT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            assertEquals(Aead.FORGED, open(algorithm, NONCE, AAD, flipped(sealed, bit)), "bit " + bit + " of text and tag");
        }
        for (int bit = 0; bit < AAD.length * 8; bit++) {
            assertEquals(Aead.FORGED, open(algorithm, NONCE, flipped(AAD, bit), sealed.clone()), "bit " + bit + " of the additional data");
        }
        for (int bit = 0; bit < NONCE.length * 8; bit++) {
            assertEquals(Aead.FORGED, open(algorithm, flipped(NONCE, bit), AAD, sealed.clone()), "bit " + bit + " of the nonce");
        }
        assertEquals(TEXT.length, open(algorithm, NONCE, AAD, sealed));
    }

    @ParameterizedTest
    @EnumSource
    void missing_or_additional_bytes_are_a_forgery(AeadAlgorithm algorithm) {
        byte[] sealed = seal(algorithm, TEXT);
        for (int length = algorithm.tagLength(); length < sealed.length; length++) {
            assertEquals(Aead.FORGED, open(algorithm, NONCE, AAD, Arrays.copyOf(sealed, length)), length + " bytes");
        }
        assertEquals(Aead.FORGED, open(algorithm, NONCE, AAD, Arrays.copyOf(sealed, sealed.length + 1)));
        assertEquals(Aead.FORGED, open(algorithm, NONCE, Arrays.copyOf(AAD, AAD.length + 1), sealed.clone()));
        assertEquals(Aead.FORGED, open(algorithm, NONCE, new byte[0], sealed.clone()));
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_text_is_a_tag_alone(AeadAlgorithm algorithm) {
        byte[] sealed = seal(algorithm, new byte[0]);
        assertEquals(algorithm.tagLength(), sealed.length);
        assertEquals(0, open(algorithm, NONCE, AAD, sealed));
    }

    /** A forged record may bear any number, that of a record still to come too: the same Aead must open that one afterwards. */
    @ParameterizedTest
    @EnumSource
    void the_true_text_opens_after_forgeries_under_its_nonce(AeadAlgorithm algorithm) {
        byte[] sealed = seal(algorithm, TEXT);
        Aead reader = aead(algorithm);
        assertEquals(Aead.FORGED, reader.open(NONCE, AAD, AAD.length, flipped(sealed, 3), 0, sealed.length));
        assertEquals(Aead.FORGED, reader.open(NONCE, AAD, AAD.length, flipped(sealed, 4), 0, sealed.length));
        assertEquals(TEXT.length, reader.open(NONCE, AAD, AAD.length, sealed, 0, sealed.length));
        assertArrayEquals(TEXT, Arrays.copyOf(sealed, TEXT.length));
    }

    @ParameterizedTest
    @EnumSource
    void a_record_that_comes_twice_opens_twice(AeadAlgorithm algorithm) {
        byte[] sealed = seal(algorithm, TEXT);
        Aead reader = aead(algorithm);
        assertEquals(TEXT.length, reader.open(NONCE, AAD, AAD.length, sealed.clone(), 0, sealed.length));
        assertEquals(TEXT.length, reader.open(NONCE, AAD, AAD.length, sealed.clone(), 0, sealed.length));
    }

    @ParameterizedTest
    @EnumSource
    void one_aead_seals_and_opens_many_texts_in_turn(AeadAlgorithm algorithm) {
        Aead writer = aead(algorithm);
        Aead reader = aead(algorithm);
        for (int number = 0; number < 50; number++) {
            byte[] nonce = NONCE.clone();
            nonce[0] = (byte) number;
            byte[] text = Arrays.copyOf(TEXT, number + algorithm.tagLength());
            writer.seal(nonce, AAD, AAD.length, text, 0, number);
            assertEquals(number, reader.open(nonce, AAD, AAD.length, text, 0, text.length));
            assertArrayEquals(Arrays.copyOf(TEXT, Math.min(number, TEXT.length)), Arrays.copyOf(text, Math.min(number, TEXT.length)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_array_without_room_for_the_tag_is_the_callers_mistake(AeadAlgorithm algorithm) {
        byte[] noRoom = new byte[5 + algorithm.tagLength() - 1];
        String message = assertThrows(
                IllegalStateException.class, () -> aead(algorithm).seal(NONCE, AAD, AAD.length, noRoom, 0, 5)).getMessage();
        assertTrue(message.endsWith("refuses to seal 5 bytes"), message);
    }

    @ParameterizedTest
    @EnumSource
    void a_nonce_of_another_length_is_not_taken_for_one_of_twelve(AeadAlgorithm algorithm) {
        byte[] sealed = seal(algorithm, TEXT);
        for (int length : new int[] {0, 8, 11, 13}) {
            byte[] nonce = Arrays.copyOf(NONCE, length);
            int opened;
            try {
                opened = aead(algorithm).open(nonce, AAD, AAD.length, sealed.clone(), 0, sealed.length);
            } catch (IllegalStateException | IllegalArgumentException refused) {
                continue;
            }
            assertEquals(Aead.FORGED, opened, length + " bytes");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_key_of_another_length_is_refused(AeadAlgorithm algorithm) {
        for (int length : new int[] {0, 15, 16, 24, 31, 32, 33}) {
            if (length != algorithm.keyLength()) {
                SecretBytes key = SecretBytes.taking(new byte[length]);
                String message = assertThrows(IllegalArgumentException.class, () -> algorithm.with(Jca.PLATFORM, key)).getMessage();
                assertEquals(algorithm + " takes a key of " + algorithm.keyLength() + " bytes, not " + length, message);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_key_is_copied(AeadAlgorithm algorithm) {
        SecretBytes key = key(algorithm);
        Aead aead = algorithm.with(Jca.PLATFORM, key);
        key.close();
        byte[] array = Arrays.copyOf(TEXT, TEXT.length + algorithm.tagLength());
        aead.seal(NONCE, AAD, AAD.length, array, 0, TEXT.length);
        assertArrayEquals(seal(algorithm, TEXT), array);
    }

    @ParameterizedTest
    @EnumSource
    void a_closed_aead_neither_seals_nor_opens(AeadAlgorithm algorithm) {
        Aead used = aead(algorithm);
        used.seal(NONCE, AAD, AAD.length, Arrays.copyOf(TEXT, TEXT.length + algorithm.tagLength()), 0, TEXT.length);
        for (Aead aead : new Aead[] {used, aead(algorithm)}) {
            aead.close();
            byte[] nonce = flipped(NONCE, 0);
            assertThrows(IllegalStateException.class, () -> aead.seal(nonce, AAD, AAD.length, new byte[40], 0, 10));
            assertThrows(IllegalStateException.class, () -> aead.open(nonce, AAD, AAD.length, new byte[40], 0, 40));
        }
    }

    @Test
    // [RFC9147 §4.5.3#1] [RFC9147 §4.5.3#3] [RFC9147 §4.5.3#8] [RFC9147 §4.5.3#9] [RFC9846 §5.5#4] [RFC9147 §4.5.3#11]
    void lengths_and_limits_are_those_of_the_rfcs() {
        assertEquals(16, AeadAlgorithm.AES_128_GCM.keyLength());
        assertEquals(32, AeadAlgorithm.AES_256_GCM.keyLength());
        assertEquals(32, AeadAlgorithm.CHACHA20_POLY1305.keyLength());
        assertEquals(12, AeadAlgorithm.NONCE_LENGTH);
        for (AeadAlgorithm algorithm : AeadAlgorithm.values()) {
            assertEquals(algorithm.name().endsWith("_8") ? 8 : 16, algorithm.tagLength());
            assertEquals(algorithm.tagLength(), aead(algorithm).tagLength());
            assertTrue(algorithm.isAvailable(Jca.PLATFORM));
        }
        assertEquals(16, AeadAlgorithm.AES_128_CCM.keyLength());
        assertEquals(16, AeadAlgorithm.AES_128_CCM_8.keyLength());
        assertEquals(32, AeadAlgorithm.AES_256_CCM.keyLength());
        assertEquals(32, AeadAlgorithm.AES_256_CCM_8.keyLength());
        // [RFC9147 §4.5.3] 2^24.5 records; all of the sequence space for ChaCha20-Poly1305.
        assertEquals((long) Math.floor(Math.pow(2, 24.5)), AeadAlgorithm.AES_128_GCM.limits().confidentiality());
        assertEquals(AeadLimits.GCM, AeadAlgorithm.AES_256_GCM.limits());
        assertEquals(1L << 48, AeadAlgorithm.CHACHA20_POLY1305.limits().confidentiality());
        assertEquals(1L << 36, AeadLimits.GCM.integrity());
        assertEquals(1L << 36, AeadLimits.CHACHA20_POLY1305.integrity());
        // [RFC9147 §4.5.3] 2^23 records and 2^23.5 forgeries; §B.3: 2^7 where the tag has 8 bytes.
        for (AeadAlgorithm ccm : new AeadAlgorithm[] {AeadAlgorithm.AES_128_CCM, AeadAlgorithm.AES_256_CCM}) {
            assertEquals(new AeadLimits(1L << 23, (long) Math.floor(Math.pow(2, 23.5))), ccm.limits());
        }
        for (AeadAlgorithm ccm8 : new AeadAlgorithm[] {AeadAlgorithm.AES_128_CCM_8, AeadAlgorithm.AES_256_CCM_8}) {
            assertEquals(new AeadLimits(1L << 23, 1L << 7), ccm8.limits());
        }
    }

    @Property(tries = 200)
    void any_text_at_any_offset_comes_back(
            @ForAll AeadAlgorithm algorithm, @ForAll byte[] text, @ForAll byte[] additionalData, @ForAll @IntRange(max = 100) int offset) {
        int sealed = text.length + algorithm.tagLength();
        byte[] array = new byte[offset + sealed];
        System.arraycopy(text, 0, array, offset, text.length);
        assertEquals(sealed, aead(algorithm).seal(NONCE, additionalData, additionalData.length, array, offset, text.length));
        assertEquals(text.length, aead(algorithm).open(NONCE, additionalData, additionalData.length, array, offset, sealed));
        assertArrayEquals(text, Arrays.copyOfRange(array, offset, offset + text.length));
    }

    private static byte[] seal(AeadAlgorithm algorithm, byte[] text) {
        byte[] array = Arrays.copyOf(text, text.length + algorithm.tagLength());
        aead(algorithm).seal(NONCE, AAD, AAD.length, array, 0, text.length);
        return array;
    }

    private static int open(AeadAlgorithm algorithm, byte[] nonce, byte[] additionalData, byte[] sealed) {
        return aead(algorithm).open(nonce, additionalData, additionalData.length, sealed, 0, sealed.length);
    }

    private static Aead aead(AeadAlgorithm algorithm) {
        return algorithm.with(Jca.PLATFORM, key(algorithm));
    }

    private static SecretBytes key(AeadAlgorithm algorithm) {
        byte[] key = new byte[algorithm.keyLength()];
        Arrays.fill(key, (byte) 0x42);
        return SecretBytes.taking(key);
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] flipped = bytes.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        return flipped;
    }
}
