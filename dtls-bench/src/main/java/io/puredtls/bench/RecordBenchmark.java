package io.puredtls.bench;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one record cost, of DTLS 1.2 and of DTLS 1.3, above the bare JCA calls it cannot do without?
 *
 * <p>Each arm seals a batch of messages into datagrams, or opens a batch of genuine ones; a figure is for one record.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class RecordBenchmark {
    private static final int BATCH = 128;
    private static final int ROOM = 64;

    @Param({
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_CCM_SHA256"})
    public Suite suite;

    @Param({"64", "256", "1024", "1200"})
    public int size;

    private byte[] content;
    private byte[] out;
    private Records records;
    private BareJca twin;

    @Setup
    public void setUp() throws GeneralSecurityException {
        content = new byte[size];
        out = new byte[size + ROOM];
        records = new Records(suite);
        twin = new BareJca(suite);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int seal() {
        int sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += records.seal(content, size, out);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int sealTwin() throws GeneralSecurityException {
        int sum = 0;
        for (int i = 0; i < BATCH; i++) {
            sum += twin.seal(out, size);
        }
        return sum;
    }

    /** A batch of genuine datagrams, each to be opened once. */
    @State(Scope.Thread)
    public static class Sealed {
        private final byte[][] ours = new byte[BATCH][];
        private final byte[][] twins = new byte[BATCH][];
        private int oursLength;
        private int twinsLength;

        @Setup(Level.Invocation)
        public void seal(RecordBenchmark benchmark) throws GeneralSecurityException {
            for (int i = 0; i < BATCH; i++) {
                if (ours[i] == null) {
                    ours[i] = new byte[benchmark.size + ROOM];
                    twins[i] = new byte[benchmark.size + ROOM];
                }
                oursLength = benchmark.records.seal(benchmark.content, benchmark.size, ours[i]);
                twinsLength = benchmark.twin.seal(twins[i], benchmark.size);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int open(Sealed sealed) {
        int sum = 0;
        for (byte[] datagram : sealed.ours) {
            sum += records.open(datagram, sealed.oursLength);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int openTwin(Sealed sealed) throws GeneralSecurityException {
        int sum = 0;
        for (byte[] record : sealed.twins) {
            sum += twin.open(record, sealed.twinsLength);
        }
        return sum;
    }
}
