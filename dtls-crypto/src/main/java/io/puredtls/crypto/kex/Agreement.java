package io.puredtls.crypto.kex;

import io.puredtls.crypto.secret.SecretBytes;
import java.util.Objects;

/**
 * What comes of answering a peer's share: our own share, for the wire, and the secret that both now have.
 * Not thread-safe; closing it closes the secret.
 */
public final class Agreement implements AutoCloseable {
    private final byte[] share;
    private final SecretBytes secret;

    /** Takes both. */
    Agreement(byte[] share, SecretBytes secret) {
        this.share = Objects.requireNonNull(share, "share");
        this.secret = Objects.requireNonNull(secret, "secret");
    }

    /** Our share, as it goes on the wire. The array is the caller's. */
    public byte[] share() {
        return share.clone();
    }

    /** Gives the shared secret: one object, however often it is asked for, and closing either of the two is enough. */
    public SecretBytes secret() {
        return secret;
    }

    @Override
    public void close() {
        secret.close();
    }

    /** The lengths alone. */
    @Override
    public String toString() {
        return "Agreement[share of " + share.length + " bytes, " + secret + "]";
    }
}
