package io.puredtls.crypto.secret;

import java.util.Arrays;
import java.util.Objects;
import javax.crypto.SecretKey;

/**
 * A raw symmetric key whose {@link #destroy} works; {@code SecretKeySpec}'s throws. Prints its algorithm and
 * length alone. Not thread-safe.
 */
public final class DestroyableKey implements SecretKey {
    private static final long serialVersionUID = 1;

    private final String algorithm;
    private final transient byte[] bytes;
    private boolean destroyed;

    private DestroyableKey(String algorithm, byte[] bytes) {
        this.algorithm = Objects.requireNonNull(algorithm, "algorithm");
        this.bytes = bytes;
    }

    /** A key over a copy of {@code bytes}, which are lent. {@code algorithm} is the JCA's name, as in {@code "AES"}. */
    public static DestroyableKey copyOf(String algorithm, byte[] bytes) {
        return new DestroyableKey(algorithm, bytes.clone());
    }

    @Override
    public String getAlgorithm() {
        return algorithm;
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    /** Gives a copy, as the JCA's contract asks: providers wipe what they are given. */
    @Override
    public byte[] getEncoded() {
        if (destroyed) {
            throw new IllegalStateException("this key has been destroyed");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "DestroyableKey[" + algorithm + ", " + bytes.length + (destroyed ? " bytes, destroyed]" : " bytes]");
    }

    /** A key is not a value to be written to a stream. */
    private void writeObject(java.io.ObjectOutputStream out) throws java.io.NotSerializableException {
        throw new java.io.NotSerializableException(DestroyableKey.class.getName());
    }
}
