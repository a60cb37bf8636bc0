package io.puredtls.crypto.schedule12;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.Prf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;

/** [RFC5246 §8.1] What the key exchange agreed on. Consumed by making a {@link MasterSecret} of it. */
public final class PreMasterSecret implements AutoCloseable {
    private final SecretBytes agreed;

    /** Takes {@code agreed}. */
    public PreMasterSecret(SecretBytes agreed) {
        this.agreed = agreed;
    }

    /** [RFC7627 §4#1] [RFC7627 §5.1#1] The master secret bound to all of the handshake so far. Consumes this. */
    public MasterSecret extended(Jca jca, HashAlgorithm hash, byte[] sessionHash) {
        try (this) {
            return new MasterSecret(jca, hash, Prf.expand(jca, hash, agreed, "extended master secret", sessionHash, MasterSecret.LENGTH));
        }
    }

    /** [RFC5246 §8.1] [RFC7627 §5.2#6] The master secret bound to the randoms alone. Consumes this. */
    public MasterSecret legacy(Jca jca, HashAlgorithm hash, Randoms randoms) {
        try (this) {
            return new MasterSecret(jca, hash, Prf.expand(jca, hash, agreed, "master secret", randoms.clientFirst(), MasterSecret.LENGTH));
        }
    }

    @Override
    public void close() {
        agreed.close();
    }

    @Override
    public String toString() {
        return "PreMasterSecret";
    }
}
