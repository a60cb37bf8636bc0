package io.puredtls.engine;

import io.puredtls.flight.FlightController;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.state.Established;
import java.time.Duration;

/**
 * How long an association keeps what it has no more use for itself, as the peer may have: the last flight and the keys of
 * the handshake, and keys that others have followed. Not thread-safe.
 */
final class Leftovers {
    /** [RFC6347 §4.2.4#2] Twice the maximum segment lifetime: how long after it was sent last the last flight can be asked for again. */
    private static final long LAST_FLIGHT_TIME = Duration.ofSeconds(240).toNanos();

    private final RecordLayer records;
    private final FlightController flights;
    private final Handshake handshake;
    private final Deadlines deadlines;
    private int oldKeysBelow; // what the deadline of old keys is about

    Leftovers(RecordLayer records, FlightController flights, Handshake handshake, Deadlines deadlines) {
        this.records = records;
        this.flights = flights;
        this.handshake = handshake;
        this.deadlines = deadlines;
    }

    /** The handshake is complete; the records of its end may come again. */
    void onConnected(Established state, long now) {
        if (state.handshakeEpoch() != records.newestReadEpoch()) {
            deadlines.set(Deadlines.Deadline.LAST_FLIGHT, now + LAST_FLIGHT_TIME);
        }
    }

    /** Something happened. */
    void keep(Established state, long now) {
        // whoever asks again does not have it, and whoever says its own again has not heard that it came: the time begins anew
        boolean again = handshake.reception().takeHandshakeAgain() && deadlines.isSet(Deadlines.Deadline.LAST_FLIGHT);
        if (again || flights.isSending() && flights.keepsLastFlight()) {
            deadlines.set(Deadlines.Deadline.LAST_FLIGHT, now + LAST_FLIGHT_TIME);
        }
        retireOldKeys(state, now);
    }

    /** [RFC9147 §8] Keys to read go when the next ones have been seen in use, after a time for what was overtaken. */
    private void retireOldKeys(Established state, long now) {
        int inUse = records.newestReadEpochInUse();
        // [RFC9147 §4.2.1#2] [RFC9147 §8#5]
        if (records.hasReadEpochsBelow(inUse, state.handshakeEpoch()) && !deadlines.isSet(Deadlines.Deadline.OLD_KEYS)) {
            oldKeysBelow = inUse;
            // [RFC9147 §4.2.1#1] [RFC9147 §5.6#2]
            deadlines.set(Deadlines.Deadline.OLD_KEYS, now + 2 * flights.rto());
        }
        records.retireOldWriteEpochs(flights::needs);
    }

    /** Lets go of what is due. */
    void onTimeout(Established state, long now) {
        if (deadlines.takeIfDue(Deadlines.Deadline.LAST_FLIGHT, now)) {
            flights.forgetLastFlight();
            if (state.handshakeEpoch() != records.newestReadEpoch()) {
                records.retireReadEpoch(state.handshakeEpoch());
            }
        }
        if (deadlines.takeIfDue(Deadlines.Deadline.OLD_KEYS, now)) {
            records.retireReadEpochsBelow(oldKeysBelow, state.handshakeEpoch());
        }
    }
}
