package io.puredtls.endpoint.cli;

import io.puredtls.fragment.FragmentView;
import io.puredtls.message.HandshakeType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Puts the parts of handshake messages together, in whatever order and however often they stand in a file. Not thread-safe. */
final class MessageAssembly {
    private final Map<Key, Parts> open = new HashMap<>();

    private record Key(int type, int messageSeq, int length, Optional<String> from) {
    }

    private record Parts(TreeMap<Integer, byte[]> byOffset, Set<Integer> datagrams) {
        /** The whole message, if nothing is missing. */
        Optional<byte[]> whole(int length) {
            int end = 0;
            for (Map.Entry<Integer, byte[]> part : byOffset.entrySet()) {
                if (part.getKey() > end) {
                    return Optional.empty();
                }
                end = Math.max(end, part.getKey() + part.getValue().length);
            }
            if (end < length) {
                return Optional.empty();
            }
            byte[] body = new byte[length];
            byOffset.forEach((offset, part) -> System.arraycopy(part, 0, body, offset, part.length));
            return Optional.of(body);
        }
    }

    /** A message that came in parts, and the numbers of the datagrams that they were in. */
    record Whole(HandshakeType type, int messageSeq, byte[] body, List<Integer> datagrams) {
    }

    /** Adds a part of a message of {@code from}, in datagram {@code number}; gives the message if that was the last one missing. */
    Optional<Whole> add(FragmentView part, Optional<String> from, int number) {
        Key key = new Key(part.type(), part.messageSeq(), part.length(), from);
        Parts parts = open.computeIfAbsent(key, any -> new Parts(new TreeMap<>(), new LinkedHashSet<>()));
        byte[] bytes = Arrays.copyOfRange(part.data(), part.dataOffset(), part.dataOffset() + part.fragmentLength());
        parts.byOffset.merge(part.fragmentOffset(), bytes, (one, other) -> one.length >= other.length ? one : other);
        parts.datagrams.add(number);
        Optional<byte[]> whole = parts.whole(part.length());
        if (whole.isPresent()) {
            open.remove(key);
        }
        return whole.map(body -> new Whole(new HandshakeType(part.type()), part.messageSeq(), body, List.copyOf(parts.datagrams)));
    }
}
