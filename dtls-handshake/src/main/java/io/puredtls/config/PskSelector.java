package io.puredtls.config;

import io.puredtls.session.PreSharedKey;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/** [RFC4279 §5.2] A client's choice among its pre-shared keys in DTLS 1.2, by what the server says about the one that it wants. Thread-safe. */
@FunctionalInterface
public interface PskSelector {
    /** The first of them, whatever the hint: as RFC 4279 has it for clients that know no better. */
    PskSelector FIRST = (hint, keys) -> keys.stream().findFirst();

    /**
     * Chooses; without a key the handshake fails.
     *
     * @param hint what the server said; empty if it said nothing
     * @param keys those of the configuration that DTLS 1.2 can use, at least one
     */
    Optional<PreSharedKey> choose(Bytes hint, List<PreSharedKey> keys);
}
