package io.puredtls.message;

import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC5246 §7.4.8] The sender's signature of the handshake so far: it owns the certificate's key.
 *
 * <pre>
 *   algorithm (2) · signature (0..65535, length in 2)
 * </pre>
 */
public record CertificateVerify(SignatureScheme algorithm, Bytes signature) implements HandshakeMessage {
    static CertificateVerify decode(WireReader in) throws DecodeException {
        SignatureScheme algorithm = new SignatureScheme(in.u16("algorithm"));
        Bytes signature = in.opaque16("signature");
        return new CertificateVerify(algorithm, signature);
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("algorithm", algorithm.code());
        out.opaque16("signature", signature);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_VERIFY;
    }
}
