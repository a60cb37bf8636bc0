package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.util.HexFormat;

/** [RFC9846 §7.3] What the keys of one epoch in one direction come from, and in the handshake its Finished. */
public final class TrafficSecret implements AutoCloseable {
    private final Labels labels;
    private final SecretBytes secret;

    TrafficSecret(Labels labels, SecretBytes secret) {
        this.labels = labels;
        this.secret = secret;
    }

    /**
     * A secret that is known already, as from a key log; takes {@code secret}.
     *
     * @throws IllegalArgumentException if it has not the hash's length
     */
    public static TrafficSecret of(Jca jca, HashAlgorithm hash, SecretBytes secret) {
        if (secret.length() != hash.length()) {
            throw new IllegalArgumentException("a traffic secret has " + hash.length() + " bytes, not " + secret.length());
        }
        return new TrafficSecret(new Labels(jca, hash), secret);
    }

    /** The keys; gives. */
    public TrafficKeys keys(AeadAlgorithm aead) {
        return new TrafficKeys(
                // [RFC9846 §7.3#1]
                labels.expand(secret, "key", aead.keyLength()),
                labels.expand(secret, "iv", AeadAlgorithm.NONCE_LENGTH),
                // [RFC9147 §4.2.3#3]
                labels.expand(secret, "sn", aead.keyLength()));
    }

    /** [RFC9846 §4.5.3] What a Finished under this secret must say. */
    public byte[] verifyData(byte[] transcriptHash) {
        return FinishedKey.verifyData(labels, secret, transcriptHash);
    }

    /** [RFC9846 §7.2] The secret after a KeyUpdate; gives, consumes this. */
    public TrafficSecret next() {
        // [RFC9846 §7.2#2]
        try (this) {
            // [RFC9846 §7.2#1]
            return new TrafficSecret(labels, labels.expand(secret, "traffic upd", labels.hash().length()));
        }
    }

    /** The secret itself in hexadecimal, for a key log that the configuration asked for by name. */
    public String hexForKeyLog() {
        return HexFormat.of().formatHex(secret.view());
    }

    @Override
    public void close() {
        secret.close();
    }

    @Override
    public String toString() {
        return "TrafficSecret";
    }
}
