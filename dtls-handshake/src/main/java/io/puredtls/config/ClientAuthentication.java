package io.puredtls.config;

/** Whether a server asks its clients for certificates. */
public enum ClientAuthentication {
    /** Not asked. */
    NONE,
    /** Asked; a client that shows none is let in anonymously, one that shows a bad one is not. */
    REQUESTED,
    /** Asked; a client that shows none is refused. */
    REQUIRED
}
