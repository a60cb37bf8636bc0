package io.puredtls.endpoint.explain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** [draft-ietf-opsawg-pcap] Classic pcap files. */
final class PcapFile {
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int LITTLE_MICROS = 0xD4C3B2A1;
    private static final int BIG_MICROS = 0xA1B2C3D4;
    private static final int LITTLE_NANOS = 0x4D3CB2A1;
    private static final int BIG_NANOS = 0xA1B23C4D;

    private PcapFile() {
    }

    /** Whether a file begins as one. */
    static boolean isPcap(byte[] content) {
        return content.length >= 4 && switch (ByteBuffer.wrap(content).getInt()) {
            case LITTLE_MICROS, BIG_MICROS, LITTLE_NANOS, BIG_NANOS -> true;
            default -> false;
        };
    }

    static Capture read(byte[] content) throws CaptureException {
        if (content.length < FILE_HEADER) {
            throw new CaptureException("the file ends within its header");
        }
        ByteBuffer in = ByteBuffer.wrap(content);
        int magic = in.getInt();
        in.order(magic == LITTLE_MICROS || magic == LITTLE_NANOS ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int link = in.getInt(20) & 0xFFFF;
        in.position(FILE_HEADER);
        CapturedPackets packets = new CapturedPackets();
        packets.describe(link);
        int number = 0;
        while (in.remaining() > 0) {
            number++;
            if (in.remaining() < PACKET_HEADER) {
                throw new CaptureException("packet " + number + " is cut short");
            }
            int length = in.getInt(in.position() + 8);
            long original = in.getInt(in.position() + 12) & 0xFFFF_FFFFL;
            in.position(in.position() + PACKET_HEADER);
            if (length < 0 || length > in.remaining()) {
                throw new CaptureException("packet " + number + " is cut short: " + (length & 0xFFFF_FFFFL) + " bytes are announced, "
                        + in.remaining() + " are there");
            }
            packets.add(in.slice(in.position(), length), link, original);
            in.position(in.position() + length);
        }
        return packets.capture(Secrets.NONE);
    }
}
