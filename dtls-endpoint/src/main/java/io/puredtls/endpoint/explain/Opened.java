package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * A record that was opened.
 *
 * @param type its content type, wherever it stood
 * @param plaintext all that came out of the cipher
 * @param contentLength how much of it is content; in DTLS 1.3, and where the record has a connection ID, type and padding follow
 * @param steps how it was opened
 */
record Opened(int epoch, long sequence, int type, Bytes plaintext, int contentLength, List<Derivation> steps) {
    Opened {
        steps = List.copyOf(steps);
    }

    /** [RFC9846 §5.4] [RFC9146 §4] One whose type is the last byte of {@code inner} that is not zero; empty if there is none. */
    static Optional<Opened> ofInner(int epoch, long sequence, Bytes inner, List<Derivation> steps) {
        int type = inner.length() - 1;
        while (type >= 0 && inner.at(type) == 0) {
            type--;
        }
        return type < 0 ? Optional.empty() : Optional.of(new Opened(epoch, sequence, inner.at(type) & 0xFF, inner, type, steps));
    }
}
