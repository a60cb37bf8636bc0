package io.puredtls.bench;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The cipher calls of one text, in place, with ciphers that are held. */
interface BareAead {
    /** Gives the length of what is sealed. */
    int seal(byte[] nonce, byte[] text, int offset, int length) throws GeneralSecurityException;

    /** Gives the length of what is opened. */
    int open(byte[] nonce, byte[] text, int offset, int length) throws GeneralSecurityException;

    static BareAead of(Suite suite, byte[] key, Optional<Provider> provider) throws GeneralSecurityException {
        return switch (suite.aead()) {
            case AES_128_GCM, AES_256_GCM ->
                    new OfTheJca("AES/GCM/NoPadding", provider, new SecretKeySpec(key, "AES"), nonce -> new GCMParameterSpec(128, nonce), suite);
            case CHACHA20_POLY1305 ->
                    new OfTheJca("ChaCha20-Poly1305", Optional.empty(), new SecretKeySpec(key, "ChaCha20"), IvParameterSpec::new, suite);
            default -> new BareCcm(suite, key);
        };
    }

    /** {@code init}, {@code updateAAD}, {@code doFinal}. */
    final class OfTheJca implements BareAead {
        /** How a cipher wants to be told its nonce. */
        private interface NonceSpec {
            AlgorithmParameterSpec of(byte[] nonce);
        }

        private final Cipher sealing;
        private final Cipher opening;
        private final SecretKey key;
        private final NonceSpec nonceSpec;
        private final byte[] additionalData;

        private OfTheJca(String transformation, Optional<Provider> provider, SecretKey key, NonceSpec nonceSpec, Suite suite)
                throws GeneralSecurityException {
            this.sealing = cipher(transformation, provider);
            this.opening = cipher(transformation, provider);
            this.key = key;
            this.nonceSpec = nonceSpec;
            this.additionalData = new byte[suite.additionalLength()];
        }

        private static Cipher cipher(String transformation, Optional<Provider> provider) throws GeneralSecurityException {
            return provider.isPresent() ? Cipher.getInstance(transformation, provider.get()) : Cipher.getInstance(transformation);
        }

        @Override
        public int seal(byte[] nonce, byte[] text, int offset, int length) throws GeneralSecurityException {
            sealing.init(Cipher.ENCRYPT_MODE, key, nonceSpec.of(nonce));
            sealing.updateAAD(additionalData, 0, additionalData.length);
            return sealing.doFinal(text, offset, length, text, offset);
        }

        @Override
        public int open(byte[] nonce, byte[] text, int offset, int length) throws GeneralSecurityException {
            opening.init(Cipher.DECRYPT_MODE, key, nonceSpec.of(nonce));
            opening.updateAAD(additionalData, 0, additionalData.length);
            return opening.doFinal(text, offset, length, text, offset);
        }
    }
}
