package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC5746 §3.2] Binds a renegotiation to what it renegotiates. We never renegotiate: ours is always empty.
 *
 * <pre>
 *   renegotiated_connection (0..255, length in 1)
 * </pre>
 *
 * @param renegotiatedConnection empty in a first handshake
 */
public record RenegotiationInfo(Bytes renegotiatedConnection) implements Extension {
    /** What we always say. */
    public static final RenegotiationInfo INITIAL = new RenegotiationInfo(Bytes.EMPTY);

    static RenegotiationInfo decode(WireReader in) throws DecodeException {
        return new RenegotiationInfo(in.opaque8("renegotiated_connection"));
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("renegotiated_connection", renegotiatedConnection);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.RENEGOTIATION_INFO;
    }
}
