package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC9846 §4.3.6] The client may be asked for a certificate after the handshake. Empty. */
public record PostHandshakeAuth() implements Extension {
    static PostHandshakeAuth decode(WireReader in) {
        return new PostHandshakeAuth();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.POST_HANDSHAKE_AUTH;
    }
}
