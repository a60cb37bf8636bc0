package io.puredtls.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;

/**
 * How many bytes does a record allocate above the bare JCA calls? The answer must be 0: prints a table, and exits with
 * 1 if it is not. To be run with {@code -XX:-DoEscapeAnalysis}: what the compiler does away with differs from run to run,
 * in both arms, by more than what is asked about.
 */
public final class AllocationProbe {
    private static final int HEADER = 13; // some ciphers copy what does not begin its array: both arms pay for that
    private static final int WARM_UP = 30_000;
    private static final int COUNTED = 20_000;
    private static final int ROUNDS = 8;

    private AllocationProbe() {
    }

    /** Needs no arguments. */
    public static void main(String[] args) throws GeneralSecurityException {
        boolean clean = true;
        System.out.printf("%-20s %6s %14s %14s %14s%n", "suite", "bytes", "ours B/record", "twin B/record", "above twin");
        for (Suite suite : Suite.values()) {
            for (int size : new int[] {64, 1024}) {
                double ours = ours(suite, size);
                double twin = twin(suite, size);
                System.out.printf("%-20s %6d %14.1f %14.1f %14.1f%n", suite, size, ours, twin, ours - twin);
                clean &= ours - twin < 1;
            }
        }
        if (!clean) {
            System.exit(1);
        }
    }

    private static double ours(Suite suite, int size) throws GeneralSecurityException {
        Records records = new Records(suite);
        byte[] content = new byte[size];
        byte[] out = new byte[size + 64];
        return perRecord(() -> records.open(out, records.seal(content, size, out)));
    }

    private static double twin(Suite suite, int size) throws GeneralSecurityException {
        BareJca twin = new BareJca(suite);
        byte[] text = new byte[size + 64];
        return perRecord(() -> twin.open(text, HEADER, twin.seal(text, HEADER, size)));
    }

    /** Seals and opens one record. */
    private interface Step {
        int run() throws GeneralSecurityException;
    }

    private static double perRecord(Step step) throws GeneralSecurityException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int i = 0; i < WARM_UP; i++) {
            step.run();
        }
        double least = Double.MAX_VALUE; // a compilation that ends in the middle of a round is not the record's doing
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < COUNTED; i++) {
                step.run();
            }
            least = Math.min(least, (double) (threads.getCurrentThreadAllocatedBytes() - before) / COUNTED);
        }
        return least;
    }
}
