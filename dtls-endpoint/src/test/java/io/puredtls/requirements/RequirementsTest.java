package io.puredtls.requirements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the RFCs ask for, what the code says it fulfils and what the tests say they show: the three must agree. */
class RequirementsTest {
    /** Gaps that are known. A change of this number is a decision. */
    private static final int KNOWN_GAPS = 3;

    private static final Path ROOT = Path.of("..");
    private static final Path TABLES = ROOT.resolve("docs").resolve("requirements");
    private static final Path VIOLATION = ROOT.resolve("dtls-handshake/src/main/java/io/puredtls/alert/Violation.java");
    private static final Path REPORT = Path.of("target", "requirements.html");

    private static final Pattern TAG = Pattern.compile("\\[(RFC\\d+ §[0-9A-Z.]+#\\d+)]");
    private static final Pattern ROW = Pattern.compile(
            "\\| (RFC\\d+) §([0-9A-Z.]+)#(\\d+) \\| ([^|]+) \\| ([^|]+) \\| ([^|]+) \\|(?: ([^|]+))? \\|");
    private static final Pattern TEST = Pattern.compile("void (\\w+)\\(");
    private static final Pattern VIOLATION_ROW = Pattern.compile("(?m)^ {4}([A-Z][A-Z_]+) *\\((?:[A-Z_]+, *)?\"([^\"]*)\"\\)[,;]");
    private static final Pattern VIOLATION_NAME = Pattern.compile("(?m)^ {4}([A-Z][A-Z_]+) *\\(");
    private static final Pattern CLAUSE = Pattern.compile("RFC\\d+ §[0-9A-Z]+(\\.\\d+)*");

    private static List<Row> rows;
    private static List<Tag> tags;

    /** One sentence of an RFC. */
    private record Row(String rfc, String section, int number, String level, String status, String quote, String note) {
        String id() {
            return rfc + " §" + section + "#" + number;
        }

        boolean isDone() {
            return status.equals("done");
        }
    }

    /** One mention of a sentence; {@code test} is the name of the test that follows it, if any. */
    private record Tag(String id, Path file, int line, boolean main, String test) {
        @Override
        public String toString() {
            return id + " in " + file.getFileName() + ":" + line;
        }
    }

