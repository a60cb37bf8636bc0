package io.puredtls.crypto.schedule13;

import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.InvalidKeyException;
import javax.crypto.Mac;

/** [RFC9846 §4.5.3] The MAC over a transcript that Finished messages and binders carry. */
final class FinishedKey {
    private FinishedKey() {
    }

    /** {@code HMAC(HKDF-Expand-Label(base_key, "finished", "", Hash.length), transcript hash)}; all lent. */
    static byte[] verifyData(Labels labels, SecretBytes baseKey, byte[] transcriptHash) {
        // [RFC9846 §4.5.3#2]
        try (SecretBytes finishedKey = labels.expand(baseKey, "finished", labels.hash().length())) {
            DestroyableKey key = finishedKey.key(labels.hash().hmacName());
            try {
                Mac mac = labels.jca().mac(labels.hash().hmacName());
                mac.init(key);
                return mac.doFinal(transcriptHash);
            } catch (InvalidKeyException refused) {
                throw new IllegalStateException("the JCA refuses a raw key for " + labels.hash().hmacName(), refused);
            } finally {
                key.destroy();
            }
        }
    }
}
