package io.puredtls.bench;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The calls of AES/CBC and AES/ECB that our CCM makes for a text, each of the same length, in the same order and on an array
 * of the same kind. What they give is not put together: XOR, copies and the comparison of tags are what is above the twin.
 */
final class BareCcm implements BareAead {
    private static final int BLOCK = 16;
    private static final int BATCH = 1024; // what our CCM gives a cipher in one call
    private static final int ENCODED_LENGTH = 2;

    private final int tagLength;
    private final int beginning;
    private final Direction sealing;
    private final Direction opening;

    BareCcm(Suite suite, byte[] key) throws GeneralSecurityException {
        this.tagLength = suite.aead().tagLength();
        this.beginning = wholeBlocks(BLOCK + ENCODED_LENGTH + suite.additionalLength());
        this.sealing = new Direction(key);
        this.opening = new Direction(key);
    }

    @Override
    public int seal(byte[] nonce, byte[] text, int offset, int length) throws ShortBufferException {
        sealing.call(beginning, text, offset, length);
        return length + tagLength;
    }

    @Override
    public int open(byte[] nonce, byte[] text, int offset, int length) throws ShortBufferException {
        opening.call(beginning, text, offset, length - tagLength);
        return length - tagLength;
    }

    private static int wholeBlocks(int length) {
        return length + BLOCK - 1 & -BLOCK;
    }

    /** Two ciphers, as each direction of an association has them. */
    private static final class Direction {
        private final Cipher cbc = Cipher.getInstance("AES/CBC/NoPadding");
        private final Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
        private final byte[] stage = new byte[4 * BLOCK];
        private final byte[] scratch = new byte[BATCH];
        private final byte[] stream = new byte[BATCH];

        Direction(byte[] key) throws GeneralSecurityException {
            cbc.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK]));
            ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
        }

        void call(int beginning, byte[] text, int offset, int length) throws ShortBufferException {
            cbc.update(stage, 0, beginning, scratch, 0);
            int ready = stream(BLOCK + length) - BLOCK; // the first block hides the tag
            int done = 0;
            while (done < length) {
                if (ready == 0) {
                    ready = stream(length - done);
                }
                int slice = Math.min(ready, length - done);
                mac(text, offset + done, slice);
                done += slice;
                ready -= slice;
            }
        }

        private int stream(int wanted) throws ShortBufferException {
            return ecb.update(scratch, 0, wholeBlocks(Math.min(wanted, BATCH)), stream, 0);
        }

        private void mac(byte[] text, int offset, int length) throws ShortBufferException {
            int whole = length & -BLOCK;
            if (whole > 0) {
                cbc.update(text, offset, whole, scratch, 0);
            }
            if (length > whole) {
                cbc.update(stage, 0, BLOCK, scratch, 0);
            }
        }
    }
}
