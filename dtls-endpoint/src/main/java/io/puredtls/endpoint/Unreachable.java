package io.puredtls.endpoint;

/**
 * What becomes of a client's handshake when the network says, by ICMP, that nobody listens where the server should be.
 * Only a client with a socket of its own, {@link Dtls#connect}, hears of that. A session that is connected is never ended
 * by it: such messages are counted in {@link SessionStats#unreachable}.
 */
public enum Unreachable {
    /**
     * The session ends with {@link SessionEnd.Reason#REFUSED} when it is said a second time and nothing was ever heard from
     * the server. Whoever can see the path can forge that; he could as well keep every datagram back.
     */
    FAIL_FAST,
    /** It is counted, and the handshake goes on until its limit: for servers that may still be starting. */
    COUNT
}
