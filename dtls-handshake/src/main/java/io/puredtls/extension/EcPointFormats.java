package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC8422 §5.1.2] The forms of points that can be read. Only the uncompressed one is of use.
 *
 * <pre>
 *   ec_point_format_list (1..255, length in 1)
 * </pre>
 *
 * @param formats a number a byte, at least one
 */
public record EcPointFormats(Bytes formats) implements Extension {
    /** What we always say. */
    public static final EcPointFormats UNCOMPRESSED_ONLY = new EcPointFormats(Bytes.of((byte) 0));

    static EcPointFormats decode(WireReader in) throws DecodeException {
        return new EcPointFormats(in.nonEmpty8("ec_point_format_list"));
    }

    /** [RFC8422 §5.1.2] Whether the uncompressed form is among them, as it must be. */
    public boolean includesUncompressed() {
        for (int i = 0; i < formats.length(); i++) {
            if (formats.at(i) == 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("ec_point_format_list", formats);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.EC_POINT_FORMATS;
    }
}
