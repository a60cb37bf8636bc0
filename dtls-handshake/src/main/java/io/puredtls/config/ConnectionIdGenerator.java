package io.puredtls.config;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.record.ConnectionId;

/**
 * [RFC9146 §3] Makes the connection IDs that we want to see in the records of our peers. What is in one is the receiver's affair:
 * a deployment may put the number of a node or of a loop in it, so that a load balancer finds the way. Anybody on the path can read
 * it, and it should not tell one peer's associations from another's to those who watch. [RFC9146 §8]
 *
 * <p>Called by every engine that a configuration is given to, once in a handshake and once for each further one in DTLS 1.3, by
 * whichever thread drives the engine. An endpoint calls again if it has that one already.
 */
@FunctionalInterface
public interface ConnectionIdGenerator {
    /** Gives one; an empty one says that we want none, and send with the peer's. All of one generator have the same length. */
    ConnectionId next(Entropy entropy);

    /**
     * Random ones. With few bytes few associations can be told apart: half of {@code 256^length} at the very most, and guessing one
     * costs an attacker as much.
     *
     * @param length 0 to 255 bytes; 0 asks for none
     * @throws IllegalArgumentException if it is another
     */
    static ConnectionIdGenerator ofLength(int length) {
        if (length < 0 || length > ConnectionId.MAX_LENGTH) {
            throw new IllegalArgumentException("a connection ID has 0 to 255 bytes, not " + length);
        }
        return entropy -> ConnectionId.of(entropy.bytes(length));
    }
}
