package io.puredtls.bench;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Of what is CCM made best, where the JCA has AES alone? The parts by themselves: a MAC of the text in one call of CBC or block by
 * block of ECB, the stream for it in batches of ECB, block by block, or by CTR, which has to be initialised for each record.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Thread)
public class CcmConstructionBenchmark {
    private static final int BLOCK = 16;
    private static final int NUMBER = 12; // where the counter of a block stands

    @Param({"64", "1024"})
    public int size;

    private byte[] text;
    private byte[] counters;
    private byte[] stream;
    private byte[] block;
    private Cipher cbc;
    private Cipher ecb;
    private Cipher ctr;
    private SecretKeySpec key;

    @Setup
    public void setUp() throws GeneralSecurityException {
        key = new SecretKeySpec(new byte[BLOCK], "AES");
        text = new byte[size];
        counters = new byte[size];
        stream = new byte[size];
        block = new byte[BLOCK];
        cbc = Cipher.getInstance("AES/CBC/NoPadding");
        cbc.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[BLOCK]));
        ecb = Cipher.getInstance("AES/ECB/NoPadding");
        ecb.init(Cipher.ENCRYPT_MODE, key);
        ctr = Cipher.getInstance("AES/CTR/NoPadding");
    }

    /** The MAC in one call: what ours does. */
    @Benchmark
    public byte[] macByCbcOfAllBlocks() throws GeneralSecurityException {
        cbc.update(text, 0, size, stream, 0);
        return stream;
    }

    /** The MAC as it is written in RFC 3610. */
    @Benchmark
    public byte[] macByEcbBlockByBlock() throws GeneralSecurityException {
        for (int at = 0; at < size; at += BLOCK) {
            for (int i = 0; i < BLOCK; i++) {
                block[i] ^= text[at + i];
            }
            ecb.update(block, 0, BLOCK, block, 0);
        }
        return block;
    }

    /** The stream in one call for many counter blocks: what ours does. */
    @Benchmark
    public byte[] streamByEcbInBatches() throws GeneralSecurityException {
        for (int at = 0, number = 1; at < size; at += BLOCK) {
            counters[at + NUMBER + 2] = (byte) (number >>> 8);
            counters[at + NUMBER + 3] = (byte) number++;
        }
        ecb.update(counters, 0, size, stream, 0);
        for (int i = 0; i < size; i++) {
            stream[i] ^= text[i];
        }
        return stream;
    }

    /** The same with a call for each. */
    @Benchmark
    public byte[] streamByEcbBlockByBlock() throws GeneralSecurityException {
        for (int at = 0, number = 1; at < size; at += BLOCK) {
            block[NUMBER + 2] = (byte) (number >>> 8);
            block[NUMBER + 3] = (byte) number++;
            ecb.update(block, 0, BLOCK, stream, at);
        }
        for (int i = 0; i < size; i++) {
            stream[i] ^= text[i];
        }
        return stream;
    }

    /** The JCA's own counter mode, whose counter begins anew with each record. */
    @Benchmark
    public byte[] streamByCtr() throws GeneralSecurityException {
        block[BLOCK - 1] = 1;
        ctr.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(block));
        ctr.update(text, 0, size, stream, 0);
        return stream;
    }
}
