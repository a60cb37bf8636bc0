package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.util.List;

/**
 * A record that was opened.
 *
 * @param type its content type, wherever it stood
 * @param plaintext all that came out of the cipher
 * @param contentLength how much of it is content; in DTLS 1.3 its type and padding follow
 * @param steps how it was opened
 */
record Opened(int epoch, long sequence, int type, Bytes plaintext, int contentLength, List<Derivation> steps) {
    Opened {
        steps = List.copyOf(steps);
    }
}
