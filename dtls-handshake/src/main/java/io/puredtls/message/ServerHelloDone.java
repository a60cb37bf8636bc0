package io.puredtls.message;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC5246 §7.4.5] The end of the server's flight. Empty. */
public record ServerHelloDone() implements HandshakeMessage {
    static ServerHelloDone decode(WireReader in) {
        return new ServerHelloDone();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_HELLO_DONE;
    }
}
