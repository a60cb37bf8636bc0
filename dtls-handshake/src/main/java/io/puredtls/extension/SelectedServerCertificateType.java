package io.puredtls.extension;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC7250 §4.2] What the server shows, of that which the client can judge.
 *
 * <pre>
 *   server_certificate_type (1)
 * </pre>
 */
public record SelectedServerCertificateType(CertificateType chosen) implements Extension {
    static SelectedServerCertificateType decode(WireReader in) throws DecodeException {
        return new SelectedServerCertificateType(new CertificateType(in.u8("server_certificate_type")));
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("server_certificate_type", chosen.code());
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_CERTIFICATE_TYPE;
    }
}
