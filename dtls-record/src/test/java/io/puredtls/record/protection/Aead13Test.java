package io.puredtls.record.protection;

import static io.puredtls.record.fixture.RawRecord13.C;
import static io.puredtls.record.fixture.RawRecord13.L;
import static io.puredtls.record.fixture.RawRecord13.S;
import static io.puredtls.record.fixture.RawRecord13.inner;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule13.TrafficKeys;
import io.puredtls.record.ContentType;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.fixture.BareAead;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.fixture.RawRecord;
import io.puredtls.record.fixture.RawRecord13;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.UnifiedHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One record of DTLS 1.3 at a time under one key: what it looks like, and what it survives. */
final class Aead13Test {
    private static final int SEED = 40;
    private static final long SEQUENCE = 0x0A0B_0C0D_0E0FL;
    private static final byte[] NO_ID = {};
    private static final byte[] ID = {0x51, 0x52, 0x53};

    /** [RFC9147 §4] [RFC9846 §5.2] Nonce, additional data, inner plaintext and mask as the RFCs put them together, without the code under test. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4#13] [RFC9147 §4#14] [RFC9147 §4.2.3#4] [RFC9846 §5.3#4]
    void record_is_what_the_rfcs_say(AeadAlgorithm algorithm) throws GeneralSecurityException {
        byte[] content = Protections.content(100);
        byte[] header = RawRecord13.header(C | S | L, 6, ID, 0x0E0F, 100 + 1 + algorithm.tagLength());
        byte[] nonce = Protections.secret(SEED + 100, 12).view().clone();
        byte[] number = ByteBuffer.allocate(8).putLong(SEQUENCE).array();
        for (int i = 0; i < 8; i++) {
            nonce[4 + i] ^= number[i];
        }
        byte[] text = BareAead.seal(
                algorithm, Protections.secret(SEED, algorithm.keyLength()).view(), nonce, header, inner(content, 22, 0));
        byte[] mask = mask(algorithm, text);
        header[1 + ID.length] ^= mask[0];
        header[2 + ID.length] ^= mask[1];
        byte[] out = new byte[header.length + text.length];
        Aead13 protection = Protections.aead13(algorithm, SEED, ID, PaddingPolicy.NONE);
        assertEquals(out.length, protection.seal(ContentType.HANDSHAKE, 6, SEQUENCE, content, 0, 100, out, 0, out.length));
        assertArrayEquals(Protections.concat(header, text), out);
    }

    /** [RFC9147 §4.2.3] */
    private static byte[] mask(AeadAlgorithm algorithm, byte[] text) throws GeneralSecurityException {
        byte[] key = Protections.secret(SEED + 50, algorithm.keyLength()).view();
        if (algorithm == AeadAlgorithm.CHACHA20_POLY1305) {
            int counter = ByteBuffer.wrap(text).order(ByteOrder.LITTLE_ENDIAN).getInt();
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "ChaCha20"),
                    new ChaCha20ParameterSpec(Arrays.copyOfRange(text, 4, 16), counter));
            return cipher.doFinal(new byte[2]);
        }
        Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        return cipher.doFinal(text, 0, 16);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void sealed_content_is_opened_at_every_size(AeadAlgorithm algorithm) {
        Aead13 sealing = Protections.aead13(algorithm, SEED);
        Aead13 opening = Protections.aead13(algorithm, SEED);
        int[] sizes = {0, 1, 15, 16, 17, 63, 64, 65, 1200, 16383, RecordProtection.MAX_PLAINTEXT};
        for (int i = 0; i < sizes.length; i++) {
            byte[] content = Protections.content(sizes[i]);
            byte[] out = new byte[3 + sealing.sealedLength(sizes[i]) + 2];
            Arrays.fill(out, (byte) 0x55);
            int length = sealing.seal(ContentType.APPLICATION_DATA, 1, i, content, 0, sizes[i], out, 3, out.length - 3);
            assertEquals(5 + Math.max(sizes[i] + 1 + algorithm.tagLength(), 16), length);
            assertEquals(sealing.sealedLength(sizes[i]), length);
            assertArrayEquals(new byte[] {0x55, 0x55, 0x55}, Arrays.copyOf(out, 3));
            assertArrayEquals(new byte[] {0x55, 0x55}, Arrays.copyOfRange(out, 3 + length, out.length));
            RecordView view = viewOf(out, 3, out.length, 0);
            assertEquals(Opening.OPENED, open(opening, view, i), sizes[i] + " bytes");
            assertSame(out, view.datagram());
            assertEquals(ContentType.APPLICATION_DATA, view.type());
            assertArrayEquals(content, content(view));
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void first_and_last_numbers_of_every_epoch_are_sealed_and_opened(AeadAlgorithm algorithm) {
        Aead13 opening = Protections.aead13(algorithm, SEED);
        for (int epoch : new int[] {1, 2, 3, 4, 0xFFFF}) {
            for (long sequence : new long[] {0, 1L << 31, 1L << 47, RecordNumber.MAX_SEQUENCE}) {
                RecordView view = viewOf(sealed(algorithm, epoch, sequence, Protections.content(5)));
                assertEquals(epoch & 3, view.epoch());
                assertEquals(Opening.OPENED, open(opening, view, sequence), epoch + ":" + sequence);
                assertEquals(sequence, view.sequence());
                assertArrayEquals(Protections.content(5), content(view));
            }
        }
    }

    /** [RFC9147 §4.2.2] Sixteen bits tell numbers that are up to 2^15 away from the one expected; beyond that the record is lost. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void number_is_found_again_as_far_as_16_bits_tell(AeadAlgorithm algorithm) {
        Aead13 opening = Protections.aead13(algorithm, SEED);
        byte[] sealed = sealed(algorithm, 3, SEQUENCE, Protections.content(5));
        for (long expected : new long[] {SEQUENCE - 0x8000, SEQUENCE - 1, SEQUENCE, SEQUENCE + 1, SEQUENCE + 0x7FFF}) {
            RecordView view = viewOf(sealed.clone());
            assertEquals(Opening.OPENED, open(opening, view, expected));
            assertEquals(SEQUENCE, view.sequence());
        }
        for (long expected : new long[] {0, SEQUENCE - 0x8001, SEQUENCE + 0x8000, RecordNumber.MAX_SEQUENCE}) {
            assertEquals(Opening.FORGED, open(opening, viewOf(sealed.clone()), expected));
        }
    }

    /** [RFC9147 §4] Whatever form the peer likes best: with and without connection ID and length, with a long and a short number. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void record_of_every_form_is_opened(AeadAlgorithm algorithm) {
        Aead13 opening = Protections.aead13(algorithm, SEED);
        for (int form : new int[] {0, L, S, S | L, C, C | L, C | S, C | S | L}) {
            byte[] record = RawRecord13.sealed(algorithm, SEED, form, 2, ID, SEQUENCE, inner(Protections.content(30), 22, 4));
            byte[] datagram = Protections.concat(new byte[3], record, new byte[(form & L) != 0 ? 9 : 0]);
            RecordView view = viewOf(datagram, 3, datagram.length, ID.length);
            assertEquals(Opening.OPENED, open(opening, view, SEQUENCE - 9), "form " + form);
            assertEquals(SEQUENCE, view.sequence());
            assertEquals(ContentType.HANDSHAKE, view.type());
            assertArrayEquals(Protections.content(30), content(view));
            assertEquals(3 + record.length, view.end());
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void number_is_found_again_as_far_as_8_bits_tell(AeadAlgorithm algorithm) {
        Aead13 opening = Protections.aead13(algorithm, SEED);
        byte[] sealed = RawRecord13.sealed(algorithm, SEED, L, 2, NO_ID, SEQUENCE, inner(Protections.content(30), 22, 0));
        for (long expected : new long[] {SEQUENCE - 128, SEQUENCE, SEQUENCE + 127}) {
            assertEquals(Opening.OPENED, open(opening, viewOf(sealed.clone()), expected));
        }
        for (long expected : new long[] {SEQUENCE - 129, SEQUENCE + 128}) {
            assertEquals(Opening.FORGED, open(opening, viewOf(sealed.clone()), expected));
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void content_may_lie_anywhere_in_the_output(AeadAlgorithm algorithm) {
        byte[] content = Protections.content(50);
        byte[] expected = sealed(algorithm, 3, 9, content);
        for (int place = 0; place + content.length <= expected.length + 10; place++) {
            byte[] out = new byte[expected.length + 10];
            System.arraycopy(content, 0, out, place, content.length);
            int length = Protections.aead13(algorithm, SEED).seal(
                    ContentType.HANDSHAKE, 3, 9, out, place, content.length, out, 4, out.length - 4);
            assertArrayEquals(expected, Arrays.copyOfRange(out, 4, 4 + length), "content at " + place);
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void content_elsewhere_is_left_alone(AeadAlgorithm algorithm) {
        byte[] content = Protections.content(50);
        Protections.aead13(algorithm, SEED).seal(ContentType.HANDSHAKE, 1, 9, content, 10, 20, new byte[100], 0, 100);
        assertArrayEquals(Protections.content(50), content);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void same_content_under_the_next_number_looks_different(AeadAlgorithm algorithm) {
        byte[] first = sealed(algorithm, 3, 1, new byte[32]);
        byte[] second = sealed(algorithm, 3, 2, new byte[32]);
        assertFalse(Arrays.equals(first, 5, first.length - 16, second, 5, second.length - 16));
    }

    /** [RFC9147 §4.2.3] Whoever looks on learns nothing from the numbers. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void numbers_of_records_do_not_count_up_on_the_wire(AeadAlgorithm algorithm) {
        int inTheClear = 0;
        for (int sequence = 0; sequence < 200; sequence++) {
            byte[] record = sealed(algorithm, 3, sequence, new byte[32]);
            inTheClear += (record[1] & 0xFF) << 8 == (sequence & 0xFF00) && (record[2] & 0xFF) == (sequence & 0xFF) ? 1 : 0;
        }
        assertTrue(inTheClear < 3, inTheClear + " numbers were not masked");
    }

    /** [RFC9147 §4] Also the header, all of it: also the number, though it is masked. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void every_changed_bit_is_refused_or_unreadable(AeadAlgorithm algorithm) {
        byte[] sealed = new byte[100];
        Aead13 sealing = Protections.aead13(algorithm, SEED, ID, PaddingPolicy.NONE);
        int length = sealing.seal(ContentType.HANDSHAKE, 3, SEQUENCE, Protections.content(20), 0, 20, sealed, 0, sealed.length);
        sealed = Arrays.copyOf(sealed, length);
        Aead13 opening = Protections.aead13(algorithm, SEED);
        var view = new RecordView();
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (UnifiedHeader.begins(changed[0] & 0xFF) && UnifiedHeader.read(changed, 0, changed.length, ID.length, view)
                    && opening.isLongEnough(view)) {
                assertEquals(Opening.FORGED, open(opening, view, SEQUENCE), "bit " + bit % 8 + " of byte " + bit / 8);
            }
        }
        assertEquals(Opening.OPENED, open(opening, viewOf(sealed, 0, sealed.length, ID.length), SEQUENCE), "the genuine record after all the forged ones");
    }

    /** The same of a record of the least form, where a number of 8 bits is all that the header has. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void every_changed_bit_of_the_least_form_is_refused_or_unreadable(AeadAlgorithm algorithm) {
        byte[] sealed = RawRecord13.sealed(algorithm, SEED, 0, 3, NO_ID, SEQUENCE, inner(Protections.content(20), 23, 0));
        Aead13 opening = Protections.aead13(algorithm, SEED);
        var view = new RecordView();
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            if (UnifiedHeader.begins(changed[0] & 0xFF) && UnifiedHeader.read(changed, 0, changed.length, 0, view)
                    && opening.isLongEnough(view)) {
                assertEquals(Opening.FORGED, open(opening, view, SEQUENCE), "bit " + bit % 8 + " of byte " + bit / 8);
            }
        }
        assertEquals(Opening.OPENED, open(opening, viewOf(sealed), SEQUENCE), "the genuine record after all the forged ones");
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void forgery_leaves_the_view_at_the_record_and_the_header_as_it_came(AeadAlgorithm algorithm) {
        byte[] sealed = sealed(algorithm, 3, 3, Protections.content(20));
        sealed[sealed.length - 1] ^= 1;
        byte[] header = Arrays.copyOf(sealed, 5);
        RecordView view = viewOf(sealed);
        assertEquals(Opening.FORGED, open(Protections.aead13(algorithm, SEED), view, 3));
        assertEquals(5, view.payloadOffset());
        assertEquals(sealed.length, view.end());
        assertEquals(ContentType.UNKNOWN, view.type());
        assertArrayEquals(header, Arrays.copyOf(sealed, 5));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void other_key_or_other_iv_or_other_sn_is_refused(AeadAlgorithm algorithm) {
        byte[] sealed = sealed(algorithm, 3, 3, Protections.content(20));
        for (int other = 0; other < 3; other++) {
            try (TrafficKeys keys = new TrafficKeys(
                    Protections.secret(SEED + (other == 0 ? 1 : 0), algorithm.keyLength()),
                    Protections.secret(SEED + 100 + (other == 1 ? 1 : 0), 12),
                    Protections.secret(SEED + 50 + (other == 2 ? 1 : 0), algorithm.keyLength()))) {
                assertEquals(Opening.FORGED, open(Aead13.with(algorithm, Jca.PLATFORM, keys), viewOf(sealed.clone()), 3), "other " + other);
            }
        }
    }

    // Lengths

    /** [RFC9147 §4.2.3] A shorter ciphertext has no mask, or no room for a type. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void only_what_has_room_for_type_and_tag_is_long_enough(AeadAlgorithm algorithm) {
        Aead13 protection = Protections.aead13(algorithm, SEED);
        int least = algorithm.tagLength() == 8 ? 16 : 17;
        for (int length = 0; length <= least; length++) {
            RecordView view = viewOf(RawRecord13.of(S | L, 2, NO_ID, 0, new byte[length]));
            assertEquals(length == least, protection.isLongEnough(view), length + " bytes");
        }
        assertEquals(Opening.FORGED, open(protection, viewOf(RawRecord13.of(S | L, 2, NO_ID, 0, new byte[least])), 0));
    }

    /** [RFC9147 §4.2.3] Where the tag is short, a short record is padded to make a sample for the mask. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9147 §4.2.3#6]
    void short_record_is_padded_to_have_a_mask(AeadAlgorithm algorithm) {
        Aead13 sealing = Protections.aead13(algorithm, SEED);
        for (int length = 0; length < 20; length++) {
            byte[] out = new byte[60];
            Arrays.fill(out, (byte) 0x55);
            int sealed = sealing.seal(ContentType.ALERT, 3, length, Protections.content(length), 0, length, out, 0, out.length);
            assertEquals(5 + Math.max(16, length + 1 + algorithm.tagLength()), sealed, length + " bytes");
            assertEquals(0x55, out[sealed]);
            RecordView view = viewOf(out, 0, sealed, 0);
            assertEquals(Opening.OPENED, open(Protections.aead13(algorithm, SEED), view, length));
            assertEquals(ContentType.ALERT, view.type());
            assertArrayEquals(Protections.content(length), content(view));
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void lengths_are_those_of_the_rfcs(AeadAlgorithm algorithm) {
        Aead13 protection = Protections.aead13(algorithm, SEED);
        assertEquals(5, protection.headerLength());
        assertEquals(5 + 1 + algorithm.tagLength(), protection.overhead());
        assertEquals(5 + Math.max(16, 1 + algorithm.tagLength()), protection.sealedLength(0));
        assertEquals(algorithm.limits(), protection.limits());
        assertTrue(protection.authenticates());
        assertFalse(protection.hasClearNumber());
        Aead13 withId = Protections.aead13(algorithm, SEED, ID, PaddingPolicy.NONE);
        assertEquals(8, withId.headerLength());
        assertEquals(8 + 1 + algorithm.tagLength() + 100, withId.sealedLength(100));
    }

    @Test
    void only_unified_headers_are_of_its_form() {
        Aead13 protection = Protections.aead13(AeadAlgorithm.AES_128_GCM, SEED);
        assertTrue(protection.isOfForm(viewOf(RawRecord13.of(S | L, 2, NO_ID, 0, new byte[20]))));
        assertTrue(protection.isOfForm(viewOf(RawRecord13.of(0, 2, NO_ID, 0, new byte[20]))));
        byte[] plain = RawRecord.of(22, RawRecord.DTLS_1_2, 2, 0, new byte[20]);
        var view = new RecordView();
        assertTrue(PlaintextHeader.read(plain, 0, plain.length, view));
        assertFalse(protection.isOfForm(view));
        assertTrue(Protections.aead12(AeadAlgorithm.AES_128_GCM, SEED).isOfForm(view));
        assertFalse(Protections.aead12(AeadAlgorithm.AES_128_GCM, SEED).isOfForm(viewOf(RawRecord13.of(S | L, 2, NO_ID, 0, new byte[20]))));
    }

    // The inner plaintext

    /** [RFC9846 §5.4] The type is the last byte that is not zero; the zeros behind it are nobody's. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9846 §5.4#4]
    void type_is_found_before_any_number_of_zeros(AeadAlgorithm algorithm) {
        Aead13 opening = Protections.aead13(algorithm, SEED);
        byte[] zerosAtTheEnd = {1, 2, 3, 4, 5, 0, 0};
        for (int zeros : new int[] {0, 1, 2, 15, 16, 17, 300, 16000}) {
            for (int type : new int[] {20, 21, 22, 23, 26}) {
                RecordView view = viewOf(RawRecord13.sealed(algorithm, SEED, 3, 5, inner(zerosAtTheEnd, type, zeros)));
                assertEquals(Opening.OPENED, open(opening, view, 5));
                assertEquals(type, view.type().code());
                assertArrayEquals(zerosAtTheEnd, content(view), "type " + type + " and " + zeros + " zeros");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void type_alone_is_an_empty_record(AeadAlgorithm algorithm) {
        RecordView view = viewOf(RawRecord13.sealed(algorithm, SEED, 3, 5, inner(NO_ID, 23, 40)));
        assertEquals(Opening.OPENED, open(Protections.aead13(algorithm, SEED), view, 5));
        assertEquals(ContentType.APPLICATION_DATA, view.type());
        assertEquals(0, view.payloadLength());
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void unknown_type_is_opened_and_unknown(AeadAlgorithm algorithm) {
        for (int type : new int[] {1, 19, 24, 25, 28, 255}) {
            RecordView view = viewOf(RawRecord13.sealed(algorithm, SEED, 3, 5, inner(Protections.content(7), type, 0)));
            assertEquals(Opening.OPENED, open(Protections.aead13(algorithm, SEED), view, 5));
            assertEquals(ContentType.UNKNOWN, view.type(), "type " + type);
        }
    }

    /** [RFC9846 §5.4] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9846 §5.4#5]
    void zeros_alone_are_no_record(AeadAlgorithm algorithm) {
        Aead13 opening = Protections.aead13(algorithm, SEED);
        for (int zeros : new int[] {algorithm.tagLength() == 8 ? 8 : 1, 9, 16, 1000}) {
            RecordView view = viewOf(RawRecord13.sealed(algorithm, SEED, 3, 5, new byte[zeros]));
            assertEquals(Opening.NO_CONTENT_TYPE, open(opening, view, 5), zeros + " zeros");
        }
    }

    // Padding

    /** [RFC9846 §5.4] */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9846 §5.4#1]
    void application_data_is_padded_as_the_policy_says_and_nothing_else_is(AeadAlgorithm algorithm) {
        Aead13 padding = Protections.aead13(algorithm, SEED, NO_ID, PaddingPolicy.toMultipleOf(64));
        int sequence = 0;
        int around = 1 + algorithm.tagLength();
        for (int length : new int[] {0, 1, 63, 64, 65, 1000}) {
            byte[] content = Protections.content(length);
            byte[] out = new byte[2000];
            for (ContentType type : new ContentType[] {ContentType.APPLICATION_DATA, ContentType.HANDSHAKE, ContentType.ALERT, ContentType.ACK}) {
                Arrays.fill(out, (byte) 0x55);
                int padded = type == ContentType.APPLICATION_DATA ? (length + 63) / 64 * 64 : length;
                int sealed = 5 + Math.max(16, padded + around);
                assertEquals(sealed, padding.seal(type, 3, sequence, content, 0, length, out, 0, out.length));
                assertEquals(0x55, out[sealed]);
                RecordView view = viewOf(Arrays.copyOf(out, sealed));
                assertEquals(Opening.OPENED, open(Protections.aead13(algorithm, SEED), view, sequence++));
                assertEquals(type, view.type());
                assertArrayEquals(content, content(view));
            }
        }
    }

    /** Padding makes use of what is left, down to nothing, and never makes a record longer than may be. */
    @Test
    void padding_stays_within_the_limit() {
        Aead13 padding = Protections.aead13(AeadAlgorithm.AES_128_GCM, SEED, ID, PaddingPolicy.toMultipleOf(1000));
        int least = padding.sealedLength(300);
        for (int limit : new int[] {least, least + 1, least + 699, least + 700, least + 701, 5000}) {
            byte[] out = new byte[5000];
            int length = padding.seal(ContentType.APPLICATION_DATA, 3, limit, Protections.content(300), 0, 300, out, 0, limit);
            assertEquals(Math.min(limit, least + 700), length);
            RecordView view = viewOf(out, 0, length, ID.length);
            assertEquals(Opening.OPENED, open(Protections.aead13(AeadAlgorithm.AES_128_GCM, SEED), view, limit));
            assertArrayEquals(Protections.content(300), content(view));
        }
    }

    /** [RFC9846 §5.4] Padding counts: the whole inner plaintext has at most 2^14 bytes and a type. */
    @Test
    // [RFC9846 §5.4#7]
    void padding_stays_within_what_a_record_may_carry() {
        Aead13 padding = Protections.aead13(AeadAlgorithm.AES_128_GCM, SEED, NO_ID, contentLength -> 1 << 20);
        byte[] out = new byte[40_000];
        for (int length : new int[] {0, 1, 16_383, RecordProtection.MAX_PLAINTEXT}) {
            int sealed = padding.seal(ContentType.APPLICATION_DATA, 3, length, new byte[length], 0, length, out, 0, out.length);
            assertEquals(RecordProtection.MAX_PLAINTEXT + 22, sealed);
        }
    }

    @Test
    void multiple_of_a_policy_is_2_to_16384() {
        assertThrows(IllegalArgumentException.class, () -> PaddingPolicy.toMultipleOf(1));
        assertThrows(IllegalArgumentException.class, () -> PaddingPolicy.toMultipleOf(0));
        assertThrows(IllegalArgumentException.class, () -> PaddingPolicy.toMultipleOf(-64));
        assertThrows(IllegalArgumentException.class, () -> PaddingPolicy.toMultipleOf(16_385));
        assertEquals(1, PaddingPolicy.toMultipleOf(2).padding(5));
        assertEquals(0, PaddingPolicy.toMultipleOf(2).padding(6));
        assertEquals(16_384 - 100, PaddingPolicy.toMultipleOf(16_384).padding(100));
        assertEquals(0, PaddingPolicy.toMultipleOf(16_384).padding(0));
        assertEquals(0, PaddingPolicy.NONE.padding(77));
    }

    // Connection IDs

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void connection_id_of_any_length_stands_in_every_record(AeadAlgorithm algorithm) {
        Aead13 opening = Protections.aead13(algorithm, SEED);
        for (int length : new int[] {0, 1, 8, 254, 255}) {
            byte[] id = Protections.content(length);
            Aead13 sealing = Protections.aead13(algorithm, SEED, id, PaddingPolicy.NONE);
            byte[] out = new byte[sealing.sealedLength(10)];
            assertEquals(out.length, sealing.seal(ContentType.ALERT, 3, 7, Protections.content(10), 0, 10, out, 0, out.length));
            assertArrayEquals(id, Arrays.copyOfRange(out, 1, 1 + length));
            RecordView view = viewOf(out, 0, out.length, length);
            assertEquals(Opening.OPENED, open(opening, view, 7));
            assertArrayEquals(Protections.content(10), content(view));
        }
    }

    @Test
    void connection_id_is_copied_and_not_too_long() {
        byte[] id = ID.clone();
        Aead13 sealing = Protections.aead13(AeadAlgorithm.AES_128_GCM, SEED, id, PaddingPolicy.NONE);
        Arrays.fill(id, (byte) 0);
        byte[] out = new byte[100];
        sealing.seal(ContentType.ALERT, 3, 7, new byte[2], 0, 2, out, 0, 100);
        assertArrayEquals(ID, Arrays.copyOfRange(out, 1, 4));
        byte[] tooLong = new byte[256];
        assertThrows(IllegalArgumentException.class, () -> Protections.aead13(AeadAlgorithm.AES_128_GCM, SEED, tooLong, PaddingPolicy.NONE));
    }

    // Keys

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void lent_keys_may_be_wiped_at_once(AeadAlgorithm algorithm) {
        TrafficKeys keys = Protections.keys13(algorithm, SEED);
        Aead13 protection = Aead13.with(algorithm, Jca.PLATFORM, keys);
        keys.close();
        assertEquals(Opening.OPENED, open(protection, viewOf(sealed(algorithm, 3, 3, Protections.content(20))), 3));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void closed_protection_opens_and_seals_nothing(AeadAlgorithm algorithm) {
        byte[] sealed = sealed(algorithm, 3, 3, Protections.content(20));
        Aead13 protection = Protections.aead13(algorithm, SEED);
        protection.close();
        protection.close();
        assertThrows(IllegalStateException.class, () -> protection.open(viewOf(sealed)));
        assertThrows(IllegalStateException.class, () -> protection.seal(ContentType.ALERT, 3, 0, new byte[2], 0, 2, new byte[100], 0, 100));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void close_wipes_the_iv(AeadAlgorithm algorithm) throws ReflectiveOperationException {
        Aead13 protection = Protections.aead13(algorithm, SEED);
        var field = Aead13.class.getDeclaredField("iv");
        field.setAccessible(true);
        byte[] iv = (byte[]) field.get(protection);
        assertArrayEquals(Protections.secret(SEED + 100, 12).view(), iv);
        protection.close();
        assertArrayEquals(new byte[iv.length], iv);
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    void key_of_another_algorithm_is_refused(AeadAlgorithm algorithm) {
        TrafficKeys keys = new TrafficKeys(
                Protections.secret(SEED, algorithm.keyLength() - 1), Protections.secret(SEED, 12), Protections.secret(SEED, algorithm.keyLength()));
        assertThrows(IllegalArgumentException.class, () -> Aead13.with(algorithm, Jca.PLATFORM, keys));
    }

    private static byte[] sealed(AeadAlgorithm algorithm, int epoch, long sequence, byte[] content) {
        Aead13 protection = Protections.aead13(algorithm, SEED);
        byte[] out = new byte[protection.sealedLength(content.length)];
        protection.seal(ContentType.HANDSHAKE, epoch, sequence, content, 0, content.length, out, 0, out.length);
        return out;
    }

    /** As an epoch does it: the number first. */
    private static Opening open(Aead13 protection, RecordView view, long expected) {
        assertTrue(protection.isLongEnough(view));
        protection.number(view, expected);
        return protection.open(view);
    }

    private static RecordView viewOf(byte[] record) {
        return viewOf(record, 0, record.length, 0);
    }

    private static RecordView viewOf(byte[] record, int offset, int limit, int idLength) {
        var view = new RecordView();
        assertTrue(UnifiedHeader.read(record, offset, limit, idLength, view));
        return view;
    }

    private static byte[] content(RecordView view) {
        return Arrays.copyOfRange(view.datagram(), view.payloadOffset(), view.payloadOffset() + view.payloadLength());
    }
}
