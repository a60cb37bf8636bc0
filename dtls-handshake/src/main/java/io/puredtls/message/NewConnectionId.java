package io.puredtls.message;

import io.puredtls.record.ConnectionId;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * [RFC9147 §9] Other connection IDs that the sender wants to see in records that are sent to it.
 *
 * <pre>
 *   cids (2 + …): cid (1 + 0..255) … · usage (1)
 * </pre>
 *
 * @param cids in the order in which they are to be used
 * @param usage cid_immediate (0), cid_spare (1), or a value that means nothing
 */
public record NewConnectionId(List<ConnectionId> cids, int usage) implements HandshakeMessage {
    /** Copies the list. */
    public NewConnectionId {
        cids = List.copyOf(cids);
    }

    static NewConnectionId decode(WireReader in) throws DecodeException {
        List<ConnectionId> cids = new ArrayList<>();
        WireReader list = in.vector16("cids");
        while (list.hasMore()) {
            cids.add(ConnectionId.of(list.opaque8("ConnectionId").toArray()));
        }
        list.end();
        return new NewConnectionId(cids, in.u8("usage"));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("cids", list -> cids.forEach(cid -> list.opaque8("ConnectionId", Bytes.of(cid.toBytes()))));
        out.u8("usage", usage);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.NEW_CONNECTION_ID;
    }
}
