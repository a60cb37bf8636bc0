package io.puredtls.engine;

import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.format.PlaintextHeader;

/** Datagrams in the clear, as anybody can make them. */
final class Forged {
    private Forged() {
    }

    static byte[] plaintext(ContentType type, byte[] content) {
        byte[] datagram = new byte[PlaintextHeader.LENGTH + content.length];
        PlaintextHeader.write(datagram, 0, type, ProtocolVersion.DTLS_1_2.code(), 0, 77, content.length);
        System.arraycopy(content, 0, datagram, PlaintextHeader.LENGTH, content.length);
        return datagram;
    }

    /** A first hello with this body. */
    static byte[] hello(byte[] body) {
        byte[] content = new byte[HandshakeHeader.LENGTH + body.length];
        HandshakeHeader.write(content, 0, HandshakeType.CLIENT_HELLO.code(), body.length, 0, 0, body.length);
        System.arraycopy(body, 0, content, HandshakeHeader.LENGTH, body.length);
        return plaintext(ContentType.HANDSHAKE, content);
    }

    /** A server that is never spoken to. */
    static DtlsEngine silent() {
        return DtlsEngine.server(ServerConfig.identity(SelfSigned.ecdsaP256("nobody.test")).build(), (datagram, offset, length) -> { });
    }
}
