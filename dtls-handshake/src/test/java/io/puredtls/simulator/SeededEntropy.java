package io.puredtls.simulator;

import io.puredtls.crypto.entropy.Entropy;
import java.util.SplittableRandom;

/** Bytes that look random and are the same for the same seed. For tests alone. */
public final class SeededEntropy implements Entropy {
    private final SplittableRandom random;

    public SeededEntropy(long seed) {
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void fill(byte[] out) {
        random.nextBytes(out);
    }
}
