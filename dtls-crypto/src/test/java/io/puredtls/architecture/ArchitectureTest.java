package io.puredtls.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which package may know which, and what the core never touches. */
class ArchitectureTest {
    /** Every package with all packages of this module that it uses; a line uses only what stands above it, so there is no cycle. */
    private static final String PACKAGES = """
            crypto.der         →
            crypto.entropy     →
            crypto.jca         →
            crypto.secret      →
            crypto.aead        → crypto.jca crypto.secret
            crypto.cbc         → crypto.aead crypto.entropy crypto.jca crypto.secret
            crypto.hash        → crypto.jca crypto.secret
            crypto.kex         → crypto.entropy crypto.jca crypto.secret
            crypto.sign        → crypto.der crypto.entropy crypto.jca
            crypto.schedule12  → crypto.aead crypto.cbc crypto.hash crypto.jca crypto.secret
            crypto.schedule13  → crypto.aead crypto.hash crypto.jca crypto.kex crypto.secret
            crypto.suite       → crypto.aead crypto.cbc crypto.hash crypto.jca crypto.sign
            crypto.credentials → crypto.der crypto.entropy crypto.jca crypto.secret crypto.sign
            """;

    private final Sources sources = Sources.ofThisModule();

    @Test
    void packages_use_what_the_table_says_and_nothing_else() {
        assertEquals(table(), sources.dependencies());
    }

    @Test
    void packages_are_in_an_order_without_cycles() {
        Set<String> above = new HashSet<>();
        PACKAGES.lines().forEach(line -> {
            String[] sides = line.split("→", -1);
            for (String used : uses(sides[1])) {
                assertTrue(above.contains(used), () -> sides[0].strip() + " stands above " + used + ", which it uses");
            }
            above.add(sides[0].strip());
        });
    }

    private static Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new TreeMap<>();
        PACKAGES.lines().forEach(line -> {
            String[] sides = line.split("→", -1);
            table.put(sides[0].strip(), uses(sides[1]));
        });
        return table;
    }

    private static Set<String> uses(String names) {
        Set<String> uses = new TreeSet<>(Arrays.asList(names.strip().split(" +")));
        uses.remove("");
        return uses;
    }

    @Test
    void every_package_says_what_it_is() {
        Set<String> described = new TreeSet<>();
        sources.all().stream().filter(source -> source.name().equals("package-info")).forEach(source -> described.add(source.inPackage()));
        assertEquals(sources.packages(), described);
    }

    /** No clock, no thread, no console, no logging, no socket, no TLS but ours. */
    @ParameterizedTest
    @ValueSource(strings = {
        "\\bnanoTime\\b", "\\bcurrentTimeMillis\\b", "\\b(Instant|LocalDate|LocalDateTime|ZonedDateTime)\\.now\\b", "\\bnew Date\\(\\)",
        "\\bThread\\b", "\\bThreadLocal\\b", "\\bExecutor", "\\bCompletableFuture\\b", "\\bTimer\\b",
        "\\bSystem\\.(out|err|in)\\b", "\\bprintStackTrace\\b", "\\bjava\\.util\\.logging\\b", "\\bSystem\\.getLogger\\b",
        "\\bjavax\\.net\\b", "\\bsun\\.", "\\bcom\\.sun\\b", "\\bjava\\.net\\.(Socket|Server|Datagram|URL|URI|Http)", "\\bjava\\.nio\\.channels\\b",
        "\\bgetenv\\b", "\\bnew Random\\b", "\\bMath\\.random\\b", "\\bSplittableRandom\\b", "\\bUUID\\b"})
    void nothing_in_the_core_touches(String forbidden) {
        assertEquals(List.of(), sources.containing(forbidden));
    }

    @Test
    void randomness_has_one_home() {
        List<String> elsewhere = sources.containing("\\bSecureRandom\\b").stream().filter(file -> !file.startsWith("crypto.entropy/")).toList();
        assertEquals(List.of(), elsewhere);
        assertEquals(List.of("crypto.entropy/SystemEntropy"), sources.containing("new SecureRandom\\b|SecureRandom\\.getInstance"));
    }

    @Test
    void no_system_property_is_read() {
        assertEquals(List.of(), sources.containing("\\bgetProperty\\b|\\bgetBoolean\\b|\\bgetInteger\\b"));
    }

    @Test
    void the_wall_clock_is_only_a_default_of_a_builder() {
        assertEquals(List.of("crypto.credentials/SelfSigned"), sources.containing("\\bClock\\.(system|tick)"));
    }

    /** A component that is an array has no value equality and its content can change: {@code Bytes} is for that. */
    @Test
    void no_record_has_an_array_for_a_component() {
        assertEquals(List.of(), sources.containing("\\brecord \\w+(<[^(]*>)?\\([^)]*\\[\\]"));
    }

    @Test
    void names_say_what_a_thing_is() {
        assertEquals(List.of(), sources.all().stream().map(Sources.Source::name)
                .filter(name -> name.matches("Abstract.*|Base[A-Z].*|.*(Impl|Base|Utils?|Manager|Helper)")).toList());
    }

    @Test
    void comments_and_strings_are_not_code() {
        assertEquals("a(\"\");   b = \"\";  \n c", Sources.code("a(\"Thread // \\\" no\"); /* \"Thread */ b = '\"'; // Thread\n c"));
        assertEquals("\"\" + d", Sources.code("\"\"\"\n    Thread \"quoted\"\n    \"\"\" + d"));
    }
}
