package io.puredtls.endpoint.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

class PcapFileTest {
    private static final String CAPTURE = "pion-dtls13/plain.txt";
    private static final int UDP = 17;

    /** What a capture would be in a file of its own. */
    static final class Writer {
        private final ByteArrayOutputStream file = new ByteArrayOutputStream();
        private final ByteOrder order;
        private final int link;
        private final int version;

        Writer(int magic, ByteOrder order, int link, int version) {
            this.order = order;
            this.link = link;
            this.version = version;
            write(buffer(24).putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0).putInt(65535).putInt(link));
        }

        private ByteBuffer buffer(int length) {
            return ByteBuffer.allocate(length).order(order);
        }

        private void write(ByteBuffer content) {
            file.writeBytes(content.array());
        }

        void udp(boolean fromClient, int clientPort, byte[] payload) {
            packet(ip(UDP, fromClient ? 1 : 2, fromClient ? 2 : 1, fromClient ? clientPort : 4433, fromClient ? 4433 : clientPort, payload));
        }

        void packet(byte[] ip) {
            byte[] framed = framed(ip);
            write(buffer(16).putInt(1).putInt(2).putInt(framed.length).putInt(framed.length));
            file.writeBytes(framed);
        }

        byte[] ip(int protocol, int source, int destination, int sourcePort, int destinationPort, byte[] payload) {
            ByteBuffer udp = ByteBuffer.allocate(8 + payload.length).putShort((short) sourcePort).putShort((short) destinationPort)
                    .putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
            if (version == 4) {
                return ByteBuffer.allocate(24 + udp.capacity()).put((byte) 0x46).put((byte) 0).putShort((short) (24 + udp.capacity()))
                        .putInt(0).put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(0x0A000000 | source)
                        .putInt(0x0A000000 | destination).putInt(0x01010100).put(udp.array()).array();
            }
            return ByteBuffer.allocate(48 + udp.capacity()).putInt(0x60000000).putShort((short) (8 + udp.capacity())).put((byte) 60).put((byte) 64)
                    .putLong(0xFD00L << 48).putLong(source).putLong(0xFD00L << 48).putLong(destination)
                    .put((byte) protocol).put(new byte[7]).put(udp.array()).array();
        }

        byte[] framed(byte[] ip) {
            short type = (short) (version == 4 ? 0x0800 : 0x86DD);
            return switch (link) {
                case 0 -> buffer(4 + ip.length).putInt(version == 4 ? 2 : 30).put(ip).array();
                case 1 -> ByteBuffer.allocate(18 + ip.length).put(new byte[12]).putShort((short) 0x8100).putShort((short) 5).putShort(type).put(ip).array();
                case 113 -> ByteBuffer.allocate(16 + ip.length).put(new byte[14]).putShort(type).put(ip).array();
                case 276 -> ByteBuffer.allocate(20 + ip.length).putShort(type).put(new byte[18]).put(ip).array();
                default -> ip;
            };
        }

