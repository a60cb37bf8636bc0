package io.puredtls.endpoint.explain;

import java.nio.ByteBuffer;
import java.util.Optional;

/** [draft-ietf-opsawg-pcaplinktype] What surrounds an IP packet in a capture. */
enum LinkType {
    LOOPBACK,
    ETHERNET,
    LINUX_COOKED,
    LINUX_COOKED_2,
    RAW_IP;

    /** Those of the registry that are read here. */
    static Optional<LinkType> of(int number) {
        return switch (number) {
            case 0, 108 -> Optional.of(LOOPBACK);
            case 1 -> Optional.of(ETHERNET);
            case 113 -> Optional.of(LINUX_COOKED);
            case 276 -> Optional.of(LINUX_COOKED_2);
            case 12, 14, 101, 228, 229 -> Optional.of(RAW_IP);
            default -> Optional.empty();
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
