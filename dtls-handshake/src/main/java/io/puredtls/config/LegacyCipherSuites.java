package io.puredtls.config;

/** Whether cipher suites may be used that nothing newer than DTLS 1.2 has, for peers that have no others. */
public enum LegacyCipherSuites {
    /** The default. */
    REFUSED,
    /**
     * Those with AES-CBC and HMAC too. The MAC is of the ciphertext (encrypt_then_mac, RFC 7366) if the peer knows how to; if he does
     * not, it is encrypted with the content, and whether the peer can be kept from decrypting by asking depends on the JVM.
     */
    CBC
}
