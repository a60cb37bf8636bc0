package io.puredtls.endpoint;

import java.net.InetSocketAddress;

/** Decides which datagrams are carried; called on the thread that sends or receives. Must be thread-safe. */
public interface DatagramFilter {
    /** Carries everything. */
    DatagramFilter NONE = (direction, peer, length) -> true;

    /** Which way a datagram goes. */
    enum Direction {
        RECEIVED,
        SENT
    }

    /** Whether a datagram of {@code length} bytes, from or to {@code peer}, is carried; if not it is lost. */
    boolean carries(Direction direction, InetSocketAddress peer, int length);
}
