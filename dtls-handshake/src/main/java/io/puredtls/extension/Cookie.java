package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.3.2] What a server wants to see again, so that it need remember nothing.
 *
 * <pre>
 *   cookie (1..65535, length in 2)
 * </pre>
 */
public record Cookie(Bytes cookie) implements Extension {
    static Cookie decode(WireReader in) throws DecodeException {
        Bytes cookie = in.opaque16("cookie");
        if (cookie.isEmpty()) {
            throw new DecodeException("cookie", "is empty");
        }
        return new Cookie(cookie);
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque16("cookie", cookie);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.COOKIE;
    }
}
