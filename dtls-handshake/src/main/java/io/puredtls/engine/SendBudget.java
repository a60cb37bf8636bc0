package io.puredtls.engine;

/**
 * [RFC9147 §5.1] How much may be sent to an address that nothing has proved: three times what came from it. Not thread-safe.
 */
final class SendBudget {
    private static final int FACTOR = 3;

    private boolean proven;
    private long left;

    /** Without limit if the address is proven. */
    SendBudget(boolean proven) {
        this.proven = proven;
    }

    void received(int bytes) {
        left += (long) FACTOR * bytes;
    }

    void sent(int bytes) {
        left -= bytes;
    }

    /** The peer has shown that it receives what is sent. */
    void prove() {
        // [RFC9147 §5.1#17]
        proven = true;
    }

    /** The longest datagram that may be sent now. */
    int limit(int mtu) {
        // [RFC9147 §5.1#16]
        return proven ? mtu : (int) Math.max(0, Math.min(mtu, left));
    }
}
