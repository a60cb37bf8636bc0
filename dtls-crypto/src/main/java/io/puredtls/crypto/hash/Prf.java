package io.puredtls.crypto.hash;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/** [RFC5246 §5] The pseudorandom function of DTLS 1.2: P_hash over {@code label + seed}. */
public final class Prf {
    private Prf() {
    }

    /**
     * Gives {@code length} bytes of {@code PRF(secret, label, seed)}. All arguments are lent.
     *
     * @throws IllegalArgumentException if the label is not ASCII
     */
    public static SecretBytes expand(Jca jca, HashAlgorithm hash, SecretBytes secret, String label, byte[] seed, int length) {
        byte[] labelAndSeed = concat(Label.ascii(label), seed);
        DestroyableKey key = secret.key(hash.hmacName());
        try {
            return SecretBytes.taking(pHash(hash.hmac(jca, key), labelAndSeed, length));
        } finally {
            key.destroy();
        }
    }

    /** P_hash(secret, seed) = HMAC(secret, A(1) + seed) + HMAC(secret, A(2) + seed) + …, A(0) = seed, A(i) = HMAC(secret, A(i-1)). */
    private static byte[] pHash(Mac mac, byte[] seed, int length) {
        byte[] out = new byte[length];
        byte[] block = new byte[mac.getMacLength()];
        byte[] a = mac.doFinal(seed);
        try {
            for (int done = 0; done < length; done += block.length) {
                mac.update(a);
                mac.update(seed);
                mac.doFinal(block, 0);
                System.arraycopy(block, 0, out, done, Math.min(block.length, length - done));
                mac.update(a);
                mac.doFinal(a, 0);
            }
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(block, (byte) 0);
            Arrays.fill(a, (byte) 0);
        }
        return out;
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
