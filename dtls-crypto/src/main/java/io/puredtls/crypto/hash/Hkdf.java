package io.puredtls.crypto.hash;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.ShortBufferException;

/** [RFC5869] HKDF, and [RFC9147 §5.9] the labelled expansion of DTLS 1.3. All arguments are lent, results are given. */
public final class Hkdf {
    /** [RFC9147 §5.9] Six bytes and no space, where TLS 1.3 says {@code "tls13 "}. */
    // [RFC9147 §5.9#1] [RFC9147 §5.9#2]
    private static final byte[] LABEL_PREFIX = "dtls13".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_VECTOR = 255;

    private Hkdf() {
    }

    /** [RFC5869 §2.2] {@code HKDF-Extract(salt, ikm)}: a pseudorandom key of the hash's length. */
    public static SecretBytes extract(Jca jca, HashAlgorithm hash, byte[] salt, SecretBytes inputKeyingMaterial) {
        DestroyableKey key = DestroyableKey.copyOf(hash.hmacName(), salt);
        try {
            return SecretBytes.taking(hash.hmac(jca, key).doFinal(inputKeyingMaterial.view()));
        } finally {
            key.destroy();
        }
    }

    /**
     * [RFC5869 §2.3] {@code HKDF-Expand(prk, info, length)}.
     *
     * @throws IllegalArgumentException if {@code length} is more than 255 times the hash's
     */
    public static SecretBytes expand(Jca jca, HashAlgorithm hash, SecretBytes pseudorandomKey, byte[] info, int length) {
        if (length > 255 * hash.length()) {
            throw new IllegalArgumentException("HKDF-Expand gives at most " + 255 * hash.length() + " bytes, not " + length);
        }
        DestroyableKey key = pseudorandomKey.key(hash.hmacName());
        byte[] out = new byte[length];
        byte[] block = new byte[hash.length()];
        try {
            Mac mac = hash.hmac(jca, key);
            byte counter = 1;
            for (int done = 0; done < length; done += block.length, counter++) {
                if (done > 0) {
                    mac.update(block);
                }
                mac.update(info);
                mac.update(counter);
                mac.doFinal(block, 0);
                System.arraycopy(block, 0, out, done, Math.min(block.length, length - done));
            }
            return SecretBytes.taking(out);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(block, (byte) 0);
            key.destroy();
        }
    }

    /**
     * [RFC9846 §7.1] {@code HKDF-Expand-Label(secret, label, context, length)} with DTLS's prefix.
     *
     * @throws IllegalArgumentException if the label is not ASCII or over 249 bytes, or the context over 255
     */
    public static SecretBytes expandLabel(
            Jca jca, HashAlgorithm hash, SecretBytes secret, String label, byte[] context, int length) {
        byte[] ascii = Label.ascii(label);
        if (LABEL_PREFIX.length + ascii.length > MAX_VECTOR || context.length > MAX_VECTOR) {
            throw new IllegalArgumentException(
                    "a label has at most 249 bytes and a context 255, not " + ascii.length + " and " + context.length);
        }
        ByteBuffer info = ByteBuffer.allocate(2 + 1 + LABEL_PREFIX.length + ascii.length + 1 + context.length);
        info.putShort((short) length);
        info.put((byte) (LABEL_PREFIX.length + ascii.length)).put(LABEL_PREFIX).put(ascii);
        info.put((byte) context.length).put(context);
        return expand(jca, hash, secret, info.array(), length);
    }
}
