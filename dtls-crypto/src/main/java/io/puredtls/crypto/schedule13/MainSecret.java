package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.secret.SecretBytes;

/** [RFC9846 §7.1] The third stage: keys for application data, for exporters and for resumption. */
public final class MainSecret implements AutoCloseable {
    private final Labels labels;
    private final SecretBytes secret;

    MainSecret(Labels labels, SecretBytes secret) {
        this.labels = labels;
        this.secret = secret;
    }

    /** {@code client_application_traffic_secret_0}; gives. {@code handshakeHash} is up to the server's Finished. */
    public TrafficSecret clientTraffic(byte[] handshakeHash) {
        return new TrafficSecret(labels, labels.derive(secret, "c ap traffic", handshakeHash));
    }

    /** {@code server_application_traffic_secret_0}; gives. */
    public TrafficSecret serverTraffic(byte[] handshakeHash) {
        return new TrafficSecret(labels, labels.derive(secret, "s ap traffic", handshakeHash));
    }

    /** {@code exporter_secret}; gives. */
    public Exporter13 exporter(byte[] handshakeHash) {
        return new Exporter13(labels, labels.derive(secret, "exp master", handshakeHash));
    }

    /** {@code resumption_secret}, once the transcript ends with the client's Finished; gives, consumes this. */
    public ResumptionSecret resumption(byte[] wholeHash) {
        try (this) {
            return new ResumptionSecret(labels, labels.derive(secret, "res master", wholeHash));
        }
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "MainSecret";
    }
}
