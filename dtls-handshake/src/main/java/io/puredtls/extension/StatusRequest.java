package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC6066 §8] Asks for an OCSP response to the peer's certificate.
 *
 * <pre>
 *   status_type (1): ocsp (1) · responder_id_list (0..2^16-1, length in 2) · request_extensions (0..2^16-1, length in 2)
 * </pre>
 *
 * @param responderIdList responders that are trusted; empty: whoever the authority says
 * @param requestExtensions Extensions of RFC 6960 in DER, or nothing
 */
public record StatusRequest(Bytes responderIdList, Bytes requestExtensions) implements Extension {
    /** From whichever responder, without extensions. */
    public static final StatusRequest PLAIN = new StatusRequest(Bytes.EMPTY, Bytes.EMPTY);

    /** What asks for a status of another type is kept as it came. */
    static Extension decode(WireReader in) throws DecodeException {
        int statusType = in.u8("status_type");
        // [RFC6066 §8#2]
        if (statusType != StapledOcspResponse.OCSP) {
            Bytes request = in.rest("request");
            WireWriter whole = new WireWriter();
            whole.u8("status_type", statusType);
            whole.fixed("request", request);
            return new UnknownExtension(ExtensionType.STATUS_REQUEST, whole.toBytes());
        }
        return new StatusRequest(in.opaque16("responder_id_list"), in.opaque16("request_extensions"));
    }

    @Override
    public void encode(WireWriter out) {
        out.u8("status_type", StapledOcspResponse.OCSP);
        out.opaque16("responder_id_list", responderIdList);
        out.opaque16("request_extensions", requestExtensions);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST;
    }
}
