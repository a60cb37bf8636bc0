package io.puredtls.extension;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.3.8] The group that a HelloRetryRequest asks a share in.
 *
 * <pre>
 *   selected_group (2)
 * </pre>
 */
public record SelectedGroup(NamedGroup group) implements Extension {
    static SelectedGroup decode(WireReader in) throws DecodeException {
        return new SelectedGroup(new NamedGroup(in.u16("selected_group")));
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("selected_group", group.code());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.KEY_SHARE;
    }
}
