package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.secret.SecretBytes;

/** [RFC9846 §7.1] The first stage: what a pre-shared key gives, or nothing. Consumed by {@link #handshakeSecret}. */
public final class EarlySecret implements AutoCloseable {
    private final Labels labels;
    private final SecretBytes secret;

    private EarlySecret(Labels labels, SecretBytes secret) {
        this.labels = labels;
        this.secret = secret;
    }

    /** Without a pre-shared key: a string of zeros is in its place. */
    public static EarlySecret withoutPsk(Jca jca, HashAlgorithm hash) {
        Labels labels = new Labels(jca, hash);
        // [RFC9846 §7.1#2]
        try (SecretBytes zeros = labels.zeros()) {
            return new EarlySecret(labels, labels.extract(new byte[hash.length()], zeros));
        }
    }

    /** Of {@code psk}, which is lent. */
    public static EarlySecret of(Jca jca, HashAlgorithm hash, SecretBytes psk) {
        Labels labels = new Labels(jca, hash);
        return new EarlySecret(labels, labels.extract(new byte[hash.length()], psk));
    }

    /**
     * [RFC9846 §4.3.11.2] Proof that the sender of a hello has the key: what its binder must say.
     *
     * @param kind where the key comes from
     * @param transcriptHash of everything up to the binders
     */
    public byte[] binder(PskKind kind, byte[] transcriptHash) {
        // [RFC9846 §7.1#3]
        try (SecretBytes binderKey = labels.derive(secret, kind.binderLabel())) {
            return FinishedKey.verifyData(labels, binderKey, transcriptHash);
        }
    }

    /** {@code client_early_traffic_secret}, which protects epoch 1; gives. */
    public TrafficSecret clientEarlyTraffic(byte[] helloHash) {
        return new TrafficSecret(labels, labels.derive(secret, "c e traffic", helloHash));
    }

    /** {@code early_exporter_secret}; gives. */
    public Exporter13 earlyExporter(byte[] helloHash) {
        return new Exporter13(labels, labels.derive(secret, "e exp master", helloHash));
    }

    /** The next stage, with what was agreed on; consumes this and takes {@code agreement}. */
    public HandshakeSecret handshakeSecret(SecretBytes agreement) {
        // [RFC9846 §7.1#4]
        try (this; agreement; SecretBytes derived = labels.derive(secret, "derived")) {
            return new HandshakeSecret(labels, labels.extract(derived.view(), agreement));
        }
    }

    /** The next stage without an exchange of keys: a pre-shared key alone. Consumes this. */
    public HandshakeSecret handshakeSecret() {
        return handshakeSecret(labels.zeros());
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "EarlySecret";
    }
}
