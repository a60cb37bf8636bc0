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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * [RFC6347 §4.2.1] What a client can do and wants.
 *
 * <pre>
 *   client_version (2) · random (32) · session_id (0..32, length in 1) · cookie (0..255, length in 1)
 *   cipher_suites (2..65534, length in 2) of: CipherSuite (2)
 *   compression_methods (1..255, length in 1)
 *   extensions
 * </pre>
 */
public record ClientHello(
        ProtocolVersion clientVersion, Bytes random, Bytes sessionId, Bytes cookie,
        List<CipherSuite> cipherSuites, Bytes compressionMethods, Extensions extensions) implements HandshakeMessage {
    private static final int RANDOM_LENGTH = 32;
    private static final int MAX_SESSION_ID = 32;

    /** Copies the list. */
    public ClientHello {
        cipherSuites = List.copyOf(cipherSuites);
    }

    /** Reads a body, which must end with it. */
    public static ClientHello decode(WireReader in) throws DecodeException {
        ProtocolVersion clientVersion = new ProtocolVersion(in.u16("client_version"));
        Bytes random = in.fixed("random", RANDOM_LENGTH);
        Bytes sessionId = in.opaque8("session_id");
        if (sessionId.length() > MAX_SESSION_ID) {
            throw new DecodeException("session_id", "has more than 32 bytes");
        }
        Bytes cookie = in.opaque8("cookie");
        List<CipherSuite> cipherSuites = decodeSuites(in.vector16("cipher_suites"));
        Bytes compressionMethods = in.nonEmpty8("compression_methods");
        Extensions extensions = Extensions.decode(ExtensionPlacement.CLIENT_HELLO, in);
        return new ClientHello(clientVersion, random, sessionId, cookie, cipherSuites, compressionMethods, extensions);
    }

    private static List<CipherSuite> decodeSuites(WireReader list) throws DecodeException {
        List<CipherSuite> suites = new ArrayList<>();
        while (list.hasMore()) {
            suites.add(new CipherSuite(list.u16("CipherSuite")));
        }
        list.end();
        if (suites.isEmpty()) {
            throw new DecodeException("cipher_suites", "is empty");
        }
        return suites;
    }

    @Override
    public void encode(WireWriter out) {
        out.u16("client_version", clientVersion.code());
        out.fixed("random", random);
        out.opaque8("session_id", sessionId);
        out.opaque8("cookie", cookie);
        out.vector16("cipher_suites", list -> cipherSuites.forEach(suite -> list.u16("CipherSuite", suite.code())));
        out.opaque8("compression_methods", compressionMethods);
        extensions.encode(out);
    }

    /** [RFC6347 §4.2.1#7] The same hello with the cookie that the server asked for. */
    public ClientHello withCookie(Bytes newCookie) {
        return new ClientHello(clientVersion, random, sessionId, newCookie, cipherSuites, compressionMethods, extensions);
    }

    /** The same hello with other extensions. */
    public ClientHello withExtensions(Extensions newExtensions) {
        return new ClientHello(clientVersion, random, sessionId, cookie, cipherSuites, compressionMethods, newExtensions);
    }

    /** The extension of this class, if it is there. */
    public <E extends Extension> Optional<E> find(Class<E> kind) {
        return extensions.find(kind);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.CLIENT_HELLO;
    }
}
