package io.puredtls.bench;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.UnifiedHeader;

/**
 * Whose records are measured, by their IANA names: first those of DTLS 1.2, then those of DTLS 1.3. The suites of DTLS 1.2
 * that are left out differ from these in how the server is authenticated, and in nothing of a record.
 */
public enum Suite {
    TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    TLS_AES_128_GCM_SHA256,
    TLS_AES_256_GCM_SHA384,
    TLS_CHACHA20_POLY1305_SHA256,
    TLS_AES_128_CCM_SHA256,
    TLS_AES_128_CCM_8_SHA256;

    private static final int EXPLICIT_NONCE_LENGTH = 8;
    private static final int ADDITIONAL_LENGTH_12 = 13;
    private static final int TYPE_LENGTH_13 = 1;

    private final AeadAlgorithm aead; // a field: what is looked up for each record would count as the twin's
    private final boolean forDtls13;

    Suite() {
        CipherSuite suite = CipherSuite.named(name()).orElseThrow();
        this.aead = suite.aead();
        this.forDtls13 = suite.isForDtls13();
    }

    AeadAlgorithm aead() {
        return aead;
    }

    boolean isForDtls13() {
        return forDtls13;
    }

    /** Where in a record what is encrypted begins. Some ciphers copy what does not begin its array: both arms pay for that. */
    int textOffset() {
        if (isForDtls13()) {
            return UnifiedHeader.LENGTH;
        }
        return PlaintextHeader.LENGTH + (aead() == AeadAlgorithm.CHACHA20_POLY1305 ? 0 : EXPLICIT_NONCE_LENGTH);
    }

    /** How many bytes are authenticated beside the text. */
    int additionalLength() {
        return isForDtls13() ? UnifiedHeader.LENGTH : ADDITIONAL_LENGTH_12;
    }

    /** How many bytes are encrypted for so many of content. */
    int textLength(int contentLength) {
        return contentLength + (isForDtls13() ? TYPE_LENGTH_13 : 0);
    }
}
