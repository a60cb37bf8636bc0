package io.puredtls.crypto.cbc;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;

/**
 * AES-CBC with an IV in each record, by ciphers of the JCA that are never initialised again, which would allocate: each goes on
 * from the last block that it saw, and the IV is a first block that is thrown away when it is read.
 *
 * <p>What is encrypted as that block is 16 bytes of {@link Entropy}. The IV that results, {@code E(random XOR last block)}, is as
 * unpredictable as they are, since E is a permutation: the first of the two ways of RFC 4346 §6.2.3.2 to have IVs from a cipher
 * that goes on.
 */
final class ExplicitIvCbc {
    static final int BLOCK = 16;

    private static final String TRANSFORMATION = "AES/CBC/NoPadding";
    /** How many bytes go to a cipher in one call: in and out of one array, a cipher of the JDK would copy. */
    private static final int BATCH = 1024;

    private final Entropy entropy;
    private final DestroyableKey key;
    private final Cipher encrypting;
    private final Cipher decrypting;
    private final byte[] random = new byte[BLOCK];
    private final byte[] scratch = new byte[BATCH];
    private boolean closed;

    private ExplicitIvCbc(Entropy entropy, DestroyableKey key, Cipher encrypting, Cipher decrypting) {
        this.entropy = entropy;
        this.key = key;
        this.encrypting = encrypting;
        this.decrypting = decrypting;
    }

    static boolean isAvailable(Jca jca) {
        return jca.has("Cipher", TRANSFORMATION);
    }

    /** {@code key} is lent and copied. */
    static ExplicitIvCbc with(Jca jca, Entropy entropy, SecretBytes key) {
        DestroyableKey own = key.key("AES");
        return new ExplicitIvCbc(entropy, own, cipher(jca, Cipher.ENCRYPT_MODE, own), cipher(jca, Cipher.DECRYPT_MODE, own));
    }

    private static Cipher cipher(Jca jca, int mode, DestroyableKey key) {
        try {
            Cipher cipher = jca.cipher(TRANSFORMATION);
            cipher.init(mode, key, new IvParameterSpec(new byte[BLOCK]));
            return cipher;
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses a raw key for AES", refused);
        }
    }

    /** Encrypts whole blocks in place, and puts an IV into the one before them. */
    void encrypt(byte[] text, int offset, int length) {
        // [RFC5246 §6.2.3.2] an IV is chosen at random and cannot be predicted
        entropy.fill(random);
        System.arraycopy(random, 0, text, offset - BLOCK, BLOCK);
        run(encrypting, text, offset - BLOCK, BLOCK + length);
    }

    /** Decrypts whole blocks in place, with the IV in the one before them; that one is then rubbish. */
    void decrypt(byte[] text, int offset, int length) {
        run(decrypting, text, offset - BLOCK, BLOCK + length);
    }

    private void run(Cipher cipher, byte[] text, int offset, int length) {
        if (closed) {
            throw new IllegalStateException("this key has been destroyed");
        }
        for (int done = 0, ready; done < length; done += ready) {
            ready = Math.min(BATCH, length - done);
            int given;
            try {
                given = cipher.update(text, offset + done, ready, scratch, 0);
            } catch (ShortBufferException impossible) {
                throw new IllegalStateException(impossible);
            }
            if (given != ready) {
                throw new IllegalStateException("the provider " + cipher.getProvider().getName() + " holds blocks of AES/CBC back");
            }
            System.arraycopy(scratch, 0, text, offset + done, ready);
        }
    }

    /** Lets go of the key, of which only the JCA's copies are left, and wipes what stands of the last text. */
    void close() {
        closed = true;
        key.destroy();
        Arrays.fill(scratch, (byte) 0);
    }
}
