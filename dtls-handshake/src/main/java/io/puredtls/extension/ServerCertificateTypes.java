package io.puredtls.extension;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC7250 §4.1] What the server may show of itself, as the client can judge it.
 *
 * <pre>
 *   server_certificate_types (1..255, length in 1) of: CertificateType (1)
 * </pre>
 *
 * @param types the one that it likes best first; at least one
 */
public record ServerCertificateTypes(List<CertificateType> types) implements Extension {
    /** Copies the list. */
    public ServerCertificateTypes {
        types = List.copyOf(types);
    }

    static ServerCertificateTypes decode(WireReader in) throws DecodeException {
        return new ServerCertificateTypes(Lists.nonEmpty(
                in.vector8("server_certificate_types"), "server_certificate_types", list -> new CertificateType(list.u8("CertificateType"))));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector8("server_certificate_types", list -> types.forEach(type -> list.u8("CertificateType", type.code())));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_CERTIFICATE_TYPE;
    }
}
