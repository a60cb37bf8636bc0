package io.puredtls.extension;

import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.3.1] The version that the server chose, in a hello of its own; it then means more than legacy_version does.
 *
 * <pre>
 *   selected_version (2)
 * </pre>
 */
public record SelectedVersion(ProtocolVersion version) implements Extension {
    static SelectedVersion decode(WireReader in) throws DecodeException {
        return new SelectedVersion(new ProtocolVersion(in.u16("selected_version")));
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("selected_version", version.code());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_VERSIONS;
    }
}
