package io.puredtls.crypto.cbc;

import io.puredtls.crypto.secret.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Fragments of RFC 5246 §6.2.3.2 and RFC 7366 §3 made by the JCA alone, right ones and wrong ones; keys and texts from a seed. */
final class RawCbc {
    static final int IV = 16;
    static final int HEADER = 13;

    final byte[] macKey;
    final byte[] key;
    final byte[] iv = new byte[IV];
    private final CbcAlgorithm algorithm;

    RawCbc(CbcAlgorithm algorithm) {
        this.algorithm = algorithm;
        this.macKey = text(algorithm.macLength(), 1);
        this.key = text(algorithm.keyLength(), 2);
        System.arraycopy(text(IV, 3), 0, iv, 0, IV);
    }

    static byte[] text(int length, long seed) {
        byte[] text = new byte[length];
        new Random(seed).nextBytes(text);
        return text;
    }

    /** A header whose length is still to be written. */
    static byte[] header() {
        byte[] header = text(HEADER, 4);
        header[11] = 0;
        header[12] = 0;
        return header;
    }

    /** The same for those under test. */
    static MacHeader macHeader() {
        return MacHeader.of(header());
    }

    CbcKeys keys() {
        return new CbcKeys(SecretBytes.taking(macKey.clone()), SecretBytes.taking(key.clone()));
    }

    /** What {@code paddingLength + 1} bytes of padding end whole blocks. */
    static byte[] padded(byte[] text, int paddingLength) {
        byte[] padded = Arrays.copyOf(text, text.length + paddingLength + 1);
        Arrays.fill(padded, text.length, padded.length, (byte) paddingLength);
        return padded;
    }

    /** The padding_length that ends whole blocks, the least or so many blocks more; negative if it is over 255. */
    static int paddingLength(int length, int blocksMore) {
        int paddingLength = 15 - length % 16 + 16 * blocksMore;
        return paddingLength > 255 ? -1 : paddingLength;
    }

    byte[] mac(byte[] header, byte[] text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance(jcaName(algorithm));
        mac.init(new SecretKeySpec(macKey, mac.getAlgorithm()));
        mac.update(header, 0, 11);
        mac.update((byte) (text.length >>> 8));
        mac.update((byte) text.length);
        return mac.doFinal(text);
    }

    static String jcaName(CbcAlgorithm algorithm) {
        return switch (algorithm) {
            case AES_128_CBC_SHA, AES_256_CBC_SHA -> "HmacSHA1";
            case AES_128_CBC_SHA256 -> "HmacSHA256";
            case AES_256_CBC_SHA384 -> "HmacSHA384";
        };
    }

    /** IV and ciphertext of whole blocks. */
    byte[] encrypted(byte[] blocks) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        return joined(iv, cipher.doFinal(blocks));
    }

    byte[] decrypted(byte[] ivAndBlocks) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(ivAndBlocks, 0, IV));
        return cipher.doFinal(ivAndBlocks, IV, ivAndBlocks.length - IV);
    }

    /** A fragment with the MAC inside. */
    byte[] macThenEncrypt(byte[] header, byte[] text, int paddingLength) throws GeneralSecurityException {
        return encrypted(padded(joined(text, mac(header, text)), paddingLength));
    }

    /** A fragment with the MAC behind. */
    byte[] encryptThenMac(byte[] header, byte[] text, int paddingLength) throws GeneralSecurityException {
        byte[] encrypted = encrypted(padded(text, paddingLength));
        return joined(encrypted, mac(header, encrypted));
    }

    static byte[] joined(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
