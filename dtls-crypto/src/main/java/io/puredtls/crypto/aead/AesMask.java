package io.puredtls.crypto.aead;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;

/** [RFC9147 §4.2.3] {@code Mask = AES-ECB(sn_key, Ciphertext[0..15])}: one block, by a cipher that is never initialised again. */
final class AesMask implements RecordNumberMask {
    private final Cipher cipher;
    private final DestroyableKey key;
    private final byte[] block = new byte[SAMPLE_LENGTH];

    AesMask(Jca jca, SecretBytes key) {
        this.cipher = jca.cipher("AES/ECB/NoPadding");
        this.key = key.key("AES");
        try {
            cipher.init(Cipher.ENCRYPT_MODE, this.key);
        } catch (InvalidKeyException refused) {
            throw new IllegalStateException("the JCA refuses a raw key of " + key.length() + " bytes for AES", refused);
        }
    }

    @Override
    public int mask(byte[] ciphertext, int offset) {
        try {
            // [RFC9147 §4.2.3#1]
            cipher.update(ciphertext, offset, SAMPLE_LENGTH, block, 0);
        } catch (ShortBufferException impossible) {
            throw new IllegalStateException(impossible);
        }
        return (block[0] & 0xFF) << 8 | block[1] & 0xFF;
    }

    @Override
    public void close() {
        key.destroy();
    }
}
