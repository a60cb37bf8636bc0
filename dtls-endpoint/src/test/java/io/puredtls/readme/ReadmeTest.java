package io.puredtls.readme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.PrivateKeys;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.endpoint.Dtls;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.record.DropReason;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** README's programs and docs/media.md's as they stand there: saved, compiled with every warning, and run by the command beside them. */
@Timeout(120)
class ReadmeTest {
    private static final Pattern CODE = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern CLASS = Pattern.compile("(?m)^public class (\\w+) ");
    private static final String CLASSES = Stream.of(Dtls.class, DtlsEngine.class, DropReason.class, Jca.class)
            .map(ReadmeTest::home).collect(Collectors.joining(File.pathSeparator));

    @TempDir
    static Path directory;
    private static Map<String, Path> programs;

    private static String home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    @BeforeAll
    static void save() throws IOException {
        programs = new TreeMap<>();
        Matcher code = CODE.matcher(Files.readString(Path.of("..", "README.md")) + Files.readString(Path.of("..", "docs", "media.md")));
        while (code.find()) {
            Matcher name = CLASS.matcher(code.group(1));
            assertTrue(name.find(), () -> "no class:\n" + code.group(1));
            programs.put(name.group(1), Files.writeString(directory.resolve(name.group(1) + ".java"), code.group(1)));
        }
        Credentials own = SelfSigned.ecdsaP256("localhost");
        Files.writeString(directory.resolve("cert.pem"), Certificates.toPem(own.chain()));
        Files.writeString(directory.resolve("key.pem"), PrivateKeys.toPem(own.privateKey()));
    }

    private static Process run(String tool, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", tool).toString(), "-cp", CLASSES));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    }

    @Test
    void programs_compile_as_they_are_pasted() throws Exception {
        assertEquals(List.of("ComingBack", "EarlyQuestion", "EchoServer", "HelloClient", "MediaCall", "Wanderer"), List.copyOf(programs.keySet()));
        for (Path program : programs.values()) {
            Process compiler = run("javac", "-Xlint:all", "-Werror", "--release", "17", "-d", "out", program.toString());
            List<String> said = compiler.inputReader(StandardCharsets.UTF_8).lines().toList();
            assertEquals(0, compiler.waitFor(), said::toString);
        }
    }

    private static List<String> output(String... arguments) throws IOException, InterruptedException {
        Process program = run("java", arguments);
        List<String> lines = program.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertTrue(program.waitFor(30, TimeUnit.SECONDS));
        assertEquals(0, program.exitValue(), lines::toString);
        return lines;
    }

    @Test
    void its_clients_and_its_server_understand_each_other() throws Exception {
        Process server = run("java", "EchoServer.java", "0");
        try (BufferedReader said = server.inputReader(StandardCharsets.UTF_8)) {
            String listening = said.readLine();
            assertTrue(listening.matches("listening on port [0-9]+"), listening);
            String port = listening.replaceAll("\\D", "");
            List<String> lines = output("HelloClient.java", port);
            assertEquals(2, lines.size(), lines::toString);
            assertTrue(lines.get(0).startsWith("TLS_"), lines::toString);
            assertEquals("hello", lines.get(1));
            assertEquals(List.of("resumed: true"), output("ComingBack.java", port));
            assertTrue(server.isAlive(), "the server keeps its JVM alive");
        } finally {
            server.destroy();
        }
    }

    @Test
    void its_early_question_is_taken() throws Exception {
        assertEquals(List.of("ACCEPTED what time is it?"), output("EarlyQuestion.java"));
    }

    @Test
    void its_wanderer_is_followed_and_checked() throws Exception {
        List<String> lines = output("Wanderer.java");
        assertTrue(lines.contains("moved: true, checked: true"), lines::toString);
        assertEquals("here I am", lines.get(lines.size() - 1), lines::toString);
    }

    @Test
    void the_media_call_has_srtp_keys_and_its_socket_to_itself() throws Exception {
        assertEquals(List.of("SRTP_AEAD_AES_128_GCM, same keys: true", "STUN messages passed by: 2"), output("MediaCall.java"));
    }
}
