package io.puredtls.crypto.cbc;

import io.puredtls.crypto.aead.AeadLimits;

/**
 * [RFC7366 §3] The MAC is of the ciphertext, so that nothing of a forged record is decrypted:
 *
 * <pre>
 *   IV (16) · AES-CBC( content · padding · padding_length ) · MAC( header with the length of all before the MAC · all before it )
 * </pre>
 */
final class EncryptThenMac implements CbcHmac {
    private final ExplicitIvCbc cbc;
    private final RecordMac mac;

    /** Takes both. */
    EncryptThenMac(ExplicitIvCbc cbc, RecordMac mac) {
        this.cbc = cbc;
        this.mac = mac;
    }

    @Override
    public AeadLimits limits() {
        return AeadLimits.CBC_ENCRYPT_THEN_MAC;
    }

    @Override
    public int mostAdded() {
        return ExplicitIvCbc.BLOCK + Padding.MOST_NEEDED + mac.length();
    }

    @Override
    public int sealedLength(int length) {
        return ExplicitIvCbc.BLOCK + Padding.padded(length) + mac.length();
    }

    @Override
    public int longestWithin(int sealedLength) {
        return Padding.longestWithin(sealedLength - ExplicitIvCbc.BLOCK - mac.length());
    }

    @Override
    public int seal(MacHeader header, byte[] text, int offset, int length) {
        int at = offset + ExplicitIvCbc.BLOCK;
        int padded = Padding.append(text, at, length);
        cbc.encrypt(text, at, padded);
        mac.append(header, text, offset, ExplicitIvCbc.BLOCK + padded);
        return ExplicitIvCbc.BLOCK + padded + mac.length();
    }

    @Override
    public int open(MacHeader header, byte[] text, int offset, int length) {
        int padded = length - ExplicitIvCbc.BLOCK - mac.length();
        // [RFC7366 §3#2] [RFC7366 §3#3] before anything is decrypted
        if (padded < ExplicitIvCbc.BLOCK || padded % ExplicitIvCbc.BLOCK != 0
                || !mac.isBehind(header, text, offset, ExplicitIvCbc.BLOCK + padded)) {
            return FORGED;
        }
        int at = offset + ExplicitIvCbc.BLOCK;
        cbc.decrypt(text, at, padded);
        int paddingLength = text[at + padded - 1] & 0xFF;
        int longest = padded - 1;
        return Padding.isRight(text, at, padded, longest) == 0 ? FORGED : longest - paddingLength;
    }

    @Override
    public void close() {
        cbc.close();
        mac.close();
    }
}
