package io.puredtls.crypto.kex;

import java.security.PrivateKey;
import javax.security.auth.DestroyFailedException;

/** Private keys of exchanges that are over. */
final class DiscardedKeys {
    private DiscardedKeys() {
    }

    /** Destroys {@code key} where its provider can; most cannot, and then it is left to the garbage collector. */
    static void destroy(PrivateKey key) {
        try {
            key.destroy();
        } catch (DestroyFailedException cannot) {
            // Documented in docs/security.md: the JDK's own keys do not support it.
        }
    }
}