        byte[] content() {
            return file.toByteArray();
        }
    }

    private static byte[] written(Writer writer) throws Exception {
        for (Packet packet : Captures.read(CAPTURE).packets()) {
            writer.udp(packet.from() == Sender.CLIENT, 5000, packet.datagram().toArray());
        }
        return writer.content();
    }

    @ParameterizedTest
    @CsvSource({"0,4", "0,6", "1,4", "1,6", "113,4", "113,6", "276,4", "276,6", "101,4", "101,6", "12,4", "228,4", "229,6"})
    void every_link_type_holds_the_same_datagrams(int link, int version) throws Exception {
        Capture capture = CaptureFile.read(written(new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, link, version)));
        assertEquals(Captures.read(CAPTURE).packets(), capture.packets());
        assertEquals(List.of(), capture.remarks());
    }

    @Test
    void byte_order_and_resolution_do_not_matter() throws Exception {
        List<Packet> expected = Captures.read(CAPTURE).packets();
        assertEquals(expected, CaptureFile.read(written(new Writer(0xA1B2C3D4, ByteOrder.BIG_ENDIAN, 1, 4))).packets());
        assertEquals(expected, CaptureFile.read(written(new Writer(0xA1B23C4D, ByteOrder.LITTLE_ENDIAN, 1, 4))).packets());
        assertEquals(expected, CaptureFile.read(written(new Writer(0xA1B23C4D, ByteOrder.BIG_ENDIAN, 1, 4))).packets());
    }

    @Test
    void other_flows_and_other_packets_are_passed_over_and_counted() throws Exception {
        Writer writer = new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 1, 4);
        writer.udp(true, 5001, new byte[] {1, 2, 3});
        writer.packet(writer.ip(6, 1, 2, 5000, 4433, new byte[20])); // TCP
        writer.packet(new byte[] {0x45});
        Capture capture = CaptureFile.read(written(writer));
        assertEquals(Captures.read(CAPTURE).packets(), capture.packets());
        assertEquals(List.of("Passed over: 1 datagram of other flows.", "Passed over: 2 packets without a whole UDP datagram."), capture.remarks());
    }

    private static void refused(String sentence, byte[] content) {
        String message = assertThrows(CaptureException.class, () -> CaptureFile.read(content)).getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @Test
    void what_cannot_be_read_is_refused_in_one_sentence() throws Exception {
        refused("link type 147 is not read here", new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 147, 4).content());
        refused("there is no ClientHello of DTLS in any of its 0 UDP datagrams", new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 1, 4).content());
        refused("that is compressed by gzip", new byte[] {0x1F, (byte) 0x8B, 8, 0});
        refused("that is a snoop file", "snoop\0\0\0\0".getBytes(StandardCharsets.US_ASCII));
        refused("ends within its header", new byte[] {(byte) 0xD4, (byte) 0xC3, (byte) 0xB2, (byte) 0xA1, 0});
        byte[] whole = written(new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 1, 4));
        refused("is cut short", Arrays.copyOf(whole, whole.length - 1));
        refused("neither a pcap or pcapng file nor text", new byte[] {0, 1, 2});
    }

    @Test
    void of_a_long_capture_the_beginning_is_told_and_how_much_is_left() throws Exception {
        Writer writer = new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 1, 4);
        byte[] flow = written(writer);
        int first = CaptureFile.read(flow).packets().size();
        for (int i = 0; i < 5000; i++) {
            writer.udp(true, 5000, new byte[] {23, (byte) 0xFE, (byte) 0xFD});
        }
        Capture capture = CaptureFile.read(writer.content());
        assertEquals(4096, capture.packets().size());
        assertEquals(List.of("Told of are the first 4096 datagrams; " + (first + 5000 - 4096) + " follow."), capture.remarks());
        Writer large = new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 1, 4);
        written(large);
        for (int i = 0; i < 20; i++) {
            large.udp(true, 5000, new byte[60_000]);
        }
        assertTrue(CaptureFile.read(large.content()).packets().stream().mapToInt(packet -> packet.datagram().length()).sum() <= 1 << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "c> 16fefd\n", "s> 16fefd0000000000000000000100"})
    void without_a_hello_there_is_nothing_to_tell(String text) {
        refused("there is no ClientHello of DTLS in it", text.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "c> 16fef | line 1 does not hold bytes in hexadecimal",
            "hello | line 1 is neither c> HEX, s> HEX, NAME = VALUE nor a comment",
            "datagram = 16 | line 1: nothing says who sent it",
            "from = nobody, datagram = 16 | line 2: nothing says who sent it"})
    void odd_text_is_refused_by_its_line(String text, String sentence) {
        refused(sentence, text.replace(", ", "\n").getBytes(StandardCharsets.US_ASCII));
    }

    @Property(tries = 500)
    void no_changed_file_is_too_odd(@ForAll int position, @ForAll byte value, @ForAll int length) throws Exception {
        byte[] file = written(new Writer(0xA1B2C3D4, ByteOrder.LITTLE_ENDIAN, 1, Math.floorMod(length, 2) == 0 ? 4 : 6));
        file[Math.floorMod(position, Math.min(file.length, 600))] = value;
        try {
            CaptureFile.read(Arrays.copyOf(file, Math.floorMod(length, file.length + 1)));
        } catch (CaptureException refused) {
            assertTrue(!refused.getMessage().isEmpty());
        }
    }
}
