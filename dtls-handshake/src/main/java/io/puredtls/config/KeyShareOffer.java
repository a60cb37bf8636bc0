package io.puredtls.config;

/** [RFC9147 §5.1] Which shares the first hello of a client carries in DTLS 1.3. */
public enum KeyShareOffer {
    /**
     * One in the preferred group whose share leaves the hello in one datagram. Large ones are named alone: a server that wants
     * one says so when it asks for the cookie, and no time is lost. But a server that asks for nothing, as one that takes early
     * data, is content with the share that it gets: who wants ML-KEM there as well chooses {@link #FIRST_FLIGHT}. The default.
     */
    ONE_DATAGRAM,
    /** One in the preferred group, however large. For servers that ask for no cookie. */
    FIRST_FLIGHT
}
