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
            alert         →
            srtp          →
            trust         → alert
            session       → srtp
            extension     → srtp
            event         → alert session trust
            message       → alert extension
            config        → extension session srtp trust
            fragment      → alert message
            transcript    → fragment message
            flight        → alert config fragment message
            negotiate     → alert config extension message session srtp
            path          → alert config event message negotiate
            state         → alert config event flight message path session transcript
            authentication → alert config event extension message session state trust
            dtls12        → alert authentication config event flight message negotiate session state
            dtls12.client → alert authentication config dtls12 event extension message negotiate session state transcript trust
            dtls12.server → alert authentication config dtls12 extension message negotiate session state transcript trust
            dtls13        → alert authentication config event extension flight message negotiate session state transcript trust
            dtls13.client → alert authentication config dtls13 extension message negotiate session srtp state transcript trust
            dtls13.server → alert authentication config dtls13 extension flight message negotiate session srtp state transcript trust
            client        → alert authentication config dtls12.client dtls13 dtls13.client extension message negotiate session state transcript trust
            server        → alert config dtls12.server dtls13.server message negotiate state
            engine        → alert authentication client config event extension flight fragment message negotiate path server session state transcript
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
    void randomness_comes_from_the_configuration_alone() {
        assertEquals(List.of(), sources.containing("\\bSecureRandom\\b"));
    }

    @Test
    void the_wall_clock_is_only_a_default_of_the_configuration() {
        assertEquals(List.of("config/Options"), sources.containing("\\bClock\\.(system|tick)"));
    }

    @Test
    void system_properties_are_read_to_find_the_roots_alone() {
        assertEquals(List.of("trust/SystemRoots"), sources.containing("\\bgetProperty\\b|\\bgetBoolean\\b|\\bgetInteger\\b"));
    }

    /** After the opening states the type tells which version it is. */
    @Test
    void versions_are_compared_where_they_are_negotiated_alone() {
        List<String> comparing = sources.containing(
                "isAtLeast\\(|(equals|contains)\\(ProtocolVersion\\.|[=!]= ?ProtocolVersion\\.|\\bif \\([^;{]*\\bversion\\b|\\bswitch \\([^)]*\\b[vV]ersion");
        assertEquals(List.of("config/Settings", "dtls13.client/HelloRetry", "dtls13.client/ServerHelloReceived13",
                "negotiate/ClientNegotiation12", "negotiate/ServerNegotiation12", "negotiate/ServerNegotiation13"), comparing);
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
