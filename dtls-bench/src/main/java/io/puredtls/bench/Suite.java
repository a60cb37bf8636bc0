package io.puredtls.bench;

import io.puredtls.crypto.aead.AeadAlgorithm;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** What is measured, in the words of each of the three arms. */
public enum Suite {
    AES_128_GCM(AeadAlgorithm.AES_128_GCM, "AES/GCM/NoPadding", "AES", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"),
    AES_256_GCM(AeadAlgorithm.AES_256_GCM, "AES/GCM/NoPadding", "AES", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"),
    CHACHA20_POLY1305(
            AeadAlgorithm.CHACHA20_POLY1305, "ChaCha20-Poly1305", "ChaCha20", "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256");

    final AeadAlgorithm aead;
    final String transformation;
    final String keyAlgorithm;
    final String ianaName;

    Suite(AeadAlgorithm aead, String transformation, String keyAlgorithm, String ianaName) {
        this.aead = aead;
        this.transformation = transformation;
        this.keyAlgorithm = keyAlgorithm;
        this.ianaName = ianaName;
    }

    AlgorithmParameterSpec nonceSpec(byte[] nonce) {
        return this == CHACHA20_POLY1305 ? new IvParameterSpec(nonce) : new GCMParameterSpec(128, nonce);
    }
}
