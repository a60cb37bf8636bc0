package io.puredtls.config;

import io.puredtls.crypto.aead.AeadLimits;

/**
 * [RFC9147 §4.5.3] Tightens how often one key may be used; it never loosens what the algorithm allows.
 *
 * @param recordsSealed the most records sealed under one key; at least 2
 * @param forgeriesSeen the most forged records seen under one key; at least 1
 */
public record UsageLimits(long recordsSealed, long forgeriesSeen) {
    /** What each algorithm allows. */
    public static final UsageLimits OF_THE_ALGORITHM = new UsageLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    /** Checks the bounds. */
    public UsageLimits {
        if (recordsSealed < 2 || forgeriesSeen < 1) {
            throw new ConfigException("usage limits are at least 2 records and 1 forgery, not " + recordsSealed + " and " + forgeriesSeen);
        }
    }

    /** The tighter of this and the algorithm's. */
    public AeadLimits within(AeadLimits algorithm) {
        return new AeadLimits(Math.min(recordsSealed, algorithm.confidentiality()), Math.min(forgeriesSeen, algorithm.integrity()));
    }
}
