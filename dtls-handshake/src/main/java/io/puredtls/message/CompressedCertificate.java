package io.puredtls.message;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC8879 §4] A Certificate message made shorter.
 *
 * <pre>
 *   algorithm (2) · uncompressed_length (3) · compressed_certificate_message (1..2^24-1, length in 3)
 * </pre>
 */
public record CompressedCertificate(int algorithm, int uncompressedLength, Bytes compressedCertificateMessage)
        implements HandshakeMessage {
    static CompressedCertificate decode(WireReader in) throws DecodeException {
        int algorithm = in.u16("algorithm");
        int uncompressedLength = in.u24("uncompressed_length");
        Bytes compressed = in.opaque24("compressed_certificate_message");
        if (compressed.isEmpty()) {
            throw new DecodeException("compressed_certificate_message", "is empty");
        }
        return new CompressedCertificate(algorithm, uncompressedLength, compressed);
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("algorithm", algorithm);
        out.u24("uncompressed_length", uncompressedLength);
        out.opaque24("compressed_certificate_message", compressedCertificateMessage);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.COMPRESSED_CERTIFICATE;
    }
}
