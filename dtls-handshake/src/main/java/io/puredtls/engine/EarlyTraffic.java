package io.puredtls.engine;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.crypto.secret.SecretBytes;
import java.util.Optional;

/** [RFC9846 §4.3.10] What goes, or comes, before the handshake: how much of it may, and the secret that it exports. */
final class EarlyTraffic implements AutoCloseable {
    private long left;
    private Optional<Exporter13> exporter = Optional.empty();

    /** It may begin; takes the exporter. */
    void begin(long maxBytes, Exporter13 early) {
        left = maxBytes;
        exporter = Optional.of(early);
    }

    /** How many bytes may still come, or go. */
    long left() {
        return left;
    }

    /** So many bytes went. */
    void sent(int bytes) {
        left -= bytes;
    }

    /** So many bytes came; more than may be end the association. */
    void received(int bytes) throws ProtocolException {
        left -= bytes;
        if (left < 0) {
            // [RFC9846 §4.7.1#14]
            throw violation(Violation.TOO_MUCH_EARLY_DATA, "more early data than the ticket allows");
        }
    }

    /** [RFC9846 §7.5] Gives keying material of the early exporter secret. */
    SecretBytes export(String label, byte[] context, int length) {
        return exporter.orElseThrow(() -> new IllegalStateException("there is no early data, or not any more")).export(label, context, length);
    }

    /** The handshake is complete: what is exported from now on belongs to it. */
    void forgetSecret() {
        exporter.ifPresent(Exporter13::close);
        exporter = Optional.empty();
    }

    @Override
    public void close() {
        left = 0;
        forgetSecret();
    }
}
