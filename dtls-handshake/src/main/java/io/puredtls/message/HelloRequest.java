package io.puredtls.message;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC5246 §7.4.1.1] A server's wish to renegotiate, which is never granted. Empty. */
public record HelloRequest() implements HandshakeMessage {
    static HelloRequest decode(WireReader in) {
        return new HelloRequest();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.HELLO_REQUEST;
    }
}
