package io.puredtls.message;

import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionPlacement;
import io.puredtls.extension.Extensions;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC9846 §4.4.2] The server's wish for a certificate of the client, in the handshake or after it.
 *
 * <pre>
 *   certificate_request_context (0..255, length in 1)
 *   extensions
 * </pre>
 */
public record CertificateRequest13(Bytes certificateRequestContext, Extensions extensions) implements HandshakeMessage {
    static CertificateRequest13 decode(WireReader in) throws DecodeException {
        Bytes context = in.opaque8("certificate_request_context");
        return new CertificateRequest13(context, Extensions.decodeVector(ExtensionPlacement.CERTIFICATE_REQUEST, in));
    }

    /** The extension of this class, if it is there. */
    public <E extends Extension> Optional<E> find(Class<E> kind) {
        return extensions.find(kind);
    }

    @Override
    public void encode(WireWriter out) {
        out.opaque8("certificate_request_context", certificateRequestContext);
        extensions.encodeVector(out);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CERTIFICATE_REQUEST;
    }
}
