package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC9846 §4.3.10] Data under the keys of epoch 1 follows, or will be read. Empty. */
public record EarlyData() implements Extension {
    static EarlyData decode(WireReader in) {
        return new EarlyData();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EARLY_DATA;
    }
}
