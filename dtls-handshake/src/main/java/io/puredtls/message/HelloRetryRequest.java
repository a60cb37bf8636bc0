package io.puredtls.message;

import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC9846 §4.2.4] A server's wish for another ClientHello: with its cookie, a share in its group, or both. On the wire a
 * ServerHello with a random that no server draws.
 *
 * <pre>
 *   server_version (2) · random (32) · session_id (0..32, length in 1) · cipher_suite (2) · compression_method (1)
 *   extensions
 * </pre>
 */
public record HelloRetryRequest(
        ProtocolVersion legacyVersion, Bytes legacySessionIdEcho, CipherSuite cipherSuite, int legacyCompressionMethod,
        Extensions extensions) implements HandshakeMessage {
    /** [RFC9846 §4.2.3] SHA-256 of "HelloRetryRequest". */
    public static final Bytes RANDOM = Bytes.ofHex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c");

    /** The extension of this class, if it is there. */
    public <E extends Extension> Optional<E> find(Class<E> kind) {
        return extensions.find(kind);
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("server_version", legacyVersion.code());
        out.fixed("random", RANDOM);
        out.opaque8("session_id", legacySessionIdEcho);
        out.u16("cipher_suite", cipherSuite.code());
        out.u8("compression_method", legacyCompressionMethod);
        extensions.encodeVector(out);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_HELLO;
    }
}
