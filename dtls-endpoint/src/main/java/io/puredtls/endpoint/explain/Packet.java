package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;

/** One datagram, in the order in which it passed. */
public record Packet(Sender from, Bytes datagram) {
}
