package io.puredtls.endpoint;

/** [RFC6347 §4.1.1.1] Whether routers, and this machine, may cut a datagram that is larger than a link carries. */
public enum IpFragmentation {
    /**
     * Such a datagram is lost, or refused at once by {@link DatagramTooLargeException}: flights are then cut smaller by
     * the protocol itself. Set where the Java runtime can, which is from JDK 19 on; without effect before.
     */
    FORBIDDEN,
    /** Such a datagram is cut and put together again below UDP, if everyone on the path does that. */
    ALLOWED
}
