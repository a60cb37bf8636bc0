package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.secret.SecretBytes;

/** [RFC9846 §7.1] The second stage: the handshake's own keys come from it. Consumed by {@link #mainSecret}. */
public final class HandshakeSecret implements AutoCloseable {
    private final Labels labels;
    private final SecretBytes secret;

    HandshakeSecret(Labels labels, SecretBytes secret) {
        this.labels = labels;
        this.secret = secret;
    }

    /** {@code client_handshake_traffic_secret}; gives. */
    public TrafficSecret clientTraffic(byte[] hellosHash) {
        return new TrafficSecret(labels, labels.derive(secret, "c hs traffic", hellosHash));
    }

    /** {@code server_handshake_traffic_secret}; gives. */
    public TrafficSecret serverTraffic(byte[] hellosHash) {
        return new TrafficSecret(labels, labels.derive(secret, "s hs traffic", hellosHash));
    }

    /** The next and last stage; consumes this. */
    public MainSecret mainSecret() {
        try (this; SecretBytes derived = labels.derive(secret, "derived"); SecretBytes zeros = labels.zeros()) {
            return new MainSecret(labels, labels.extract(derived.view(), zeros));
        }
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "HandshakeSecret";
    }
}
