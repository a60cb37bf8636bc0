package io.puredtls.crypto.cbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HMACs of texts whose length does not show, against the JDK's; and that it does not show in how much is hashed. */
final class HiddenLengthHmacTest {
    private static final int OFFSET = 5;

    @ParameterizedTest
    @EnumSource
    void the_mac_is_the_jdks_for_every_length_that_it_may_have(MacAlgorithm algorithm) throws GeneralSecurityException {
        byte[] key = RawCbc.text(algorithm.length(), 1);
        byte[] header = RawCbc.header();
        HiddenLengthHmac hmac = new HiddenLengthHmac(algorithm.compression(), algorithm.length(), SecretBytes.taking(key.clone()));
        Mac jdk = Mac.getInstance(algorithm.jcaName());
        jdk.init(new SecretKeySpec(key, algorithm.jcaName()));
        for (int longest : new int[] {0, 1, 50, 51, 63, 64, 100, 114, 115, 127, 128, 254, 255, 256, 300, 383, 384, 1000, 1024, 16_384}) {
            byte[] text = RawCbc.text(OFFSET + longest, longest);
            for (int length = Math.max(0, longest - 255); length <= longest; length++) {
                jdk.update(header);
                jdk.update(text, OFFSET, length);
                assertArrayEquals(jdk.doFinal(), hmac.mac(MacHeader.of(header), text, OFFSET, length, longest), length + " of " + longest + " bytes");
            }
        }
    }

    /** [RFC9146 §5.1] With a connection ID of 0 to 255 bytes in it a header may be longer than one block, or than four. */
    @ParameterizedTest
    @EnumSource
    void the_mac_is_the_jdks_behind_a_header_of_any_length(MacAlgorithm algorithm) throws GeneralSecurityException {
        byte[] key = RawCbc.text(algorithm.length(), 1);
        HiddenLengthHmac hmac = new HiddenLengthHmac(algorithm.compression(), algorithm.length(), SecretBytes.taking(key.clone()));
        Mac jdk = Mac.getInstance(algorithm.jcaName());
        jdk.init(new SecretKeySpec(key, algorithm.jcaName()));
        for (int headerLength = 23; headerLength <= 278; headerLength++) {
            byte[] header = RawCbc.text(headerLength, headerLength);
            for (int longest : new int[] {0, 1, 47, 100, 300}) {
                byte[] text = RawCbc.text(OFFSET + longest, longest);
                for (int length = Math.max(0, longest - 255); length <= longest; length += 5) {
                    jdk.update(header);
                    jdk.update(text, OFFSET, length);
                    assertArrayEquals(jdk.doFinal(), hmac.mac(MacHeader.of(header), text, OFFSET, length, longest),
                            length + " of " + longest + " bytes behind " + headerLength);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void as_many_blocks_are_hashed_for_every_length(MacAlgorithm algorithm) {
        for (int headerLength : new int[] {13, 27, 64, 100, 278}) {
            assertAsManyBlocks(algorithm, MacHeader.of(new byte[headerLength]), headerLength);
        }
    }

    private static void assertAsManyBlocks(MacAlgorithm algorithm, MacHeader header, int headerLength) {
        SecretBytes key = SecretBytes.taking(RawCbc.text(algorithm.length(), 1));
        CountedCompression counted = new CountedCompression(algorithm.compression());
        HiddenLengthHmac hmac = new HiddenLengthHmac(counted, algorithm.length(), key);
        int block = counted.blockLength();
        for (int longest : new int[] {0, 20, 50, 51, 63, 64, 100, 114, 127, 255, 256, 300, 512, 1000}) {
            byte[] text = new byte[longest];
            int ofTheLongest = (headerLength + longest + 1 + counted.lengthFieldLength() + block - 1) / block;
            for (int length = Math.max(0, longest - 255); length <= longest; length++) {
                counted.blocks = 0;
                hmac.mac(header, text, 0, length, longest);
                assertEquals(ofTheLongest + 1, counted.blocks, length + " of " + longest + " bytes");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_stands_behind_the_text_does_not_count(MacAlgorithm algorithm) {
        SecretBytes key = SecretBytes.taking(RawCbc.text(algorithm.length(), 1));
        HiddenLengthHmac hmac = new HiddenLengthHmac(algorithm.compression(), algorithm.length(), key);
        byte[] text = RawCbc.text(300, 2);
        for (int length = 45; length <= 300; length++) {
            byte[] other = text.clone();
            Arrays.fill(other, length, other.length, (byte) 0x55);
            byte[] expected = hmac.mac(RawCbc.macHeader(), text, 0, length, 300).clone();
            assertArrayEquals(expected, hmac.mac(RawCbc.macHeader(), other, 0, length, 300), length + " bytes");
        }
    }
}
