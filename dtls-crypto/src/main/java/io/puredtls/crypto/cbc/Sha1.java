package io.puredtls.crypto.cbc;

import java.util.Arrays;

/** [RFC3174 §6.1] SHA-1's compression function, for {@link HiddenLengthHmac}; as an HMAC it has not been broken. */
final class Sha1 implements Compression {
    private static final int ROUNDS = 80;
    private static final int[] BEGIN = {0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0};

    private final int[] h = new int[BEGIN.length];
    private final int[] w = new int[ROUNDS];

    @Override
    public int blockLength() {
        return Words.BLOCK_32;
    }

    @Override
    public int stateLength() {
        return h.length * Integer.BYTES;
    }

    @Override
    public int lengthFieldLength() {
        return Long.BYTES;
    }

    @Override
    public void begin() {
        System.arraycopy(BEGIN, 0, h, 0, h.length);
    }

    @Override
    public void compress(byte[] block) {
        Words.read(block, w, 16);
        for (int t = 16; t < ROUNDS; t++) {
            w[t] = Integer.rotateLeft(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1);
        }
        int a = h[0];
        int b = h[1];
        int c = h[2];
        int d = h[3];
        int e = h[4];
        for (int t = 0; t < ROUNDS; t++) {
            int next = Integer.rotateLeft(a, 5) + f(t, b, c, d) + e + w[t];
            e = d;
            d = c;
            c = Integer.rotateLeft(b, 30);
            b = a;
            a = next;
        }
        h[0] += a;
        h[1] += b;
        h[2] += c;
        h[3] += d;
        h[4] += e;
    }

    /** [RFC3174 §5] f(t) and K(t). */
    private static int f(int t, int b, int c, int d) {
        return switch (t / 20) {
            case 0 -> (b & c | ~b & d) + 0x5A82_7999;
            case 1 -> (b ^ c ^ d) + 0x6ED9_EBA1;
            case 2 -> (b & c | b & d | c & d) + 0x8F1B_BCDC;
            default -> (b ^ c ^ d) + 0xCA62_C1D6;
        };
    }

    @Override
    public void store(byte[] state) {
        Words.write(h, state);
    }

    @Override
    public void load(byte[] state) {
        Words.read(state, h, h.length);
    }

    @Override
    public void wipe() {
        Arrays.fill(h, 0);
        Arrays.fill(w, 0);
    }
}
