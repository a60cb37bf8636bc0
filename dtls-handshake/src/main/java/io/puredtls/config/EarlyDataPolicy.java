package io.puredtls.config;

import java.time.Duration;
import java.util.Optional;

/**
 * [RFC9846 §8] Whether a server takes early data, which a client sends with its first hello and which anybody can send
 * again. Off by default.
 *
 * @param maxBytes how much may be sent with a ticket; 0: none is taken
 * @param antiReplay what notices hellos that were seen before; empty where tickets can be used once only
 * @param window how far the age that a client claims for its ticket may be from the true one; 100 ms to 60 s
 */
public record EarlyDataPolicy(int maxBytes, Optional<AntiReplay> antiReplay, Duration window) {
    private static final Duration MIN_WINDOW = Duration.ofMillis(100);
    private static final Duration MAX_WINDOW = Duration.ofSeconds(60);

    /** None is taken. */
    public static final EarlyDataPolicy REFUSED = new EarlyDataPolicy(0, Optional.empty(), Duration.ofSeconds(10));

    /** Checks the bounds. */
    public EarlyDataPolicy {
        if (maxBytes < 0) {
            throw new ConfigException("early data is not less than nothing: " + maxBytes);
        }
        if (window.compareTo(MIN_WINDOW) < 0 || window.compareTo(MAX_WINDOW) > 0) {
            throw new ConfigException("the freshness window of early data is 100 ms to 60 s, not " + window.toMillis() + " ms");
        }
        long remembered = antiReplay.map(AntiReplay::window).orElse(Long.MAX_VALUE);
        if (remembered < window.toMillis()) {
            throw new ConfigException("hellos are remembered for a freshness window of " + remembered + " ms, and early data is taken within "
                    + window.toMillis() + " ms");
        }
    }

    /** Takes as much with each ticket that can be used once only, within ten seconds of its age. */
    public static EarlyDataPolicy ofSingleUseTickets(int maxBytes) {
        return new EarlyDataPolicy(maxBytes, Optional.empty(), REFUSED.window);
    }

    /** Takes as much from each hello that {@code antiReplay} has not seen, within ten seconds of its ticket's age. */
    public static EarlyDataPolicy of(int maxBytes, AntiReplay antiReplay) {
        return new EarlyDataPolicy(maxBytes, Optional.of(antiReplay), REFUSED.window);
    }

    /** Whether any is taken. */
    public boolean isAccepted() {
        return maxBytes > 0;
    }
}
