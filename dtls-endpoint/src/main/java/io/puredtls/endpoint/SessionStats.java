package io.puredtls.endpoint;

import io.puredtls.engine.EngineStats;

/**
 * What went through a session so far. A snapshot. Times are milliseconds of the wall clock, 0 for what has not happened.
 *
 * @param createdAt when the session began
 * @param connectedAt when its handshake completed
 * @param endedAt when it was over
 * @param handshakeNanos how long the handshake took, by a clock that never jumps; 0 before it is complete
 * @param messagesSent messages of the application that were sent
 * @param bytesSent their bytes
 * @param messagesReceived messages that came
 * @param bytesReceived their bytes
 * @param messagesOverflowed messages that came and were dropped because nobody took those before
 * @param unreachable how often the network said that a datagram did not reach the peer; counted only where the session
 *     has the socket for itself
 * @param engine records, retransmissions and drops
 */
public record SessionStats(
        long createdAt, long connectedAt, long endedAt, long handshakeNanos,
        long messagesSent, long bytesSent, long messagesReceived, long bytesReceived, long messagesOverflowed,
        long unreachable, EngineStats engine) {
}
