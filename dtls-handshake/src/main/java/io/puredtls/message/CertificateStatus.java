package io.puredtls.message;

import io.puredtls.extension.StapledOcspResponse;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC6066 §8] What an OCSP responder says of the certificate in the message before; of DTLS 1.2. */
public record CertificateStatus(StapledOcspResponse status) implements HandshakeMessage {
    static CertificateStatus decode(WireReader in) throws DecodeException {
        return new CertificateStatus(StapledOcspResponse.decode(in));
    }

    @Override
    public void encode(WireWriter out) {
        status.encode(out);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_STATUS;
    }
}
