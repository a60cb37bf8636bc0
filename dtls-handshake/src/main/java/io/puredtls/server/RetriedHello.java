package io.puredtls.server;

import io.puredtls.negotiate.Retry;
import io.puredtls.wire.Bytes;

/**
 * A hello that was answered without being remembered: what its cookie says of it.
 *
 * @param retry what was asked of the second hello
 * @param firstHash the hash of the first, for the transcript
 */
public record RetriedHello(Retry retry, Bytes firstHash) {
}
