package io.puredtls.crypto.aead;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** [RFC5116] [RFC6655] The AEADs of DTLS's cipher suites, with the lengths and limits that belong to them. */
public enum AeadAlgorithm {
    AES_128_GCM(Mode.GCM, 16, 16, AeadLimits.GCM),
    AES_256_GCM(Mode.GCM, 32, 16, AeadLimits.GCM),
    CHACHA20_POLY1305(Mode.CHACHA20_POLY1305, 32, 16, AeadLimits.CHACHA20_POLY1305),
    AES_128_CCM(Mode.CCM, 16, 16, AeadLimits.CCM),
    AES_256_CCM(Mode.CCM, 32, 16, AeadLimits.CCM),
    /** One forgery in 2^64 passes: see {@link AeadLimits#CCM_8}. */
    AES_128_CCM_8(Mode.CCM, 16, 8, AeadLimits.CCM_8),
    /** One forgery in 2^64 passes: see {@link AeadLimits#CCM_8}. */
    AES_256_CCM_8(Mode.CCM, 32, 8, AeadLimits.CCM_8);

    /** [RFC5116 §5] The nonce of every one of them, in bytes. */
    public static final int NONCE_LENGTH = 12;

    private static final String GCM = "AES/GCM/NoPadding";
    private static final String CHACHA20 = "ChaCha20-Poly1305";

    private enum Mode { GCM, CHACHA20_POLY1305, CCM }

    private final Mode mode;
    private final int keyLength;
    private final int tagLength;
    private final AeadLimits limits;

    AeadAlgorithm(Mode mode, int keyLength, int tagLength, AeadLimits limits) {
        this.mode = mode;
        this.keyLength = keyLength;
        this.tagLength = tagLength;
        this.limits = limits;
    }

    /** The key's length in bytes. */
    public int keyLength() {
        return keyLength;
    }

    /** The tag's length in bytes. */
    public int tagLength() {
        return tagLength;
    }

    /** How often one key may be used. */
    public AeadLimits limits() {
        return limits;
    }

    /** Whether the running JDK, or the provider chosen, has it. */
    public boolean isAvailable(Jca jca) {
        return switch (mode) {
            case GCM -> jca.has("Cipher", GCM);
            case CHACHA20_POLY1305 -> jca.has("Cipher", CHACHA20);
            case CCM -> CcmAead.isAvailable(jca);
        };
    }

    /** An AEAD under {@code key}, which is lent and copied. */
    public Aead with(Jca jca, SecretBytes key) {
        if (key.length() != keyLength) {
            throw new IllegalArgumentException(this + " takes a key of " + keyLength + " bytes, not " + key.length());
        }
        return switch (mode) {
            case GCM -> new JcaAead(jca.cipher(GCM), key.key("AES"), AeadAlgorithm::gcmSpec);
            case CHACHA20_POLY1305 -> new JcaAead(jca.cipher(CHACHA20), key.key("ChaCha20"), IvParameterSpec::new);
            case CCM -> CcmAead.with(jca, key.key("AES"), tagLength);
        };
    }

    private static AlgorithmParameterSpec gcmSpec(byte[] nonce) {
        return new GCMParameterSpec(JcaAead.TAG_LENGTH * 8, nonce);
    }
}
