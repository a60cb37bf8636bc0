package io.puredtls.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes does a record allocate above the bare JCA calls? The answer must be 0: prints the rows of the table in
 * {@code docs/benchmarks.md}, and exits with 1 if it is not. To be run with {@code -XX:-DoEscapeAnalysis}: what the compiler
 * does away with differs from run to run, in both arms, by more than what is asked about.
 *
 * <p>The JDK's own ciphers allocate less and less while the compiler gets at them, also without escape analysis. JDK 25 takes
 * 2152 bytes for sealing and opening 64 bytes by AES_128_GCM as long as the first compiler's code runs (and with {@code
 * -XX:TieredStopAtLevel=1} for ever), then 2128, then 2096. Both arms share that code. Were one arm measured to the end
 * before the other begins, the first row would compare two states of the JDK, and show those 32 bytes, or a part of them, as
 * ours. Therefore all rows, both arms of each, are measured in turn, round after round, until no row has fallen for some
 * rounds; the least of each arm counts. An allocation of ours is in every round, and so it is in the least too.
 */
public final class AllocationProbe {
    private static final int[] SIZES = {64, 256, 1024, 1200};
    private static final int ROOM = 64;
    private static final int COUNTED = 3_000;
    private static final int STEADY_ROUNDS = 8;
    private static final int MAX_ROUNDS = 100;

    private AllocationProbe() {
    }

    /** Needs no arguments. */
    public static void main(String[] args) throws GeneralSecurityException {
        List<Row> rows = new ArrayList<>();
        for (Suite suite : Suite.values()) {
            for (int size : SIZES) {
                rows.add(new Row(suite, size));
            }
        }
        int rounds = 0;
        for (int steady = 0; steady < STEADY_ROUNDS; rounds++) {
            if (rounds == MAX_ROUNDS) {
                throw new IllegalStateException("after " + rounds + " rounds there is still a row that falls");
            }
            steady = fell(rows) ? 0 : steady + 1;
        }
        System.out.println("| suite | bytes | ours | bare JCA | above it |\n|---|---|---|---|---|");
        rows.forEach(System.out::println);
        System.out.printf("%nJDK %s, %d rounds%n", Runtime.version(), rounds);
        if (rows.stream().anyMatch(row -> row.aboveTwin() >= 1)) {
            System.exit(1);
        }
    }

    private static boolean fell(List<Row> rows) throws GeneralSecurityException {
        boolean fell = false;
        for (Row row : rows) {
            fell |= row.measure();
        }
        return fell;
    }

    /** One suite at one size. */
    private static final class Row {
        private final Suite suite;
        private final int size;
        private final Arm ours;
        private final Arm twin;

        Row(Suite suite, int size) throws GeneralSecurityException {
            Records records = new Records(suite);
            BareJca bare = new BareJca(suite);
            byte[] content = new byte[size];
            byte[] out = new byte[size + ROOM];
            this.suite = suite;
            this.size = size;
            this.ours = new Arm(() -> records.open(out, records.seal(content, size, out)));
            this.twin = new Arm(() -> bare.open(out, bare.seal(out, size)));
        }

        /** Gives whether it has fallen. */
        boolean measure() throws GeneralSecurityException {
            return ours.measure() | twin.measure();
        }

        double aboveTwin() {
            return ours.least - twin.least;
        }

        @Override
        public String toString() {
            return String.format("| %s | %d | %.0f | %.0f | %.0f |", suite, size, ours.least, twin.least, aboveTwin());
        }
    }

    /** What is measured, and the least that a record of it has allocated so far. */
    private static final class Arm {
        private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        private final Step step;
        private double least = Double.MAX_VALUE;

        Arm(Step step) {
            this.step = step;
        }

        boolean measure() throws GeneralSecurityException {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < COUNTED; i++) {
                step.run();
            }
            double perRecord = (double) (threads.getCurrentThreadAllocatedBytes() - before) / COUNTED;
            boolean fell = perRecord <= least - 1;
            least = Math.min(least, perRecord);
            return fell;
        }
    }

    /** Seals and opens one record. */
    private interface Step {
        int run() throws GeneralSecurityException;
    }
}
