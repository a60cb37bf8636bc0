package io.puredtls.crypto.hash;

import java.nio.charset.StandardCharsets;

/** Labels of the key schedules: ASCII, since two that read alike must not give the same keys. */
final class Label {
    private Label() {
    }

    static byte[] ascii(String label) {
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(label)) {
            throw new IllegalArgumentException("a label is ASCII; this one is not: " + label);
        }
        return label.getBytes(StandardCharsets.US_ASCII);
    }
}
