package io.puredtls.config;

import io.puredtls.session.PreSharedKey;
import io.puredtls.wire.Bytes;
import java.util.Optional;

/** Asks the application. */
final class AskingStore implements PskStore {
    static final PskStore INSTANCE = new AskingStore();

    private AskingStore() {
    }

    @Override
    public Optional<PreSharedKey> find(Bytes identity) {
        return Optional.empty();
    }

    @Override
    public boolean isAsked() {
        return true;
    }
}
