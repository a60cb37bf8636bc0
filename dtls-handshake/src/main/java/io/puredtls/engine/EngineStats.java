package io.puredtls.engine;

import io.puredtls.record.DropReason;
import io.puredtls.record.layer.RecordCounters;
import java.util.EnumMap;
import java.util.Map;

/**
 * What went through an engine so far. A snapshot.
 *
 * @param recordsSent records sealed
 * @param recordsReceived records opened
 * @param recordsHeldBack records that came before their keys and were kept
 * @param flightsSentAgain flights that were sent again
 * @param drops how often something was dropped, by reason; reasons that never happened are not in it
 */
public record EngineStats(
        long recordsSent, long recordsReceived, long recordsHeldBack, int flightsSentAgain, Map<DropReason, Long> drops) {
    /** Copies the map. */
    public EngineStats {
        drops = drops.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(drops));
    }

    static EngineStats of(RecordCounters counters, int flightsSentAgain) {
        Map<DropReason, Long> drops = new EnumMap<>(DropReason.class);
        for (DropReason reason : DropReason.values()) {
            if (counters.drops(reason) > 0) {
                drops.put(reason, counters.drops(reason));
            }
        }
        return new EngineStats(counters.recordsSent(), counters.recordsReceived(), counters.recordsHeldBack(), flightsSentAgain, drops);
    }

    /** How often something was dropped for {@code reason}. */
    public long drops(DropReason reason) {
        return drops.getOrDefault(reason, 0L);
    }
}
