package io.puredtls.flight;

import io.puredtls.message.HandshakeType;
import io.puredtls.wire.Bytes;

/** One thing that a flight carries, encoded once and kept until the flight is done. */
public sealed interface FlightItem {
    /** The epoch it is sent in, also when it is sent again. */
    int epoch();

    /** A handshake message, to be cut into as many fragments as the path asks for. */
    // [RFC9147 §5.5#6]
    record Message(int epoch, HandshakeType type, int messageSeq, Bytes body) implements FlightItem {
    }

    /** [RFC5246 §7.1] DTLS 1.2's change_cipher_spec: a record of its own, without a message_seq. */
    record ChangeCipherSpec(int epoch) implements FlightItem {
    }
}
