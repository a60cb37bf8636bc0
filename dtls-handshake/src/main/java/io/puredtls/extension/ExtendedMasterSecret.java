package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC7627 §5.1] The master secret shall be bound to the whole handshake. Empty.
 */
public record ExtendedMasterSecret() implements Extension {
    static ExtendedMasterSecret decode(WireReader in) {
        return new ExtendedMasterSecret();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EXTENDED_MASTER_SECRET;
    }
}
