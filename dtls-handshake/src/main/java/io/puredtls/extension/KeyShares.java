package io.puredtls.extension;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * [RFC9846 §4.3.8] The client's shares, the group it likes best first; may be empty, to be asked for one.
 *
 * <pre>
 *   client_shares (0..65535, length in 2) of: KeyShareEntry
 * </pre>
 */
public record KeyShares(List<KeyShareEntry> clientShares) implements Extension {
    /** Copies the list. */
    public KeyShares {
        clientShares = List.copyOf(clientShares);
    }

    static KeyShares decode(WireReader in) throws DecodeException {
        List<KeyShareEntry> shares = new ArrayList<>();
        WireReader list = in.vector16("client_shares");
        while (list.hasMore()) {
            shares.add(KeyShareEntry.decode(list));
        }
        list.end();
        return new KeyShares(shares);
    }

    /** The share in {@code group}, if there is one. */
    public Optional<KeyShareEntry> in(NamedGroup group) {
        return clientShares.stream().filter(each -> each.group().equals(group)).findFirst();
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("client_shares", list -> clientShares.forEach(each -> each.encode(list)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.KEY_SHARE;
    }
}
