package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC7250 §3] The Certificate message of DTLS 1.2 where a raw public key was negotiated: the sender's key.
 *
 * <pre>
 *   ASN.1_subjectPublicKeyInfo (1..2^24-1, length in 3)
 * </pre>
 *
 * @param subjectPublicKeyInfo in DER; empty when a client has none to show, where the RFC has no form for that and all do
 *     as with certificates [RFC5246 §7.4.6]
 */
public record RawPublicKeyCertificate12(Bytes subjectPublicKeyInfo) implements HandshakeMessage {
    static RawPublicKeyCertificate12 decode(WireReader in) throws DecodeException {
        return new RawPublicKeyCertificate12(in.opaque24("ASN.1_subjectPublicKeyInfo"));
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque24("ASN.1_subjectPublicKeyInfo", subjectPublicKeyInfo);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE;
    }
}
