package io.puredtls.endpoint.explain;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Bytes that follow from a seed: the SHA-256 of seed, purpose and a counter, block by block. Good for showing a handshake,
 * useless for having one. Not thread-safe.
 */
final class SeededEntropy implements Entropy {
    private final byte[] purpose;
    private final ByteBuffer input;
    private ByteBuffer block = ByteBuffer.allocate(0);
    private long counter;

    SeededEntropy(long seed, String purpose) {
        this.purpose = purpose.getBytes(StandardCharsets.UTF_8);
        this.input = ByteBuffer.allocate(16 + this.purpose.length).putLong(0, seed);
    }

    @Override
    public void fill(byte[] out) {
        for (int i = 0; i < out.length; i++) {
            if (!block.hasRemaining()) {
                input.putLong(8, counter++).put(16, purpose);
                block = ByteBuffer.wrap(HashAlgorithm.SHA256.hash(Jca.PLATFORM, input.array()));
            }
            out[i] = block.get();
        }
    }
}
