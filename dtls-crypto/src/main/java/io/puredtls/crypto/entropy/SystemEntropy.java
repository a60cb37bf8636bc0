package io.puredtls.crypto.entropy;

import java.security.SecureRandom;

/** The platform's {@link SecureRandom}. The only place in the core that makes one. Thread-safe. */
public final class SystemEntropy implements Entropy {
    /** One generator for the process: {@code SecureRandom} is thread-safe and seeds itself once. */
    public static final SystemEntropy INSTANCE = new SystemEntropy();

    // [RFC9846 §C.1#1]
    private final SecureRandom random = new SecureRandom();

    private SystemEntropy() {
    }

    @Override
    public void fill(byte[] out) {
        random.nextBytes(out);
    }

    @Override
    public SecureRandom asSecureRandom() {
        return random;
    }
}
