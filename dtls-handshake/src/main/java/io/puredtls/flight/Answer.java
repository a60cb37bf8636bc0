package io.puredtls.flight;

/** What ends a flight. */
public enum Answer {
    /** The peer's next flight; an ACK ends it too where there are any. */
    FLIGHT,
    /** [RFC9147 §7.1] An ACK of all of it, as no flight follows. */
    ACKNOWLEDGEMENT,
    /** Nothing: it is the last of a DTLS 1.2 handshake, sent again when the peer shows that it did not come. */
    NOTHING
}
