package io.puredtls.crypto.aead;

import io.puredtls.crypto.secret.DestroyableKey;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;

/**
 * An AEAD that the JCA has. The cipher is held and re-initialised for each record: one per key is four times cheaper
 * than one shared among keys.
 */
final class JcaAead implements Aead {
    static final int TAG_LENGTH = 16;

    private final Cipher cipher;
    private final DestroyableKey key;
    private final NonceSpec nonceSpec;

    JcaAead(Cipher cipher, DestroyableKey key, NonceSpec nonceSpec) {
        this.cipher = cipher;
        this.key = key;
        this.nonceSpec = nonceSpec;
    }

    @Override
    public int tagLength() {
        return TAG_LENGTH;
    }

    @Override
    public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] text, int offset, int length) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, nonceSpec.of(nonce));
            cipher.updateAAD(additionalData, 0, additionalLength);
            return cipher.doFinal(text, offset, length, text, offset);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(cipher.getAlgorithm() + " refuses to seal " + length + " bytes", refused);
        }
    }

    @Override
    public int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] text, int offset, int length) {
        try {
            initToOpen(nonce);
            cipher.updateAAD(additionalData, 0, additionalLength);
            return cipher.doFinal(text, offset, length, text, offset);
        } catch (BadPaddingException forged) {
            return FORGED;
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException(cipher.getAlgorithm() + " refuses to open " + length + " bytes", refused);
        }
    }

    /**
     * Some ciphers refuse a nonce that they were given last, also for opening. But a genuine record may follow a forgery
     * of its own number: then another nonce comes in between.
     */
    private void initToOpen(byte[] nonce) throws GeneralSecurityException {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, nonceSpec.of(nonce));
        } catch (InvalidKeyException sameAsLast) {
            byte[] another = nonce.clone();
            another[0] ^= 1;
            cipher.init(Cipher.DECRYPT_MODE, key, nonceSpec.of(another));
            cipher.init(Cipher.DECRYPT_MODE, key, nonceSpec.of(nonce));
        }
    }

    @Override
    public void close() {
        key.destroy();
    }

    /** How a cipher wants to be told its nonce. */
    @FunctionalInterface
    interface NonceSpec {
        AlgorithmParameterSpec of(byte[] nonce);
    }
}
