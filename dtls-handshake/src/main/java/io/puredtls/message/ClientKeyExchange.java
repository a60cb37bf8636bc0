package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC8422 §5.7] The client's ephemeral share.
 *
 * <pre>
 *   ecdh_Yc (1..255, length in 1)
 * </pre>
 */
public record ClientKeyExchange(Bytes share) implements HandshakeMessage {
    static ClientKeyExchange decode(WireReader in) throws DecodeException {
        return new ClientKeyExchange(in.nonEmpty8("ecdh_Yc"));
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("ecdh_Yc", share);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_KEY_EXCHANGE;
    }
}
