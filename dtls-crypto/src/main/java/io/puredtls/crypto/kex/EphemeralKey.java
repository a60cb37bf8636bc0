package io.puredtls.crypto.kex;

import io.puredtls.crypto.jca.Jca;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import javax.crypto.KeyAgreement;
import javax.security.auth.DestroyFailedException;

/** The private key of one exchange, of no use once that is over. */
final class EphemeralKey implements AutoCloseable {
    private final PrivateKey key;
    private boolean closed;

    EphemeralKey(PrivateKey key) {
        this.key = key;
    }

    /** The key itself, lent; there is none after the end. */
    PrivateKey view() {
        if (closed) {
            throw new IllegalStateException("this exchange is over");
        }
        return key;
    }

    /** An agreement that waits for the peer's key. */
    KeyAgreement agreement(Jca jca, String algorithm) {
        PrivateKey ours = view();
        try {
            KeyAgreement agreement = jca.keyAgreement(algorithm);
            agreement.init(ours);
            return agreement;
        } catch (InvalidKeyException refused) {
            throw new IllegalStateException("the JCA refuses a private key of its own for " + algorithm, refused);
        }
    }

    /** Destroys the key where its provider can. The JDK's for Diffie-Hellman cannot: then it is left to the garbage collector. */
    @Override
    public void close() {
        closed = true;
        try {
            key.destroy();
        } catch (DestroyFailedException cannot) {
            // docs/security.md says so
        }
    }
}
