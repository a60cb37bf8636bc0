package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A datagram out of a capture. Source and destination are an address and a port, as text. */
record UdpDatagram(String source, String destination, Bytes payload) {
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
