package io.puredtls.flight;

import io.puredtls.record.RecordNumber;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which pieces of a flight went out in which record, over all its transmissions, so that an ACK can be understood. */
final class SentRecords {
    /** A flight is not sent so often that it matters; if a peer makes it so, its oldest records are not looked up any more. */
    private static final int MAX_RECORDS = 4096;

    private final Map<RecordNumber, List<Piece>> pieces = new LinkedHashMap<>();

    /** A range of an item. */
    record Piece(int item, int from, int to) {
    }

    void sent(RecordNumber number, List<Piece> carried) {
        if (pieces.size() >= MAX_RECORDS) {
            pieces.remove(pieces.keySet().iterator().next());
        }
        // [RFC9147 §7.2#4]
        pieces.put(number, List.copyOf(carried));
    }

    /** What that record carried; nothing if it was none of ours. */
    List<Piece> carried(RecordNumber number) {
        return pieces.getOrDefault(number, List.of());
    }

    /** The same, once: it is not asked for again. */
    List<Piece> acknowledged(RecordNumber number) {
        List<Piece> carried = pieces.remove(number);
        return carried == null ? List.of() : carried;
    }
}
