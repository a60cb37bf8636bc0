package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.record.DropReason;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line on a Java runtime that has been cut down to {@code java.base}. */
class JavaRuntimeTest {
    /** From here on java.base has the elliptic curves itself. */
    private static final int CURVES_IN_BASE = 22;

    @TempDir
    static Path directory;
    private static String[] own;

    private record Result(int status, String out) {
    }

    @BeforeAll
    static void certificate() {
        own = CommandLine.selfSigned(directory, "own");
    }

    private static Result run(String... args) throws Exception {
        String classes = Stream.of(Main.class, DtlsEngine.class, DropReason.class, Jca.class).map(JavaRuntimeTest::home)
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--limit-modules", "java.base", "-cp", classes, Main.class.getName()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out);
    }

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "selfsign", "server", "client"})
    void curves_that_are_missing_are_named_with_their_module(String verb) throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() < CURVES_IN_BASE, "SKIPPED: this JDK's java.base has elliptic curves");
        Result result = switch (verb) {
            case "server" -> run(verb, "--listen", "127.0.0.1:0", "--cert", own[0], "--key", own[1]);
            case "client" -> run(verb, "127.0.0.1", "9", "--ca", own[0]);
            default -> run(verb);
        };
        assertEquals(2, result.status, result.out);
        assertEquals(1, result.out.lines().count(), result.out);
        assertTrue(result.out.startsWith("dtls " + verb + ": ") && result.out.contains("jdk.crypto.ec"), result.out);
    }

    @Test
    void what_needs_no_curves_works_without_them() throws Exception {
        assertEquals(0, run("selfsign", "--algorithm", "rsa2048").status);
        assertEquals(0, run("--version").status);
        assertEquals(Runtime.version().feature() < CURVES_IN_BASE ? 2 : 0, run("demo").status);
    }
}
