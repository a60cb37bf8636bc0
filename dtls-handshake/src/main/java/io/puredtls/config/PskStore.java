package io.puredtls.config;

import io.puredtls.session.PreSharedKey;
import io.puredtls.wire.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A server's pre-shared keys by their names. Implementations are thread-safe and answer at once. */
@FunctionalInterface
public interface PskStore {
    /** Knows no key. */
    PskStore EMPTY = identity -> Optional.empty();

    /** The key of this name, if there is one. */
    Optional<PreSharedKey> find(Bytes identity);

    /** A store of these keys. */
    static PskStore of(PreSharedKey... keys) {
        Map<Bytes, PreSharedKey> byName = new HashMap<>();
        for (PreSharedKey key : keys) {
            byName.put(key.identity(), key);
        }
        return identity -> Optional.ofNullable(byName.get(identity));
    }
}
