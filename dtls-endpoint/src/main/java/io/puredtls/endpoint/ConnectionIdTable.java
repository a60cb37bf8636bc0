package io.puredtls.endpoint;

import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.record.ConnectionId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * [RFC9146 §3] Whose records carry which connection ID. Looking one up is the loop's, and allocates nothing; others may come and go
 * on any thread.
 */
final class ConnectionIdTable {
    /** How often a generator may give one that is in use. */
    private static final int TRIES = 16;
    private static final int TLS12_CID = 25;
    private static final int TLS12_CID_OFFSET = 11;
    private static final int UNIFIED_OFFSET = 1;
    /** [RFC9147 §4] 001C in the first bits of a unified header. */
    private static final int UNIFIED_MASK = 0xF0;
    private static final int UNIFIED_WITH_ID = 0x30;

    private final Map<Object, Optional<LoopSession>> owners = new ConcurrentHashMap<>(); // none: made, and not told of yet
    private final AtomicIntegerArray lengths = new AtomicIntegerArray(ConnectionId.MAX_LENGTH + 1); // how many there are of each
    private final Probe probe = new Probe();

    /** One that is looked for where it stands: equal to the one that has its bytes. */
    private static final class Probe {
        private byte[] datagram = {};
        private int offset;
        private int limit;

        @Override
        public int hashCode() {
            int hash = 1; // as that of an array
            for (int i = offset; i < limit; i++) {
                hash = 31 * hash + datagram[i];
            }
            return hash;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof ConnectionId id && id.length() == limit - offset && id.standsAt(datagram, offset, limit);
        }
    }

    /** Makes those of {@code generator}, none twice, and none at all once it has no others. */
    ConnectionIdGenerator unique(ConnectionIdGenerator generator) {
        return entropy -> {
            for (int i = 0; i < TRIES; i++) {
                ConnectionId id = generator.next(entropy);
                if (id.isEmpty() || reserve(id)) {
                    return id;
                }
            }
            return ConnectionId.NONE; // a session is better without one than not at all
        };
    }

    private boolean reserve(ConnectionId id) {
        if (owners.putIfAbsent(id, Optional.empty()) != null) {
            return false;
        }
        lengths.incrementAndGet(id.length());
        return true;
    }

    /** Says whose it is; it was made by {@link #unique}. */
    void own(ConnectionId id, LoopSession session) {
        owners.computeIfPresent(id, (same, before) -> Optional.of(session));
    }

    /** Nobody uses it any more. */
    void remove(ConnectionId id) {
        if (owners.remove(id) != null) {
            lengths.decrementAndGet(id.length());
        }
    }

    int size() {
        return owners.size();
    }

    /** Whether the first record of a datagram has a connection ID. */
    static boolean isIn(byte[] datagram, int length) {
        return length > 0 && offset(datagram) > 0;
    }

    private static int offset(byte[] datagram) {
        int first = datagram[0] & 0xFF;
        if (first == TLS12_CID) {
            return TLS12_CID_OFFSET;
        }
        return (first & UNIFIED_MASK) == UNIFIED_WITH_ID ? UNIFIED_OFFSET : 0;
    }

    /** Whose datagram this is, by the connection ID of its first record. */
    Optional<LoopSession> find(byte[] datagram, int length) {
        if (!isIn(datagram, length)) {
            return Optional.empty();
        }
        int offset = offset(datagram);
        for (int idLength = 1; idLength <= Math.min(ConnectionId.MAX_LENGTH, length - offset); idLength++) {
            if (lengths.get(idLength) > 0) {
                probe.datagram = datagram;
                probe.offset = offset;
                probe.limit = offset + idLength;
                Optional<LoopSession> owner = owners.get(probe);
                if (owner != null) {
                    return owner;
                }
            }
        }
        return Optional.empty();
    }
}
