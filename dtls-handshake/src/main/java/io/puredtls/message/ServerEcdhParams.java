package io.puredtls.message;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC8422 §5.4] The server's ephemeral share, the part of ServerKeyExchange that is signed.
 *
 * <pre>
 *   curve_type (1), named_curve = 3 · namedcurve (2) · public (1..255, length in 1)
 * </pre>
 */
public record ServerEcdhParams(NamedGroup group, Bytes share) {
    private static final int NAMED_CURVE = 3;

    static ServerEcdhParams decode(WireReader in) throws DecodeException {
        int curveType = in.u8("curve_type");
        if (curveType != NAMED_CURVE) {
            throw new DecodeException("curve_type", "is not named_curve but " + curveType);
        }
        NamedGroup group = new NamedGroup(in.u16("namedcurve"));
        Bytes share = in.nonEmpty8("public");
        return new ServerEcdhParams(group, share);
    }

    /** Writes the parameters. */
    public void encode(WireWriter out) {
        out.u8("curve_type", NAMED_CURVE);
        out.u16("namedcurve", group.code());
        out.opaque8("public", share);
    }
}
