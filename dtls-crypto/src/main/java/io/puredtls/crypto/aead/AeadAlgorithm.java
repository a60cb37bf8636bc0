package io.puredtls.crypto.aead;

import io.puredtls.crypto.aead.JcaAead.NonceSpec;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** [RFC5116] The AEADs of DTLS's cipher suites, with the lengths and limits that belong to them. */
public enum AeadAlgorithm {
    AES_128_GCM("AES/GCM/NoPadding", "AES", 16, AeadAlgorithm::gcmSpec, AeadLimits.GCM),
    AES_256_GCM("AES/GCM/NoPadding", "AES", 32, AeadAlgorithm::gcmSpec, AeadLimits.GCM),
    CHACHA20_POLY1305("ChaCha20-Poly1305", "ChaCha20", 32, IvParameterSpec::new, AeadLimits.CHACHA20_POLY1305);

    /** [RFC5116 §5] The nonce of every one of them, in bytes. */
    public static final int NONCE_LENGTH = 12;

    private final String transformation;
    private final String keyAlgorithm;
    private final int keyLength;
    private final NonceSpec nonceSpec;
    private final AeadLimits limits;

    AeadAlgorithm(String transformation, String keyAlgorithm, int keyLength, NonceSpec nonceSpec, AeadLimits limits) {
        this.transformation = transformation;
        this.keyAlgorithm = keyAlgorithm;
        this.keyLength = keyLength;
        this.nonceSpec = nonceSpec;
        this.limits = limits;
    }

    /** The key's length in bytes. */
    public int keyLength() {
        return keyLength;
    }

    /** The tag's length in bytes. */
    public int tagLength() {
        return JcaAead.TAG_LENGTH;
    }

    /** How often one key may be used. */
    public AeadLimits limits() {
        return limits;
    }

    /** Whether the running JDK, or the provider chosen, has it. */
    public boolean isAvailable(Jca jca) {
        return jca.has("Cipher", transformation);
    }

    /** An AEAD under {@code key}, which is lent and copied. */
    public Aead with(Jca jca, SecretBytes key) {
        if (key.length() != keyLength) {
            throw new IllegalArgumentException(this + " takes a key of " + keyLength + " bytes, not " + key.length());
        }
        return new JcaAead(jca.cipher(transformation), key.key(keyAlgorithm), nonceSpec);
    }

    private static AlgorithmParameterSpec gcmSpec(byte[] nonce) {
        return new GCMParameterSpec(JcaAead.TAG_LENGTH * 8, nonce);
    }
}
