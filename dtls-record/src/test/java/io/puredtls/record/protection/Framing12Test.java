package io.puredtls.record.protection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.DropReason;
import io.puredtls.record.PaddingPolicy;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.fixture.BareAead;
import io.puredtls.record.fixture.CollectingSink;
import io.puredtls.record.fixture.Protections;
import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** [RFC9146 §4] Records of DTLS 1.2 with a connection ID. */
final class Framing12Test {
    private static final int SEED = 77;
    private static final ConnectionId ID = ConnectionId.of((byte) 0xC1, (byte) 0xC2, (byte) 0xC3);

    /** [RFC9146 §5.3] Put together without the code under test. */
    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9146 §3#7]
    void record_is_what_the_rfc_says(AeadAlgorithm algorithm) throws GeneralSecurityException {
        byte[] content = Protections.content(20);
        byte[] inner = Protections.concat(content, new byte[] {23, 0, 0, 0});
        byte[] number = ByteBuffer.allocate(8).putLong(1L << 48 | 9).array();
        byte[] header = ByteBuffer.allocate(14).put((byte) 25).putShort((short) 0xFEFD).put(number).put(ID.toBytes()).array();
        byte[] additional = ByteBuffer.allocate(26).putLong(-1).put((byte) 25).put((byte) 3).put(header).putShort((short) inner.length).array();
        byte[] iv = Protections.secret(SEED + 100, Aead12.ivLength(algorithm)).view();
        byte[] key = Protections.secret(SEED, algorithm.keyLength()).view();
        byte[] fragment;
        if (algorithm == AeadAlgorithm.CHACHA20_POLY1305) {
            byte[] nonce = iv.clone();
            for (int i = 0; i < 8; i++) {
                nonce[4 + i] ^= number[i];
            }
            fragment = BareAead.seal(algorithm, key, nonce, additional, inner);
        } else {
            fragment = Protections.concat(number, BareAead.seal(algorithm, key, Protections.concat(iv, number), additional, inner));
        }
        byte[] length = ByteBuffer.allocate(2).putShort((short) fragment.length).array();
        assertArrayEquals(Protections.concat(header, length, fragment), sealed(algorithm, ID, length1 -> 3, content));
    }

    @Property(tries = 200)
    void sealed_records_are_opened_whatever_their_id_size_and_padding(
            @ForAll AeadAlgorithm algorithm, @ForAll @Size(min = 1, max = 255) byte[] id, @ForAll @IntRange(max = 1500) int size,
            @ForAll @IntRange(max = 300) int padding) {
        ConnectionId connectionId = ConnectionId.of(id);
        byte[] record = sealed(algorithm, connectionId, length -> padding, Protections.content(size));
        RecordView view = view(record, connectionId);
        assertTrue(view.hasConnectionId());
        assertEquals(ContentType.UNKNOWN, view.type());
        Aead12 opening = protection(algorithm, Framing12.toUs());
        assertTrue(opening.isOfForm(view) && opening.isLongEnough(view));
        assertEquals(Opening.OPENED, opening.open(view));
        assertEquals(ContentType.APPLICATION_DATA, view.type());
        assertArrayEquals(Protections.content(size),
                Arrays.copyOfRange(view.datagram(), view.payloadOffset(), view.payloadOffset() + view.payloadLength()));
    }

