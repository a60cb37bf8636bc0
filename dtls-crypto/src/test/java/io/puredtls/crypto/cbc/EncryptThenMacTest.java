package io.puredtls.crypto.cbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Encrypt-then-MAC against fragments that the JCA alone made, right and wrong. */
final class EncryptThenMacTest {
    private static final int IV = RawCbc.IV;

    private static CbcHmac ours(CbcAlgorithm algorithm) {
        return algorithm.encryptThenMac(Jca.PLATFORM, SystemEntropy.INSTANCE, new RawCbc(algorithm).keys());
    }

    private static int open(CbcHmac ours, byte[] fragment) {
        return ours.open(RawCbc.macHeader(), fragment, 0, fragment.length);
    }

    @ParameterizedTest
    @EnumSource
    void every_text_with_every_padding_is_opened(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        for (int length = 0; length <= 80; length++) {
            byte[] text = RawCbc.text(length, length);
            for (int more = 0; RawCbc.paddingLength(length, more) >= 0; more++) {
                byte[] fragment = raw.encryptThenMac(RawCbc.header(), text, RawCbc.paddingLength(length, more));
                assertEquals(length, open(ours, fragment), length + " bytes, " + more + " blocks more");
                assertArrayEquals(text, Arrays.copyOfRange(fragment, IV, IV + length));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    // [RFC8449 §4.1#1]
    void a_text_of_any_length_is_sealed_as_the_rfc_says(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        for (int length = 0; length <= 70; length++) {
            byte[] text = RawCbc.text(length, length);
            byte[] fragment = Arrays.copyOf(RawCbc.joined(new byte[IV], text), ours.sealedLength(length));
            assertEquals(fragment.length, ours.seal(RawCbc.macHeader(), fragment, 0, length));
            byte[] encrypted = Arrays.copyOf(fragment, fragment.length - algorithm.macLength());
            assertArrayEquals(RawCbc.joined(encrypted, raw.mac(RawCbc.header(), encrypted)), fragment);
            assertArrayEquals(RawCbc.padded(text, RawCbc.paddingLength(length, 0)), raw.decrypted(encrypted), length + " bytes");
        }
    }

    // [RFC7366 §3#2] [RFC7366 §3#3]
    @ParameterizedTest
    @EnumSource
    void one_wrong_bit_is_a_forgery_and_nothing_is_decrypted(CbcAlgorithm algorithm) throws GeneralSecurityException {
        CbcHmac ours = ours(algorithm);
        byte[] right = new RawCbc(algorithm).encryptThenMac(RawCbc.header(), RawCbc.text(21, 1), RawCbc.paddingLength(21, 1));
        for (int i = 0; i < right.length; i++) {
            for (int bit = 1; bit < 0x100; bit <<= 1) {
                byte[] wrong = right.clone();
                wrong[i] ^= (byte) bit;
                byte[] before = wrong.clone();
                assertEquals(CbcHmac.FORGED, open(ours, wrong), "byte " + i);
                assertArrayEquals(before, wrong, "byte " + i);
            }
        }
        for (int i = 0; i < 11; i++) {
            byte[] header = RawCbc.header();
            header[i] ^= 1;
            assertEquals(CbcHmac.FORGED, ours.open(MacHeader.of(header), right.clone(), 0, right.length), "byte " + i + " of the header");
        }
        assertEquals(21, open(ours, right), "else the above would prove nothing");
    }

    /** Of a peer that has the keys and pads wrongly. */
    @ParameterizedTest
    @EnumSource
    void wrong_padding_under_a_right_mac_is_a_forgery_too(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        byte[] right = RawCbc.padded(RawCbc.text(21, 1), RawCbc.paddingLength(21, 1));
        for (int i = 21; i < right.length; i++) {
            byte[] wrong = right.clone();
            wrong[i] ^= 0x40;
            byte[] encrypted = raw.encrypted(wrong);
            assertEquals(CbcHmac.FORGED, open(ours, RawCbc.joined(encrypted, raw.mac(RawCbc.header(), encrypted))), "byte " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void padding_beyond_the_fragment_under_a_right_mac_is_a_forgery_too(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        for (int value = 15; value < 256; value++) {
            byte[] blocks = new byte[16];
            Arrays.fill(blocks, (byte) value);
            byte[] encrypted = raw.encrypted(blocks);
            int expected = value == 15 ? 0 : CbcHmac.FORGED; // fifteen and their length are all that there is
            assertEquals(expected, open(ours, RawCbc.joined(encrypted, raw.mac(RawCbc.header(), encrypted))), "padding_length " + value);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_too_short_or_no_whole_blocks_is_a_forgery(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        for (int length = 0; length < 48; length++) {
            if (length % 16 != 0 || length < 32) { // under a right MAC, else that would be the reason
                byte[] encrypted = RawCbc.text(length, length);
                assertEquals(CbcHmac.FORGED, open(ours, RawCbc.joined(encrypted, raw.mac(RawCbc.header(), encrypted))), length + " bytes");
            }
        }
        assertEquals(CbcHmac.FORGED, open(ours, new byte[0]));
    }
}
