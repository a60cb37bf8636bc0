package io.puredtls.flight;

import io.puredtls.config.Settings;

/**
 * [RFC6347 §4.1.1.1] The largest datagram a flight is packed into. When a flight is lost again and again the path may
 * be the reason: every second loss in a row lowers it a step, down to 256. Not thread-safe.
 */
public final class PathMtu {
    private static final int[] STEPS = {1200, 548, Settings.MIN_MTU}; // IPv6's minimum less headers; IPv4's, less headers; ours
    private static final int LOSSES_PER_STEP = 2;

    private int configured;
    private int current;
    private int losses;

    /** Begins with {@code mtu}, 256 to 65535. */
    public PathMtu(int mtu) {
        configure(mtu);
    }

    /** Begins anew with {@code mtu}, 256 to 65535. */
    public void configure(int mtu) {
        if (mtu < Settings.MIN_MTU || mtu > Settings.MAX_MTU) {
            throw new IllegalArgumentException("the MTU is 256 to 65535 bytes, not " + mtu);
        }
        configured = mtu;
        current = mtu;
        losses = 0;
    }

    /** The largest datagram for a flight now. */
    public int current() {
        return current;
    }

    /** What was configured. */
    public int configured() {
        return configured;
    }

    void onLoss() {
        losses++;
        // [RFC6347 §4.1.1.1#11] a path that loses much may be one that carries less
        if (losses % LOSSES_PER_STEP == 0) {
            for (int step : STEPS) {
                if (step < current) {
                    current = step;
                    return;
                }
            }
        }
    }

    void onProgress() {
        losses = 0;
    }
}
