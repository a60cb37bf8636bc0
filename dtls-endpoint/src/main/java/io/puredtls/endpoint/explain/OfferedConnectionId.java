package io.puredtls.endpoint.explain;

import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireWriter;
import java.util.Optional;

/** [RFC9146 §3] The connection ID that a hello asks for: opaque cid (0..255), its length in one byte. */
public final class OfferedConnectionId {
    private static final ExtensionType CONNECTION_ID = new ExtensionType(54);

    private OfferedConnectionId() {
    }

    /** What a hello's extensions say, perhaps that it be empty; nothing if it has no such extension, or a malformed one. */
    public static Optional<Bytes> in(Extensions extensions) {
        return extensions.list().stream().filter(each -> each.type().equals(CONNECTION_ID)).findFirst().flatMap(OfferedConnectionId::content);
    }

    private static Optional<Bytes> content(Extension extension) {
        WireWriter out = new WireWriter();
        extension.encode(out);
        Bytes data = out.toBytes();
        return data.isEmpty() || data.at(0) != data.length() - 1 ? Optional.empty() : Optional.of(data.slice(1, data.length() - 1));
    }
}
