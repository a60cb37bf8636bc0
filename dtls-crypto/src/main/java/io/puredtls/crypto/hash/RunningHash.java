package io.puredtls.crypto.hash;

import java.security.MessageDigest;

/** A hash that is fed piece by piece and can be read at any point without ending it. Not thread-safe. */
public final class RunningHash {
    private final MessageDigest digest;

    RunningHash(MessageDigest digest) {
        this.digest = digest;
    }

    /** Appends a slice. */
    public void update(byte[] input, int offset, int length) {
        digest.update(input, offset, length);
    }

    /** The hash of all that has been appended so far; more may follow. */
    public byte[] current() {
        return cloned().digest();
    }

    /** A hash of its own that goes on from here. */
    public RunningHash copy() {
        return new RunningHash(cloned());
    }

    private MessageDigest cloned() {
        try {
            return (MessageDigest) digest.clone();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(digest.getAlgorithm() + " of " + digest.getProvider().getName() + " cannot be cloned", impossible);
        }
    }
}
