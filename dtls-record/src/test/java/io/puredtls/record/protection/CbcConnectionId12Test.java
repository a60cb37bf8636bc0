package io.puredtls.record.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcKeys;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.MacOrder;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC9146 §5.1] [RFC9146 §5.2] Records of DTLS 1.2 with a connection ID under CBC suites; those of another stack are in {@code ForeignConnectionId12Test}. */
final class CbcConnectionId12Test {
    private static final int SEED = 41;
    private static final int BLOCK = 16;
    private static final long SEQUENCE = 0x0A0B_0C0D_0E0FL;
    private static final ConnectionId ID = ConnectionId.of((byte) 0xC1, (byte) 0xC2, (byte) 0xC3);

    static List<Arguments> shapes() {
        return Arrays.stream(CbcAlgorithm.values())
                .flatMap(algorithm -> Arrays.stream(MacOrder.values()).map(order -> Arguments.of(algorithm, order))).toList();
    }

    private static Cbc12 protection(CbcAlgorithm algorithm, MacOrder order, Framing12 framing) {
        try (CbcKeys keys = new CbcKeys(Protections.secret(SEED + 100, algorithm.macLength()), Protections.secret(SEED, algorithm.keyLength()))) {
            return new Cbc12(order.with(algorithm, Jca.PLATFORM, SystemEntropy.INSTANCE, keys), framing);
        }
    }

    private static Cbc12 sealing(CbcAlgorithm algorithm, MacOrder order, ConnectionId id, PaddingPolicy padding) {
        return protection(algorithm, order, Framing12.toPeer(PeerConnectionId.of(id), padding));
    }

    private static byte[] sealed(CbcAlgorithm algorithm, MacOrder order, ConnectionId id, int zeros, byte[] content) {
        byte[] out = new byte[17_500];
        int length = sealing(algorithm, order, id, any -> zeros)
                .seal(ContentType.APPLICATION_DATA, 1, SEQUENCE, content, 0, content.length, out, 0, out.length);
        return Arrays.copyOf(out, length);
    }

    private static RecordView view(byte[] record, ConnectionId id) {
        RecordCursor cursor = new RecordCursor();
        cursor.connectionIds(OurConnectionIds.agreed(List.of(id)));
        cursor.wrap(record, 0, record.length);
        RecordView view = new RecordView();
        assertTrue(cursor.next(view));
        return view;
    }

    private static Opening open(CbcAlgorithm algorithm, MacOrder order, RecordView view) {
        return protection(algorithm, order, Framing12.toUs()).open(view);
    }

    private static Mac mac(CbcAlgorithm algorithm) throws GeneralSecurityException {
        String name = switch (algorithm) {
            case AES_128_CBC_SHA, AES_256_CBC_SHA -> "HmacSHA1";
            case AES_128_CBC_SHA256 -> "HmacSHA256";
            case AES_256_CBC_SHA384 -> "HmacSHA384";
        };
        Mac mac = Mac.getInstance(name);
        mac.init(new SecretKeySpec(Protections.secret(SEED + 100, algorithm.macLength()).view(), name));
        return mac;
    }

    /** A record of these very bytes inside, put together by the JCA and without the code under test. */
    private static byte[] made(CbcAlgorithm algorithm, MacOrder order, ConnectionId id, byte[] inner) throws GeneralSecurityException {
        byte[] header = ByteBuffer.allocate(11 + id.length()).put((byte) 25).putShort((short) 0xFEFD).putLong(1L << 48 | SEQUENCE).put(id.toBytes()).array();
        byte[] before = ByteBuffer.allocate(10 + header.length).putLong(-1).put((byte) 25).put((byte) id.length()).put(header).array();
        byte[] iv = Protections.secret(7, BLOCK).view();
        byte[] fragment;
        if (order == MacOrder.MAC_THEN_ENCRYPT) {
            byte[] mac = mac(algorithm).doFinal(Protections.concat(before, length(inner), inner));
            fragment = Protections.concat(iv, encrypted(algorithm, iv, Protections.concat(inner, mac)));
        } else {
            byte[] encrypted = Protections.concat(iv, encrypted(algorithm, iv, inner));
            fragment = Protections.concat(encrypted, mac(algorithm).doFinal(Protections.concat(before, length(encrypted), encrypted)));
        }
        return Protections.concat(header, length(fragment), fragment);
    }

