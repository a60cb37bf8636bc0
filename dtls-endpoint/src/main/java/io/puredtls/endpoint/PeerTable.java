package io.puredtls.endpoint;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The sessions of an endpoint, by address and by number. An address may have two for a while: the one that lives, and
 * one whose handshake began anew and which replaces it if it completes. Not thread-safe.
 */
final class PeerTable {
    private final Map<InetSocketAddress, LoopSession> current = new HashMap<>();
    private final Map<InetSocketAddress, LoopSession> candidates = new HashMap<>();
    private final List<LoopSession> byId = new ArrayList<>(); // null: the number is free
    private final BitSet used = new BitSet();

    /** A number that no session has. */
    int freeId() {
        return used.nextClearBit(0);
    }

    Optional<LoopSession> current(InetSocketAddress peer) {
        return Optional.ofNullable(current.get(peer));
    }

    Optional<LoopSession> candidate(InetSocketAddress peer) {
        return Optional.ofNullable(candidates.get(peer));
    }

    Optional<LoopSession> withId(int id) {
        return used.get(id) ? Optional.of(byId.get(id)) : Optional.empty();
    }

    /** Adds a session: as its address's, or as the candidate to become it. */
    void add(LoopSession session) {
        number(session);
        if (current.putIfAbsent(session.remoteAddress(), session) != null) {
            // [RFC6347 §4.2.8#2] [RFC9147 §5.11#2] beside the one that lives, which is not touched
            candidates.put(session.remoteAddress(), session);
        }
    }

    private void number(LoopSession session) {
        while (byId.size() <= session.id()) {
            byId.add(null);
        }
        byId.set(session.id(), session);
        used.set(session.id());
    }

    /** The candidate takes its address's place; gives the session that had it. */
    Optional<LoopSession> promote(LoopSession candidate) {
        if (!candidates.remove(candidate.remoteAddress(), candidate)) {
            return Optional.empty();
        }
        return Optional.ofNullable(current.put(candidate.remoteAddress(), candidate));
    }

    /** A session's peer was at {@code old} and is where the session says now; whoever was there is known by its connection ID alone. */
    void move(LoopSession session, InetSocketAddress old) {
        current.remove(old, session);
        candidates.remove(old, session);
        current.put(session.remoteAddress(), session);
        promoteWaiting(old);
    }

    /** Whoever waits where nobody is any more is the one whom datagrams from there are for. */
    private void promoteWaiting(InetSocketAddress peer) {
        if (!current.containsKey(peer) && candidates.containsKey(peer)) {
            current.put(peer, candidates.remove(peer));
        }
    }

    void remove(LoopSession session) {
        current.remove(session.remoteAddress(), session);
        candidates.remove(session.remoteAddress(), session);
        promoteWaiting(session.remoteAddress());
        if (used.get(session.id()) && byId.get(session.id()) == session) {
            byId.set(session.id(), null);
            used.clear(session.id());
        }
    }

    int size() {
        return used.cardinality();
    }

    List<LoopSession> all() {
        return used.stream().mapToObj(byId::get).toList();
    }
}
