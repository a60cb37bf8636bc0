package io.puredtls.config;

/** [RFC9846 §4.3.10] Whether a client that resumes a session may send data with its first hello, if the server allows it. */
public enum EarlyDataOffer {
    /** It may not. The default. */
    NONE,
    /** It may. What it sends so can be sent again by others: only what does no harm twice. */
    OFFERED
}
