package io.puredtls.crypto.aead;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import javax.crypto.Cipher;
import javax.crypto.spec.ChaCha20ParameterSpec;

/** [RFC9147 §4.2.3] {@code Mask = ChaCha20(sn_key, Ciphertext[0..3], Ciphertext[4..15])}: counter, nonce, and what they give. */
final class ChaChaMask implements RecordNumberMask {
    private static final int NONCE_LENGTH = 12;
    private static final byte[] ZEROS = new byte[2];

    private final Cipher cipher;
    private final DestroyableKey key;
    private final byte[] nonce = new byte[NONCE_LENGTH];
    private final byte[] block = new byte[ZEROS.length];

    ChaChaMask(Jca jca, SecretBytes key) {
        this.cipher = jca.cipher("ChaCha20");
        this.key = key.key("ChaCha20");
    }

    @Override
    public int mask(byte[] ciphertext, int offset) {
        // [RFC9147 §4.2.3#2]
        System.arraycopy(ciphertext, offset + Integer.BYTES, nonce, 0, NONCE_LENGTH);
        int counter = ciphertext[offset] & 0xFF | (ciphertext[offset + 1] & 0xFF) << 8
                | (ciphertext[offset + 2] & 0xFF) << 16 | ciphertext[offset + 3] << 24; // little-endian, as RFC 8439 has it
        try {
            init(counter);
            cipher.doFinal(ZEROS, 0, ZEROS.length, block, 0);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses to mask a record number by ChaCha20", refused);
        }
        return (block[0] & 0xFF) << 8 | block[1] & 0xFF;
    }

    /** The JDK refuses a nonce that it was given last; but a datagram may come twice. Then another one comes in between. */
    private void init(int counter) throws GeneralSecurityException {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, counter));
        } catch (InvalidKeyException sameAsLast) {
            byte[] another = nonce.clone();
            another[0] ^= 1;
            cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(another, counter));
            cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, counter));
        }
    }

    @Override
    public void close() {
        key.destroy();
    }
}
