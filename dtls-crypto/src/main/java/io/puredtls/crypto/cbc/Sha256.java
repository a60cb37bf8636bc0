package io.puredtls.crypto.cbc;

import java.util.Arrays;

/** [RFC6234 §6.2] SHA-256's compression function, for {@link HiddenLengthHmac}. */
final class Sha256 implements Compression {
    private static final int ROUNDS = 64;
    private static final int[] BEGIN = {
        0x6A09_E667, 0xBB67_AE85, 0x3C6E_F372, 0xA54F_F53A, 0x510E_527F, 0x9B05_688C, 0x1F83_D9AB, 0x5BE0_CD19};
    /** [RFC6234 §5.1] The first 32 bits of what SHA-512 has 64 of. */
    private static final int[] K = new int[ROUNDS];

    static {
        for (int t = 0; t < ROUNDS; t++) {
            K[t] = (int) (Sha384.K[t] >>> 32);
        }
    }

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
            int s0 = Integer.rotateRight(w[t - 15], 7) ^ Integer.rotateRight(w[t - 15], 18) ^ w[t - 15] >>> 3;
            int s1 = Integer.rotateRight(w[t - 2], 17) ^ Integer.rotateRight(w[t - 2], 19) ^ w[t - 2] >>> 10;
            w[t] = s1 + w[t - 7] + s0 + w[t - 16];
        }
        int a = h[0];
        int b = h[1];
        int c = h[2];
        int d = h[3];
        int e = h[4];
        int f = h[5];
        int g = h[6];
        int last = h[7];
        for (int t = 0; t < ROUNDS; t++) {
            int s1 = Integer.rotateRight(e, 6) ^ Integer.rotateRight(e, 11) ^ Integer.rotateRight(e, 25);
            int t1 = last + s1 + (e & f ^ ~e & g) + K[t] + w[t];
            int s0 = Integer.rotateRight(a, 2) ^ Integer.rotateRight(a, 13) ^ Integer.rotateRight(a, 22);
            int t2 = s0 + (a & b ^ a & c ^ b & c);
            last = g;
            g = f;
            f = e;
            e = d + t1;
            d = c;
            c = b;
            b = a;
            a = t1 + t2;
        }
        h[0] += a;
        h[1] += b;
        h[2] += c;
        h[3] += d;
        h[4] += e;
        h[5] += f;
        h[6] += g;
        h[7] += last;
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
