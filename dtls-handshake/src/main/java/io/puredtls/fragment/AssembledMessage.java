package io.puredtls.fragment;

import io.puredtls.message.HandshakeType;
import io.puredtls.wire.Bytes;

/**
 * A whole handshake message as it came.
 *
 * @param epoch the epoch that all of it came in
 */
public record AssembledMessage(HandshakeType type, int messageSeq, int epoch, Bytes body) {
}
