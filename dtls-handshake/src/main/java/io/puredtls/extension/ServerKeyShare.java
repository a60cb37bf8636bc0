package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC9846 §4.3.8] The server's share, in the group of one of the client's: {@code server_share}, a KeyShareEntry. */
public record ServerKeyShare(KeyShareEntry serverShare) implements Extension {
    static ServerKeyShare decode(WireReader in) throws DecodeException {
        return new ServerKeyShare(KeyShareEntry.decode(in));
    }

    @Override
    public void encode(WireWriter out) {
        serverShare.encode(out);
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.KEY_SHARE;
    }
}
