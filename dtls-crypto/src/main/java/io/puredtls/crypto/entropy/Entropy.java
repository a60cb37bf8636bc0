package io.puredtls.crypto.entropy;

import java.security.SecureRandom;

/**
 * A source of unpredictable bytes. {@link SystemEntropy#INSTANCE} is the default everywhere; anything else is for
 * tests and for hardware generators. Implementations used by more than one engine must be thread-safe.
 */
@FunctionalInterface
public interface Entropy {
    /** Fills all of {@code out} with fresh random bytes. */
    void fill(byte[] out);

    /** Gives {@code length} fresh random bytes. */
    default byte[] bytes(int length) {
        byte[] out = new byte[length];
        fill(out);
        return out;
    }

    /** This source as the JCA wants it. */
    default SecureRandom asSecureRandom() {
        return new EntropyRandom(this);
    }
}
