package io.puredtls.bench;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.record.format.BigEndian;
import io.puredtls.record.format.PlaintextHeader;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
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
 * What is it that a record costs above the bare JCA? The arms of {@link RecordBenchmark} with a {@link NothingCipher}, so that no
 * cipher's ups and downs hide it. Opening is of one datagram whose number counts up, as a replay would be dropped.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class AroundCipherBenchmark {
    private static final Suite SUITE = Suite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256;
    private static final int TEXT_OFFSET = SUITE.textOffset();
    private static final int ROOM = 64;
    private static final int NUMBER = 3; // in the header

    @Param({"64", "256", "1024", "1200"})
    public int size;

    private byte[] content;
    private byte[] out;
    private byte[] datagram;
    private int datagramLength;
    private long sequence;
    private Records records;
    private BareJca twin;

    @Setup
    public void setUp() throws GeneralSecurityException {
        content = new byte[size];
        out = new byte[size + ROOM];
        datagram = new byte[size + ROOM];
        records = new Records(SUITE, Jca.preferring(NothingCipher.provider()));
        twin = new BareJca(SUITE, Optional.of(NothingCipher.provider()));
        datagramLength = records.seal(content, size, datagram);
    }

    @Benchmark
    public int seal() {
        return records.seal(content, size, out);
    }

    @Benchmark
    public int sealTwin() throws GeneralSecurityException {
        return twin.seal(out, size);
    }

    @Benchmark
    public int open() {
        BigEndian.put64(datagram, NUMBER, PlaintextHeader.number(Records.EPOCH, sequence++));
        return records.open(datagram, datagramLength);
    }

    @Benchmark
    public int openTwin() throws GeneralSecurityException {
        return twin.open(out, size + NothingCipher.TAG_LENGTH);
    }

    /** How long the copying of a message takes, which a twin in place does without. */
    @Benchmark
    public byte[] copy() {
        System.arraycopy(content, 0, out, TEXT_OFFSET, size);
        return out;
    }
}
