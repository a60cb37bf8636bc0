package io.puredtls.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
 * <p>An arm that was not measured is a dash. Figures are nanoseconds per record: the median of all iterations, which a
 * machine that is shared disturbs less than the mean, and JMH's error of the mean at 99.9 %.
 */
public final class BenchmarkTable {
    /** What is wanted of one of JMH's results, in the order in which it writes them. */
    private static final Pattern RESULT = Pattern.compile(
            "\"benchmark\" : \"[\\w.]*?(\\w+)\\.(\\w+)\".*?\"params\" : \\{(.*?)}.*?"
            + "\"primaryMetric\" : \\{\\s*\"score\" : [^,\\s]+,\\s*\"scoreError\" : \"?([^,\"\\s]+)\"?,"
            + ".*?\"rawData\" : \\[(.*?)]\\s*]", Pattern.DOTALL);
    private static final Pattern NUMBER = Pattern.compile("[0-9.]+(E-?[0-9]+)?");
    private static final Pattern PARAMETER = Pattern.compile("\"(\\w+)\" : \"(\\w+)\"");

    private final Map<String, Figure> figures = new TreeMap<>();
    private final Set<String> operations = new LinkedHashSet<>();
    private final Set<Integer> sizes = new LinkedHashSet<>();

    /** What JMH measured for one arm of one row. */
    private record Figure(double score, double error) {
        static Figure of(String error, String iterations) {
            double[] sorted = NUMBER.matcher(iterations).results().mapToDouble(each -> Double.parseDouble(each.group())).sorted().toArray();
            int half = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
            return new Figure(median, Double.parseDouble(error));
        }

        @Override
        public String toString() {
            return String.format(Double.isNaN(error) ? "%.0f" : "%.0f ± %.0f", score, error);
        }
    }

    private BenchmarkTable(String json) {
        for (Matcher result = RESULT.matcher(json); result.find();) {
            Map<String, String> parameters = new TreeMap<>();
            PARAMETER.matcher(result.group(3)).results().forEach(each -> parameters.put(each.group(1), each.group(2)));
            boolean engine = result.group(1).equals(SslEngineRecordBenchmark.class.getSimpleName());
            boolean twin = result.group(2).endsWith("Twin");
            String operation = result.group(2).replace("Twin", "");
            operations.add(operation);
            sizes.add(Integer.valueOf(parameters.get("size")));
            figures.put(key(engine ? "engine" : twin ? "twin" : "ours", operation, parameters.get("suite"), parameters.get("size")),
                    Figure.of(result.group(4), result.group(5)));
        }
    }

    private static String key(String arm, Object operation, Object suite, Object size) {
        return arm + " " + operation + " " + suite + " " + size;
    }

    /** Takes the name of JMH's file. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1) {
            System.err.println("usage: BenchmarkTable <what JMH wrote by -rf json>");
            System.exit(2);
        }
        new BenchmarkTable(Files.readString(Path.of(args[0]))).print();
    }

    private void print() {
        System.out.println("| operation | suite | bytes | ours | bare JCA | twin/ours | above the twin | SSLEngine | SSLEngine/ours |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String operation : operations.stream().sorted().toList()) {
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
                orDash(twin), ratio(twin, ours), twin == null ? "–" : String.format("%+.0f", ours.score - twin.score),
                orDash(engine), ratio(engine, ours));
    }

    private static String orDash(Figure figure) {
        return figure == null ? "–" : figure.toString();
    }

    private static String ratio(Figure other, Figure ours) {
        return other == null ? "–" : String.format("%.2f", other.score / ours.score);
    }
}
