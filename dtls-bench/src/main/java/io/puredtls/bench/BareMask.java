package io.puredtls.bench;

import io.puredtls.crypto.aead.AeadAlgorithm;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The cipher calls by which a record of DTLS 1.3 hides its number: one block of AES, or the beginning of one of ChaCha20. */
interface BareMask {
    /** Of a record of DTLS 1.2, whose number stands in the clear. */
    BareMask NONE = (ciphertext, offset) -> 0;

    /** Gives something that depends on what the cipher gave. */
    int mask(byte[] ciphertext, int offset) throws GeneralSecurityException;

    static BareMask of(Suite suite, byte[] key) throws GeneralSecurityException {
        if (!suite.isForDtls13()) {
            return NONE;
        }
        return suite.aead() == AeadAlgorithm.CHACHA20_POLY1305 ? new OfChaCha20(key) : new OfAes(key);
    }

    /** {@code update} of one block, by a cipher that is never initialised again. */
    final class OfAes implements BareMask {
        private final Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
        private final byte[] block = new byte[16];

        private OfAes(byte[] key) throws GeneralSecurityException {
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        }

        @Override
        public int mask(byte[] ciphertext, int offset) throws GeneralSecurityException {
            cipher.update(ciphertext, offset, block.length, block, 0);
            return block[0];
        }
    }

    /** {@code init} with a nonce and a counter out of the ciphertext, {@code doFinal} of two bytes. */
    final class OfChaCha20 implements BareMask {
        private final Cipher cipher = Cipher.getInstance("ChaCha20");
        private final SecretKey key;
        private final byte[] nonce = new byte[12];
        private final byte[] zeros = new byte[2];
        private final byte[] block = new byte[2];

        private OfChaCha20(byte[] key) throws GeneralSecurityException {
            this.key = new SecretKeySpec(key, "ChaCha20");
        }

        @Override
        public int mask(byte[] ciphertext, int offset) throws GeneralSecurityException {
            System.arraycopy(ciphertext, offset + 4, nonce, 0, nonce.length); // the JCA takes no slice
            cipher.init(Cipher.ENCRYPT_MODE, key, new ChaCha20ParameterSpec(nonce, ciphertext[offset]));
            cipher.doFinal(zeros, 0, zeros.length, block, 0);
            return block[0];
        }
    }
}