    @BeforeAll
    static void read() throws IOException {
        rows = new ArrayList<>();
        for (Path table : files(TABLES, ".md")) {
            for (String line : Files.readAllLines(table)) {
                if (line.startsWith("| RFC")) {
                    rows.add(row(table, line));
                }
            }
        }
        tags = new ArrayList<>();
        for (Path module : modules()) {
            for (Path source : files(module.resolve("src"), ".java")) {
                readTags(source, source.startsWith(module.resolve("src").resolve("main")));
            }
        }
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> children = Files.list(ROOT)) {
            return children.filter(each -> Files.isDirectory(each.resolve("src"))).sorted().toList();
        }
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(each -> each.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static Row row(Path table, String line) {
        Matcher row = ROW.matcher(line);
        if (!row.matches()) {
            throw new IllegalStateException(table.getFileName() + ": no row of a table of requirements: " + line);
        }
        String note = row.group(7) == null ? "" : row.group(7);
        return new Row(row.group(1), row.group(2), Integer.parseInt(row.group(3)), row.group(4), row.group(5), row.group(6), note);
    }

    private static void readTags(Path source, boolean main) throws IOException {
        List<String> lines = Files.readAllLines(source);
        for (int i = 0; i < lines.size(); i++) {
            Matcher tag = TAG.matcher(lines.get(i));
            while (tag.find()) {
                tags.add(new Tag(tag.group(1), source, i + 1, main, main ? "" : testAfter(lines, i)));
            }
        }
    }

    private static String testAfter(List<String> lines, int from) {
        for (String line : lines.subList(from, lines.size())) {
            Matcher test = TEST.matcher(line);
            if (test.find()) {
                return test.group(1);
            }
        }
        return "";
    }

    private static List<Tag> tags(Row row, boolean main) {
        return tags.stream().filter(tag -> tag.id.equals(row.id()) && tag.main == main).toList();
    }

    private static List<String> idsOf(Stream<Row> some) {
        return some.map(Row::id).toList();
    }

    @Test
    void there_is_something_to_compare() {
        assertFalse(rows.isEmpty(), "no tables in " + TABLES);
        assertFalse(tags.isEmpty(), "no tags in the sources of " + ROOT);
    }

    @Test
    void a_row_stands_in_the_table_of_its_rfc_and_has_a_known_status() throws IOException {
        for (Path table : files(TABLES, ".md")) {
            String rfc = table.getFileName().toString().replace(".md", "").toUpperCase(Locale.ROOT);
            assertEquals(List.of(), Files.readAllLines(table).stream()
                    .filter(line -> line.startsWith("| RFC") && !line.startsWith("| " + rfc + " §")).toList(), table.toString());
        }
        assertEquals(List.of(), idsOf(rows.stream().filter(row -> !Set.of("done", "excused", "n/a", "todo").contains(row.status))));
    }

    @Test
    void the_sentences_of_a_section_are_counted_from_one() {
        Map<String, Integer> last = new HashMap<>();
        for (Row row : rows) {
            assertEquals(last.merge(row.rfc + " §" + row.section, 1, Integer::sum), row.number, row.id());
        }
    }

    @Test
    void whatever_is_not_done_says_why() {
        assertEquals(List.of(), idsOf(rows.stream().filter(row -> !row.isDone() && row.note.isEmpty())));
    }

    @Test
    void every_tag_has_a_row() {
        List<String> known = idsOf(rows.stream());
        assertEquals(List.of(), tags.stream().filter(tag -> !known.contains(tag.id)).toList());
    }

    @Test
    void what_is_done_is_tagged_in_the_code() {
        assertEquals(List.of(), idsOf(rows.stream().filter(row -> row.isDone() && tags(row, true).isEmpty())));
    }

    @Test
    void what_is_done_is_tagged_in_a_test() {
        assertEquals(List.of(), idsOf(rows.stream().filter(row -> row.isDone() && tags(row, false).isEmpty())));
    }

    @Test
    void what_is_not_done_is_not_tagged_in_the_code() {
        assertEquals(List.of(), rows.stream().filter(row -> !row.isDone()).flatMap(row -> tags(row, true).stream()).toList());
    }

    @Test
    void the_number_of_gaps_changes_by_decision_alone() {
        List<String> gaps = idsOf(rows.stream().filter(row -> row.status.equals("todo")));
        assertEquals(KNOWN_GAPS, gaps.size(), () -> "todo: " + gaps);
    }

    @Test
    void every_violation_names_a_clause() throws IOException {
        String source = Files.readString(VIOLATION);
        Map<String, String> clauses = new TreeMap<>();
        VIOLATION_ROW.matcher(source).results().forEach(row -> clauses.put(row.group(1), row.group(2)));
        List<String> names = VIOLATION_NAME.matcher(source).results().map(row -> row.group(1)).sorted().toList();
        assertFalse(names.isEmpty());
        assertEquals(names, List.copyOf(clauses.keySet()), "rows and rows with a clause");
        assertEquals(List.of(), clauses.entrySet().stream().filter(row -> !CLAUSE.matcher(row.getValue()).matches()).toList());
    }

    @Test
    void the_report_is_written() throws IOException {
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, report());
        String written = Files.readString(REPORT);
        assertEquals(List.of(), idsOf(rows.stream().filter(row -> !written.contains(row.id()))));
    }

    private static String report() {
        StringBuilder out = new StringBuilder("""
                <!DOCTYPE html>
                <html lang="en"><head><meta charset="utf-8"><title>Requirements</title><style>
                body { font: 15px/1.4 sans-serif; max-width: 75em; margin: 2em auto; padding: 0 1em; }
                table { border-collapse: collapse; width: 100%; }
                td, th { border: 1px solid #ccc; padding: .3em .5em; text-align: left; vertical-align: top; }
                code { font-size: 13px; } .todo { background: #fdd; } .excused { background: #ffd; } .na { color: #777; }
                </style></head><body><h1>Requirements</h1>
                """);
        out.append("<p>").append(figures()).append("</p>\n");
        String section = "";
        for (Row row : rows) {
            String next = row.rfc + " §" + row.section;
            if (!next.equals(section)) {
                out.append(section.isEmpty() ? "" : "</table>\n").append("<h2>").append(next).append("</h2>\n<table><tr>")
                        .append("<th>Sentence</th><th>Status</th><th>Code</th><th>Tests</th></tr>\n");
                section = next;
            }
            appendRow(out, row);
        }
        return out.append("</table></body></html>\n").toString();
    }

    private static String figures() {
        Map<String, Integer> figures = new TreeMap<>();
        rows.forEach(row -> figures.merge(row.status, 1, Integer::sum));
        return rows.size() + " sentences: " + figures;
    }

    private static void appendRow(StringBuilder out, Row row) {
        out.append("<tr class=\"").append(row.status.replace("/", "")).append("\"><td><b>").append(row.id()).append("</b> ")
                .append(escaped(row.quote)).append("</td><td>").append(row.status).append(row.note.isEmpty() ? "" : ": ")
                .append(escaped(row.note)).append("</td><td>");
        tags(row, true).forEach(tag -> out.append("<code>").append(place(tag)).append("</code><br>"));
        out.append("</td><td>");
        tags(row, false).forEach(tag -> out.append("<code>").append(place(tag)).append("</code> ").append(tag.test).append("<br>"));
        out.append("</td></tr>\n");
    }

    private static String place(Tag tag) {
        return tag.file.getFileName() + ":" + tag.line;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
