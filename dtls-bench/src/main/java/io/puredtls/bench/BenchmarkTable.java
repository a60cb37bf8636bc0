package io.puredtls.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prints the table of records in {@code docs/benchmarks.md} from what JMH has written. Its two lines of use:
 *
 * <pre>
 *   java -jar dtls-bench/target/benchmarks.jar RecordBenchmark -rf json -rff records.json
 *   java -cp dtls-bench/target/benchmarks.jar io.puredtls.bench.BenchmarkTable records.json
 * </pre>
 *
 * <p>An arm that was not measured is a dash. Figures are nanoseconds per record: the median of all iterations and, in
 * brackets, their quartiles, which a machine that is shared disturbs less than a mean and its error.
 *
 * <p>JMH measures one arm to its end before it begins the next, so that ours and its twin are minutes apart. Where the
 * machine's own speed drifts meanwhile, several short runs say more than a long one: the table takes the files of all of
 * them and pools their iterations.
 */
public final class BenchmarkTable {
    /** What is wanted of one of JMH's results, in the order in which it writes them. */
    private static final Pattern RESULT = Pattern.compile(
            "\"benchmark\" : \"[\\w.]*?(\\w+)\\.(\\w+)\".*?\"params\" : \\{(.*?)}.*?"
            + "\"primaryMetric\" : \\{.*?\"rawData\" : \\[(.*?)]\\s*]", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+(E-?[0-9]+)?");
    private static final Pattern PARAMETER = Pattern.compile("\"(\\w+)\" : \"(\\w+)\"");

    private final Map<String, Figure> figures = new TreeMap<>();
    private final Set<String> operations = new TreeSet<>();
    private final Set<Integer> sizes = new TreeSet<>();

    /** The iterations of one arm of one row, of every run: nanoseconds per record. */
    private static final class Figure {
        private final List<Double> iterations = new ArrayList<>();

        void add(String rawData) {
            NUMBER.matcher(rawData).results().forEach(each -> iterations.add(Double.valueOf(each.group())));
            Collections.sort(iterations);
        }

        double median() {
            return quantile(0.5);
        }

        /** Between the two iterations nearest to it. */
        private double quantile(double part) {
            double place = part * (iterations.size() - 1);
            double below = iterations.get((int) Math.floor(place));
            double above = iterations.get((int) Math.ceil(place));
            return below + (above - below) * (place - Math.floor(place));
        }

        @Override
        public String toString() {
            return String.format("%.0f (%.0f–%.0f)", median(), quantile(0.25), quantile(0.75));
        }
    }

    private void add(String json) {
        for (Matcher result = RESULT.matcher(json); result.find();) {
            Map<String, String> parameters = new TreeMap<>();
            PARAMETER.matcher(result.group(3)).results().forEach(each -> parameters.put(each.group(1), each.group(2)));
            boolean engine = result.group(1).equals(SslEngineRecordBenchmark.class.getSimpleName());
            boolean twin = result.group(2).endsWith("Twin");
            String operation = result.group(2).replace("Twin", "");
            operations.add(operation);
            sizes.add(Integer.valueOf(parameters.get("size")));
            String key = key(engine ? "engine" : twin ? "twin" : "ours", operation, parameters.get("suite"), parameters.get("size"));
            figures.computeIfAbsent(key, none -> new Figure()).add(result.group(4));
        }
    }

    private static String key(String arm, Object operation, Object suite, Object size) {
        return arm + " " + operation + " " + suite + " " + size;
    }

    /** Takes the names of JMH's files, one of each run. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            System.err.println("usage: BenchmarkTable <what JMH wrote by -rf json>...");
            System.exit(2);
        }
        BenchmarkTable table = new BenchmarkTable();
        for (String file : args) {
            table.add(Files.readString(Path.of(file)));
        }
        table.print();
    }

    private void print() {
        System.out.println("| operation | suite | bytes | ours | bare JCA | twin/ours | above the twin | SSLEngine | SSLEngine/ours |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String operation : operations) {
            for (Suite suite : Suite.values()) {
                for (Integer size : sizes) {
                    printRow(operation, suite, size);
                }
            }
        }
    }

    private void printRow(String operation, Suite suite, int size) {
        Figure ours = figures.get(key("ours", operation, suite, size));
        if (ours == null) {
            return;
        }
        Figure twin = figures.get(key("twin", operation, suite, size));
        Figure engine = figures.get(key("engine", operation, suite, size));
        System.out.printf("| %s | %s | %d | %s | %s | %s | %s | %s | %s |%n", operation, suite, size, ours,
                orDash(twin), ratio(twin, ours), twin == null ? "–" : String.format("%+.0f", ours.median() - twin.median()),
                orDash(engine), ratio(engine, ours));
    }

    private static String orDash(Figure figure) {
        return figure == null ? "–" : figure.toString();
    }

    private static String ratio(Figure other, Figure ours) {
        return other == null ? "–" : String.format("%.2f", other.median() / ours.median());
    }
}
