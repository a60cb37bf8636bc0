package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC7301 §3.1] Application protocols: the client offers several, the server answers with one.
 *
 * <pre>
 *   protocol_name_list (2..65535, length in 2) of: ProtocolName (1..255, length in 1)
 * </pre>
 *
 * @param names at least one, none of them empty
 */
public record ApplicationProtocols(List<Bytes> names) implements Extension {
    /** Copies the list. */
    public ApplicationProtocols {
        names = List.copyOf(names);
    }

    static ApplicationProtocols decode(WireReader in) throws DecodeException {
        return new ApplicationProtocols(Lists.nonEmpty16(in, "protocol_name_list", list -> list.nonEmpty8("ProtocolName")));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("protocol_name_list", list -> names.forEach(name -> list.opaque8("ProtocolName", name)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION;
    }
}
