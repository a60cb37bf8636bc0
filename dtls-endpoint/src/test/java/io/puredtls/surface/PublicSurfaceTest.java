package io.puredtls.surface;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.endpoint.Dtls;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.record.DropReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others can compile against is what {@code docs/public-api.txt} says: a change of it is a decision. */
class PublicSurfaceTest {
    private static final Path EXPECTED = Path.of("..", "docs", "public-api.txt");
    private static final Path FOUND = Path.of("target", "public-api.txt");
    /** A class of each module that others use. */
    private static final List<Class<?>> MODULES = List.of(Jca.class, DropReason.class, DtlsEngine.class, Dtls.class);

    private static final Pattern NAME = Pattern.compile(".*?(?:class|interface|record|enum) (\\S+).*");

    private static List<String> surface() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Class<?> each : MODULES) {
            lines.addAll(Surface.of(Surface.home(each), each.getClassLoader()));
        }
        return lines;
    }

    @Test
    void the_public_surface_is_the_one_that_was_agreed_on() throws IOException {
        List<String> found = surface();
        Files.write(FOUND, found);
        List<String> expected = Files.readAllLines(EXPECTED);
        if (!found.equals(expected)) {
            throw new AssertionError("the public API is another:\n" + difference(expected, found)
                    + "If that is intended: cp dtls-endpoint/target/public-api.txt docs/public-api.txt");
        }
    }

    /** Lines that came and went, each with the type that it is of. */
    private static String difference(List<String> before, List<String> after) {
        Set<String> gone = named(before);
        gone.removeAll(named(after));
        Set<String> come = named(after);
        come.removeAll(named(before));
        StringBuilder text = new StringBuilder();
        gone.forEach(line -> text.append("- ").append(line).append('\n'));
        come.forEach(line -> text.append("+ ").append(line).append('\n'));
        return text.isEmpty() ? "the same lines in another order\n" : text.toString();
    }

    private static Set<String> named(List<String> lines) {
        Set<String> named = new LinkedHashSet<>();
        String inPackage = "";
        String type = "";
        for (String line : lines) {
            String text = line.strip();
            int depth = line.length() - text.length();
            inPackage = depth == 2 ? text : inPackage;
            type = depth == 4 ? NAME.matcher(text).replaceFirst("$1") : type;
            named.add(depth < 4 ? text : inPackage + ": " + (depth == 4 ? text : type + ": " + text));
        }
        return named;
    }

    @Test
    void a_difference_tells_what_came_and_what_went_and_where() {
        assertEquals("- package a: class B\n- package a: B: int b()\n+ package a: final class B\n+ package a: B: long b()\n",
                difference(List.of("module m", "  package a", "    class B", "      int b()", "      int c()", "    class C", "      int b()"),
                        List.of("module m", "  package a", "    final class B", "      long b()", "      int c()", "    class C", "      int b()")));
        assertEquals("the same lines in another order\n", difference(List.of("a", "b"), List.of("b", "a")));
    }

    @Test
    void packages_that_are_exported_to_all_are_in_it_and_no_others() throws IOException {
        List<String> found = surface();
        for (String line : List.of("module io.puredtls.crypto", "module io.puredtls.endpoint", "  package io.puredtls.engine", "    final class DtlsSession implements AutoCloseable",
                "      static DtlsEndpoint listen(InetSocketAddress, ServerConfig, SessionHandler) throws IOException")) {
            assertTrue(found.contains(line), line);
        }
        assertFalse(found.contains("  package io.puredtls.message"), "it is exported to some");
        assertFalse(found.contains("  package io.puredtls.endpoint.cli"), "it is not exported");
        assertFalse(found.stream().anyMatch(line -> line.contains("EndpointLoop")), "it is not public");
    }

    @Test
    void a_jar_has_the_same_surface_as_a_directory(@TempDir Path directory) throws IOException {
        Path classes = Path.of("target", "classes");
        Path jar = directory.resolve("endpoint.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                Files.copy(file, out);
            }
        }
        assertEquals(Surface.of(classes, Dtls.class.getClassLoader()), Surface.of(jar, Dtls.class.getClassLoader()));
    }
}
