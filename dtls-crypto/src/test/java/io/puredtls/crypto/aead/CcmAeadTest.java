package io.puredtls.crypto.aead;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CCM beside RFC 3610 word for word: block by block, with nothing held. */
class CcmAeadTest {
    @ParameterizedTest
    @EnumSource(names = ".*CCM.*", mode = EnumSource.Mode.MATCH_ANY)
    void every_length_of_text_around_blocks_and_batches_is_as_the_rfc_has_it(AeadAlgorithm algorithm) throws Exception {
        int[] lengths = IntStream.concat(IntStream.rangeClosed(0, 70), IntStream.of(
                991, 992, 993, 1007, 1008, 1009, 1023, 1024, 1025, 1039, 1040, 1041, 2031, 2032, 2033, 2047, 2048, 2049, 3055, 3056, 3057,
                16_383, 16_384, 16_385)).toArray();
        Random random = new Random(1);
        try (Pair pair = new Pair(algorithm, random)) {
            for (int length : lengths) {
                pair.assertBothWays(bytes(random, 12), bytes(random, 13), bytes(random, length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = ".*CCM.*", mode = EnumSource.Mode.MATCH_ANY)
    void every_length_of_additional_data_is_as_the_rfc_has_it(AeadAlgorithm algorithm) throws Exception {
        Random random = new Random(2);
        try (Pair pair = new Pair(algorithm, random)) {
            for (int length : IntStream.concat(IntStream.rangeClosed(0, 200), IntStream.of(1000, 65_278, 65_279)).toArray()) {
                pair.assertBothWays(bytes(random, 12), bytes(random, length), bytes(random, 1 + length % 40));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = ".*CCM.*", mode = EnumSource.Mode.MATCH_ANY)
    void random_texts_in_turn_with_forgeries_are_as_the_rfc_has_them(AeadAlgorithm algorithm) throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        try (Pair pair = new Pair(algorithm, random)) {
            for (int i = 0; i < 500; i++) {
                byte[] nonce = bytes(random, 12);
                byte[] aad = bytes(random, random.nextInt(65));
                byte[] sealed = pair.assertBothWays(nonce, aad, bytes(random, random.nextInt(2500)));
                sealed[random.nextInt(sealed.length)] ^= (byte) (1 << random.nextInt(8));
                assertEquals(Aead.FORGED, pair.reader.open(nonce, aad, aad.length, sealed, 0, sealed.length));
            }
        } catch (AssertionError wrong) {
            throw new AssertionError("seed " + seed, wrong);
        }
    }

    @ParameterizedTest
    @EnumSource(names = ".*CCM.*", mode = EnumSource.Mode.MATCH_ANY)
    void every_flipped_bit_of_the_tag_is_a_forgery(AeadAlgorithm algorithm) throws Exception {
        Random random = new Random(3);
        try (Pair pair = new Pair(algorithm, random)) {
            byte[] nonce = bytes(random, 12);
            byte[] aad = bytes(random, 13);
            byte[] sealed = pair.assertBothWays(nonce, aad, bytes(random, 1200));
            for (int bit = 0; bit < 8 * algorithm.tagLength(); bit++) {
                byte[] forged = sealed.clone();
                forged[1200 + bit / 8] ^= (byte) (1 << bit % 8);
                assertEquals(Aead.FORGED, pair.reader.open(nonce, aad, aad.length, forged, 0, forged.length), "bit " + bit);
            }
            assertEquals(1200, pair.reader.open(nonce, aad, aad.length, sealed, 0, sealed.length));
        }
    }

    /** The ciphers are held: what one call leaves behind is what the next begins with. */
    @Test
    void a_mistake_of_the_callers_leaves_the_cipher_usable() throws Exception {
        Random random = new Random(4);
        try (Pair pair = new Pair(AeadAlgorithm.AES_128_CCM, random)) {
            byte[] nonce = bytes(random, 12);
            assertThrows(IndexOutOfBoundsException.class, () -> pair.writer.seal(nonce, new byte[100], 101, new byte[100], 0, 10));
            assertThrows(IndexOutOfBoundsException.class, () -> pair.reader.open(nonce, new byte[100], 101, new byte[100], 0, 30));
            pair.assertBothWays(nonce, bytes(random, 13), bytes(random, 100));
        }
    }

    /** A MAC over a block that the cipher has not given yet would be one of another text. */
    @Test
    void a_provider_that_holds_blocks_back_is_not_believed() {
        Aead aead = AeadAlgorithm.AES_128_CCM.with(Jca.preferring(new HoldingCipher()), SecretBytes.taking(new byte[16]));
        assertEquals("the provider HoldingCipher holds blocks of AES/CBC back", assertThrows(IllegalStateException.class,
                () -> aead.seal(new byte[12], new byte[0], 0, new byte[100], 0, 10)).getMessage());
    }

    @Test
    void what_the_length_fields_cannot_say_is_refused() {
        Aead aead = AeadAlgorithm.AES_128_CCM.with(Jca.PLATFORM, SecretBytes.taking(new byte[16]));
        byte[] tooLong = new byte[(1 << 24) + 16];
        assertEquals("AES/CCM refuses to seal 16777216 bytes", assertThrows(IllegalStateException.class,
                () -> aead.seal(new byte[12], new byte[0], 0, tooLong, 0, 1 << 24)).getMessage());
        assertThrows(IllegalStateException.class, () -> aead.open(new byte[12], new byte[0], 0, tooLong, 0, tooLong.length));
        assertEquals("a nonce has 12 bytes and additional data at most 65279, not 12 and 65280", assertThrows(IllegalArgumentException.class,
                () -> aead.seal(new byte[12], new byte[65_280], 65_280, new byte[100], 0, 10)).getMessage());
        assertEquals("AES/CCM refuses to open 15 bytes", assertThrows(IllegalStateException.class,
                () -> aead.open(new byte[12], new byte[0], 0, new byte[100], 0, 15)).getMessage());
    }

    @Test
    void closing_wipes_all_that_is_ours() throws Exception {
        CcmAead aead = (CcmAead) AeadAlgorithm.AES_128_CCM.with(Jca.PLATFORM, SecretBytes.taking(bytes(new Random(5), 16)));
        aead.seal(new byte[12], new byte[] {1}, 1, new byte[200], 0, 100);
        aead.close();
        for (Object owner : new Object[] {aead, field(aead, "mac"), field(aead, "stream")}) {
            for (var field : owner.getClass().getDeclaredFields()) {
                if (field.getType() == byte[].class) {
                    byte[] bytes = (byte[]) field(owner, field.getName());
                    assertArrayEquals(new byte[bytes.length], bytes, field.toString());
                }
            }
        }
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        var field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static byte[] bytes(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A writer, a reader and the model under one key. */
    private static final class Pair implements AutoCloseable {
        private final AeadAlgorithm algorithm;
        private final Rfc3610 model;
        private final Aead writer;
        private final Aead reader;

        Pair(AeadAlgorithm algorithm, Random random) throws GeneralSecurityException {
            byte[] key = bytes(random, algorithm.keyLength());
            this.algorithm = algorithm;
            this.model = new Rfc3610(key, algorithm.tagLength());
            this.writer = algorithm.with(Jca.PLATFORM, SecretBytes.copyOf(key, 0, key.length));
            this.reader = algorithm.with(Jca.PLATFORM, SecretBytes.copyOf(key, 0, key.length));
        }

        byte[] assertBothWays(byte[] nonce, byte[] aad, byte[] text) throws GeneralSecurityException {
            int offset = text.length % 7;
            byte[] array = new byte[offset + text.length + algorithm.tagLength() + 3];
            System.arraycopy(text, 0, array, offset, text.length);
            int length = writer.seal(nonce, aad, aad.length, array, offset, text.length);
            byte[] sealed = Arrays.copyOfRange(array, offset, offset + length);
            String what = text.length + " bytes, " + aad.length + " additional";
            assertEquals(Vectors.hex(model.seal(nonce, aad, text)), Vectors.hex(sealed), what);
            assertEquals(text.length, reader.open(nonce, aad, aad.length, array, offset, length), what);
            assertArrayEquals(text, Arrays.copyOfRange(array, offset, offset + text.length), what);
            return sealed;
        }

        @Override
        public void close() {
            writer.close();
            reader.close();
        }
    }

    /** [RFC3610 §2] Only the block cipher is the JCA's. */
    private static final class Rfc3610 {
        private final Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
        private final int tagLength;

        Rfc3610(byte[] key, int tagLength) throws GeneralSecurityException {
            aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            this.tagLength = tagLength;
        }

        byte[] seal(byte[] nonce, byte[] aad, byte[] text) throws GeneralSecurityException {
            ByteArrayOutputStream blocks = new ByteArrayOutputStream();
            blocks.write(64 * (aad.length > 0 ? 1 : 0) + 8 * ((tagLength - 2) / 2) + 2);
            blocks.writeBytes(nonce);
            blocks.writeBytes(new byte[] {(byte) (text.length >> 16), (byte) (text.length >> 8), (byte) text.length});
            if (aad.length > 0) {
                blocks.writeBytes(new byte[] {(byte) (aad.length >> 8), (byte) aad.length});
                blocks.writeBytes(aad);
                blocks.writeBytes(new byte[-blocks.size() & 15]);
            }
            blocks.writeBytes(text);
            blocks.writeBytes(new byte[-blocks.size() & 15]);
            byte[] x = new byte[16];
            byte[] b = blocks.toByteArray();
            for (int i = 0; i < b.length; i += 16) {
                x = aes.doFinal(xor(x, Arrays.copyOfRange(b, i, i + 16)));
            }
            byte[] out = Arrays.copyOf(text, text.length + tagLength);
            for (int i = 0; i < text.length; i += 16) {
                byte[] s = stream(nonce, i / 16 + 1);
                for (int j = 0; j < 16 && i + j < text.length; j++) {
                    out[i + j] ^= s[j];
                }
            }
            System.arraycopy(xor(x, stream(nonce, 0)), 0, out, text.length, tagLength);
            return out;
        }

        private byte[] stream(byte[] nonce, int counter) throws GeneralSecurityException {
            byte[] a = new byte[16];
            a[0] = 2;
            System.arraycopy(nonce, 0, a, 1, 12);
            a[13] = (byte) (counter >> 16);
            a[14] = (byte) (counter >> 8);
            a[15] = (byte) counter;
            return aes.doFinal(a);
        }

        private static byte[] xor(byte[] left, byte[] right) {
            byte[] out = new byte[16];
            for (int i = 0; i < 16; i++) {
                out[i] = (byte) (left[i] ^ right[i]);
            }
            return out;
        }
    }
}
