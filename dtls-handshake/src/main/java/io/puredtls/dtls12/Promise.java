package io.puredtls.dtls12;

import io.puredtls.wire.Bytes;

/** [RFC5246 §7.4.1.3] [RFC5077 §3.2] What a ServerHello says of how its client can come back. */
public sealed interface Promise {
    /** Not at all. */
    record Nothing() implements Promise {
    }

    /** By this session ID, of 1 to 32 bytes. */
    record SessionId(Bytes id) implements Promise {
    }

    /** By a ticket, in a message that follows. */
    record Ticket() implements Promise {
    }
}
