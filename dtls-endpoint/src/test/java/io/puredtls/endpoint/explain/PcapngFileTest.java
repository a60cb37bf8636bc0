package io.puredtls.endpoint.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.explain.PcapFileTest.Writer;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** [draft-ietf-opsawg-pcapng] */
class PcapngFileTest {
    private static final String CAPTURE = "pion-dtls13/plain.txt";
    private static final int ENHANCED = 6;
    private static final int OBSOLETE = 2;
    private static final int SIMPLE = 3;

    /** Blocks one after the other. */
    private static final class Blocks {
        private final ByteArrayOutputStream file = new ByteArrayOutputStream();
        private final ByteOrder order;

        Blocks(ByteOrder order) {
            this.order = order;
            section();
        }

        Blocks section() {
            return block(0x0A0D0D0A, body(16).putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1));
        }

        private ByteBuffer body(int length) {
            return ByteBuffer.allocate(length).order(order);
        }

        Blocks block(int type, ByteBuffer body) {
            int length = 12 + (body.capacity() + 3) / 4 * 4;
            ByteBuffer block = body(length).putInt(type).putInt(length).put(body.array());
            file.writeBytes(block.position(length - 4).putInt(length).array());
            return this;
        }

        Blocks described(int link) {
            return block(1, body(8 + 8).putShort((short) link).putShort((short) 0).putInt(0x40000).putShort((short) 2).putShort((short) 2)
                    .put(new byte[] {'e', 'n', 0, 0}));
        }

        Blocks packet(int type, int at, byte[] frame) {
            ByteBuffer body = switch (type) {
                case ENHANCED -> body(20 + frame.length).putInt(at).putLong(0).putInt(frame.length).putInt(frame.length);
                case OBSOLETE -> body(20 + frame.length).putShort((short) at).putShort((short) 0).putLong(0).putInt(frame.length).putInt(frame.length);
                default -> body(4 + frame.length).putInt(frame.length);
            };
            return block(type, body.put(frame));
        }

        Blocks keyLog(String log) {
            byte[] text = log.getBytes(StandardCharsets.US_ASCII);
            return block(10, body(8 + text.length).putInt(0x544C534B).putInt(text.length).put(text));
        }

