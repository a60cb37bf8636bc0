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
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException(digest.getAlgorithm() + " of " + digest.getProvider().getName() + " cannot be cloned", impossible);
        }
    }
}
