package io.puredtls.crypto.aead;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.DestroyableKey;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * [RFC3610] AES-CCM with nonces of 12 bytes [RFC6655 §3], which no JDK has: its MAC and its stream are by two held ciphers of
 * the JCA, and a record allocates nothing. CBC cannot work on blocks in parallel, so that the MAC is most of the time.
 */
final class CcmAead implements Aead {
    /** How many bytes go to a cipher in one call. */
    private static final int BATCH = 1024;
    private static final int LONGEST_TEXT = (1 << 8 * CbcMac.LENGTH_BYTES) - 1;
    /** [RFC3610 §2.2] Longer ones would have their length encoded otherwise; DTLS has none. */
    private static final int LONGEST_ADDITIONAL_DATA = 0xFEFF;

    private final int tagLength;
    private final byte[] scratch = new byte[BATCH];
    private final CbcMac mac;
    private final CounterStream stream;
    private boolean closed;

    private CcmAead(int tagLength, Cipher cbc, Cipher ecb) {
        this.tagLength = tagLength;
        this.mac = new CbcMac(cbc, scratch);
        this.stream = new CounterStream(ecb, scratch);
    }

    static boolean isAvailable(Jca jca) {
        return jca.has("Cipher", "AES/CBC/NoPadding") && jca.has("Cipher", "AES/ECB/NoPadding");
    }

    /** Takes {@code key}: the ciphers have copies of their own. */
    static CcmAead with(Jca jca, DestroyableKey key, int tagLength) {
        try {
            Cipher cbc = jca.cipher("AES/CBC/NoPadding");
            cbc.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[CbcMac.BLOCK]));
            Cipher ecb = jca.cipher("AES/ECB/NoPadding");
            ecb.init(Cipher.ENCRYPT_MODE, key);
            return new CcmAead(tagLength, cbc, ecb);
        } catch (GeneralSecurityException refused) {
            throw new IllegalStateException("the JCA refuses a raw key for AES", refused);
        } finally {
            key.destroy();
        }
    }

    @Override
    public int tagLength() {
        return tagLength;
    }

    @Override
    public int seal(byte[] nonce, byte[] additionalData, int additionalLength, byte[] text, int offset, int length) {
        if (closed || length > LONGEST_TEXT || offset > text.length - tagLength - length) {
            throw refused("seal", length);
        }
        begin(nonce, additionalData, additionalLength, length);
        for (int done = 0, ready; done < length; done += ready) {
            ready = stream.ready(length - done);
            mac.absorb(text, offset + done, ready);
            stream.xor(text, offset + done, ready);
        }
        for (int i = 0; i < tagLength; i++) {
            text[offset + length + i] = (byte) (mac.at(i) ^ stream.tagMask(i));
        }
        return length + tagLength;
    }

    @Override
    public int open(byte[] nonce, byte[] additionalData, int additionalLength, byte[] text, int offset, int length) {
        int textLength = length - tagLength;
        if (closed || textLength < 0 || textLength > LONGEST_TEXT || offset > text.length - length) {
            throw refused("open", length);
        }
        begin(nonce, additionalData, additionalLength, textLength);
        for (int done = 0, ready; done < textLength; done += ready) {
            ready = stream.ready(textLength - done);
            stream.xor(text, offset + done, ready);
            mac.absorb(text, offset + done, ready);
        }
        int difference = 0; // of all bytes, however early one differs: the time must not tell how much of a forged tag is right
        for (int i = 0; i < tagLength; i++) {
            difference |= text[offset + textLength + i] ^ mac.at(i) ^ stream.tagMask(i);
        }
        return difference == 0 ? textLength : FORGED;
    }

    private void begin(byte[] nonce, byte[] additionalData, int additionalLength, int textLength) {
        if (nonce.length != AeadAlgorithm.NONCE_LENGTH || additionalLength > LONGEST_ADDITIONAL_DATA) {
            throw new IllegalArgumentException("a nonce has 12 bytes and additional data at most " + LONGEST_ADDITIONAL_DATA
                    + ", not " + nonce.length + " and " + additionalLength);
        }
        mac.begin(nonce, tagLength, textLength, additionalData, additionalLength);
        stream.begin(nonce, textLength);
    }

    private IllegalStateException refused(String what, int length) {
        return new IllegalStateException(closed ? "this key has been destroyed" : "AES/CCM refuses to " + what + " " + length + " bytes");
    }

    /** Lets go of the key, of which only the JCA's copies are left, and wipes what stands of the last text. */
    @Override
    public void close() {
        closed = true;
        Arrays.fill(scratch, (byte) 0);
        mac.wipe();
        stream.wipe();
    }
}
