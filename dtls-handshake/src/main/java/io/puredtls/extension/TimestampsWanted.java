package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC6962 §3.3.1] Asks for timestamps of logs that have the peer's certificate. */
public record TimestampsWanted() implements Extension {
    static TimestampsWanted decode(WireReader in) {
        return new TimestampsWanted();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP;
    }
}
