package io.puredtls.flight;

/** What ends a flight. */
public enum Answer {
    /** The peer's next flight; an ACK ends it too where there are any. */
    FLIGHT,
    /** [RFC9147 §7.1] An ACK of all of it, as no flight follows. */
    ACKNOWLEDGEMENT,
    /** [RFC9147 §5.1] The peer's next flight, and no timer: a HelloRetryRequest is said again to whoever says the hello again. */
    NEXT_HELLO,
    /** Nothing: it is the last of a DTLS 1.2 handshake, sent again when the peer shows that it did not come. */
    NOTHING
}
