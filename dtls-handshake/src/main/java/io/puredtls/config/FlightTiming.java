package io.puredtls.config;

import java.time.Duration;

/**
 * [RFC6347 §4.2.4.1] When a flight that is not answered is sent again: after {@code initialRto}, then after twice as
 * long each time, up to {@code maxRto}.
 *
 * @param initialRto 50 ms to 60 s; default 1 s
 * @param maxRto at least {@code initialRto}, at most one hour; default 60 s
 * @param maxRetransmissions how often a flight is sent again before the handshake fails; default
 *     {@link #UNLIMITED}, as the handshake limit ends it
 */
public record FlightTiming(Duration initialRto, Duration maxRto, int maxRetransmissions) {
    private static final Duration MIN_INITIAL = Duration.ofMillis(50);
    private static final Duration MAX_INITIAL = Duration.ofSeconds(60);
    private static final Duration MAX_MAX = Duration.ofHours(1);

    /** No bound on the number of retransmissions. */
    public static final int UNLIMITED = Integer.MAX_VALUE;
    /** [RFC6347 §4.2.4.1#1] 1 s, doubled up to 60 s. */
    public static final FlightTiming DEFAULT = new FlightTiming(Duration.ofSeconds(1), Duration.ofSeconds(60), UNLIMITED);

    /** Checks the bounds. */
    public FlightTiming {
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

    /** The same with another initial timeout; the cap is raised with it where needed. */
    public FlightTiming withInitialRto(Duration rto) {
        return new FlightTiming(rto, rto.compareTo(maxRto) > 0 ? rto : maxRto, maxRetransmissions);
    }

    /** The timeout after so many doublings, in nanoseconds. */
    public long rtoNanos(int doublings) {
        long rto = initialRto.toNanos();
        for (int i = 0; i < doublings && rto < maxRto.toNanos(); i++) {
            rto *= 2;
        }
        return Math.min(rto, maxRto.toNanos());
    }
}
