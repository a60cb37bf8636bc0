package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.3.9] How the client wants to use pre-shared keys.
 *
 * <pre>
 *   ke_modes (1..255, length in 1) of: PskKeyExchangeMode (1)
 * </pre>
 *
 * @param modes a number a byte, at least one
 */
public record PskKeyExchangeModes(Bytes modes) implements Extension {
    /** The pre-shared key alone. */
    public static final int PSK_KE = 0;
    /** The pre-shared key together with an ephemeral exchange. */
    public static final int PSK_DHE_KE = 1;

    static PskKeyExchangeModes decode(WireReader in) throws DecodeException {
        return new PskKeyExchangeModes(in.nonEmpty8("ke_modes"));
    }

    /** Whether {@code mode} is among them. */
    public boolean includes(int mode) {
        for (int i = 0; i < modes.length(); i++) {
            if (modes.at(i) == mode) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("ke_modes", modes);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PSK_KEY_EXCHANGE_MODES;
    }
}
