package io.puredtls.config;

/** [RFC6347 §4.2.1] [RFC9147 §5.1] When a server lets a client prove its address before it does anything for it. */
public enum CookiePolicy {
    /** Always; the default. */
    ALWAYS,
    /**
     * When many handshakes are under way. Whoever drives the engines says when: by default a gate takes that to be the case
     * from the hundredth handshake on that was let in without a cookie within a second. In DTLS 1.3 those are sent no more than
     * three times what they sent until they have answered; in DTLS 1.2, where nothing says so soon enough, all of the flight.
     */
    UNDER_LOAD,
    /**
     * From all but those that come back with a ticket of ours that was given to the same address; until they have answered, no
     * more is sent to them than three times what they sent. The one way in which a stateless server can take early data. Where an
     * association lives at that address, or is being made, a cookie is asked for all the same, and early data refused.
     */
    EXCEPT_RESUMED,
    /** Never: addresses are proven in another way, or nobody can lie about them. */
    NEVER
}
