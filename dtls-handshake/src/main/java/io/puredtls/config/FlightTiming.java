package io.puredtls.config;

import java.time.Duration;
import java.util.Objects;

/**
 * [RFC6347 §4.2.4.1] [RFC9147 §5.8.2] When a flight that is not answered is sent again: after {@code initialRto}, then
 * after twice as long each time, up to {@code maxRto}.
 *
 * @param initialRto 50 ms to 60 s; default 1 s, or 400 ms where SRTP profiles are configured
 * @param maxRto at least {@code initialRto}, at most one hour; default 60 s
 * @param maxRetransmissions how often a flight is sent again before the handshake fails; default
 *     {@link #UNLIMITED}, as the handshake limit ends it
 * @param adaptation whether the time after which the next flight is sent again depends on how the ones before fared;
 *     default {@link Adaptation#MEASURED}
 */
public record FlightTiming(Duration initialRto, Duration maxRto, int maxRetransmissions, Adaptation adaptation) {
    private static final Duration MIN_INITIAL = Duration.ofMillis(50);
    private static final Duration MAX_INITIAL = Duration.ofSeconds(60);
    private static final Duration MAX_MAX = Duration.ofHours(1);
    /** A peer that answered one message at once may have to think about the next: a measured timeout is not below this. */
    private static final Duration MIN_ADAPTED = Duration.ofMillis(200);

    /** No bound on the number of retransmissions. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
    /** [RFC6347 §4.2.4.1#1] 1 s, doubled up to 60 s. */
    // [RFC9147 §5.8.2#1]
    public static final FlightTiming DEFAULT = new FlightTiming(Duration.ofSeconds(1), Duration.ofSeconds(60), UNLIMITED);

    /** [RFC9147 §5.8.2] 400 ms, where the handshake is for SRTP: people wait for its end. */
    public static final FlightTiming SRTP = DEFAULT.withInitialRto(Duration.ofMillis(400));

    /** What a timeout learns from flights before. */
    public enum Adaptation {
        /**
         * [RFC9147 §5.8.2] A flight that was answered after it was sent once sets the next timeout to half as long again as
         * that took, though not below 200 ms or {@code initialRto}, whichever is less; one that was lost leaves it backed off.
         */
        MEASURED,
        /** Nothing: each flight begins with {@code initialRto}. For exact schedules. */
        NONE
    }

    /** With {@link Adaptation#MEASURED}. */
    public FlightTiming(Duration initialRto, Duration maxRto, int maxRetransmissions) {
        this(initialRto, maxRto, maxRetransmissions, Adaptation.MEASURED);
    }

    /** Checks the bounds. */
    public FlightTiming {
        Objects.requireNonNull(adaptation, "adaptation");
        if (initialRto.compareTo(MIN_INITIAL) < 0 || initialRto.compareTo(MAX_INITIAL) > 0) {
            throw new ConfigException("initialRto is 50 ms to 60 s, not " + initialRto.toMillis() + " ms");
        }
        if (maxRto.compareTo(initialRto) < 0 || maxRto.compareTo(MAX_MAX) > 0) {
            throw new ConfigException(
                    "maxRto is initialRto (" + initialRto.toMillis() + " ms) to one hour, not " + maxRto.toMillis() + " ms");
        }
        if (maxRetransmissions < 0) {
            throw new ConfigException("maxRetransmissions is not negative, but " + maxRetransmissions);
        }
    }

    /**
     * The same with another initial timeout; the cap is raised with it where needed. Where timeouts are {@link Adaptation#MEASURED}
     * it is that of the first flight alone: who wants this one for every flight says {@link Adaptation#NONE} too.
     */
    public FlightTiming withInitialRto(Duration rto) {
        return new FlightTiming(rto, rto.compareTo(maxRto) > 0 ? rto : maxRto, maxRetransmissions, adaptation);
    }

    /** The same with another adaptation. */
    public FlightTiming withAdaptation(Adaptation other) {
        return new FlightTiming(initialRto, maxRto, maxRetransmissions, other);
    }

    /** Whether timeouts learn from flights before. */
    public boolean isAdaptive() {
        return adaptation == Adaptation.MEASURED;
    }

    /** The timeout that {@code base} becomes after so many doublings, both in nanoseconds. */
    public long backedOff(long base, int doublings) {
        long rto = base;
        for (int i = 0; i < doublings && rto < maxRto.toNanos(); i++) {
            rto *= 2;
        }
        return Math.min(rto, maxRto.toNanos());
    }

    /** The timeout after an answer that took {@code roundTrip}, both in nanoseconds. */
    public long adapted(long roundTrip) {
        long least = Math.min(initialRto.toNanos(), MIN_ADAPTED.toNanos());
        // [RFC9147 §5.8.2#6]
        return Math.max(least, Math.min(roundTrip + roundTrip / 2, maxRto.toNanos()));
    }
}
