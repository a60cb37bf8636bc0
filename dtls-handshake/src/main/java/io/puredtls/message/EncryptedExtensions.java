package io.puredtls.message;

import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionPlacement;
import io.puredtls.extension.Extensions;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/** [RFC9846 §4.4.1] What the server answers to the client's extensions that the keys do not depend on: {@code extensions}. */
public record EncryptedExtensions(Extensions extensions) implements HandshakeMessage {
    static EncryptedExtensions decode(WireReader in) throws DecodeException {
        return new EncryptedExtensions(Extensions.decodeVector(ExtensionPlacement.ENCRYPTED_EXTENSIONS, in));
    }

    /** The extension of this class, if it is there. */
    public <E extends Extension> Optional<E> find(Class<E> kind) {
        return extensions.find(kind);
    }

    @Override
    public void encode(WireWriter out) {
        extensions.encodeVector(out);
    }

    @Override
    public HandshakeType type() {
        return HandshakeType.ENCRYPTED_EXTENSIONS;
    }
}
