package io.puredtls.record.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.BareAead;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.format.PlaintextHeader;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One record at a time under one key: what it looks like, and what it survives. */
final class Aead12Test {
    private static final int SEED = 40;
    private static final long SEQUENCE = 0x0A0B_0C0D_0E0FL;

    /** [RFC5288 §3#2] [RFC7905 §2#1] The nonce and the additional data as the RFCs put them together, without the code under test. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void record_is_what_the_rfcs_say(AeadAlgorithm algorithm) throws GeneralSecurityException {
        byte[] content = Protections.content(100);
        byte[] number = ByteBuffer.allocate(8).putLong(0x0102L << 48 | SEQUENCE).array();
        byte[] iv = Protections.secret(SEED + 100, Aead12.ivLength(algorithm)).view();
        byte[] key = Protections.secret(SEED, algorithm.keyLength()).view();
        byte[] additionalData = ByteBuffer.allocate(13).put(number).put((byte) 22).putShort((short) 0xFEFD).putShort((short) 100).array();
        byte[] fragment;
        if (algorithm == AeadAlgorithm.CHACHA20_POLY1305) {
            byte[] nonce = iv.clone();
            for (int i = 0; i < 8; i++) {
                nonce[4 + i] ^= number[i];
            }
            fragment = BareAead.seal(algorithm, key, nonce, additionalData, content);
        } else {
            fragment = Protections.concat(number, BareAead.seal(algorithm, key, Protections.concat(iv, number), additionalData, content));
        }
        assertArrayEquals(RawRecord.of(22, RawRecord.DTLS_1_2, 0x0102, SEQUENCE, fragment), sealed(algorithm, 0x0102, SEQUENCE, content));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void sealed_content_is_opened_at_every_size(AeadAlgorithm algorithm) {
        Aead12 sealing = Protections.aead12(algorithm, SEED);
        Aead12 opening = Protections.aead12(algorithm, SEED);
        int[] sizes = {0, 1, 15, 16, 17, 63, 64, 65, 1200, 16383, RecordProtection.MAX_PLAINTEXT};
        for (int i = 0; i < sizes.length; i++) {
            byte[] content = Protections.content(sizes[i]);
            byte[] out = new byte[3 + sizes[i] + sealing.overhead() + 2];
            Arrays.fill(out, (byte) 0x55);
            int length = sealing.seal(ContentType.APPLICATION_DATA, 1, i, content, 0, sizes[i], out, 3, out.length - 3);
            assertEquals(sizes[i] + sealing.overhead(), length);
            assertArrayEquals(new byte[] {0x55, 0x55, 0x55}, Arrays.copyOf(out, 3));
            assertArrayEquals(new byte[] {0x55, 0x55}, Arrays.copyOfRange(out, 3 + length, out.length));
            RecordView view = viewOf(out, 3, out.length);
            assertTrue(opening.isLongEnough(view));
            assertEquals(Opening.OPENED, opening.open(view), sizes[i] + " bytes");
            assertSame(out, view.datagram());
            assertArrayEquals(content, content(view));
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void first_and_last_numbers_of_first_and_last_epochs_are_sealed_and_opened(AeadAlgorithm algorithm) {
        Aead12 opening = Protections.aead12(algorithm, SEED);
        for (int epoch : new int[] {1, 0x7FFF, 0x8000, 0xFFFF}) {
            for (long sequence : new long[] {0, 1L << 31, 1L << 47, RecordNumber.MAX_SEQUENCE}) {
                RecordView view = viewOf(sealed(algorithm, epoch, sequence, Protections.content(5)));
                assertEquals(epoch, view.epoch());
                assertEquals(sequence, view.sequence());
                assertEquals(Opening.OPENED, opening.open(view), epoch + ":" + sequence);
                assertArrayEquals(Protections.content(5), content(view));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void content_may_lie_anywhere_in_the_output(AeadAlgorithm algorithm) {
        byte[] content = Protections.content(50);
        byte[] expected = sealed(algorithm, 1, 9, content);
        for (int place = 0; place + content.length <= expected.length + 10; place++) {
            Aead12 protection = Protections.aead12(algorithm, SEED);
            byte[] out = new byte[expected.length + 10];
            System.arraycopy(content, 0, out, place, content.length);
            int length = protection.seal(ContentType.HANDSHAKE, 1, 9, out, place, content.length, out, 4, out.length - 4);
            assertArrayEquals(expected, Arrays.copyOfRange(out, 4, 4 + length), "content at " + place);
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void content_elsewhere_is_left_alone(AeadAlgorithm algorithm) {
        byte[] content = Protections.content(50);
        Protections.aead12(algorithm, SEED).seal(ContentType.HANDSHAKE, 1, 9, content, 10, 20, new byte[100], 0, 100);
        assertArrayEquals(Protections.content(50), content);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void same_content_under_the_next_number_looks_different(AeadAlgorithm algorithm) {
        byte[] zeros = new byte[32];
        byte[] first = sealed(algorithm, 1, 1, zeros);
        byte[] second = sealed(algorithm, 1, 2, zeros);
        byte[] otherEpoch = sealed(algorithm, 2, 1, zeros);
        int tag = algorithm.tagLength();
        assertFalse(Arrays.equals(text(first, tag), text(second, tag)));
        assertFalse(Arrays.equals(text(first, tag), text(otherEpoch, tag)));
    }

    private static byte[] text(byte[] record, int tagLength) {
        return Arrays.copyOfRange(record, record.length - tagLength - 32, record.length - tagLength);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void every_changed_bit_behind_the_version_is_refused_or_unreadable(AeadAlgorithm algorithm) {
        byte[] sealed = sealed(algorithm, 1, SEQUENCE, Protections.content(20));
        Aead12 opening = Protections.aead12(algorithm, SEED);
        var view = new RecordView();
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            boolean readable = PlaintextHeader.begins(changed[0] & 0xFF) && PlaintextHeader.read(changed, 0, changed.length, view);
            boolean isVersion = bit / 8 == 1 || bit / 8 == 2; // checked by the layer: the additional data has the right one
            if (readable && !isVersion) {
                assertFalse(opening.isLongEnough(view) && opening.open(view) == Opening.OPENED, "bit " + bit % 8 + " of byte " + bit / 8);
            }
        }
        assertEquals(Opening.OPENED, opening.open(viewOf(sealed)), "the genuine record after all the forged ones");
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void forgery_leaves_the_view_at_the_record(AeadAlgorithm algorithm) {
        byte[] sealed = sealed(algorithm, 1, 3, Protections.content(20));
        sealed[sealed.length - 1] ^= 1;
        RecordView view = viewOf(sealed);
        assertEquals(Opening.FORGED, Protections.aead12(algorithm, SEED).open(view));
        assertEquals(13, view.payloadOffset());
        assertEquals(sealed.length, view.end());
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void other_key_or_other_iv_is_refused(AeadAlgorithm algorithm) {
        byte[] sealed = sealed(algorithm, 1, 3, Protections.content(20));
        assertEquals(Opening.FORGED, Protections.aead12(algorithm, SEED + 1).open(viewOf(sealed.clone())));
        try (SecretBytes key = Protections.secret(SEED, algorithm.keyLength());
                SecretBytes otherIv = Protections.secret(SEED + 101, Aead12.ivLength(algorithm))) {
            assertEquals(Opening.FORGED, Aead12.with(algorithm, Jca.PLATFORM, key, otherIv).open(viewOf(sealed.clone())));
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void only_what_has_room_for_nonce_and_tag_is_long_enough(AeadAlgorithm algorithm) {
        Aead12 protection = Protections.aead12(algorithm, SEED);
        int least = algorithm == AeadAlgorithm.CHACHA20_POLY1305 ? 16 : 8 + algorithm.tagLength();
        for (int length = 0; length <= least; length++) {
            assertEquals(length == least, protection.isLongEnough(viewOf(RawRecord.of(23, RawRecord.DTLS_1_2, 1, 0, new byte[length]))));
        }
        assertEquals(Opening.FORGED, protection.open(viewOf(RawRecord.of(23, RawRecord.DTLS_1_2, 1, 0, new byte[least]))));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CHACHA20_POLY1305")
    void explicit_nonce_of_the_peer_need_not_be_the_number(AeadAlgorithm algorithm) throws GeneralSecurityException {
        byte[] key = Protections.secret(SEED, algorithm.keyLength()).view();
        byte[] explicitNonce = {9, 8, 7, 6, 5, 4, 3, 2};
        byte[] nonce = Protections.concat(Protections.secret(SEED + 100, 4).view(), explicitNonce);
        byte[] additionalData = ByteBuffer.allocate(13).putLong(1L << 48 | 5).put((byte) 23).putShort((short) 0xFEFD).putShort((short) 4).array();
        byte[] fragment = Protections.concat(explicitNonce, BareAead.seal(algorithm, key, nonce, additionalData, Protections.content(4)));
        RecordView view = viewOf(RawRecord.of(23, RawRecord.DTLS_1_2, 1, 5, fragment));
        assertEquals(Opening.OPENED, Protections.aead12(algorithm, SEED).open(view));
        assertArrayEquals(Protections.content(4), content(view));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void lengths_are_those_of_the_rfcs(AeadAlgorithm algorithm) {
        boolean chacha = algorithm == AeadAlgorithm.CHACHA20_POLY1305;
        Aead12 protection = Protections.aead12(algorithm, SEED);
        assertEquals(chacha ? 12 : 4, Aead12.ivLength(algorithm));
        assertEquals(13, protection.headerLength());
        assertEquals(13 + (chacha ? 0 : 8) + algorithm.tagLength(), protection.overhead());
        assertEquals(algorithm.limits(), protection.limits());
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void lent_keys_may_be_wiped_at_once(AeadAlgorithm algorithm) {
        SecretBytes key = Protections.secret(SEED, algorithm.keyLength());
        SecretBytes iv = Protections.secret(SEED + 100, Aead12.ivLength(algorithm));
        Aead12 protection = Aead12.with(algorithm, Jca.PLATFORM, key, iv);
        key.close();
        iv.close();
        assertEquals(Opening.OPENED, protection.open(viewOf(sealed(algorithm, 1, 3, Protections.content(20)))));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void closed_protection_opens_and_seals_nothing(AeadAlgorithm algorithm) {
        byte[] sealed = sealed(algorithm, 1, 3, Protections.content(20));
        Aead12 protection = Protections.aead12(algorithm, SEED);
        protection.close();
        protection.close();
        assertThrows(IllegalStateException.class, () -> protection.open(viewOf(sealed)));
        assertThrows(IllegalStateException.class, () -> protection.seal(ContentType.ALERT, 1, 0, new byte[2], 0, 2, new byte[100], 0, 100));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void close_wipes_the_iv(AeadAlgorithm algorithm) throws ReflectiveOperationException {
        Aead12 protection = Protections.aead12(algorithm, SEED);
        var field = Aead12.class.getDeclaredField("iv");
        field.setAccessible(true);
        byte[] iv = (byte[]) field.get(protection);
        assertArrayEquals(Protections.secret(SEED + 100, Aead12.ivLength(algorithm)).view(), iv);
        protection.close();
        assertArrayEquals(new byte[iv.length], iv);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void key_of_another_algorithm_is_refused(AeadAlgorithm algorithm) {
        SecretBytes key = Protections.secret(SEED, algorithm.keyLength() - 1);
        SecretBytes iv = Protections.secret(SEED, 12);
        assertThrows(IllegalArgumentException.class, () -> Aead12.with(algorithm, Jca.PLATFORM, key, iv));
    }

    private static byte[] sealed(AeadAlgorithm algorithm, int epoch, long sequence, byte[] content) {
        Aead12 protection = Protections.aead12(algorithm, SEED);
        byte[] out = new byte[content.length + protection.overhead()];
        protection.seal(ContentType.HANDSHAKE, epoch, sequence, content, 0, content.length, out, 0, out.length);
        return out;
    }

    private static RecordView viewOf(byte[] record) {
        return viewOf(record, 0, record.length);
    }

    private static RecordView viewOf(byte[] record, int offset, int limit) {
        var view = new RecordView();
        assertTrue(PlaintextHeader.read(record, offset, limit, view));
        return view;
    }

    private static byte[] content(RecordView view) {
        return Arrays.copyOfRange(view.datagram(), view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    }
}
