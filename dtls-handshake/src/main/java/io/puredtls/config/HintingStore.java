package io.puredtls.config;

import io.puredtls.session.PreSharedKey;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/** Another store's keys, and a hint. */
record HintingStore(PskStore keys, Bytes identityHint) implements PskStore {
    private static final int MAX_HINT = 0xFFFF;

    HintingStore {
        requireHint(identityHint);
    }

    /** Stores of applications have hints too. */
    static void requireHint(Bytes hint) {
        if (hint.length() > MAX_HINT) {
            throw new ConfigException("a PSK identity hint has at most 65535 bytes, not " + hint.length());
        }
    }

    @Override
    public boolean isAsked() {
        return keys.isAsked();
    }

    @Override
    public Optional<PreSharedKey> find(Bytes identity) {
        return keys.find(identity);
    }
}
