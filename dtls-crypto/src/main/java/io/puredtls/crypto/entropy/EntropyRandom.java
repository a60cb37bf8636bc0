package io.puredtls.crypto.entropy;

import java.security.SecureRandom;

/** An {@link Entropy} behind the JCA's class; every number it makes comes from {@code nextBytes}. */
final class EntropyRandom extends SecureRandom {
    private static final long serialVersionUID = 1;

    private final transient Entropy entropy;

    EntropyRandom(Entropy entropy) {
        super(null, null);
        this.entropy = entropy;
    }

    @Override
    public void nextBytes(byte[] bytes) {
        entropy.fill(bytes);
    }

    /** Without effect: what comes next is the source's affair. */
    @Override
    public void setSeed(byte[] seed) {
        // an entropy is not seeded from outside
    }

    /** Without effect; called by the constructor of a superclass. */
    @Override
    public void setSeed(long seed) {
        // an entropy is not seeded from outside
    }

    @Override
    public byte[] generateSeed(int length) {
        return entropy.bytes(length);
    }

    /** Without effect, as is setting a seed. */
    @Override
    public void reseed() {
        // an entropy is not seeded from outside
    }

    @Override
    public String toString() {
        return "EntropyRandom[" + entropy + "]";
    }
}
