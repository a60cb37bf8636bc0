package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * An extension that is not known, or not where it stands: kept as it came.
 *
 * @param type its number
 * @param data extension_data
 */
public record UnknownExtension(ExtensionType type, Bytes data) implements Extension {
    static UnknownExtension decode(ExtensionType type, WireReader in) {
        // [RFC9846 §4.2.2#16]
        return new UnknownExtension(type, in.rest("extension_data"));
    }

    @Override
    public void encode(WireWriter out) {
        out.fixed("extension_data", data);
    }
}
