package io.puredtls.path;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ConnectionIdUsage;
import io.puredtls.config.Settings;
import io.puredtls.event.EngineEvent;
import io.puredtls.message.NewConnectionId;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.protection.PeerConnectionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * [RFC9147 §9] Which connection IDs an association uses in both directions, from the offer on. Tells the driver of each of ours
 * that comes and goes. Not thread-safe.
 */
public final class ConnectionIdUse {
    /**
     * How many of ours the peer may use; as many again are read that it was told not to use any more. Each costs the peer's every
     * record a look, and an endpoint an entry.
     */
    private static final int MAX_OURS = 16;
    private static final int MAX_SPARES = 8;

    private final Settings settings;
    private final RecordLayer records;
    private final Queue<EngineEvent> events;
    private final PeerConnectionId peers = new PeerConnectionId();
    private final ArrayDeque<ConnectionId> spares = new ArrayDeque<>();
    private final List<ConnectionId> ours = new ArrayList<>();
    private int superseded; // how many of ours, from the first on, the peer was told not to use any more
    private Optional<ConnectionIds> agreed = Optional.empty();

    /** Nothing is offered yet. Both are lent. */
    public ConnectionIdUse(Settings settings, RecordLayer records, Queue<EngineEvent> events) {
        this.settings = settings;
        this.records = records;
        this.events = events;
    }

    /** What stands in our records; lent to whatever seals them. */
    public PeerConnectionId peers() {
        return peers;
    }

    /** Those of ours that the peer may use, the eldest first. */
    public List<ConnectionId> ours() {
        return List.copyOf(ours);
    }

    /** Whether the peer answers checks of its address, and we its. */
    public boolean isCheckAgreed() {
        return agreed.map(ConnectionIds::returnRoutability).orElse(false);
    }

    /** [RFC9147 §9] Whether we may ask for more, and the peer may give them: it wants to see some. */
    public boolean isSending() {
        return agreed.isPresent() && !peers.current().isEmpty();
    }

    /** [RFC9147 §9] Whether the peer may ask for more, and we may give them. */
    public boolean isReceiving() {
        return !ours.isEmpty();
    }

    /** A client said in its hello what it wants to see. */
    public void offer(ConnectionId id) {
        if (!id.isEmpty()) {
            add(id);
            records.receiveConnectionIds(OurConnectionIds.offered(id));
        }
    }

    /** The hellos agree. Where there is early data, which knows nothing of it yet, records may be without until it ends. */
    public void agree(Optional<ConnectionIds> ids, boolean earlyData) {
        agreed = ids;
        ConnectionId wanted = ids.map(ConnectionIds::ours).orElse(ConnectionId.NONE);
        ours.stream().filter(id -> !id.equals(wanted)).toList().forEach(this::remove);
        if (!wanted.isEmpty() && !ours.contains(wanted)) {
            add(wanted);
        }
        peers.use(ids.map(ConnectionIds::peers).orElse(ConnectionId.NONE));
        records.receiveConnectionIds(earlyData && !wanted.isEmpty() ? OurConnectionIds.offered(wanted) : OurConnectionIds.agreed(ours));
    }

    /** Early data has ended: every record has one now. */
    public void onEarlyDataEnded() {
        if (agreed.isPresent()) {
            records.receiveConnectionIds(OurConnectionIds.agreed(ours));
        }
    }

    /**
     * [RFC9147 §9] Makes more of ours, at most so many as there is room for, which may be none.
     *
     * @param usage whether the peer is to use none of the earlier ones any more
     */
    public NewConnectionId issue(int count, ConnectionIdUsage usage) {
        ours.subList(0, superseded).stream().toList().forEach(this::remove);
        superseded = 0;
        List<ConnectionId> more = new ArrayList<>();
        // where the others are superseded by these, each of them has a place again
        int room = usage == ConnectionIdUsage.CID_IMMEDIATE ? MAX_OURS : MAX_OURS - ours.size();
        for (int i = Math.min(count, room); i > 0; i--) {
            fresh().ifPresent(id -> {
                more.add(id);
                add(id);
            });
        }
        ConnectionIdUsage said = more.isEmpty() ? ConnectionIdUsage.CID_SPARE : usage;
        if (said == ConnectionIdUsage.CID_IMMEDIATE) {
            superseded = ours.size() - more.size();
        }
        records.receiveConnectionIds(OurConnectionIds.agreed(ours));
        return new NewConnectionId(more, said.ordinal());
    }

    /** One that we do not have; none if the generator has no more. */
    private Optional<ConnectionId> fresh() {
        ConnectionId id = settings.mobility().connectionIds().orElseThrow().next(settings.entropy());
        return id.isEmpty() || ours.contains(id) ? Optional.empty() : Optional.of(id);
    }

    private void add(ConnectionId id) {
        ours.add(id);
        events.add(new EngineEvent.ConnectionIdIssued(id));
    }

    private void remove(ConnectionId id) {
        ours.remove(id);
        events.add(new EngineEvent.ConnectionIdRetired(id));
    }

    /** [RFC9147 §9] The peer wants to see others. */
    public void take(NewConnectionId message) throws ProtocolException {
        if (message.usage() >= ConnectionIdUsage.values().length) {
            throw violation(Violation.ILLEGAL_NEW_CONNECTION_ID, "usage is neither 0 nor 1 but " + message.usage());
        }
        if (message.usage() == ConnectionIdUsage.CID_IMMEDIATE.ordinal()) {
            if (message.cids().isEmpty()) {
                throw violation(Violation.ILLEGAL_NEW_CONNECTION_ID, "one is to be used immediately, and none is given");
            }
            spares.clear(); // those before are not wanted any more
        }
        for (ConnectionId cid : message.cids()) {
            if (cid.isEmpty()) {
                throw violation(Violation.ILLEGAL_NEW_CONNECTION_ID, "an empty one among " + message.cids().size());
            }
            // [RFC9147 §9#3] [RFC9147 §9#4]
            if (spares.size() < MAX_SPARES) {
                spares.add(cid);
            }
        }
        // [RFC9147 §9#1]
        if (message.usage() == ConnectionIdUsage.CID_IMMEDIATE.ordinal()) {
            useSpare();
        }
    }

    /** How many the peer gave us that were not used yet. */
    public int spares() {
        return spares.size();
    }

    /** [RFC9147 §9] On a new path another one, so that nobody tells by it that we are the same; the old one if there is no other. */
    // [RFC9147 §9#9]
    public void useSpare() {
        if (!spares.isEmpty()) {
            peers.use(spares.remove());
        }
    }
}
