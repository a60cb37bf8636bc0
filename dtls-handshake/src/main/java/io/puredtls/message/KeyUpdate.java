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
 */
public record KeyUpdate(Request requestUpdate) implements HandshakeMessage {
    /** Whether the receiver shall do the same. */
    public enum Request {
        UPDATE_NOT_REQUESTED,
        UPDATE_REQUESTED
    }

    static KeyUpdate decode(WireReader in) throws DecodeException {
        int code = in.u8("request_update");
        if (code >= Request.values().length) {
            throw new DecodeException("request_update", "is neither 0 nor 1 but " + code);
        }
        return new KeyUpdate(Request.values()[code]);
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("request_update", requestUpdate.ordinal());
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.KEY_UPDATE;
    }
}
