package io.puredtls.record.layer;

/** Whether records that come before their time are kept until it comes, instead of being dropped. */
public enum HoldBack {
    /**
     * During a handshake: records of the epoch after the newest one we can read, whose keys are being agreed on, and
     * protected application data, which counts once the handshake is over.
     */
    EARLY,
    /** None. */
    NOTHING
}
