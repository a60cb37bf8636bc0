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

/**
 * What does one DTLS 1.2 record cost, above the bare JCA calls it cannot do without, and beside the JDK's own engine?
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
    private static final int ROOM = 256;

    @Param({"AES_128_GCM", "AES_256_GCM", "CHACHA20_POLY1305"})
    public Suite suite;

    @Param({"64", "256", "1024", "1200"})
    public int size;

    private byte[] content;
    private byte[] out;
    private Records records;
    private BareJca twin;
    private SslEnginePair engines;
    private ByteBuffer contentBuffer;
    private ByteBuffer outBuffer;

    @Setup
    public void setUp() throws GeneralSecurityException, IOException {
        content = new byte[size];
        out = new byte[size + ROOM];
        records = new Records(suite);
        twin = new BareJca(suite);
        engines = new SslEnginePair(suite);
        contentBuffer = ByteBuffer.wrap(content);
        outBuffer = ByteBuffer.allocate(1 << 15);
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
            sum += twin.seal(out, 21, size);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int sealSslEngine() throws SSLException {
        int sum = 0;
        for (int i = 0; i < BATCH; i++) {
            contentBuffer.clear();
            outBuffer.clear();
            sum += engines.seal(contentBuffer, outBuffer);
        }
        return sum;
    }

    /** A batch of genuine datagrams, each to be opened once. */
    @State(Scope.Thread)
    public static class Sealed {
        private final byte[][] ours = new byte[BATCH][];
        private final byte[][] twins = new byte[BATCH][];
        private final ByteBuffer[] engines = new ByteBuffer[BATCH];
        private int oursLength;

        @Setup(Level.Invocation)
        public void seal(RecordBenchmark benchmark) throws GeneralSecurityException, SSLException {
            for (int i = 0; i < BATCH; i++) {
                if (ours[i] == null) {
                    ours[i] = new byte[benchmark.size + ROOM];
                    twins[i] = new byte[benchmark.size + ROOM];
                    engines[i] = ByteBuffer.allocate(1 << 12);
                }
                oursLength = benchmark.records.seal(benchmark.content, benchmark.size, ours[i]);
                benchmark.twin.seal(twins[i], 21, benchmark.size);
                benchmark.contentBuffer.clear();
                engines[i].clear();
                benchmark.outBuffer.clear();
                benchmark.engines.seal(benchmark.contentBuffer, benchmark.outBuffer);
                benchmark.outBuffer.flip();
                engines[i].put(benchmark.outBuffer).flip();
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
        for (byte[] text : sealed.twins) {
            sum += twin.open(text, 21, size + BareJca.TAG_LENGTH);
        }
        return sum;
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    public int openSslEngine(Sealed sealed) throws SSLException {
        int sum = 0;
        for (ByteBuffer datagram : sealed.engines) {
            outBuffer.clear();
            sum += engines.open(datagram, outBuffer);
        }
        return sum;
    }
}
