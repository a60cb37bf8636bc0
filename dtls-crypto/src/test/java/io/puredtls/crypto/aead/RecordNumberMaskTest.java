package io.puredtls.crypto.aead;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.Destroyable;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [RFC9147 §4.2.3] The mask of a record's number; QUIC makes its own by the same two functions. */
class RecordNumberMaskTest {
    private static final byte[] AES_KEY = Vectors.hex("9f50449e04a0e810283a1e9933adedd2");
    private static final byte[] AES_SAMPLE = Vectors.hex("d1b1c98dd7689fb8ec11d242b123dc9b");
    private static final byte[] CHACHA_KEY = Vectors.hex("25a282b9e82f06f21f488917a4fc8f1b73573685608597d0efcb076b0ab7a7a4");
    private static final byte[] CHACHA_SAMPLE = Vectors.hex("5e5cd55c41f69080575d7999c25a5bfb");

    /** [RFC9001 §A.2] The mask of the client's Initial packet begins with 437b. */
    @Test
    // [RFC9147 §4.2.3#1]
    void mask_by_aes_is_that_of_quic() {
        RecordNumberMask mask = mask(AeadAlgorithm.AES_128_GCM, AES_KEY);
        assertEquals(0x437B, mask.mask(AES_SAMPLE, 0));
        assertEquals(0x437B, mask.mask(AES_SAMPLE, 0));
    }

    /** [RFC9001 §A.5] The mask of the short packet begins with aefe. A datagram may come twice: the same sample then has the same mask. */
    @Test
    // [RFC9147 §4.2.3#2]
    void mask_by_chacha20_is_that_of_quic() {
        RecordNumberMask mask = mask(AeadAlgorithm.CHACHA20_POLY1305, CHACHA_KEY);
        assertEquals(0xAEFE, mask.mask(CHACHA_SAMPLE, 0));
        assertEquals(0xAEFE, mask.mask(CHACHA_SAMPLE, 0));
        assertEquals(0xAEFE, mask.mask(CHACHA_SAMPLE, 0));
    }

    /** A counter that differs and a nonce that does not: the JDK looks at the nonce alone. */
    @Test
    void same_nonce_with_another_counter_has_another_mask() {
        RecordNumberMask mask = mask(AeadAlgorithm.CHACHA20_POLY1305, CHACHA_KEY);
        byte[] other = CHACHA_SAMPLE.clone();
        other[0] ^= 1;
        for (int i = 0; i < 3; i++) {
            assertEquals(0xAEFE, mask.mask(CHACHA_SAMPLE, 0));
            assertNotEquals(0xAEFE, mask.mask(other, 0));
        }
    }

    @Property
    void mask_is_what_javax_crypto_makes_of_the_sample(
            @ForAll AeadAlgorithm algorithm, @ForAll @Size(32) byte[] longKey, @ForAll @Size(16) byte[] sample) throws GeneralSecurityException {
        byte[] key = Arrays.copyOf(longKey, algorithm.keyLength());
        RecordNumberMask mask = mask(algorithm, key);
        int expected = bare(algorithm, key, sample);
        assertEquals(expected, mask.mask(sample, 0));
        assertEquals(expected, mask.mask(sample, 0));
    }

    private static int bare(AeadAlgorithm algorithm, byte[] key, byte[] sample) throws GeneralSecurityException {
        byte[] block;
        if (algorithm == AeadAlgorithm.CHACHA20_POLY1305) {
            int counter = ByteBuffer.wrap(sample).order(ByteOrder.LITTLE_ENDIAN).getInt();
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"),
                    new ChaCha20ParameterSpec(Arrays.copyOfRange(sample, 4, 16), counter));
            block = cipher.doFinal(new byte[2]);
        } else {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            block = cipher.doFinal(sample);
        }
        return (block[0] & 0xFF) << 8 | block[1] & 0xFF;
    }

    @ParameterizedTest
    @EnumSource
    void mask_of_one_sample_does_not_depend_on_those_before(AeadAlgorithm algorithm) {
        RecordNumberMask mask = mask(algorithm, new byte[algorithm.keyLength()]);
        int first = mask.mask(AES_SAMPLE, 0);
        for (int i = 0; i < 20; i++) {
            byte[] other = AES_SAMPLE.clone();
            other[i % 16] ^= (byte) (1 + i);
            assertNotEquals(first, mask.mask(other, 0));
            assertEquals(first, mask.mask(AES_SAMPLE, 0));
        }
    }

    @ParameterizedTest
    @EnumSource
    void sample_is_taken_where_it_lies_and_left_as_it_is(AeadAlgorithm algorithm) {
        RecordNumberMask mask = mask(algorithm, new byte[algorithm.keyLength()]);
        byte[] around = new byte[40];
        System.arraycopy(AES_SAMPLE, 0, around, 13, 16);
        byte[] before = around.clone();
        assertEquals(mask.mask(AES_SAMPLE, 0), mask.mask(around, 13));
        assertArrayEquals(before, around);
    }

    @ParameterizedTest
    @EnumSource
    void the_key_is_copied(AeadAlgorithm algorithm) {
        SecretBytes key = SecretBytes.taking(new byte[algorithm.keyLength()]);
        key.view()[0] = 1;
        RecordNumberMask mask = RecordNumberMask.of(algorithm, Jca.PLATFORM, key);
        int before = RecordNumberMask.of(algorithm, Jca.PLATFORM, key).mask(AES_SAMPLE, 0);
        key.close();
        assertEquals(before, mask.mask(AES_SAMPLE, 0));
    }

    @ParameterizedTest
    @EnumSource
    void close_destroys_the_key(AeadAlgorithm algorithm) throws ReflectiveOperationException {
        RecordNumberMask mask = mask(algorithm, new byte[algorithm.keyLength()]);
        mask.mask(AES_SAMPLE, 0);
        var field = mask.getClass().getDeclaredField("key");
        field.setAccessible(true);
        var key = (Destroyable) field.get(mask);
        mask.close();
        mask.close();
        assertTrue(key.isDestroyed());
    }

    @Test
    void closed_mask_by_chacha20_masks_nothing() {
        RecordNumberMask mask = mask(AeadAlgorithm.CHACHA20_POLY1305, CHACHA_KEY);
        mask.close();
        assertThrows(IllegalStateException.class, () -> mask.mask(CHACHA_SAMPLE, 0));
    }

    private static RecordNumberMask mask(AeadAlgorithm algorithm, byte[] key) {
        return RecordNumberMask.of(algorithm, Jca.PLATFORM, SecretBytes.taking(key.clone()));
    }
}
