package io.puredtls.config;

import io.puredtls.session.PreSharedKey;
import io.puredtls.wire.Bytes;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server's pre-shared keys by their names. Implementations are thread-safe and answer at once; for those that cannot there is {@link #ask}. A name is the one on the
 * wire, which has more in it for an imported key than the name that was given with it.
 */
@FunctionalInterface
public interface PskStore {
    /** Knows no key. */
    PskStore EMPTY = identity -> Optional.empty();

    /**
     * The key of this name, if there is one. Asked for up to eight names of a hello, also before its
     * sender has proved its address; in DTLS 1.2 for one, which may be empty, after that.
     */
    Optional<PreSharedKey> find(Bytes identity);

    /**
     * A store that is slow, or somewhere else: a server's application is asked by an event, and answers whenever it knows, by
     * {@code Decision.Psk}. Meanwhile the handshake waits, and nothing else does. Which keys there are is not known when a
     * HelloRetryRequest chooses the suite: keys for DTLS 1.3 that are not of SHA-256 want suites of their hash to stand first.
     */
    static PskStore ask() {
        return AskingStore.INSTANCE;
    }

    /** Whether the application is to be asked in place of {@link #find}, which knows nothing then. */
    default boolean isAsked() {
        return false;
    }

    /** [RFC4279 §5.2] What clients of DTLS 1.2 are told before they name a key, at most 65535 bytes; by default nothing. */
    default Bytes identityHint() {
        return Bytes.EMPTY;
    }

    /** The same store with a hint; the bytes are lent. */
    default PskStore withIdentityHint(byte[] hint) {
        return new HintingStore(this, Bytes.of(hint));
    }

    /** A store of these keys. */
    static PskStore of(PreSharedKey... keys) {
        return of(List.of(keys));
    }

    /** A store of these keys. */
    static PskStore of(Collection<PreSharedKey> keys) {
        Map<Bytes, PreSharedKey> byName = new HashMap<>();
        for (PreSharedKey key : keys) {
            byName.put(key.identity(), key);
        }
        return identity -> Optional.ofNullable(byName.get(identity));
    }
}
