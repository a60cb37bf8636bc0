package io.puredtls.message;

import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionPlacement;
import io.puredtls.extension.Extensions;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/**
 * [RFC5246 §7.4.1.3] [RFC9846 §4.2.3] What the server chose of a ClientHello. In DTLS 1.3 version, session_id and
 * compression_method are there for old middleboxes and say nothing.
 *
 * <pre>
 *   server_version (2) · random (32) · session_id (0..32, length in 1) · cipher_suite (2) · compression_method (1)
 *   extensions
 * </pre>
 */
public record ServerHello(
        ProtocolVersion serverVersion, Bytes random, Bytes sessionId, CipherSuite cipherSuite,
        int compressionMethod, Extensions extensions) implements HandshakeMessage {
    private static final int RANDOM_LENGTH = 32;
    private static final int MAX_SESSION_ID = 32;

    /** Reads a ServerHello, or what looks like one and asks for another ClientHello. */
    static HandshakeMessage decodeEither(WireReader in) throws DecodeException {
        ProtocolVersion serverVersion = new ProtocolVersion(in.u16("server_version"));
        Bytes random = in.fixed("random", RANDOM_LENGTH);
        Bytes sessionId = in.opaque8("session_id");
        if (sessionId.length() > MAX_SESSION_ID) {
            throw new DecodeException("session_id", "has more than 32 bytes");
        }
        CipherSuite cipherSuite = new CipherSuite(in.u16("cipher_suite"));
        int compressionMethod = in.u8("compression_method");
        // [RFC9846 §4.2.3#11]
        if (random.equals(HelloRetryRequest.RANDOM)) {
            return new HelloRetryRequest(
                    serverVersion, sessionId, cipherSuite, compressionMethod, Extensions.decode(ExtensionPlacement.HELLO_RETRY_REQUEST, in));
        }
        return new ServerHello(
                serverVersion, random, sessionId, cipherSuite, compressionMethod, Extensions.decode(ExtensionPlacement.SERVER_HELLO, in));
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("server_version", serverVersion.code());
        out.fixed("random", random);
        out.opaque8("session_id", sessionId);
        out.u16("cipher_suite", cipherSuite.code());
        out.u8("compression_method", compressionMethod);
        extensions.encode(out);
    }

    /** The extension of this class, if it is there. */
    public <E extends Extension> Optional<E> find(Class<E> kind) {
        return extensions.find(kind);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.SERVER_HELLO;
    }
}
