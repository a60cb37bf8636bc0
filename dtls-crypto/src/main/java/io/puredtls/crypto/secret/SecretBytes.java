package io.puredtls.crypto.secret;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;

/**
 * Secret bytes with one owner, zeroed on {@link #close}. Printing it shows its length alone; comparing takes
 * constant time. Not thread-safe.
 *
 * <p>A JVM may have copied the array while moving it and the JCA keeps copies of keys: closing shortens the time
 * a secret is in memory and makes reuse after the end a loud fault; it cannot promise that no trace is left.
 */
public final class SecretBytes implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private SecretBytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Takes {@code bytes}: the array belongs to the result from here on. */
    public static SecretBytes taking(byte[] bytes) {
        return new SecretBytes(Objects.requireNonNull(bytes, "bytes"));
    }

    /** Copies a slice that stays the caller's. */
    public static SecretBytes copyOf(byte[] bytes, int offset, int length) {
        return new SecretBytes(Arrays.copyOfRange(bytes, Objects.checkFromIndexSize(offset, length, bytes.length), offset + length));
    }

    /** The number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** Lends the bytes themselves: valid until {@link #close}, not to be changed or kept. */
    public byte[] view() {
        if (closed) {
            throw new IllegalStateException("this secret has been closed");
        }
        return bytes;
    }

    /** Gives a slice as a secret of its own. */
    public SecretBytes slice(int offset, int length) {
        return copyOf(view(), offset, length);
    }

    /** Gives a key of these bytes for the JCA. */
    public DestroyableKey key(String algorithm) {
        return DestroyableKey.copyOf(algorithm, view());
    }

    /** Constant-time equality with bytes that are lent. */
    public boolean matches(byte[] other) {
        return MessageDigest.isEqual(view(), other);
    }

    /** Whether {@link #close} has been called. */
    public boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        Arrays.fill(bytes, (byte) 0);
    }

    /** Constant-time; a closed secret equals nothing but itself. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof SecretBytes that && !closed && !that.closed && MessageDigest.isEqual(bytes, that.bytes);
    }

    /** The length alone, so that a hash table reveals nothing of the content. */
    @Override
    public int hashCode() {
        return bytes.length;
    }

    @Override
    public String toString() {
        return "SecretBytes[" + bytes.length + (closed ? ", closed]" : "]");
    }
}
