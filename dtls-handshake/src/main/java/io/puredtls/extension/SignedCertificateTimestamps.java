package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC6962 §3.3] Timestamps of logs that have a certificate: in DTLS 1.3 beside it, in DTLS 1.2 in the ServerHello.
 *
 * <pre>
 *   sct_list (1..2^16-1, length in 2) of: SerializedSCT (1..2^16-1, length in 2)
 * </pre>
 *
 * @param sctList at least one, as logs sign them
 */
public record SignedCertificateTimestamps(List<Bytes> sctList) implements Extension {
    /** Copies the list. */
    public SignedCertificateTimestamps {
        sctList = List.copyOf(sctList);
    }

    static SignedCertificateTimestamps decode(WireReader in) throws DecodeException {
        return new SignedCertificateTimestamps(Lists.nonEmpty16(in, "sct_list", SignedCertificateTimestamps::decodeOne));
    }

    private static Bytes decodeOne(WireReader list) throws DecodeException {
        Bytes timestamp = list.opaque16("SerializedSCT");
        if (timestamp.isEmpty()) {
            throw new DecodeException("SerializedSCT", "is empty");
        }
        return timestamp;
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("sct_list", list -> sctList.forEach(each -> list.opaque16("SerializedSCT", each)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SIGNED_CERTIFICATE_TIMESTAMP;
    }
}
