package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.secret.SecretBytes;

/** [RFC9846 §4.7.1] What the pre-shared keys of a session's tickets come from. */
public final class ResumptionSecret implements AutoCloseable {
    private final Labels labels;
    private final SecretBytes secret;

    ResumptionSecret(Labels labels, SecretBytes secret) {
        this.labels = labels;
        this.secret = secret;
    }

    /** The key of the ticket with this nonce, which is lent; gives. */
    public SecretBytes psk(byte[] ticketNonce) {
        // [RFC9846 §4.7.1#16]
        return labels.expand(secret, "resumption", ticketNonce, labels.hash().length());
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "ResumptionSecret";
    }
}
