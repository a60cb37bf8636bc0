package io.puredtls.extension;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9846 §4.3.8] One end's share of an exchange.
 *
 * <pre>
 *   group (2) · key_exchange (1..65535, length in 2)
 * </pre>
 */
public record KeyShareEntry(NamedGroup group, Bytes keyExchange) {
    static KeyShareEntry decode(WireReader in) throws DecodeException {
        NamedGroup group = new NamedGroup(in.u16("group"));
        Bytes keyExchange = in.opaque16("key_exchange");
        if (keyExchange.isEmpty()) {
            throw new DecodeException("key_exchange", "is empty");
        }
        return new KeyShareEntry(group, keyExchange);
    }

    void encode(WireWriter out) {
        out.u16("group", group.code());
        out.opaque16("key_exchange", keyExchange);
    }
}
