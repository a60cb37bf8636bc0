package io.puredtls.state;

import io.puredtls.message.HandshakeMessage;
import io.puredtls.wire.Bytes;

/**
 * A whole message, as a state gets it: in order, once, and in the epoch that the state reads.
 *
 * @param message decoded
 * @param messageSeq its place in the handshake
 * @param body as it came, for the transcript
 */
public record Received(HandshakeMessage message, int messageSeq, Bytes body) {
}
