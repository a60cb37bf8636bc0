package io.puredtls.engine;

/** What became of a datagram. */
public enum Disposition {
    /** Nothing in it counted; why is in the counters. */
    DROPPED,
    /** Something in it counted, but nothing proved who sent it. */
    ACCEPTED,
    /** Something in it was protected by the association's keys. */
    AUTHENTICATED,
    /** The same, in a record with a connection ID that is newer than all before: the peer was last heard where it came from. [RFC9146 §6] */
    NEWEST_WITH_CID
}
