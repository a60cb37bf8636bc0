package io.puredtls.message;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9147 §9] Asks the receiver for other connection IDs to be used towards it.
 *
 * <pre>
 *   num_cids (1)
 * </pre>
 *
 * @param numCids how many, 0 to 255
 */
public record RequestConnectionId(int numCids) implements HandshakeMessage {
    /** The most that one can ask for. */
    public static final int MAX = 255;

    static RequestConnectionId decode(WireReader in) throws DecodeException {
        return new RequestConnectionId(in.u8("num_cids"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("num_cids", numCids);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.REQUEST_CONNECTION_ID;
    }
}
