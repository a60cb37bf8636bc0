package io.puredtls.record.format;

import io.puredtls.record.ConnectionId;
import io.puredtls.record.HotPath;
import java.util.List;

/** The connection IDs by which the peer's protected records are ours, and whether records without one are too. Immutable. */
public final class OurConnectionIds {
    /** Nothing was asked for: a record with a connection ID is somebody else's. */
    public static final OurConnectionIds NONE = new OurConnectionIds(new ConnectionId[0], true);
    /** What {@link #at} gives where none of ours stands. */
    static final int NOT_OURS = -1;

    private final ConnectionId[] ids;
    private final boolean optional;

    private OurConnectionIds(ConnectionId[] ids, boolean optional) {
        this.ids = ids;
        this.optional = optional;
    }

    /** Asked for, and not answered yet: records with it may overtake the answer, and if it says no there are none. */
    public static OurConnectionIds offered(ConnectionId id) {
        return id.isEmpty() ? NONE : new OurConnectionIds(new ConnectionId[] {id}, true);
    }

    /** Agreed on: one of these, of which none is empty, stands in every protected record. Without any it is as with {@link #NONE}. */
    public static OurConnectionIds agreed(List<ConnectionId> ids) {
        return ids.isEmpty() ? NONE : new OurConnectionIds(ids.toArray(new ConnectionId[0]), false);
    }

    /** The same with more of them. */
    public OurConnectionIds with(List<ConnectionId> more) {
        ConnectionId[] all = new ConnectionId[ids.length + more.size()];
        System.arraycopy(ids, 0, all, 0, ids.length);
        for (int i = 0; i < more.size(); i++) {
            all[ids.length + i] = more.get(i);
        }
        return new OurConnectionIds(all, optional && more.isEmpty());
    }

    /** How many there are. */
    public int size() {
        return ids.length;
    }

    /** Whether a protected record may have none. */
    @HotPath
    boolean allowsNone() {
        return optional;
    }

    /** The length of the one that stands at {@code offset}, or {@link #NOT_OURS}. */
    @HotPath
    int at(byte[] datagram, int offset, int limit) {
        for (ConnectionId id : ids) {
            if (id.standsAt(datagram, offset, limit)) {
                return id.length();
            }
        }
        return NOT_OURS;
    }
}
