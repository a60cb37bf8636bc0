package io.puredtls.crypto.cbc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MAC-then-encrypt against fragments that the JCA alone made, right and wrong; and that what is wrong does not show. */
final class MacThenEncryptTest {
    private static final int IV = RawCbc.IV;

    private static CbcHmac ours(CbcAlgorithm algorithm) {
        return algorithm.macThenEncrypt(Jca.PLATFORM, SystemEntropy.INSTANCE, new RawCbc(algorithm).keys());
    }

    private static int open(CbcHmac ours, byte[] fragment) {
        return ours.open(RawCbc.macHeader(), fragment, 0, fragment.length);
    }

    @ParameterizedTest
    @EnumSource
    void every_text_with_every_padding_is_opened(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        Set<Integer> paddingLengths = new HashSet<>();
        for (int length = 0; length <= 80; length++) {
            byte[] text = RawCbc.text(length, length);
            for (int more = 0; RawCbc.paddingLength(length + algorithm.macLength(), more) >= 0; more++) {
                int paddingLength = RawCbc.paddingLength(length + algorithm.macLength(), more);
                paddingLengths.add(paddingLength);
                byte[] fragment = raw.macThenEncrypt(RawCbc.header(), text, paddingLength);
                assertEquals(length, open(ours, fragment), length + " bytes, padding_length " + paddingLength);
                assertArrayEquals(text, Arrays.copyOfRange(fragment, IV, IV + length));
            }
        }
        assertEquals(256, paddingLengths.size(), "all of them were there");
    }

    @ParameterizedTest
    @EnumSource
    // [RFC8449 §4.1#1]
    void a_text_of_any_length_is_sealed_as_the_rfc_says(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        for (int length = 0; length <= 70; length++) {
            byte[] text = RawCbc.text(length, length);
            byte[] fragment = sealed(ours, text);
            byte[] inside = RawCbc.joined(text, raw.mac(RawCbc.header(), text));
            assertArrayEquals(RawCbc.padded(inside, RawCbc.paddingLength(inside.length, 0)), raw.decrypted(fragment), length + " bytes");
        }
    }

    private static byte[] sealed(CbcHmac ours, byte[] text) {
        byte[] room = Arrays.copyOf(RawCbc.joined(new byte[IV], text), ours.sealedLength(text.length));
        assertEquals(room.length, ours.seal(RawCbc.macHeader(), room, 0, text.length));
        return room;
    }

    /** Each in turn, as what is decrypted may be anything at all. */
    @ParameterizedTest
    @EnumSource
    void one_wrong_byte_of_text_mac_or_padding_is_a_forgery(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        byte[] text = RawCbc.text(21, 1);
        byte[] inside = RawCbc.joined(text, raw.mac(RawCbc.header(), text));
        for (int more : new int[] {0, 1, 8, 15}) {
            byte[] right = RawCbc.padded(inside, RawCbc.paddingLength(inside.length, Math.min(more, 14)));
            for (int i = 0; i < right.length; i++) {
                for (int bit = 1; bit < 0x100; bit <<= 1) {
                    byte[] wrong = right.clone();
                    wrong[i] ^= (byte) bit;
                    assertEquals(CbcHmac.FORGED, open(ours, raw.encrypted(wrong)), "byte " + i + " of " + right.length);
                }
            }
            assertEquals(21, open(ours, raw.encrypted(right)), "else the above would prove nothing");
        }
    }

    /** The last byte that has to be looked at: that of 255, and of as many as the fragment has room for. */
    @ParameterizedTest
    @EnumSource
    void the_byte_furthest_from_the_end_of_the_longest_padding_counts_too(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        for (int length : new int[] {0, 16 - algorithm.macLength() % 16, 160 - algorithm.macLength() % 16}) {
            byte[] text = RawCbc.text(length, 1);
            byte[] inside = RawCbc.joined(text, raw.mac(RawCbc.header(), text));
            byte[] right = RawCbc.padded(inside, 255 - inside.length % 16);
            assertEquals(length, open(ours, raw.encrypted(right)));
            right[inside.length] ^= 0x20;
            assertEquals(CbcHmac.FORGED, open(ours, raw.encrypted(right)), "padding_length " + (right.length - inside.length - 1));
        }
    }

