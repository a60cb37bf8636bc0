package io.puredtls.flight;

import io.puredtls.config.FlightTiming;

/**
 * [RFC9147 §5.8.2] How long a flight waits before it is sent again. Doubled each time it runs out; kept where it is until
 * a flight is answered that was sent once, and then, if it was measured, half as long again as that took. Not thread-safe.
 */
final class RetransmitTimer {
    private FlightTiming timing;
    private long base;
    private int doublings;
    private long roundTrip;

    RetransmitTimer(FlightTiming timing) {
        this.timing = timing;
        this.base = timing.initialRto().toNanos();
    }

    /** The timeout of a flight that was sent again so often, in nanoseconds. */
    long rto(int attempts) {
        return timing.backedOff(base, doublings + attempts);
    }

    /** A flight was answered. */
    void onAnswer(OutgoingFlight flight, long now) {
        if (flight.wasSentOnce()) {
            roundTrip = now - flight.firstSentAt();
        }
        if (!timing.isAdaptive()) {
            return;
        }
        if (flight.wasSentOnce()) {
            doublings = 0;
            // [RFC9147 §5.8.2#8]
            base = timing.adapted(now - flight.firstSentAt());
        } else {
            // [RFC6347 §4.2.4.1#2] kept until a transmission without loss
            // [RFC9147 §5.8.2#7]
            doublings += flight.attempts();
        }
    }

    /** How long it took the last flight that was sent once to be answered; 0 if there was none. */
    long roundTrip() {
        return roundTrip;
    }

    /** Another first timeout; what was measured is forgotten, what was doubled stays. */
    void timing(FlightTiming newTiming) {
        this.timing = newTiming;
        this.base = newTiming.initialRto().toNanos();
    }
}
