package io.puredtls.crypto.schedule12;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.hash.Prf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;

/** [RFC5246 §8.1] What the key exchange agreed on. Consumed by making a {@link MasterSecret} of it. */
public final class PreMasterSecret implements AutoCloseable {
    private static final int LENGTH_FIELD = 2;

    private final SecretBytes agreed;

    /** Takes {@code agreed}. */
    public PreMasterSecret(SecretBytes agreed) {
        this.agreed = agreed;
    }

    /** [RFC4279 §2] That of a pre-shared key alone, which is lent: as many zeros as it has bytes, and itself. */
    public static PreMasterSecret ofKey(SecretBytes key) {
        try (SecretBytes zeros = SecretBytes.taking(new byte[key.length()])) {
            return joined(zeros, key);
        }
    }

    /** [RFC5489 §2] That of a pre-shared key, which is lent, with ephemeral shares. Takes {@code agreed}. */
    public static PreMasterSecret ofKey(SecretBytes agreed, SecretBytes key) {
        try (agreed) {
            return joined(agreed, key);
        }
    }

    /** {@code uint16 length + other + uint16 length + psk} */
    private static PreMasterSecret joined(SecretBytes other, SecretBytes key) {
        byte[] both = new byte[LENGTH_FIELD + other.length() + LENGTH_FIELD + key.length()];
        put(both, 0, other);
        put(both, LENGTH_FIELD + other.length(), key);
        return new PreMasterSecret(SecretBytes.taking(both));
    }

    private static void put(byte[] out, int offset, SecretBytes secret) {
        out[offset] = (byte) (secret.length() >>> 8);
        out[offset + 1] = (byte) secret.length();
        System.arraycopy(secret.view(), 0, out, offset + LENGTH_FIELD, secret.length());
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
