package io.puredtls.message;

import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC6347 §4.2.1] The stateless server's answer to a first hello: "say that again, with this cookie".
 *
 * <pre>
 *   server_version (2) · cookie (0..255, length in 1)
 * </pre>
 */
public record HelloVerifyRequest(ProtocolVersion serverVersion, Bytes cookie) implements HandshakeMessage {
    static HelloVerifyRequest decode(WireReader in) throws DecodeException {
        ProtocolVersion serverVersion = new ProtocolVersion(in.u16("server_version"));
        Bytes cookie = in.opaque8("cookie");
        return new HelloVerifyRequest(serverVersion, cookie);
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("server_version", serverVersion.code());
        out.opaque8("cookie", cookie);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.HELLO_VERIFY_REQUEST;
    }
}
