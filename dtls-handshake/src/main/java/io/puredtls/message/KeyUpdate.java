package io.puredtls.message;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.7.3] The sender's records will have new keys, once this has been acknowledged.
 *
 * <pre>
 *   request_update (1)
 * </pre>
 *
 * @param requestUpdate whether the receiver shall do the same: {@link #UPDATE_NOT_REQUESTED}, {@link #UPDATE_REQUESTED}, or a
 *     value that means nothing
 */
public record KeyUpdate(int requestUpdate) implements HandshakeMessage {
    /** The receiver need not do the same. */
    public static final int UPDATE_NOT_REQUESTED = 0;
    /** The receiver shall do the same. */
    public static final int UPDATE_REQUESTED = 1;

    static KeyUpdate decode(WireReader in) throws DecodeException {
        return new KeyUpdate(in.u8("request_update"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("request_update", requestUpdate);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.KEY_UPDATE;
    }
}
