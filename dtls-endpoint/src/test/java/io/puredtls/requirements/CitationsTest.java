package io.puredtls.requirements;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is named is there: sections of RFCs, tests, and, where something must be aborted, a row of the table of violations. */
class CitationsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path TABLES = ROOT.resolve("docs").resolve("requirements");
    private static final Path VIOLATION = ROOT.resolve("dtls-handshake/src/main/java/io/puredtls/alert/Violation.java");
    /** How far below its tag a sentence is fulfilled: a comment and an {@code if} of some lines lie between them. */
    private static final int NEAR = 12;

    /** One RFC, and sections of it: {@code RFC5280 §4.2.1.1, §4.2.1.2} cites two. */
    private static final Pattern CITATION = Pattern.compile("RFC ?(\\d+) ((?:§[0-9A-Z]+(?:\\.[0-9]+)*(?:#\\d+)?(?:, | and )?)+)");
    private static final Pattern SECTION = Pattern.compile("§([0-9A-Z]+(?:\\.[0-9]+)*)");
    private static final Pattern ABORTING = Pattern.compile(
            "\\| (RFC\\d+ §[0-9A-Z.]+#\\d+) \\| MUST \\| done \\| ([^|]*\\b(?:abort|terminate|violation)\\b[^|]*) \\|.*");
    private static final Pattern ALERT_IN_QUOTES = Pattern.compile("\"([a-z_]+)\"");
    private static final Pattern TEST = Pattern.compile("`(?:([A-Z][A-Za-z0-9]*Test))?(?:\\.([a-z][a-z0-9_]+))?`");
    private static final Pattern ROW = Pattern.compile("(?m)^ {4}([A-Z][A-Z0-9_]+) *\\((?:([A-Z_]+), *)?\"");
    private static final Pattern THROWN = Pattern.compile("Violation\\.([A-Z][A-Z0-9_]+)");
    /** What leads to a row that is named in one place for many: in the context of states, in the codec, in the key exchange. */
    private static final Map<String, String> ELSEWHERE = Map.of("context.unexpected(", "UNEXPECTED_HANDSHAKE_MESSAGE",
            ".end()", "MALFORMED", "new DecodeException(", "MALFORMED", "new IllegalShareException(", "ILLEGAL_KEY_SHARE");

    private static Map<String, Set<String>> sections;

    @BeforeAll
    static void readSections() throws IOException {
        sections = new HashMap<>();
        for (String line : Files.readAllLines(TABLES.resolve("sections.txt"))) {
            if (line.startsWith("RFC")) {
                List<String> words = Arrays.asList(line.split(" "));
                sections.computeIfAbsent(words.get(0), any -> new HashSet<>()).addAll(words.subList(1, words.size()));
            }
        }
    }

    private static List<Path> files(Path root, String ending) throws IOException {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(each -> each.toString().endsWith(ending)).sorted().toList();
        }
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        try (Stream<Path> children = Files.list(ROOT)) {
            for (Path module : children.filter(each -> Files.isDirectory(each.resolve("src"))).sorted().toList()) {
                sources.addAll(files(module.resolve("src"), ".java"));
            }
        }
        return sources;
    }

    @Test
    void a_cited_section_exists() throws IOException {
        List<Path> all = new ArrayList<>(sources());
        all.addAll(files(ROOT.resolve("docs"), ".md"));
        all.add(ROOT.resolve("README.md"));
        List<String> nowhere = new ArrayList<>();
        int found = 0;
        for (Path file : all) {
            Matcher citation = CITATION.matcher(Files.readString(file));
            while (citation.find()) {
                String rfc = "RFC" + citation.group(1);
                List<String> cited = SECTION.matcher(citation.group(2)).results().map(each -> each.group(1)).toList();
                found += cited.size();
                cited.stream().filter(section -> sections.containsKey(rfc) && !sections.get(rfc).contains(section))
                        .forEach(section -> nowhere.add(rfc + " §" + section + " in " + file.getFileName()));
            }
        }
        assertEquals(List.of(), nowhere);
        assertTrue(found > 500, "are these all? " + found);
    }

    /** {@code `ATest`}, {@code `ATest.a_sentence`}, and {@code `.another_sentence`} of the test named last. */
    @Test
    void a_test_that_a_document_names_exists() throws IOException {
        Map<String, String> tests = new HashMap<>();
        for (Path source : sources()) {
            tests.merge(source.getFileName().toString().replace(".java", ""), Files.readString(source), String::concat);
        }
        List<String> missing = new ArrayList<>();
        for (String document : List.of("security.md", "why.md")) {
            Matcher named = TEST.matcher(Files.readString(ROOT.resolve("docs").resolve(document)));
            String test = "";
            while (named.find()) {
                test = named.group(1) == null ? test : named.group(1);
                boolean there = named.group(2) == null ? tests.containsKey(test)
                        : tests.getOrDefault(test, "").contains("void " + named.group(2) + "(");
                if (!there) {
                    missing.add(document + ": " + named.group());
                }
            }
        }
        assertEquals(List.of(), missing);
    }

    @Test
    void the_sections_of_every_rfc_with_a_table_are_known() throws IOException {
        for (Path table : files(TABLES, ".md")) {
            String rfc = table.getFileName().toString().replace(".md", "").toUpperCase(Locale.ROOT);
            assertTrue(sections.containsKey(rfc), () -> "no sections of " + rfc);
        }
    }

    @Test
    void what_must_be_aborted_is_tagged_where_a_violation_does_it() throws IOException {
        Map<String, String> alerts = new HashMap<>();
        ROW.matcher(Files.readString(VIOLATION)).results()
                .forEach(row -> alerts.put(row.group(1), row.group(2) == null ? "" : row.group(2).toLowerCase(Locale.ROOT)));
        assertFalse(alerts.isEmpty());
        List<String> without = new ArrayList<>();
        for (Path table : files(TABLES, ".md")) {
            for (String line : Files.readAllLines(table)) {
                Matcher row = ABORTING.matcher(line);
                if (row.matches() && !isAborted("[" + row.group(1) + "]", row.group(2), alerts)) {
                    without.add(row.group(1));
                }
            }
        }
        assertEquals(List.of(), without);
    }

    /** Whether a violation stands below the tag in some main source, one with the alert that the sentence names if it names one. */
    private static boolean isAborted(String tag, String quote, Map<String, String> alerts) throws IOException {
        List<String> named = ALERT_IN_QUOTES.matcher(quote).results().map(each -> each.group(1)).filter(alerts::containsValue).toList();
        for (Path source : sources()) {
            List<String> lines = source.toString().contains("/src/main/") ? Files.readAllLines(source) : List.of();
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).contains(tag)) {
                    String below = String.join("\n", lines.subList(i, Math.min(i + NEAR, lines.size())));
                    List<String> thrown = Stream.concat(THROWN.matcher(below).results().map(each -> each.group(1)),
                            ELSEWHERE.entrySet().stream().filter(each -> below.contains(each.getKey())).map(Map.Entry::getValue))
                            .map(row -> alerts.getOrDefault(row, "?")).toList();
                    if (!thrown.isEmpty() && (named.isEmpty() || thrown.stream().anyMatch(named::contains))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }
}
