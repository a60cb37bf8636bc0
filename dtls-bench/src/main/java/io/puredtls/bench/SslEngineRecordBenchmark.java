package io.puredtls.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
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

/** What does the same record cost in the JDK's own engine, which has no DTLS 1.3? To be read beside {@link RecordBenchmark}. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
@State(Scope.Thread)
public class SslEngineRecordBenchmark {
    private static final int BATCH = 128;

    @Param({
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256"})
    public Suite suite;

    @Param({"64", "256", "1024", "1200"})
    public int size;

    private SslEnginePair engines;
    private ByteBuffer content;
    private ByteBuffer out;

    @Setup
    public void setUp() throws GeneralSecurityException, IOException {
        engines = new SslEnginePair(suite);
        content = ByteBuffer.wrap(new byte[size]);
        out = ByteBuffer.allocate(1 << 15);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int seal() throws SSLException {
        int sum = 0;
        for (int i = 0; i < BATCH; i++) {
            content.clear();
            out.clear();
            sum += engines.seal(content, out);
        }
        return sum;
    }

    /** A batch of genuine datagrams, each to be opened once. */
    @State(Scope.Thread)
    public static class Sealed {
        private final ByteBuffer[] datagrams = new ByteBuffer[BATCH];

        @Setup(Level.Invocation)
        public void seal(SslEngineRecordBenchmark benchmark) throws SSLException {
            for (int i = 0; i < BATCH; i++) {
                if (datagrams[i] == null) {
                    datagrams[i] = ByteBuffer.allocate(1 << 12);
                }
                benchmark.content.clear();
                benchmark.out.clear();
                benchmark.engines.seal(benchmark.content, benchmark.out);
                benchmark.out.flip();
                datagrams[i].clear().put(benchmark.out).flip();
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int open(Sealed sealed) throws SSLException {
        int sum = 0;
        for (ByteBuffer datagram : sealed.datagrams) {
            out.clear();
            sum += engines.open(datagram, out);
        }
        return sum;
    }
}