    private static byte[] length(byte[] of) {
        return ByteBuffer.allocate(2).putShort((short) of.length).array();
    }

    private static byte[] encrypted(CbcAlgorithm algorithm, byte[] iv, byte[] text) throws GeneralSecurityException {
        int padding = BLOCK - text.length % BLOCK;
        byte[] padded = Arrays.copyOf(text, text.length + padding);
        Arrays.fill(padded, text.length, padded.length, (byte) (padding - 1));
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Protections.secret(SEED, algorithm.keyLength()).view(), "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(padded);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    // [RFC9146 §3#7]
    void record_that_the_jca_made_is_opened(CbcAlgorithm algorithm, MacOrder order) throws GeneralSecurityException {
        for (int idLength : new int[] {1, 3, 28, 29, 41, 42, 43, 100, 255}) { // around what fills a block of the MAC's hash
            ConnectionId id = ConnectionId.of(Protections.content(idLength));
            for (int zeros : new int[] {0, 3, 400}) {
                byte[] record = made(algorithm, order, id, Protections.concat(Protections.content(20), new byte[] {22}, new byte[zeros]));
                RecordView view = view(record, id);
                assertEquals(Opening.OPENED, open(algorithm, order, view), idLength + " bytes, " + zeros + " zeros");
                assertEquals(ContentType.HANDSHAKE, view.type());
                assertArrayEquals(Protections.content(20), Arrays.copyOfRange(record, view.payloadOffset(), view.payloadOffset() + view.payloadLength()));
            }
        }
    }

    /** Nothing of it but the IV is chosen anew. */
    @ParameterizedTest
    @MethodSource("shapes")
    void record_of_ours_is_as_long_as_the_jcas_and_is_opened_by_nothing_but_its_own_framing(CbcAlgorithm algorithm, MacOrder order)
            throws GeneralSecurityException {
        byte[] record = sealed(algorithm, order, ID, 2, Protections.content(20));
        byte[] made = made(algorithm, order, ID, Protections.concat(Protections.content(20), new byte[] {23, 0, 0}));
        int header = 13 + ID.length();
        assertArrayEquals(Arrays.copyOf(made, header), Arrays.copyOf(record, header));
        assertEquals(made.length, record.length);
        assertEquals(Opening.OPENED, open(algorithm, order, view(record.clone(), ID)));
        assertFalse(protection(algorithm, order, Framing12.PLAIN).isOfForm(view(record, ID)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void sealed_records_are_as_long_as_was_said_and_opened_whatever_their_id_size_and_padding(CbcAlgorithm algorithm, MacOrder order) {
        Cbc12 opening = protection(algorithm, order, Framing12.toUs());
        for (int idLength : new int[] {1, 8, 40, 255}) {
            ConnectionId id = ConnectionId.of(Protections.content(idLength));
            Cbc12 sealing = sealing(algorithm, order, id, length -> length / 2);
            Cbc12 bare = sealing(algorithm, order, id, PaddingPolicy.NONE);
            int most = 0;
            for (int length = 0; length <= 200; length++) {
                byte[] content = Protections.content(length);
                byte[] out = new byte[1000];
                int plain = bare.seal(ContentType.APPLICATION_DATA, 1, SEQUENCE, content, 0, length, out, 0, out.length);
                assertEquals(bare.sealedLength(length), plain);
                assertTrue(bare.contentWithin(plain) >= length && bare.contentWithin(plain - 1) < length, length + " bytes");
                most = Math.max(most, plain - length);
                for (int limit : new int[] {plain, plain + 15, out.length}) {
                    int sealed = sealing.seal(ContentType.APPLICATION_DATA, 1, SEQUENCE, content, 0, length, out, 0, limit);
                    assertTrue(sealed <= limit && sealed >= plain, sealed + " bytes, where there is room for " + limit);
                    RecordView view = view(Arrays.copyOf(out, sealed), id);
                    assertTrue(opening.isOfForm(view) && opening.isLongEnough(view));
                    assertEquals(Opening.OPENED, opening.open(view));
                    assertEquals(ContentType.APPLICATION_DATA, view.type());
                    assertArrayEquals(content, Arrays.copyOfRange(view.datagram(), view.payloadOffset(), view.payloadOffset() + view.payloadLength()));
                }
            }
            assertEquals(most, bare.overhead());
            assertEquals(13 + idLength + BLOCK + 1 + algorithm.macLength() + BLOCK, bare.overhead());
        }
    }

    /** However it is wrong, it is a forgery; what stands in the header counts too, the connection ID and its length among it. */
    @ParameterizedTest
    @MethodSource("shapes")
    // [RFC9146 §6#2]
    void changed_byte_anywhere_drops_the_record(CbcAlgorithm algorithm, MacOrder order) {
        byte[] record = sealed(algorithm, order, ID, 0, Protections.content(9));
        RecordLayer reader = new RecordLayer(0, 0);
        reader.holdBack(HoldBack.NOTHING);
        reader.install(new ReadEpoch(1, protection(algorithm, order, Framing12.toUs()), new ReplayWindow(64)));
        reader.receiveConnectionIds(OurConnectionIds.agreed(List.of(ID, ConnectionId.of((byte) 0xC0, (byte) 0xC2, (byte) 0xC3))));
        CollectingSink sink = new CollectingSink();
        for (int place = 0; place < record.length; place++) {
            byte[] changed = record.clone();
            changed[place] ^= 1;
            long before = reader.counters().drops(DropReason.BAD_TAG);
            reader.open(changed, 0, changed.length, sink);
            assertEquals(List.of(), sink.delivered(), "byte " + place);
            boolean isElsewhere = place < 5 || place > 11 && place < 13 + ID.length(); // type, version, epoch, another's ID, length
            assertEquals(isElsewhere ? before : before + 1, reader.counters().drops(DropReason.BAD_TAG), "byte " + place);
        }
        reader.open(record, 0, record.length, sink);
        assertEquals(1, sink.delivered().size(), "else the above would prove nothing");
    }

    /** [RFC9146 §5] length_of_DTLSInnerPlaintext is at most 2^14, and so the content one less. */
    @ParameterizedTest
    @MethodSource("shapes")
    // [RFC9146 §5#2]
    void longest_inner_plaintext_has_16384_bytes(CbcAlgorithm algorithm, MacOrder order) {
        assertEquals(Opening.OPENED, open(algorithm, order, view(sealed(algorithm, order, ID, 1 << 14, Protections.content(16_000)), ID)));
        assertEquals(Opening.OPENED, open(algorithm, order, view(sealed(algorithm, order, ID, 0, Protections.content(16_383)), ID)));
        assertEquals(Opening.TOO_LARGE, open(algorithm, order, view(sealed(algorithm, order, ID, 0, Protections.content(16_384)), ID)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void zeros_alone_have_no_type(CbcAlgorithm algorithm, MacOrder order) throws GeneralSecurityException {
        for (int zeros : new int[] {0, 1, 16, 300}) {
            assertEquals(Opening.NO_CONTENT_TYPE, open(algorithm, order, view(made(algorithm, order, ID, new byte[zeros]), ID)), zeros + " zeros");
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void record_that_is_too_short_is_dropped_as_such(CbcAlgorithm algorithm, MacOrder order) {
        byte[] record = sealed(algorithm, order, ID, 0, new byte[0]);
        Cbc12 opening = protection(algorithm, order, Framing12.toUs());
        assertTrue(opening.isLongEnough(view(record, ID)));
        int headerLength = 13 + ID.length();
        byte[] cut = Arrays.copyOf(record, record.length - 1);
        cut[headerLength - 2] = (byte) (cut.length - headerLength >>> 8);
        cut[headerLength - 1] = (byte) (cut.length - headerLength);
        assertFalse(opening.isLongEnough(view(cut, ID)));
    }
}
