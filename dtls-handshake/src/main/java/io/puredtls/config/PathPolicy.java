package io.puredtls.config;

/**
 * [RFC9146 §6] What becomes of a new address of the peer where no return routability check was agreed on. An address is new if a
 * genuine record with a connection ID, newer than all before, comes from it.
 */
public enum PathPolicy {
    /** Nothing: records from there are read, and answers go to the address that is known. The default. */
    STAY,
    /** The application is told, and says whether it is to be used; nothing is sent there before. */
    ASK,
    /**
     * It is used at once. Somebody on the path can so turn the association's traffic, and all that a request sets off, on somebody
     * else; RFC 9147 §11 forbids it for DTLS 1.3. For networks that are trusted, and LwM2M devices behind NATs whose peers know no
     * check.
     */
    ADOPT_NEWEST
}
