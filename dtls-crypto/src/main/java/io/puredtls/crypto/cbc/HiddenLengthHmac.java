package io.puredtls.crypto.cbc;

import io.puredtls.crypto.secret.SecretBytes;
import java.util.Arrays;

/**
 * [RFC2104] The HMAC of a text whose length must not show: it is one of 256 in a row, of which the longest is known to all.
 *
 * <p>The JCA's hashes must be told how much they are to hash, and the time that they take tells it on. So the compression
 * function is called from here, always as often as the longest text needs it. In each block in which the text might end, every
 * byte is chosen without a branch from the text, the hash's own padding, and nothing; and of the values that the hash then has,
 * the one after the text's own last block is kept without a branch too. The way of BoringSSL's tls_cbc.c.
 */
final class HiddenLengthHmac {
    private static final byte INNER = 0x36;
    private static final byte OUTER = 0x5C;
    private static final byte END_OF_TEXT = (byte) 0x80; // [RFC6234 §4.1]

    private final Compression hash;
    private final int blockShift;
    private final byte[] innerStart;
    private final byte[] outerStart;
    private final byte[] block;
    private final byte[] state;
    private final byte[] innerHash;
    private final byte[] mac;

    /** {@code key} is lent, and not longer than a block. */
    HiddenLengthHmac(Compression hash, int macLength, SecretBytes key) {
        this.hash = hash;
        this.blockShift = Integer.numberOfTrailingZeros(hash.blockLength());
        this.innerStart = new byte[hash.stateLength()];
        this.outerStart = new byte[hash.stateLength()];
        this.block = new byte[hash.blockLength()];
        this.state = new byte[hash.stateLength()];
        this.innerHash = new byte[hash.stateLength()];
        this.mac = new byte[macLength];
        begin(key, INNER, innerStart);
        begin(key, OUTER, outerStart);
    }

    /** What the hash has come to after the key's block, which is the same for all texts. */
    private void begin(SecretBytes key, byte pad, byte[] start) {
        Arrays.fill(block, pad);
        for (int i = 0; i < key.length(); i++) {
            block[i] ^= key.view()[i];
        }
        hash.begin();
        hash.compress(block);
        hash.store(start);
    }

    /**
     * The MAC of {@code header} and of {@code length} bytes at {@code offset}; it is lent until the next call.
     *
     * @param length hidden; at most 255 less than {@code longest}
     * @param longest what the length is at most, for all to see
     */
    byte[] mac(MacHeader header, byte[] text, int offset, int length, int longest) {
        int shortest = Math.max(0, longest - Padding.MOST);
        int firstThatMayEnd = header.length() + shortest >> blockShift;
        int blocks = (header.length() + longest + hash.lengthFieldLength() >> blockShift) + 1;
        int total = header.length() + length;
        int lastBlock = total + hash.lengthFieldLength() >> blockShift; // where the text's length still fits behind it
        hash.load(innerStart);
        Arrays.fill(innerHash, (byte) 0);
        for (int i = 0; i < blocks; i++) {
            int start = i << blockShift;
            fill(header, text, offset, longest, start);
            if (i < firstThatMayEnd) {
                hash.compress(block);
                continue;
            }
            int isLast = Mask.equal(i, lastBlock);
            end(start, total, isLast);
            hash.compress(block);
            hash.store(state);
            for (int j = 0; j < state.length; j++) {
                innerHash[j] |= (byte) (state[j] & isLast);
            }
        }
        outerHash();
        return mac;
    }

    /** The bytes from {@code start} on of the longest text that it could be, and zeros behind it. */
    private void fill(MacHeader header, byte[] text, int offset, int longest, int start) {
        int filled = 0;
        if (start < header.length()) {
            filled = Math.min(header.length() - start, block.length); // a long connection ID fills several
            System.arraycopy(header.bytes(), start, block, 0, filled);
        }
        int from = Math.min(Math.max(0, start + filled - header.length()), longest);
        int rest = Math.min(block.length - filled, longest - from);
        System.arraycopy(text, offset + from, block, filled, rest);
        Arrays.fill(block, filled + rest, block.length, (byte) 0);
    }

    /** Ends the text at {@code total} if that is in this block, and puts its length behind it if this is the last block. */
    private void end(int start, int total, int isLast) {
        long bits = (long) (total + block.length) << 3;
        for (int j = 0; j < block.length; j++) {
            int value = block[j] & Mask.less(start + j, total) | END_OF_TEXT & Mask.equal(start + j, total);
            if (j >= block.length - Long.BYTES) {
                value |= (int) (bits >>> 8 * (block.length - 1 - j)) & isLast;
            }
            block[j] = (byte) value;
        }
    }

    private void outerHash() {
        System.arraycopy(innerHash, 0, block, 0, mac.length);
        block[mac.length] = END_OF_TEXT;
        Arrays.fill(block, mac.length + 1, block.length, (byte) 0);
        int bits = block.length + mac.length << 3;
        block[block.length - 2] = (byte) (bits >>> 8);
        block[block.length - 1] = (byte) bits;
        hash.load(outerStart);
        hash.compress(block);
        hash.store(state);
        System.arraycopy(state, 0, mac, 0, mac.length);
    }

    void close() {
        for (byte[] each : new byte[][] {innerStart, outerStart, block, state, innerHash, mac}) {
            Arrays.fill(each, (byte) 0);
        }
        hash.wipe();
    }
}
