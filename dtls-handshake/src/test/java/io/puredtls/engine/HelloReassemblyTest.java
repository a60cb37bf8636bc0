package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pieces of hellos under one bound, and a bound within it for each source. */
final class HelloReassemblyTest {
    private static final int MOST = 64 * 1024;
    private static final int LENGTH = 1000; // of a hello

    private final HelloReassembly reassembly = new HelloReassembly(MOST);

    private static byte[] peer(String address, int port) throws UnknownHostException {
        byte[] bytes = InetAddress.getByName(address).getAddress();
        byte[] peer = Arrays.copyOf(bytes, bytes.length + 2);
        peer[bytes.length] = (byte) (port >>> 8);
        peer[bytes.length + 1] = (byte) port;
        return peer;
    }

    /** A part of a hello in a record; gives whether that completes it. */
    private boolean add(byte[] peer, int from, int length) throws ProtocolException {
        return add(peer, from, length, (byte) 0);
    }

    private boolean add(byte[] peer, int from, int length, byte content) throws ProtocolException {
        return add(peer, 0, from, length, content);
    }

    private boolean add(byte[] peer, int messageSeq, int from, int length, byte content) throws ProtocolException {
        byte[] datagram = new byte[PlaintextHeader.LENGTH + HandshakeHeader.LENGTH + length];
        PlaintextHeader.write(
                datagram, 0, ContentType.HANDSHAKE, ProtocolVersion.DTLS_1_2.code(), 0, 0, HandshakeHeader.LENGTH + length);
        HandshakeHeader.write(datagram, PlaintextHeader.LENGTH, HandshakeType.CLIENT_HELLO.code(), LENGTH, messageSeq, from, length);
        Arrays.fill(datagram, PlaintextHeader.LENGTH + HandshakeHeader.LENGTH, datagram.length, content);
        RecordView record = new RecordView();
        assertTrue(PlaintextHeader.read(datagram, 0, datagram.length, record));
        FragmentView fragment = new FragmentView();
        fragment.wrap(record);
        assertTrue(fragment.advance());
        return reassembly.add(peer, fragment).isPresent();
    }

    private boolean addFirstHalf(byte[] peer) throws ProtocolException {
        return add(peer, 0, LENGTH / 2);
    }

    private boolean addSecondHalf(byte[] peer) throws ProtocolException {
        return add(peer, LENGTH / 2, LENGTH / 2);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,   192.0.2.1,       192.0.2.2",
        "2001:db8::1, 2001:db8::ff:2,  2001:db8:0:100::1",
    })
    void a_flood_from_one_source_takes_a_quarter_and_pushes_nobody_else_out(String one, String same, String other) throws Exception {
        byte[] honest = peer(other, 1);
        addFirstHalf(honest);
        int before = reassembly.bytes();
        for (int port = 0; port < 10_000; port++) {
            addFirstHalf(peer(port % 2 == 0 ? one : same, port));
            assertTrue(reassembly.bytes() - before <= MOST / 4, () -> reassembly.bytes() + " bytes");
        }
        assertTrue(reassembly.bytes() - before > MOST / 5, "a quarter can be used");
        assertEquals(2, reassembly.sources());
        assertTrue(addSecondHalf(honest), "the honest one was pushed out");
        assertTrue(addSecondHalf(peer(same, 9_999)), "the newest of the flood is kept");
        assertFalse(addSecondHalf(peer(one, 0)), "its oldest is not");
    }

    @Test
    void floods_from_everywhere_stay_within_the_whole_and_the_oldest_make_room() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            addFirstHalf(peer("10." + (i >>> 16) + "." + (i >>> 8 & 0xFF) + "." + (i & 0xFF), i));
            assertTrue(reassembly.bytes() <= MOST, () -> reassembly.bytes() + " bytes");
        }
        assertTrue(reassembly.bytes() > MOST * 4 / 5);
        assertTrue(addSecondHalf(peer("10.0.39.15", 9_999)), "the newest is kept");
        assertFalse(addSecondHalf(peer("10.0.0.0", 0)), "the oldest is not");
    }

    @Test
    void nothing_is_left_of_hellos_that_came_in() throws Exception {
        Random random = new Random(3);
        for (int i = 0; i < 1000; i++) {
            byte[] peer = peer("192.0.2." + random.nextInt(3), random.nextInt(5));
            addFirstHalf(peer);
            addSecondHalf(peer);
            reassembly.forget(peer);
        }
        assertEquals(0, reassembly.bytes());
        assertEquals(0, reassembly.sources());
    }

    /** The answer may have been lost, and whoever asks again pays for it with a piece that is long enough. */
    @Test
    void a_hello_that_was_complete_is_there_again_with_its_first_piece() throws Exception {
        byte[] peer = peer("192.0.2.1", 1);
        addSecondHalf(peer);
        assertTrue(addFirstHalf(peer));
        assertTrue(addFirstHalf(peer));
        assertFalse(addSecondHalf(peer));
        assertFalse(add(peer, 0, 84));
        assertTrue(add(peer, 0, 85), "three times a datagram with so much is an answer");
        assertTrue(addFirstHalf(peer));
    }

    /** The network may be late with a piece of the first hello: what came of the second is not lost for it. */
    @Test
    void a_late_piece_of_the_first_hello_does_not_disturb_the_second() throws Exception {
        byte[] peer = peer("192.0.2.1", 1);
        addFirstHalf(peer);
        assertTrue(addSecondHalf(peer));
        assertFalse(add(peer, 1, 0, LENGTH / 2, (byte) 5));
        assertFalse(addFirstHalf(peer));
        assertFalse(addSecondHalf(peer));
        assertTrue(add(peer, 1, LENGTH / 2, LENGTH / 2, (byte) 5));
    }

    @Test
    void another_hello_takes_its_place() throws Exception {
        byte[] peer = peer("192.0.2.1", 1);
        addFirstHalf(peer);
        addSecondHalf(peer);
        assertFalse(add(peer, 0, LENGTH / 2, (byte) 1));
        assertTrue(add(peer, LENGTH / 2, LENGTH / 2, (byte) 1));
        assertFalse(addFirstHalf(peer), "the one before is forgotten");
    }

    @Test
    void what_comes_in_one_piece_is_not_kept() throws Exception {
        assertTrue(add(peer("192.0.2.1", 1), 0, LENGTH));
        assertEquals(0, reassembly.bytes());
    }

    @Test
    void what_is_no_address_is_a_source_of_its_own() throws Exception {
        for (byte name = 0; name < 127; name++) {
            addFirstHalf(new byte[] {1, name});
        }
        assertTrue(reassembly.bytes() > MOST / 2);
        assertTrue(reassembly.sources() > 40);
    }
}
