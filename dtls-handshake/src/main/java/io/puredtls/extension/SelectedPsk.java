package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.3.11] The pre-shared key that the server chose.
 *
 * <pre>
 *   selected_identity (2)
 * </pre>
 *
 * @param selectedIdentity counted from 0
 */
public record SelectedPsk(int selectedIdentity) implements Extension {
    static SelectedPsk decode(WireReader in) throws DecodeException {
        return new SelectedPsk(in.u16("selected_identity"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("selected_identity", selectedIdentity);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PRE_SHARED_KEY;
    }
}
