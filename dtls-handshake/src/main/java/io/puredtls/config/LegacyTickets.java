package io.puredtls.config;

/** [RFC5077 §3.1] Whether a client asks for a ticket in DTLS 1.2, where it crosses the network in the clear. */
public enum LegacyTickets {
    /** It does not, unless it comes back with one; the default. */
    REFUSED,
    /** It does, if the server has any. */
    WANTED
}
