package io.puredtls.crypto.aead;

/**
 * [RFC9147 §4.5.3] How often one key may be used before its guarantees wear out.
 *
 * @param confidentiality records that may be sealed under one key
 * @param integrity forged records that may be seen under one key
 */
public record AeadLimits(long confidentiality, long integrity) {
    /** AES-GCM: 2^24.5 records of full size, 2^36 forgeries. */
    // [RFC9147 §4.5.3#1] [RFC9147 §4.5.3#8] [RFC9846 §5.5#4]
    public static final AeadLimits GCM = new AeadLimits(23_726_566L, 1L << 36);
    /** ChaCha20-Poly1305: no practical limit on records (the sequence space ends first), 2^36 forgeries. */
    public static final AeadLimits CHACHA20_POLY1305 = new AeadLimits(1L << 48, 1L << 36);
    /** AES-CCM: 2^23 records, 2^23.5 forgeries. The analysis is of AES-128, and counts blocks alone: it holds for AES-256. */
    // [RFC9147 §4.5.3#3] [RFC9147 §4.5.3#9]
    public static final AeadLimits CCM = new AeadLimits(1L << 23, 11_863_283L);
    /**
     * AES-CCM with a tag of 8 bytes: 2^7 forgeries keep the same margin [RFC9147 §B.3], but then anybody who can send 128
     * datagrams can end an association. Whoever uses it must know why a forgery harms no more, and how many may be borne.
     */
    // [RFC9147 §4.5.3#11]
    public static final AeadLimits CCM_8 = new AeadLimits(1L << 23, 1L << 7);
    /**
     * AES-CBC, whose limits no RFC says. 2^24 records of at most 1029 blocks keep what tells them from random bytes, blocks^2 /
     * 2^128, at the 2^-60 that GCM has in DTLS 1.3. A MAC of 160 bits and more bears any number of forgeries: 2^36, as for GCM.
     */
    public static final AeadLimits CBC_ENCRYPT_THEN_MAC = new AeadLimits(1L << 24, 1L << 36);
    /**
     * The same records, and 2^20 forgeries: each can be a question about what was encrypted, timed by who asks. The published
     * attack (Lucky Thirteen) needed some 2^23 for a block, against code that did nothing about it.
     */
    public static final AeadLimits CBC_MAC_THEN_ENCRYPT = new AeadLimits(1L << 24, 1L << 20);
}
