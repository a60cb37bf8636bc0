package io.puredtls.config;

/** [RFC7627] Whether the master secret must be bound to the whole handshake. */
public enum MasterSecretBinding {
    /** The default: a peer without extended_master_secret is refused. */
    EXTENDED_REQUIRED,
    /** A peer without it is accepted, at the risk of the triple handshake attack; nothing can be exported from such a session. */
    EXTENDED_PREFERRED
}
