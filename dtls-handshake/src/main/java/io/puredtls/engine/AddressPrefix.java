package io.puredtls.engine;

import io.puredtls.wire.Bytes;

/** What of an address a ticket is bound to: the network that it is in, as hosts get other addresses of it now and then. */
final class AddressPrefix {
    private static final int PORT = 2;
    private static final int IPV4 = 4;
    private static final int IPV4_PREFIX = 3;
    private static final int IPV6 = 16;
    private static final int IPV6_PREFIX = 6;

    private AddressPrefix() {
    }

    /** Of an address with two bytes of port: the first 24 bits of IPv4, 48 of IPv6, all of anything else. */
    static Bytes of(byte[] peer) {
        return switch (peer.length - PORT) {
            case IPV4 -> Bytes.of(peer, 0, IPV4_PREFIX);
            case IPV6 -> Bytes.of(peer, 0, IPV6_PREFIX);
            default -> Bytes.of(peer);
        };
    }
}
