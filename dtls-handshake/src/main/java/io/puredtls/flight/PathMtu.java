package io.puredtls.flight;

import io.puredtls.config.Settings;
import io.puredtls.record.protection.RecordProtection;

/**
 * [RFC6347 §4.1.1.1] [RFC9147 §4.4] The largest datagram a flight is packed into, and the most content of a record. When
 * a flight is lost again and again the path may be the reason: every second loss in a row lowers it a step, down to 256.
 * Not thread-safe.
 */
public final class PathMtu {
    private static final int[] STEPS = {1200, 548, Settings.MIN_MTU}; // IPv6's minimum less headers; IPv4's, less headers; ours
    private static final int LOSSES_PER_STEP = 2;

    private int configured;
    private int current;
    private int losses;
    private int maxContent = RecordProtection.MAX_PLAINTEXT;

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

    /** [RFC8449 §4] The most content that the peer takes in a record, at most 16384 bytes. */
    public void limitContent(int bytes) {
        maxContent = Math.min(maxContent, bytes);
    }

    /** The most content that a record of ours may have. */
    public int maxContent() {
        return maxContent;
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
        // [RFC6347 §4.1.1.1#11] [RFC9147 §4.4#14] a path that loses much may be one that carries less
        if (losses % LOSSES_PER_STEP == 0) {
            onTooLarge();
        }
    }

    /** Lowers it a step; false if there is none. */
    boolean onTooLarge() {
        for (int step : STEPS) {
            if (step < current) {
                current = step;
                return true;
            }
        }
        return false;
    }

    void onProgress() {
        losses = 0;
    }
}
