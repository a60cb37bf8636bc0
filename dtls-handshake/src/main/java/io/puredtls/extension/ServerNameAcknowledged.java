package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC6066 §3#11] The server's answer to {@link ServerName}: it was of use. Empty.
 */
public record ServerNameAcknowledged() implements Extension {
    static ServerNameAcknowledged decode(WireReader in) {
        return new ServerNameAcknowledged();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_NAME;
    }
}
