package io.puredtls.endpoint.explain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * [draft-ietf-opsawg-pcapng] The files that Wireshark writes: blocks, each with its length in front and behind. A key log that
 * was put into one is read too. What a block says of its length is checked against what is there before anything is made
 * of it.
 */
final class PcapngFile {
    private static final int SECTION_HEADER = 0x0A0D0D0A;
    private static final int INTERFACE = 1;
    private static final int PACKET = 2; // obsolete
    private static final int SIMPLE_PACKET = 3;
    private static final int ENHANCED_PACKET = 6;
    private static final int DECRYPTION_SECRETS = 10;

    private static final int BYTE_ORDER_MAGIC = 0x1A2B3C4D;
    private static final int TLS_KEY_LOG = 0x544C534B;
    private static final int BLOCK_HEADER = 8;
    private static final int BLOCK_OVERHEAD = 12; // with the length behind
    private static final int MAX_INTERFACES = 1024;

    private final ByteBuffer in;
    private final CapturedPackets packets = new CapturedPackets();
    private final List<Integer> linkTypes = new ArrayList<>(); // of the section's interfaces
    private Secrets secrets = Secrets.NONE;
    private int blocks;

    private PcapngFile(byte[] content) {
        this.in = ByteBuffer.wrap(content);
    }

    /** Whether a file begins as one. */
    static boolean isPcapng(byte[] content) {
        return content.length >= 4 && ByteBuffer.wrap(content).getInt() == SECTION_HEADER;
    }

    static Capture read(byte[] content) throws CaptureException {
        PcapngFile file = new PcapngFile(content);
        while (file.in.hasRemaining()) {
            file.block();
        }
        return file.packets.capture(file.secrets);
    }

    private void block() throws CaptureException {
        blocks++;
        if (in.remaining() < BLOCK_OVERHEAD) {
            throw cutShort();
        }
        int at = in.position();
        int type = in.getInt(at);
        if (type == SECTION_HEADER) { // the same in either byte order, which stands in it
            begin(at);
        }
        long length = in.getInt(at + 4) & 0xFFFF_FFFFL;
        if (length > in.remaining()) {
            throw cutShort();
        }
        int end = at + (int) length;
        if (length < BLOCK_OVERHEAD || length % 4 != 0 || in.getInt(end - 4) != (int) length) {
            throw new CaptureException("block " + blocks + " of the file has a length that cannot be: " + length + " bytes");
        }
        body(in.getInt(at), in.slice(at + BLOCK_HEADER, (int) length - BLOCK_OVERHEAD).order(in.order()));
        in.position(end);
    }

    private CaptureException cutShort() {
        return new CaptureException("block " + blocks + " of the file is cut short");
    }

    private void begin(int at) throws CaptureException {
        in.order(ByteOrder.BIG_ENDIAN);
        if (in.getInt(at + BLOCK_HEADER) != BYTE_ORDER_MAGIC) {
            in.order(ByteOrder.LITTLE_ENDIAN);
        }
        if (in.getInt(at + BLOCK_HEADER) != BYTE_ORDER_MAGIC) {
            throw new CaptureException("block " + blocks + " of the file does not say which byte comes first");
        }
        linkTypes.clear();
    }

    private void body(int type, ByteBuffer body) throws CaptureException {
        switch (type) {
            case INTERFACE -> {
                require(body, 8);
                if (linkTypes.size() == MAX_INTERFACES) {
                    throw new CaptureException("a section of the file has more than " + MAX_INTERFACES + " interfaces");
                }
                linkTypes.add(body.getShort(0) & 0xFFFF);
                packets.describe(body.getShort(0) & 0xFFFF);
            }
            case ENHANCED_PACKET -> {
                require(body, 20);
                packet(body, 20, body.getInt(0) & 0xFFFF_FFFFL, body.getInt(12) & 0xFFFF_FFFFL, body.getInt(16) & 0xFFFF_FFFFL);
            }
            case PACKET -> {
                require(body, 20);
                packet(body, 20, body.getShort(0) & 0xFFFF, body.getInt(12) & 0xFFFF_FFFFL, body.getInt(16) & 0xFFFF_FFFFL);
            }
            case SIMPLE_PACKET -> {
                require(body, 4);
                long original = body.getInt(0) & 0xFFFF_FFFFL;
                packet(body, 4, 0, Math.min(original, body.limit() - 4), original);
            }
            case DECRYPTION_SECRETS -> secrets(body);
            default -> { // names, statistics, what others have made up
            }
        }
    }

    private void require(ByteBuffer body, int length) throws CaptureException {
        if (body.limit() < length) {
            throw cutShort();
        }
    }

    private void packet(ByteBuffer body, int at, long interfaceId, long length, long original) throws CaptureException {
        if (length > body.limit() - at) {
            throw cutShort();
        }
        if (interfaceId >= linkTypes.size()) {
            throw new CaptureException("block " + blocks + " of the file is of interface " + interfaceId + ", which was not described");
        }
        packets.add(body.slice(at, (int) length), linkTypes.get((int) interfaceId), original);
    }

    private void secrets(ByteBuffer body) throws CaptureException {
        require(body, 8);
        long length = body.getInt(4) & 0xFFFF_FFFFL;
        if (length > body.limit() - 8) {
            throw cutShort();
        }
        if (body.getInt(0) == TLS_KEY_LOG) {
            byte[] log = new byte[(int) length];
            body.get(8, log);
            secrets = secrets.or(Secrets.parse(new String(log, StandardCharsets.ISO_8859_1).lines().toList()));
        }
    }
}
