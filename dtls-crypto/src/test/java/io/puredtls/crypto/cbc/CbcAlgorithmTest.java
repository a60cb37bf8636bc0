package io.puredtls.crypto.cbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What both orders of MAC and cipher have in common: lengths, IVs, limits, keys. */
final class CbcAlgorithmTest {
    private static List<CbcHmac> both(CbcAlgorithm algorithm, Entropy entropy) {
        CbcKeys keys = new RawCbc(algorithm).keys();
        return List.of(algorithm.encryptThenMac(Jca.PLATFORM, entropy, keys), algorithm.macThenEncrypt(Jca.PLATFORM, entropy, keys));
    }

    @ParameterizedTest
    @CsvSource({"AES_128_CBC_SHA, 16, 20", "AES_256_CBC_SHA, 32, 20", "AES_128_CBC_SHA256, 16, 32", "AES_256_CBC_SHA384, 32, 48"})
    void an_algorithm_is_what_its_name_says(CbcAlgorithm algorithm, int keyLength, int macLength) {
        assertEquals(keyLength, algorithm.keyLength());
        assertEquals(macLength, algorithm.macLength());
        assertTrue(algorithm.isAvailable(Jca.PLATFORM));
        SecretBytes key = SecretBytes.taking(new byte[keyLength]);
        SecretBytes mac = SecretBytes.taking(new byte[macLength]);
        SecretBytes wrong = SecretBytes.taking(new byte[24]);
        for (CbcKeys keys : List.of(new CbcKeys(wrong, key), new CbcKeys(mac, wrong))) {
            assertThrows(IllegalArgumentException.class, () -> algorithm.encryptThenMac(Jca.PLATFORM, SystemEntropy.INSTANCE, keys));
            assertThrows(IllegalArgumentException.class, () -> algorithm.macThenEncrypt(Jca.PLATFORM, SystemEntropy.INSTANCE, keys));
        }
    }

    @ParameterizedTest
    @EnumSource
    void the_longest_text_within_a_length_fits_and_one_byte_more_does_not(CbcAlgorithm algorithm) {
        for (CbcHmac each : both(algorithm, SystemEntropy.INSTANCE)) {
            int most = 0;
            for (int room = 0; room < 400; room++) {
                int longest = each.longestWithin(room);
                if (longest >= 0) {
                    assertTrue(each.sealedLength(longest) <= room, each + " in " + room);
                    most = Math.max(most, each.sealedLength(longest) - longest);
                }
                assertTrue(each.sealedLength(Math.max(0, longest + 1)) > room, each + " in " + room);
            }
            for (int length = 0; length < 100; length++) {
                most = Math.max(most, each.sealedLength(length) - length);
            }
            assertEquals(most, each.mostAdded());
        }
    }

    /** What the IV decrypts to, with the block before it, is what the entropy gave for this record. */
    @ParameterizedTest
    @EnumSource
    void each_iv_is_entropy_encrypted(CbcAlgorithm algorithm) throws GeneralSecurityException {
        List<byte[]> given = new ArrayList<>();
        Entropy entropy = out -> {
            byte[] random = RawCbc.text(out.length, 100 + given.size());
            given.add(random);
            System.arraycopy(random, 0, out, 0, out.length);
        };
        Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
        ecb.init(Cipher.DECRYPT_MODE, new SecretKeySpec(new RawCbc(algorithm).key, "AES"));
        for (CbcHmac each : both(algorithm, entropy)) {
            given.clear();
            byte[] before = new byte[16];
            for (int i = 0; i < 3; i++) {
                byte[] fragment = new byte[each.sealedLength(2000)];
                each.seal(RawCbc.macHeader(), fragment, 0, 2000);
                byte[] random = ecb.doFinal(fragment, 0, 16);
                for (int j = 0; j < 16; j++) {
                    random[j] ^= before[j];
                }
                assertEquals(i + 1, given.size(), "once for each record");
                assertArrayEquals(given.get(i), random);
                int end = fragment.length - (each instanceof EncryptThenMac ? algorithm.macLength() : 0);
                before = Arrays.copyOfRange(fragment, end - 16, end);
            }
        }
    }

    /** An offset that is not 0, and neighbours that are not touched. */
    @ParameterizedTest
    @EnumSource
    void work_is_done_within_the_range_alone(CbcAlgorithm algorithm) {
        for (CbcHmac each : both(algorithm, SystemEntropy.INSTANCE)) {
            for (int length : new int[] {0, 1, 15, 16, 17, 1000, 16_384}) {
                byte[] text = RawCbc.text(length, length);
                byte[] room = new byte[7 + each.sealedLength(length) + 9];
                Arrays.fill(room, (byte) 0x33);
                System.arraycopy(text, 0, room, 7 + 16, length);
                int sealed = each.seal(RawCbc.macHeader(), room, 7, length);
                assertEquals(each.sealedLength(length), sealed);
                assertEquals(length, each.open(RawCbc.macHeader(), room, 7, sealed));
                assertArrayEquals(text, Arrays.copyOfRange(room, 7 + 16, 7 + 16 + length));
                byte[] neighbour = new byte[9];
                Arrays.fill(neighbour, (byte) 0x33);
                assertArrayEquals(Arrays.copyOf(neighbour, 7), Arrays.copyOf(room, 7));
                assertArrayEquals(neighbour, Arrays.copyOfRange(room, room.length - 9, room.length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void closed_keys_neither_seal_nor_open(CbcAlgorithm algorithm) {
        for (CbcHmac each : both(algorithm, SystemEntropy.INSTANCE)) {
            byte[] fragment = new byte[each.sealedLength(20)];
            each.seal(RawCbc.macHeader(), fragment, 0, 20);
            each.close();
            assertThrows(IllegalStateException.class, () -> each.open(RawCbc.macHeader(), fragment, 0, fragment.length));
            assertThrows(IllegalStateException.class, () -> each.seal(RawCbc.macHeader(), fragment, 0, 20));
        }
    }

    /** 2^24 records of 16384 bytes with IV, MAC and padding keep blocks^2 / 2^128 at 2^-60. */
    @Test
    void limits_leave_the_margin_that_they_say() {
        double blocks = AeadLimits.CBC_MAC_THEN_ENCRYPT.confidentiality() * (1 + (16_384.0 + 48 + 16) / 16);
        assertEquals(-60, Math.log(blocks * blocks / Math.pow(2, 128)) / Math.log(2), 0.05);
        assertEquals(AeadLimits.CBC_MAC_THEN_ENCRYPT.confidentiality(), AeadLimits.CBC_ENCRYPT_THEN_MAC.confidentiality());
        assertEquals(1L << 20, AeadLimits.CBC_MAC_THEN_ENCRYPT.integrity());
        assertEquals(AeadLimits.GCM.integrity(), AeadLimits.CBC_ENCRYPT_THEN_MAC.integrity());
        for (CbcAlgorithm algorithm : CbcAlgorithm.values()) {
            assertEquals(List.of(AeadLimits.CBC_ENCRYPT_THEN_MAC, AeadLimits.CBC_MAC_THEN_ENCRYPT),
                    both(algorithm, SystemEntropy.INSTANCE).stream().map(CbcHmac::limits).toList());
        }
    }
}
