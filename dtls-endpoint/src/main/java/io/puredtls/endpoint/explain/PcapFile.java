package io.puredtls.endpoint.explain;

import io.puredtls.engine.HelloGate;
import io.puredtls.wire.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * [draft-ietf-opsawg-pcap] Classic pcap files. Of all UDP flows in one the first that begins with a ClientHello is taken,
 * in both directions.
 */
final class PcapFile {
    private static final int FILE_HEADER = 24;
    private static final int PACKET_HEADER = 16;
    private static final int LITTLE_MICROS = 0xD4C3B2A1;
    private static final int BIG_MICROS = 0xA1B2C3D4;
    private static final int LITTLE_NANOS = 0x4D3CB2A1;
    private static final int BIG_NANOS = 0xA1B23C4D;
    private static final int NEXT_GENERATION = 0x0A0D0D0A;

    private PcapFile() {
    }

    /** Whether a file begins as one, of whatever kind. */
    static boolean isPcap(byte[] content) {
        return content.length >= 4 && switch (ByteBuffer.wrap(content).getInt()) {
            case LITTLE_MICROS, BIG_MICROS, LITTLE_NANOS, BIG_NANOS, NEXT_GENERATION -> true;
            default -> false;
        };
    }

    static Capture read(byte[] content) throws CaptureException {
        ByteBuffer in = ByteBuffer.wrap(content);
        int magic = in.getInt();
        if (magic == NEXT_GENERATION) {
            throw new CaptureException("that is a pcapng file; classic pcap is wanted, as editcap -F pcap writes it");
        }
        if (content.length < FILE_HEADER) {
            throw new CaptureException("the file ends within its header");
        }
        in.order(magic == LITTLE_MICROS || magic == LITTLE_NANOS ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        LinkType link = LinkType.of(in.getInt(20) & 0xFFFF);
        in.position(FILE_HEADER);
        List<UdpDatagram> datagrams = new ArrayList<>();
        int packets = 0;
        int others = 0;
        int cut = 0;
        while (in.remaining() > 0) {
            if (in.remaining() < PACKET_HEADER) {
                throw new CaptureException("packet " + (packets + 1) + " is cut short");
            }
            int length = in.getInt(in.position() + 8);
            int original = in.getInt(in.position() + 12);
            in.position(in.position() + PACKET_HEADER);
            packets++;
            if (length < 0 || length > in.remaining()) {
                throw new CaptureException("packet " + packets + " is cut short: " + length + " bytes are announced, " + in.remaining() + " are there");
            }
            ByteBuffer packet = ByteBuffer.wrap(content, in.position(), length).slice();
            in.position(in.position() + length);
            Optional<UdpDatagram> datagram = link.network(packet).flatMap(UdpDatagram::in);
            datagram.ifPresent(datagrams::add);
            others += datagram.isPresent() ? 0 : 1;
            cut += datagram.isPresent() && length < original ? 1 : 0;
        }
        return choose(datagrams, others, cut);
    }

    private static Capture choose(List<UdpDatagram> datagrams, int others, int cut) throws CaptureException {
        UdpDatagram hello = datagrams.stream().filter(PcapFile::isHello).findFirst()
                .orElseThrow(() -> new CaptureException("there is no ClientHello of DTLS in any of its " + datagrams.size() + " UDP datagrams"));
        List<Packet> packets = new ArrayList<>();
        int skipped = 0;
        for (UdpDatagram each : datagrams) {
            if (each.source().equals(hello.source()) && each.destination().equals(hello.destination())) {
                packets.add(new Packet(Sender.CLIENT, each.payload()));
            } else if (each.source().equals(hello.destination()) && each.destination().equals(hello.source())) {
                packets.add(new Packet(Sender.SERVER, each.payload()));
            } else {
                skipped++;
            }
        }
        List<String> remarks = new ArrayList<>();
        if (skipped > 0) {
            remarks.add("Passed over: " + Words.count(skipped, "datagram") + " of other flows.");
        }
        if (others > 0) {
            remarks.add("Passed over: " + Words.count(others, "packet") + " without a whole UDP datagram.");
        }
        if (cut > 0) {
            remarks.add("Cut short when captured: " + Words.count(cut, "packet") + ".");
        }
        return new Capture(packets, Secrets.NONE, remarks);
    }

    private static boolean isHello(UdpDatagram datagram) {
        return HelloGate.peekRandom(datagram.payload().toArray(), 0, datagram.payload().length()).isPresent();
    }

    /** What surrounds an IP packet. */
    private enum LinkType {
        LOOPBACK,
        ETHERNET,
        LINUX_COOKED,
        LINUX_COOKED_2,
        RAW_IP;

        static LinkType of(int number) throws CaptureException {
            return switch (number) {
                case 0, 108 -> LOOPBACK;
                case 1 -> ETHERNET;
                case 113 -> LINUX_COOKED;
                case 276 -> LINUX_COOKED_2;
                case 12, 14, 101, 228, 229 -> RAW_IP;
                default -> throw new CaptureException("link type " + number + " is not read here; Ethernet, Linux cooked, raw IP and loopback are");
            };
        }

        /** What is behind the link's header; empty if it is no IP packet. */
        Optional<ByteBuffer> network(ByteBuffer packet) {
            return switch (this) {
                case RAW_IP -> behind(packet, 0);
                case LOOPBACK -> behind(packet, 4);
                case ETHERNET -> ethernet(packet);
                case LINUX_COOKED -> protocol(packet, 14, 16);
                case LINUX_COOKED_2 -> protocol(packet, 0, 20);
            };
        }

        private static Optional<ByteBuffer> ethernet(ByteBuffer packet) {
            int at = 12;
            while (packet.limit() >= at + 2 && (packet.getShort(at) == (short) 0x8100 || packet.getShort(at) == (short) 0x88A8)) {
                at += 4; // a VLAN tag
            }
            return protocol(packet, at, at + 2);
        }

        private static Optional<ByteBuffer> protocol(ByteBuffer packet, int protocolAt, int header) {
            if (packet.limit() < header) {
                return Optional.empty();
            }
            int protocol = packet.getShort(protocolAt) & 0xFFFF;
            return protocol == 0x0800 || protocol == 0x86DD ? behind(packet, header) : Optional.empty();
        }

        private static Optional<ByteBuffer> behind(ByteBuffer packet, int header) {
            return packet.limit() <= header ? Optional.empty() : Optional.of(packet.slice(header, packet.limit() - header));
        }
    }

    /** An address and a port, as text. */
    private record UdpDatagram(String source, String destination, Bytes payload) {
        private static final int UDP = 17;
        private static final int UDP_HEADER = 8;

        /** [RFC791] [RFC8200] The datagram in an IP packet that is no fragment. */
        static Optional<UdpDatagram> in(ByteBuffer packet) {
            return switch (packet.get(0) >> 4 & 0x0F) {
                case 4 -> packet.limit() < 20 ? Optional.empty() : ip4(packet);
                case 6 -> packet.limit() < 40 ? Optional.empty() : ip6(packet);
                default -> Optional.empty();
            };
        }

        private static Optional<UdpDatagram> ip4(ByteBuffer packet) {
            int header = 4 * (packet.get(0) & 0x0F);
            boolean isFragment = (packet.getShort(6) & 0x3FFF) != 0;
            return isFragment || packet.get(9) != UDP ? Optional.empty() : udp(packet, header, 12, 4);
        }

        private static Optional<UdpDatagram> ip6(ByteBuffer packet) {
            int next = packet.get(6) & 0xFF;
            int at = 40;
            while ((next == 0 || next == 43 || next == 60) && packet.limit() >= at + 8) { // options and routing
                next = packet.get(at) & 0xFF;
                at += 8 * (1 + (packet.get(at + 1) & 0xFF));
            }
            return next == UDP ? udp(packet, at, 8, 16) : Optional.empty();
        }

        private static Optional<UdpDatagram> udp(ByteBuffer packet, int at, int addresses, int addressLength) {
            if (packet.limit() < at + UDP_HEADER) {
                return Optional.empty();
            }
            int length = Math.min(Math.max(packet.getShort(at + 4) & 0xFFFF, UDP_HEADER), packet.limit() - at) - UDP_HEADER;
            return Optional.of(new UdpDatagram(
                    bytes(packet, addresses, addressLength).hex() + ":" + (packet.getShort(at) & 0xFFFF),
                    bytes(packet, addresses + addressLength, addressLength).hex() + ":" + (packet.getShort(at + 2) & 0xFFFF),
                    bytes(packet, at + UDP_HEADER, length)));
        }

        private static Bytes bytes(ByteBuffer packet, int offset, int length) {
            byte[] bytes = new byte[length];
            packet.get(offset, bytes);
            return Bytes.of(bytes);
        }
    }
}
