package io.puredtls.config;

/** [RFC9147 §9] When the peer is to use the connection IDs that it is given. The ordinal is the number on the wire. */
public enum ConnectionIdUsage {
    /** From now on one of them, and none of those before. */
    CID_IMMEDIATE,
    /** Whenever it wants another, as on a new path. */
    CID_SPARE
}