        byte[] content() {
            return file.toByteArray();
        }
    }

    private static Blocks written(Blocks blocks, int type, int at, int link, int version) throws Exception {
        Writer frames = new Writer(0xA1B2C3D4, ByteOrder.BIG_ENDIAN, link, version);
        for (Packet packet : Captures.read(CAPTURE).packets()) {
            boolean fromClient = packet.from() == Sender.CLIENT;
            byte[] ip = frames.ip(17, fromClient ? 1 : 2, fromClient ? 2 : 1, fromClient ? 5000 : 4433, fromClient ? 4433 : 5000, packet.datagram().toArray());
            blocks.packet(type, at, frames.framed(ip));
        }
        return blocks;
    }

    @ParameterizedTest
    @CsvSource({"6,1,4,false", "6,1,6,true", "2,113,4,true", "2,276,6,false", "3,101,6,false", "3,1,4,true"})
    void every_kind_of_packet_holds_the_same_datagrams(int type, int link, int version, boolean bigEndian) throws Exception {
        Blocks blocks = new Blocks(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).described(link);
        Capture capture = CaptureFile.read(written(blocks, type, 0, link, version).content());
        assertEquals(Captures.read(CAPTURE).packets(), capture.packets());
        assertEquals(List.of(), capture.remarks());
    }

    @Test
    void interfaces_are_numbered_anew_in_each_section_and_blocks_that_nobody_knows_are_passed_over() throws Exception {
        Blocks blocks = new Blocks(ByteOrder.LITTLE_ENDIAN).described(147).packet(ENHANCED, 0, new byte[5])
                .section().described(147).described(1).block(0x0BAD, ByteBuffer.allocate(3)).block(5, ByteBuffer.allocate(12));
        Capture capture = CaptureFile.read(written(blocks, ENHANCED, 1, 1, 4).content());
        assertEquals(Captures.read(CAPTURE).packets(), capture.packets());
        assertEquals(List.of("Passed over: 1 packet without a whole UDP datagram."), capture.remarks());
    }

    @Test
    void what_was_cut_when_it_was_captured_is_counted() throws Exception {
        Blocks blocks = written(new Blocks(ByteOrder.LITTLE_ENDIAN).described(101), ENHANCED, 0, 101, 4);
        byte[] ip = new Writer(0, ByteOrder.BIG_ENDIAN, 101, 4).ip(17, 1, 2, 5000, 4433, new byte[100]);
        ByteBuffer cut = ByteBuffer.allocate(20 + 40).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putLong(0).putInt(40).putInt(ip.length).put(ip, 0, 40);
        Capture capture = CaptureFile.read(blocks.block(ENHANCED, cut).content());
        assertEquals(List.of("Cut short when captured: 1 packet."), capture.remarks());
    }

    @Test
    void a_key_log_in_the_file_opens_what_is_in_it() throws Exception {
        String log = Files.readString(Path.of("..", "testvectors", "pion-dtls13", "keylog.txt"));
        Blocks blocks = new Blocks(ByteOrder.LITTLE_ENDIAN).keyLog(log).described(1);
        Capture capture = CaptureFile.read(written(blocks, ENHANCED, 0, 1, 4).content());
        String text = TextPage.of(Explainer.explain("x", capture, Secrets.NONE));
        assertTrue(text.contains("application_data = \"hello\""), text);
        assertFalse(text.contains("not opened"), text);
    }

    private static void refused(String sentence, byte[] content) {
        String message = assertThrows(CaptureException.class, () -> CaptureFile.read(content)).getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @Test
    void what_cannot_be_read_is_refused_in_one_sentence() throws Exception {
        byte[] section = new Blocks(ByteOrder.LITTLE_ENDIAN).content();
        refused("there is no ClientHello of DTLS in any of its 0 UDP datagrams", section);
        refused("link type 147 is not read here", new Blocks(ByteOrder.BIG_ENDIAN).described(147).content());
        refused("block 1 of the file is cut short", Arrays.copyOf(section, section.length - 1));
        refused("block 1 of the file is cut short", Arrays.copyOf(section, 11));
        byte[] magic = section.clone();
        magic[8] = 0;
        refused("block 1 of the file does not say which byte comes first", magic);
        byte[] behind = section.clone();
        behind[behind.length - 4] ^= 4;
        refused("block 1 of the file has a length that cannot be: 28 bytes", behind);
        refused("is of interface 7, which was not described", new Blocks(ByteOrder.LITTLE_ENDIAN).described(1).packet(ENHANCED, 7, new byte[4]).content());
        refused("is of interface 0, which was not described", new Blocks(ByteOrder.LITTLE_ENDIAN).packet(SIMPLE, 0, new byte[4]).content());
    }

    /** What a block announces costs nothing before it is there. */
    @Test
    void an_announced_length_is_not_believed() throws Exception {
        ByteBuffer packet = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN).putInt(0).putLong(0).putInt(Integer.MAX_VALUE).putInt(Integer.MAX_VALUE);
        refused("block 3 of the file is cut short", new Blocks(ByteOrder.LITTLE_ENDIAN).described(1).block(ENHANCED, packet).content());
        ByteBuffer log = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putInt(0x544C534B).putInt(-1);
        refused("block 2 of the file is cut short", new Blocks(ByteOrder.LITTLE_ENDIAN).block(10, log).content());
        Blocks many = new Blocks(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 1025; i++) {
            many.described(1);
        }
        refused("more than 1024 interfaces", many.content());
    }

    @Property(tries = 500)
    void no_changed_file_is_too_odd(@ForAll int position, @ForAll byte value, @ForAll int length) throws Exception {
        byte[] file = written(new Blocks(ByteOrder.LITTLE_ENDIAN).keyLog("A 00 00").described(1), ENHANCED, 0, 1, 4).content();
        file[Math.floorMod(position, Math.min(file.length, 600))] = value;
        try {
            CaptureFile.read(Arrays.copyOf(file, Math.floorMod(length, file.length + 1)));
        } catch (CaptureException refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }
}
