package io.puredtls.extension;

import io.puredtls.record.ConnectionId;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9146 §3] connection_id: what the sender wants to see in protected records that are sent to it. An empty one says that it
 * wants none, and sends with the other's.
 *
 * <pre>
 *   cid (0..255), its length in one byte
 * </pre>
 */
public record RequestedConnectionId(ConnectionId cid) implements Extension {
    // [RFC9146 §3#1]
    static RequestedConnectionId decode(WireReader in) throws DecodeException {
        return new RequestedConnectionId(ConnectionId.of(in.opaque8("cid").toArray()));
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("cid", Bytes.of(cid.toBytes()));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CONNECTION_ID;
    }
}
