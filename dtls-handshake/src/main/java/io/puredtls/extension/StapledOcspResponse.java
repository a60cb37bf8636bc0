package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC6066 §8] A CertificateStatus: in DTLS 1.3 beside the certificate that it is about [RFC9846 §4.5.1.1], in DTLS 1.2 a message.
 *
 * <pre>
 *   status_type (1): ocsp (1) · OCSPResponse (1..2^24-1, length in 3)
 * </pre>
 *
 * @param ocspResponse DER, RFC 6960
 */
public record StapledOcspResponse(Bytes ocspResponse) implements Extension {
    /** CertificateStatusType ocsp; no other may be answered, as no other is asked for. */
    static final int OCSP = 1;

    /** Reads what a message of DTLS 1.2 consists of as well. */
    public static StapledOcspResponse decode(WireReader in) throws DecodeException {
        int statusType = in.u8("status_type");
        if (statusType != OCSP) {
            throw new DecodeException("status_type", "is " + statusType + ", which was not asked for");
        }
        Bytes response = in.opaque24("OCSPResponse");
        if (response.isEmpty()) {
            throw new DecodeException("OCSPResponse", "is empty");
        }
        return new StapledOcspResponse(response);
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("status_type", OCSP);
        out.opaque24("OCSPResponse", ocspResponse);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST;
    }
}
