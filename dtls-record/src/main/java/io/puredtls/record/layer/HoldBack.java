package io.puredtls.record.layer;

/** Which records that come before their time are kept until it comes, instead of being dropped. */
public enum HoldBack {
    /** Those of the epoch after the newest one we can read: its keys are being agreed on. */
    NEXT_EPOCH,
    /** Application data of the newest epoch: the handshake that makes it trustworthy is not over. */
    APPLICATION_DATA,
    /** None. */
    NOTHING
}
