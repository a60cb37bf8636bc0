package io.puredtls.record.format;

import io.puredtls.record.DropReason;
import io.puredtls.record.HotPath;
import io.puredtls.record.RecordView;
import java.util.Optional;

/**
 * Walks the records of one datagram. After a record that cannot be read nothing of the datagram can be: the walk ends,
 * and {@link #stoppedBy} says why. Reusable; not thread-safe.
 */
public final class RecordCursor {
    private static final Optional<DropReason> UNKNOWN_FORMAT = Optional.of(DropReason.UNKNOWN_FORMAT);
    private static final Optional<DropReason> TRUNCATED = Optional.of(DropReason.TRUNCATED);
    private static final Optional<DropReason> WRONG_CONNECTION_ID = Optional.of(DropReason.WRONG_CONNECTION_ID);

    private static final byte[] NOTHING = new byte[0];

    private byte[] datagram = NOTHING;
    private int position;
    private int limit;
    private Optional<DropReason> stoppedBy = Optional.empty();
    private OurConnectionIds ours = OurConnectionIds.NONE;

    /** A cursor at the end of its walk. */
    public RecordCursor() {
        // fields begin with their defaults
    }

    /** [RFC9146 §3] Says which connection IDs the peer's protected records carry from now on. */
    public void connectionIds(OurConnectionIds ids) {
        this.ours = ids;
    }

    /** Those that the peer's protected records carry. */
    public OurConnectionIds connectionIds() {
        return ours;
    }

    /** Begins at the start of a datagram, which is lent until the walk ends. */
    @HotPath
    public void wrap(byte[] datagram, int offset, int length) {
        this.datagram = datagram;
        this.position = offset;
        this.limit = offset + length;
        this.stoppedBy = Optional.empty();
    }

    /** Points {@code view} at the next record; false at the end of the walk. */
    @HotPath
    public boolean next(RecordView view) {
        if (position >= limit || stoppedBy.isPresent()) {
            return false;
        }
        int first = datagram[position] & 0xFF;
        // [RFC9147 §4.1#3]
        if (UnifiedHeader.begins(first)) {
            return nextUnified(first, view);
        }
        if (Cid12Header.begins(first)) {
            return nextOfDtls12(view);
        }
        // [RFC9147 §4.5.2#7]
        if (!PlaintextHeader.begins(first)) {
            // [RFC9147 §4.1#4]
            return stop(UNKNOWN_FORMAT);
        }
        if (!PlaintextHeader.read(datagram, position, limit, view)) {
            return stop(TRUNCATED);
        }
        position = view.end();
        return true;
    }

    /** [RFC9147 §4] A connection ID, if there is one agreed, stands in every record; one of another association ends the walk. */
    @HotPath
    private boolean nextUnified(int first, RecordView view) {
        int idLength = 0;
        if (UnifiedHeader.hasConnectionId(first)) {
            idLength = ours.at(datagram, position + 1, limit);
        }
        // [RFC9147 §9.1#1]
        if (idLength == OurConnectionIds.NOT_OURS || idLength == 0 && !ours.allowsNone()) {
            // [RFC9147 §4#12]
            return stop(WRONG_CONNECTION_ID);
        }
        if (!UnifiedHeader.read(datagram, position, limit, idLength, view)) {
            return stop(TRUNCATED);
        }
        position = view.end();
        return true;
    }

    /** [RFC9146 §4] How long it is only its being ours tells. */
    @HotPath
    private boolean nextOfDtls12(RecordView view) {
        int idLength = ours.at(datagram, position + Cid12Header.ID, limit);
        if (idLength == OurConnectionIds.NOT_OURS) {
            return stop(WRONG_CONNECTION_ID);
        }
        if (!Cid12Header.read(datagram, position, limit, idLength, view)) {
            return stop(TRUNCATED);
        }
        position = view.end();
        return true;
    }

    /** Lets go of the datagram. */
    @HotPath
    public void release() {
        datagram = NOTHING;
        limit = 0;
        position = 0;
    }

    private boolean stop(Optional<DropReason> reason) {
        stoppedBy = reason;
        return false;
    }

    /** Why the walk ended before the datagram did; empty if it did not. */
    public Optional<DropReason> stoppedBy() {
        return stoppedBy;
    }
}
