package io.puredtls.extension;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC7250 §4.1] What the client can show of itself, if it is asked for a certificate.
 *
 * <pre>
 *   client_certificate_types (1..255, length in 1) of: CertificateType (1)
 * </pre>
 *
 * @param types the one that it likes best first; at least one
 */
public record ClientCertificateTypes(List<CertificateType> types) implements Extension {
    /** Copies the list. */
    public ClientCertificateTypes {
        types = List.copyOf(types);
    }

    static ClientCertificateTypes decode(WireReader in) throws DecodeException {
        return new ClientCertificateTypes(Lists.nonEmpty(
                in.vector8("client_certificate_types"), "client_certificate_types", list -> new CertificateType(list.u8("CertificateType"))));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector8("client_certificate_types", list -> types.forEach(type -> list.u8("CertificateType", type.code())));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CLIENT_CERTIFICATE_TYPE;
    }
}
