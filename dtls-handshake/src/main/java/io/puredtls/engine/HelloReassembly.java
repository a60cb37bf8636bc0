package io.puredtls.engine;

import io.puredtls.alert.ProtocolException;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import io.puredtls.wire.Bytes;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Hellos that came in pieces, from peers that have proved nothing: all of them together may take so many bytes and no
 * more, those of one source a quarter of that; the oldest makes room. A source is an IPv4 address, whatever the port, or
 * an IPv6 /56, which is what one subscriber has. One that is complete is kept as long as there is room, and is there again
 * when its first piece is: our answer may be lost, and all pieces would have to come through again. Not thread-safe.
 */
final class HelloReassembly {
    /** The longest hello that is put together: far more than all extensions known, post-quantum shares included. */
    static final int MAX_HELLO = 8192;
    /** What keeping one costs apart from its bytes, roughly. */
    private static final int COST = 256;
    private static final int SHARE_OF_ONE_SOURCE = 4; // the divisor
    private static final int PORT = 2; // bytes behind the address
    private static final int IPV4 = 4;
    private static final int IPV6 = 16;
    private static final int IPV6_PREFIX = 7; // bytes

    private final LinkedHashMap<Bytes, Partial> partial = new LinkedHashMap<>();
    private final Map<Bytes, Integer> bytesBySource = new HashMap<>();
    private final int maxBytes;
    private int bytes;

    /** A first piece that is shorter does not pay for the answer, of which three times as much may be sent. */
    private static final int SHORTEST_BEGINNING = HelloGate.MAX_REPLY / 3;

    /** What came so far, and the hello before it, which was complete. */
    private record Partial(Bytes source, Reassembler pieces, Optional<AssembledMessage> before) {
        int cost() {
            return COST + pieces.held() + before.map(message -> message.body().length()).orElse(0);
        }

        boolean isKnown(FragmentView fragment) {
            return before.isPresent() && isWithin(fragment, before.get());
        }

        private static boolean isWithin(FragmentView fragment, AssembledMessage message) {
            return fragment.messageSeq() == message.messageSeq() && fragment.length() == message.body().length()
                    && Bytes.of(fragment.data(), fragment.dataOffset(), fragment.fragmentLength())
                            .equals(message.body().slice(fragment.fragmentOffset(), fragment.fragmentLength()));
        }
    }

    HelloReassembly(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Adds a fragment of a ClientHello of {@code peer}, an address and its port; gives the message if that was the last piece. */
    Optional<AssembledMessage> add(byte[] peer, FragmentView fragment) throws ProtocolException {
        Bytes key = Bytes.of(peer);
        Partial kept = partial.remove(key);
        if (kept != null) {
            count(kept, -kept.cost());
        }
        if (kept != null && kept.isKnown(fragment)) {
            keep(key, kept);
            boolean beginsAnew = fragment.fragmentOffset() == 0 && fragment.fragmentLength() >= SHORTEST_BEGINNING;
            return beginsAnew && kept.pieces.held() == 0 ? kept.before : Optional.empty(); // or it is late: the answer is known
        }
        if (kept == null || kept.pieces.nextSeq() != fragment.messageSeq()) {
            kept = new Partial(source(peer), new Reassembler(MAX_HELLO, MAX_HELLO, 0), Optional.empty());
            kept.pieces.startAt(fragment.messageSeq());
        }
        kept.pieces.add(fragment);
        if (!kept.pieces.hasNext()) {
            keep(key, kept);
            return Optional.empty();
        }
        Optional<AssembledMessage> whole = Optional.of(kept.pieces.next());
        if (fragment.fragmentLength() < fragment.length()) { // one that comes in one piece costs nothing to say again
            keep(key, new Partial(kept.source, kept.pieces, whole));
        }
        return whole;
    }

    /** Forgets the hello of {@code peer}, which has come in. */
    void forget(byte[] peer) {
        Partial kept = partial.remove(Bytes.of(peer));
        if (kept != null) {
            count(kept, -kept.cost());
        }
    }

    /** What is no address and port is a source of its own. */
    private static Bytes source(byte[] peer) {
        return switch (peer.length - PORT) {
            case IPV4 -> Bytes.of(peer, 0, IPV4);
            case IPV6 -> Bytes.of(peer, 0, IPV6_PREFIX);
            default -> Bytes.of(peer);
        };
    }

    private void keep(Bytes key, Partial kept) {
        partial.put(key, kept);
        count(kept, kept.cost());
        dropOldest(each -> each.source.equals(kept.source), () -> bytesBySource.getOrDefault(kept.source, 0) > maxBytes / SHARE_OF_ONE_SOURCE);
        dropOldest(each -> true, () -> bytes > maxBytes);
    }

    private void dropOldest(Predicate<Partial> which, BooleanSupplier tooMuch) {
        Iterator<Partial> oldest = partial.values().iterator();
        while (tooMuch.getAsBoolean()) {
            Partial each = oldest.next();
            if (which.test(each)) {
                oldest.remove();
                count(each, -each.cost());
            }
        }
    }

    private void count(Partial of, int cost) {
        bytes += cost;
        bytesBySource.merge(of.source, cost, (before, change) -> before + change == 0 ? null : before + change);
    }

    /** The bytes kept at the moment. */
    int bytes() {
        return bytes;
    }

    /** How many sources they are of. */
    int sources() {
        return bytesBySource.size();
    }
}
