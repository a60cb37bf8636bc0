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

    private static final byte[] NOTHING = new byte[0];

    private byte[] datagram = NOTHING;
    private int position;
    private int limit;
    private Optional<DropReason> stoppedBy = Optional.empty();

    /** A cursor at the end of its walk. */
    public RecordCursor() {
        // fields begin with their defaults
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
        if (!PlaintextHeader.begins(datagram[position] & 0xFF)) {
            return stop(UNKNOWN_FORMAT);
        }
        if (!PlaintextHeader.read(datagram, position, limit, view)) {
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
