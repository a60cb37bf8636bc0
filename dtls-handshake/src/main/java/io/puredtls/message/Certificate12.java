package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * [RFC5246 §7.4.2] The sender's certificates, its own first; empty when a client has none to show.
 *
 * <pre>
 *   certificate_list (0..2^24-1, length in 3) of: ASN.1Cert (1..2^24-1, length in 3)
 * </pre>
 */
public record Certificate12(List<Bytes> certificateList) implements HandshakeMessage {
    /** Copies the list. */
    public Certificate12 {
        certificateList = List.copyOf(certificateList);
    }

    static Certificate12 decode(WireReader in) throws DecodeException {
        List<Bytes> certificates = new ArrayList<>();
        WireReader list = in.vector24("certificate_list");
        while (list.hasMore()) {
            Bytes certificate = list.opaque24("ASN.1Cert");
            if (certificate.isEmpty()) {
                throw new DecodeException("ASN.1Cert", "is empty");
            }
            certificates.add(certificate);
        }
        list.end();
        return new Certificate12(certificates);
    }

    @Override
    public void encode(WireWriter out) {
        out.vector24("certificate_list", list -> certificateList.forEach(certificate -> list.opaque24("ASN.1Cert", certificate)));
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE;
    }
}
