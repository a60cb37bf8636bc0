package io.puredtls.extension;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC7250 §4.2] What the client is to show, of that which it can.
 *
 * <pre>
 *   client_certificate_type (1)
 * </pre>
 */
public record SelectedClientCertificateType(CertificateType chosen) implements Extension {
    static SelectedClientCertificateType decode(WireReader in) throws DecodeException {
        return new SelectedClientCertificateType(new CertificateType(in.u8("client_certificate_type")));
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("client_certificate_type", chosen.code());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.CLIENT_CERTIFICATE_TYPE;
    }
}
