package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.secret.SecretBytes;
import java.util.HexFormat;

/** [RFC9846 §7.5] Exports keying material. A missing context and an empty one are the same here. */
public final class Exporter13 implements AutoCloseable {
    private final Labels labels;
    private final SecretBytes secret;

    Exporter13(Labels labels, SecretBytes secret) {
        this.labels = labels;
        this.secret = secret;
    }

    /**
     * Gives {@code length} bytes for {@code label} and {@code context}, which is lent.
     *
     * @throws IllegalArgumentException if the label is not ASCII or over 249 bytes, or the length over 255 times the hash's
     */
    public SecretBytes export(String label, byte[] context, int length) {
        // [RFC9846 §7.5#1]
        try (SecretBytes derived = labels.derive(secret, label)) {
            return labels.expand(derived, "exporter", labels.hash().hash(labels.jca(), context), length);
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
        return "Exporter13";
    }
}
