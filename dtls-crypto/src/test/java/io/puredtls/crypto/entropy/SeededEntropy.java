package io.puredtls.crypto.entropy;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 over a seed and a counter: the same bytes in every run and on every JDK. */
public final class SeededEntropy implements Entropy {
    private final long seed;
    private long counter;

    public SeededEntropy(long seed) {
        this.seed = seed;
    }

    @Override
    public void fill(byte[] out) {
        for (int done = 0; done < out.length; done += 32) {
            byte[] block = sha256(ByteBuffer.allocate(16).putLong(seed).putLong(counter++).array());
            System.arraycopy(block, 0, out, done, Math.min(32, out.length - done));
        }
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
