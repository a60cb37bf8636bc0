package io.puredtls.crypto.aead;

/**
 * [RFC9147 §4.5.3] How often one key may be used before its guarantees wear out.
 *
 * @param confidentiality records that may be sealed under one key
 * @param integrity forged records that may be seen under one key
 */
public record AeadLimits(long confidentiality, long integrity) {
    /** AES-GCM: 2^24.5 records of full size, 2^36 forgeries. */
    public static final AeadLimits GCM = new AeadLimits(23_726_566L, 1L << 36);
    /** ChaCha20-Poly1305: no practical limit on records (the sequence space ends first), 2^36 forgeries. */
    public static final AeadLimits CHACHA20_POLY1305 = new AeadLimits(1L << 48, 1L << 36);
}
