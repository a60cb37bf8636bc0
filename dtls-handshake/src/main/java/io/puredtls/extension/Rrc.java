package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC9853 §3] rrc: the sender checks, and answers checks of, whether an address is reachable. Empty. */
public record Rrc() implements Extension {
    static Rrc decode(WireReader in) {
        return new Rrc();
    }

    @Override
    public void encode(WireWriter out) {
        // its presence says it all
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.RRC;
    }
}