    /** Where the padding is wrong the MAC is looked for as if there were none; it may be there, and right, and is still no proof. */
    @ParameterizedTest
    @EnumSource
    void a_right_mac_before_wrong_padding_is_a_forgery(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        byte[] text = RawCbc.text(15 + 16 - algorithm.macLength() % 16, 1);
        byte[] blocks = RawCbc.padded(RawCbc.joined(text, raw.mac(RawCbc.header(), text)), 0);
        assertEquals(text.length, open(ours, raw.encrypted(blocks)));
        for (int lie = 1; lie < 256; lie++) {
            blocks[blocks.length - 1] = (byte) lie;
            assertEquals(CbcHmac.FORGED, open(ours, raw.encrypted(blocks)), "padding_length " + lie);
        }
    }

    /** All values of the last byte, and a text that is nothing but padding. */
    @ParameterizedTest
    @EnumSource
    void a_padding_length_beyond_the_fragment_is_a_forgery(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        for (int blocks = 1; blocks <= 17; blocks++) {
            for (int value = 0; value < 256; value++) {
                byte[] all = new byte[16 * blocks];
                Arrays.fill(all, (byte) value);
                assertEquals(CbcHmac.FORGED, open(ours, raw.encrypted(all)), blocks + " blocks of " + value);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void another_header_is_a_forgery(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        CbcHmac ours = ours(algorithm);
        byte[] fragment = raw.macThenEncrypt(RawCbc.header(), RawCbc.text(40, 1), RawCbc.paddingLength(40 + algorithm.macLength(), 0));
        for (int i = 0; i < 11; i++) {
            byte[] header = RawCbc.header();
            header[i] ^= 1;
            assertEquals(CbcHmac.FORGED, ours.open(MacHeader.of(header), fragment.clone(), 0, fragment.length), "byte " + i);
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_is_too_short_or_no_whole_blocks_is_a_forgery(CbcAlgorithm algorithm) {
        CbcHmac ours = ours(algorithm);
        byte[] fragment = sealed(ours, new byte[30]);
        for (int length = 0; length < fragment.length; length++) {
            assertEquals(CbcHmac.FORGED, ours.open(RawCbc.macHeader(), fragment.clone(), 0, length), length + " bytes");
        }
    }

    /** Of one length of fragment: right ones with every padding that fits, and ones that are wrong in every way above. */
    @ParameterizedTest
    @EnumSource
    void as_many_blocks_are_hashed_whatever_was_decrypted(CbcAlgorithm algorithm) throws GeneralSecurityException {
        RawCbc raw = new RawCbc(algorithm);
        for (int blocks : new int[] {4, 5, 17, 18, 19, 20, 40}) {
            int inside = 16 * blocks - algorithm.macLength();
            Set<Integer> counts = new HashSet<>();
            int opened = 0;
            for (int paddingLength = 0; paddingLength < Math.min(256, inside); paddingLength++) {
                byte[] text = RawCbc.text(inside - paddingLength - 1, paddingLength);
                byte[] right = RawCbc.padded(RawCbc.joined(text, raw.mac(RawCbc.header(), text)), paddingLength);
                opened += hashed(algorithm, raw.encrypted(right), counts) == text.length ? 1 : 0;
                for (int wrong : new int[] {0, right.length - paddingLength - 2, right.length - 2, right.length - 1}) {
                    byte[] changed = right.clone();
                    changed[wrong] ^= 0x41;
                    hashed(algorithm, raw.encrypted(changed), counts);
                }
            }
            assertEquals(Math.min(256, inside), opened);
            assertEquals(1, counts.size(), counts + " blocks hashed, of fragments of " + blocks + " blocks");
        }
    }

    private static int hashed(CbcAlgorithm algorithm, byte[] fragment, Set<Integer> counts) {
        MacAlgorithm mac = Arrays.stream(MacAlgorithm.values()).filter(each -> each.length() == algorithm.macLength()).findFirst().orElseThrow();
        CbcKeys keys = new RawCbc(algorithm).keys();
        CountedCompression counted = new CountedCompression(mac.compression());
        MacThenEncrypt ours = new MacThenEncrypt(
                ExplicitIvCbc.with(Jca.PLATFORM, SystemEntropy.INSTANCE, keys.key()), RecordMac.with(mac, Jca.PLATFORM, keys.mac()),
                new HiddenLengthHmac(counted, mac.length(), SecretBytes.copyOf(keys.mac().view(), 0, mac.length())));
        counted.blocks = 0;
        int opened = open(ours, fragment);
        assertTrue(counted.blocks > 1, "the MAC was looked at");
        counts.add(counted.blocks);
        return opened;
    }
}
