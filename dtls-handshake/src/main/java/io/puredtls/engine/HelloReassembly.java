package io.puredtls.engine;

import io.puredtls.alert.ProtocolException;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import io.puredtls.wire.Bytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * Hellos that came in pieces, from peers that have proved nothing: all of them together may take so many bytes and no
 * more; the oldest makes room. Not thread-safe.
 */
final class HelloReassembly {
    /** The longest hello that is put together: far more than all extensions known, post-quantum shares included. */
    static final int MAX_HELLO = 8192;
    /** What keeping one costs apart from its bytes, roughly. */
    private static final int COST = 256;

    private final LinkedHashMap<Bytes, Reassembler> partial = new LinkedHashMap<>();
    private final int maxBytes;
    private int bytes;

    HelloReassembly(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a fragment of a ClientHello; gives the whole message if that was the last piece. */
    Optional<AssembledMessage> add(byte[] peer, FragmentView fragment) throws ProtocolException {
        Bytes key = Bytes.of(peer);
        Reassembler reassembler = remove(key);
        if (reassembler == null || reassembler.nextSeq() != fragment.messageSeq()) {
            reassembler = new Reassembler(MAX_HELLO, MAX_HELLO, 0);
            reassembler.startAt(fragment.messageSeq());
        }
        reassembler.add(fragment);
        if (reassembler.hasNext()) {
            return Optional.of(reassembler.next());
        }
        keep(key, reassembler);
        return Optional.empty();
    }

    private Reassembler remove(Bytes key) {
        Reassembler reassembler = partial.remove(key);
        if (reassembler != null) {
            bytes -= COST + reassembler.held();
        }
        return reassembler;
    }

    private void keep(Bytes key, Reassembler reassembler) {
        partial.put(key, reassembler);
        bytes += COST + reassembler.held();
        Iterator<Reassembler> oldest = partial.values().iterator();
        while (bytes > maxBytes) {
            bytes -= COST + oldest.next().held();
            oldest.remove();
        }
    }

    /** The bytes kept at the moment. */
    int bytes() {
        return bytes;
    }
}