    @ParameterizedTest
    @EnumSource(AeadAlgorithm.class)
    // [RFC9146 §6#2]
    void changed_byte_anywhere_drops_the_record(AeadAlgorithm algorithm) {
        byte[] record = sealed(algorithm, ID, length -> 0, Protections.content(9));
        for (int place = 0; place < record.length; place++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = record.clone();
                changed[place] ^= (byte) (1 << bit);
                CollectingSink sink = new CollectingSink();
                reader(algorithm, ID).open(changed, 0, changed.length, sink);
                assertEquals(List.of(), sink.delivered(), "byte " + place + ", bit " + bit);
            }
        }
    }

    /** [RFC9146 §3] Where one is expected a record without it is invalid, and the other way round. */
    @Example
    // [RFC9146 §3#5] [RFC9146 §3#6] [RFC9146 §3#8] [RFC9146 §5#1]
    void record_without_the_id_that_was_agreed_on_is_dropped() {
        AeadAlgorithm algorithm = AeadAlgorithm.AES_128_GCM;
        byte[] plain = new byte[100];
        int length = protection(algorithm, Framing12.PLAIN).seal(ContentType.APPLICATION_DATA, 1, 9, new byte[5], 0, 5, plain, 0, 100);
        RecordLayer reader = reader(algorithm, ID);
        CollectingSink sink = new CollectingSink();
        reader.open(plain, 0, length, sink);
        assertEquals(1, reader.counters().drops(DropReason.WRONG_VERSION));
        byte[] withId = sealed(algorithm, ID, any -> 0, new byte[5]);
        RecordLayer without = new RecordLayer(0, 0);
        without.install(new ReadEpoch(1, protection(algorithm, Framing12.PLAIN), new ReplayWindow(64)));
        without.open(withId.clone(), 0, withId.length, sink);
        assertEquals(1, without.counters().drops(DropReason.WRONG_CONNECTION_ID));
        reader.open(withId, 0, withId.length, sink);
        assertEquals(1, sink.delivered().size());
    }

    /** Its type is known too late for it to be kept. */
    @Example
    void application_data_before_the_end_of_the_handshake_is_dropped() {
        RecordLayer reader = reader(AeadAlgorithm.AES_128_GCM, ID);
        reader.holdBack(HoldBack.EARLY);
        byte[] record = sealed(AeadAlgorithm.AES_128_GCM, ID, any -> 0, new byte[5]);
        CollectingSink sink = new CollectingSink();
        reader.open(record, 0, record.length, sink);
        assertEquals(List.of(), sink.delivered());
        assertEquals(1, reader.counters().drops(DropReason.EARLY_APPLICATION_DATA));
    }

    /** [RFC9146 §5] length_of_DTLSInnerPlaintext is at most 2^14, and so the content one less. */
    @Example
    // [RFC9146 §5#2]
    void longest_inner_plaintext_has_16384_bytes() {
        AeadAlgorithm algorithm = AeadAlgorithm.AES_128_GCM;
        byte[] record = sealed(algorithm, ID, length -> 1 << 14, Protections.content(16_000));
        assertEquals(13 + ID.length() + 8 + 16_384 + 16, record.length);
        assertEquals(Opening.OPENED, protection(algorithm, Framing12.toUs()).open(view(record, ID)));
        byte[] tooLong = sealed(algorithm, ID, length -> 0, Protections.content(16_384));
        assertEquals(Opening.TOO_LARGE, protection(algorithm, Framing12.toUs()).open(view(tooLong, ID)));
    }

    @Example
    void padding_alone_has_no_type() throws GeneralSecurityException {
        AeadAlgorithm algorithm = AeadAlgorithm.AES_128_GCM;
        byte[] record = sealed(algorithm, ID, length -> 0, new byte[0]);
        byte[] number = ByteBuffer.allocate(8).putLong(1L << 48 | 9).array();
        byte[] additional = ByteBuffer.allocate(26).putLong(-1).put((byte) 25).put((byte) 3).put(record, 0, 14).putShort((short) 1).array();
        byte[] iv = Protections.secret(SEED + 100, 4).view();
        byte[] sealedZero = BareAead.seal(
                algorithm, Protections.secret(SEED, 16).view(), Protections.concat(iv, number), additional, new byte[1]);
        System.arraycopy(sealedZero, 0, record, 13 + ID.length() + 8, sealedZero.length);
        assertEquals(Opening.NO_CONTENT_TYPE, protection(algorithm, Framing12.toUs()).open(view(record, ID)));
    }

    @Example
    void ids_of_any_length_are_told_apart() {
        RecordLayer reader = reader(AeadAlgorithm.AES_128_GCM, ID);
        reader.receiveConnectionIds(OurConnectionIds.agreed(List.of(ConnectionId.of((byte) 9), ID)).with(List.of(ConnectionId.of(new byte[40]))));
        assertEquals(3, reader.connectionIds().size());
        CollectingSink sink = new CollectingSink();
        int sequence = 0;
        for (ConnectionId id : List.of(ID, ConnectionId.of(new byte[40]), ConnectionId.of((byte) 9), ConnectionId.of((byte) 8))) {
            byte[] out = new byte[200];
            int length = protection(AeadAlgorithm.AES_128_GCM, Framing12.toPeer(PeerConnectionId.of(id), PaddingPolicy.NONE))
                    .seal(ContentType.APPLICATION_DATA, 1, sequence++, new byte[5], 0, 5, out, 0, 200);
            reader.open(out, 0, length, sink);
        }
        assertEquals(3, sink.delivered().size());
        assertEquals(1, reader.counters().drops(DropReason.WRONG_CONNECTION_ID));
    }

    /** [RFC9147 §9] */
    @Example
    void peers_id_changes_from_one_record_to_the_next() {
        PeerConnectionId id = PeerConnectionId.of(ID);
        WriteEpoch writer = WriteEpoch.of(1, protection(AeadAlgorithm.AES_128_GCM, Framing12.toPeer(id, PaddingPolicy.NONE)), 0, 100);
        int before = writer.overhead();
        id.use(ConnectionId.of(new byte[10]));
        assertEquals(before + 7, writer.overhead());
        assertFalse(id.current().isEmpty());
    }

    private static RecordLayer reader(AeadAlgorithm algorithm, ConnectionId id) {
        RecordLayer reader = new RecordLayer(0, 0);
        reader.holdBack(HoldBack.NOTHING);
        reader.install(new ReadEpoch(1, protection(algorithm, Framing12.toUs()), new ReplayWindow(64)));
        reader.receiveConnectionIds(OurConnectionIds.agreed(List.of(id)));
        return reader;
    }

    private static byte[] sealed(AeadAlgorithm algorithm, ConnectionId id, PaddingPolicy padding, byte[] content) {
        Aead12 sealing = protection(algorithm, Framing12.toPeer(PeerConnectionId.of(id), padding));
        byte[] out = new byte[18_000];
        int length = sealing.seal(ContentType.APPLICATION_DATA, 1, 9, content, 0, content.length, out, 0, out.length);
        return Arrays.copyOf(out, length);
    }

    private static Aead12 protection(AeadAlgorithm algorithm, Framing12 framing) {
        try (SecretBytes key = Protections.secret(SEED, algorithm.keyLength());
                SecretBytes iv = Protections.secret(SEED + 100, Aead12.ivLength(algorithm))) {
            return Aead12.with(algorithm, Jca.PLATFORM, key, iv, framing);
        }
    }

    private static RecordView view(byte[] record, ConnectionId id) {
        RecordCursor cursor = new RecordCursor();
        cursor.connectionIds(OurConnectionIds.agreed(List.of(id)));
        cursor.wrap(record, 0, record.length);
        RecordView view = new RecordView();
        assertTrue(cursor.next(view));
        return view;
    }
}
