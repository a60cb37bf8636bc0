package io.puredtls.crypto.cbc;

import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;

/** [RFC5246 §6.2.3.2] The pairs of AES-CBC and HMAC that cipher suites name. */
public enum CbcAlgorithm {
    AES_128_CBC_SHA(16, MacAlgorithm.HMAC_SHA1),
    AES_256_CBC_SHA(32, MacAlgorithm.HMAC_SHA1),
    AES_128_CBC_SHA256(16, MacAlgorithm.HMAC_SHA256),
    AES_256_CBC_SHA384(32, MacAlgorithm.HMAC_SHA384);

    /** The block's length in bytes, and that of the IV in each record. */
    public static final int BLOCK_LENGTH = ExplicitIvCbc.BLOCK;

    private final int keyLength;
    private final MacAlgorithm mac;

    CbcAlgorithm(int keyLength, MacAlgorithm mac) {
        this.keyLength = keyLength;
        this.mac = mac;
    }

    /** The length of the cipher's key in bytes. */
    public int keyLength() {
        return keyLength;
    }

    /** The length of a MAC in bytes, and of its key. */
    public int macLength() {
        return mac.length();
    }

    /** Whether the running JDK, or the provider chosen, has both. */
    public boolean isAvailable(Jca jca) {
        return ExplicitIvCbc.isAvailable(jca) && mac.isAvailable(jca);
    }

    /** [RFC7366] The MAC over the ciphertext. {@code keys} are lent and copied. */
    public CbcHmac encryptThenMac(Jca jca, Entropy entropy, CbcKeys keys) {
        checkLengths(keys);
        return new EncryptThenMac(ExplicitIvCbc.with(jca, entropy, keys.key()), RecordMac.with(mac, jca, keys.mac()));
    }

    /** [RFC5246 §6.2.3.2] The MAC over the content, encrypted with it. {@code keys} are lent and copied. */
    public CbcHmac macThenEncrypt(Jca jca, Entropy entropy, CbcKeys keys) {
        checkLengths(keys);
        return new MacThenEncrypt(
                ExplicitIvCbc.with(jca, entropy, keys.key()), RecordMac.with(mac, jca, keys.mac()), mac.ofHiddenLength(keys.mac()));
    }

    private void checkLengths(CbcKeys keys) {
        if (keys.key().length() != keyLength || keys.mac().length() != macLength()) {
            throw new IllegalArgumentException(this + " takes keys of " + macLength() + " and " + keyLength + " bytes, not "
                    + keys.mac().length() + " and " + keys.key().length());
        }
    }
}
