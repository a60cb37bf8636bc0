package io.puredtls.record.protection;

import io.puredtls.record.ConnectionId;
import io.puredtls.record.HotPath;

/**
 * [RFC9147 §9] Which connection ID the peer wants to see in our records. One per association, since all epochs change to another
 * together. Not thread-safe.
 */
public final class PeerConnectionId {
    private ConnectionId current = ConnectionId.NONE;

    /** None, until one is agreed on. */
    public PeerConnectionId() {
        // fields begin with their defaults
    }

    /** The same one in all records. */
    public static PeerConnectionId of(ConnectionId id) {
        PeerConnectionId peers = new PeerConnectionId();
        peers.use(id);
        return peers;
    }

    /** From the next record on; of any length. */
    // [RFC9146 §3#2] [RFC9147 §4#10]
    public void use(ConnectionId id) {
        current = id;
    }

    /** The one in use; empty for none. */
    @HotPath
    public ConnectionId current() {
        return current;
    }
}
