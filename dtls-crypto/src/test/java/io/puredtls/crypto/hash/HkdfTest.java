package io.puredtls.crypto.hash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.vectors.Vectors;
import io.puredtls.crypto.vectors.Vectors.Vector;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HkdfTest {
    @Test
    void extract_and_expand_give_the_published_output() {
        for (Vector vector : Vectors.read("hkdf", "rfc5869.txt")) {
            int length = vector.bytes("okm").length;
            try (SecretBytes ikm = SecretBytes.taking(vector.bytes("ikm"));
                    SecretBytes prk = Hkdf.extract(Jca.PLATFORM, HashAlgorithm.SHA256, vector.bytes("salt"), ikm);
                    SecretBytes okm = Hkdf.expand(Jca.PLATFORM, HashAlgorithm.SHA256, prk, vector.bytes("info"), length)) {
                assertEquals(vector.text("prk"), Vectors.hex(prk.view()), vector.text("id"));
                assertEquals(vector.text("okm"), Vectors.hex(okm.view()), vector.text("id"));
                assertFalse(ikm.isClosed());
            }
        }
    }

    @Test
    void an_absent_salt_is_as_good_as_one_of_zeros() {
        SecretBytes ikm = SecretBytes.taking(new byte[] {1, 2, 3});
        SecretBytes ofNone = Hkdf.extract(Jca.PLATFORM, HashAlgorithm.SHA384, new byte[0], ikm);
        assertEquals(Hkdf.extract(Jca.PLATFORM, HashAlgorithm.SHA384, new byte[48], ikm), ofNone);
        assertEquals(48, ofNone.length());
    }

    /** [RFC5869 §2.3] L is at most 255 × HashLen. The last byte of the longest output comes from the block numbered 255. */
    @ParameterizedTest
    @EnumSource
    void expand_gives_at_most_255_blocks(HashAlgorithm hash) throws GeneralSecurityException {
        SecretBytes prk = SecretBytes.taking(new byte[hash.length()]);
        int most = 255 * hash.length();
        byte[] okm = Hkdf.expand(Jca.PLATFORM, hash, prk, new byte[] {7}, most).view();
        assertArrayEquals(Arrays.copyOfRange(okm, 254 * hash.length(), most), block(hash, okm, 255));
        String message = assertThrows(
                IllegalArgumentException.class, () -> Hkdf.expand(Jca.PLATFORM, hash, prk, new byte[] {7}, most + 1)).getMessage();
        assertEquals("HKDF-Expand gives at most " + most + " bytes, not " + (most + 1), message);
    }

    /** T(n) = HMAC(prk, T(n-1) + info + n), with a prk of zeros and an info of 7. */
    private static byte[] block(HashAlgorithm hash, byte[] okm, int number) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(hash.hmacName());
        mac.init(new SecretKeySpec(new byte[hash.length()], hash.hmacName()));
        mac.update(okm, (number - 2) * hash.length(), hash.length());
        mac.update((byte) 7);
        mac.update((byte) number);
        return mac.doFinal();
    }

    @Test
    void the_secret_is_lent() {
        SecretBytes prk = SecretBytes.taking(new byte[] {1, 2, 3});
        Hkdf.expandLabel(Jca.PLATFORM, HashAlgorithm.SHA256, prk, "key", new byte[0], 40).close();
        assertFalse(prk.isClosed());
        assertArrayEquals(new byte[] {1, 2, 3}, prk.view());
    }

    /** [RFC9846 §7.1] length (2) · label (1 + n), which begins with dtls13 · context (1 + n). */
    @Test
    // [RFC9147 §5.9#1] [RFC9147 §5.9#2]
    void expand_label_is_expand_over_the_encoded_label() {
        SecretBytes secret = SecretBytes.taking(new byte[32]);
        byte[] info = Vectors.hex("0123" + "09" + "64746c733133" + "6b6579" + "03" + "010203");
        SecretBytes expected = Hkdf.expand(Jca.PLATFORM, HashAlgorithm.SHA256, secret, info, 0x0123);
        assertEquals(expected, Hkdf.expandLabel(Jca.PLATFORM, HashAlgorithm.SHA256, secret, "key", new byte[] {1, 2, 3}, 0x0123));
    }
}
