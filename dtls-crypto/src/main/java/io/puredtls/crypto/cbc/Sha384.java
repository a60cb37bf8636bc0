package io.puredtls.crypto.cbc;

import java.util.Arrays;

/** [RFC6234 §6.4] SHA-384's compression function, for {@link HiddenLengthHmac}. */
final class Sha384 implements Compression {
    private static final int ROUNDS = 80;
    private static final long[] BEGIN = {
        0xCBBB_9D5D_C105_9ED8L, 0x629A_292A_367C_D507L, 0x9159_015A_3070_DD17L, 0x152F_ECD8_F70E_5939L,
        0x6733_2667_FFC0_0B31L, 0x8EB4_4A87_6858_1511L, 0xDB0C_2E0D_64F9_8FA7L, 0x47B5_481D_BEFA_4FA4L};
    /** [RFC6234 §5.2] */
    static final long[] K = {
        0x428A_2F98_D728_AE22L, 0x7137_4491_23EF_65CDL, 0xB5C0_FBCF_EC4D_3B2FL, 0xE9B5_DBA5_8189_DBBCL,
        0x3956_C25B_F348_B538L, 0x59F1_11F1_B605_D019L, 0x923F_82A4_AF19_4F9BL, 0xAB1C_5ED5_DA6D_8118L,
        0xD807_AA98_A303_0242L, 0x1283_5B01_4570_6FBEL, 0x2431_85BE_4EE4_B28CL, 0x550C_7DC3_D5FF_B4E2L,
        0x72BE_5D74_F27B_896FL, 0x80DE_B1FE_3B16_96B1L, 0x9BDC_06A7_25C7_1235L, 0xC19B_F174_CF69_2694L,
        0xE49B_69C1_9EF1_4AD2L, 0xEFBE_4786_384F_25E3L, 0x0FC1_9DC6_8B8C_D5B5L, 0x240C_A1CC_77AC_9C65L,
        0x2DE9_2C6F_592B_0275L, 0x4A74_84AA_6EA6_E483L, 0x5CB0_A9DC_BD41_FBD4L, 0x76F9_88DA_8311_53B5L,
        0x983E_5152_EE66_DFABL, 0xA831_C66D_2DB4_3210L, 0xB003_27C8_98FB_213FL, 0xBF59_7FC7_BEEF_0EE4L,
        0xC6E0_0BF3_3DA8_8FC2L, 0xD5A7_9147_930A_A725L, 0x06CA_6351_E003_826FL, 0x1429_2967_0A0E_6E70L,
        0x27B7_0A85_46D2_2FFCL, 0x2E1B_2138_5C26_C926L, 0x4D2C_6DFC_5AC4_2AEDL, 0x5338_0D13_9D95_B3DFL,
        0x650A_7354_8BAF_63DEL, 0x766A_0ABB_3C77_B2A8L, 0x81C2_C92E_47ED_AEE6L, 0x9272_2C85_1482_353BL,
        0xA2BF_E8A1_4CF1_0364L, 0xA81A_664B_BC42_3001L, 0xC24B_8B70_D0F8_9791L, 0xC76C_51A3_0654_BE30L,
        0xD192_E819_D6EF_5218L, 0xD699_0624_5565_A910L, 0xF40E_3585_5771_202AL, 0x106A_A070_32BB_D1B8L,
        0x19A4_C116_B8D2_D0C8L, 0x1E37_6C08_5141_AB53L, 0x2748_774C_DF8E_EB99L, 0x34B0_BCB5_E19B_48A8L,
        0x391C_0CB3_C5C9_5A63L, 0x4ED8_AA4A_E341_8ACBL, 0x5B9C_CA4F_7763_E373L, 0x682E_6FF3_D6B2_B8A3L,
        0x748F_82EE_5DEF_B2FCL, 0x78A5_636F_4317_2F60L, 0x84C8_7814_A1F0_AB72L, 0x8CC7_0208_1A64_39ECL,
        0x90BE_FFFA_2363_1E28L, 0xA450_6CEB_DE82_BDE9L, 0xBEF9_A3F7_B2C6_7915L, 0xC671_78F2_E372_532BL,
        0xCA27_3ECE_EA26_619CL, 0xD186_B8C7_21C0_C207L, 0xEADA_7DD6_CDE0_EB1EL, 0xF57D_4F7F_EE6E_D178L,
        0x06F0_67AA_7217_6FBAL, 0x0A63_7DC5_A2C8_98A6L, 0x113F_9804_BEF9_0DAEL, 0x1B71_0B35_131C_471BL,
        0x28DB_77F5_2304_7D84L, 0x32CA_AB7B_40C7_2493L, 0x3C9E_BE0A_15C9_BEBCL, 0x431D_67C4_9C10_0D4CL,
        0x4CC5_D4BE_CB3E_42B6L, 0x597F_299C_FC65_7E2AL, 0x5FCB_6FAB_3AD6_FAECL, 0x6C44_198C_4A47_5817L};

    private final long[] h = new long[BEGIN.length];
    private final long[] w = new long[ROUNDS];

    @Override
    public int blockLength() {
        return Words.BLOCK_64;
    }

    @Override
    public int stateLength() {
        return h.length * Long.BYTES;
    }

    @Override
    public int lengthFieldLength() {
        return 2 * Long.BYTES;
    }

    @Override
    public void begin() {
        System.arraycopy(BEGIN, 0, h, 0, h.length);
    }

    @Override
    public void compress(byte[] block) {
        Words.read(block, w, 16);
        for (int t = 16; t < ROUNDS; t++) {
            long s0 = Long.rotateRight(w[t - 15], 1) ^ Long.rotateRight(w[t - 15], 8) ^ w[t - 15] >>> 7;
            long s1 = Long.rotateRight(w[t - 2], 19) ^ Long.rotateRight(w[t - 2], 61) ^ w[t - 2] >>> 6;
            w[t] = s1 + w[t - 7] + s0 + w[t - 16];
        }
        long a = h[0];
        long b = h[1];
        long c = h[2];
        long d = h[3];
        long e = h[4];
        long f = h[5];
        long g = h[6];
        long last = h[7];
        for (int t = 0; t < ROUNDS; t++) {
            long s1 = Long.rotateRight(e, 14) ^ Long.rotateRight(e, 18) ^ Long.rotateRight(e, 41);
            long t1 = last + s1 + (e & f ^ ~e & g) + K[t] + w[t];
            long s0 = Long.rotateRight(a, 28) ^ Long.rotateRight(a, 34) ^ Long.rotateRight(a, 39);
            long t2 = s0 + (a & b ^ a & c ^ b & c);
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
