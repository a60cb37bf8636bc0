package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the command line in this process. */
final class CommandLine {
    private CommandLine() {
    }

    /** What a run left behind. */
    record Result(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }

        /** The output as events, each line of which must be a JSON object. */
        List<Map<String, Object>> events() {
            return out.lines().map(Json::object).toList();
        }

        /** The one event of this name. */
        Map<String, Object> event(String name) {
            List<Map<String, Object>> found = events().stream().filter(event -> event.get("event").equals(name)).toList();
            assertEquals(1, found.size(), () -> name + " in " + out + err);
            return found.get(0);
        }
    }

    /** Runs to the end, with nothing on standard input. */
    static Result run(String... args) {
        return runWith("", args);
    }

    /** Runs to the end with {@code input}. */
    static Result runWith(String input, String... args) {
        return run(input.getBytes(StandardCharsets.UTF_8), Map.of(), args);
    }

    static Result run(byte[] input, Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(args, surroundings(new ByteArrayInputStream(input), out, err, environment, new StopSignal()));
        return new Result(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    static Surroundings surroundings(
            InputStream in, OutputStream out, OutputStream err, Map<String, String> environment, StopSignal stop) {
        return new Surroundings(in, new PrintStream(out, false, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                name -> Optional.ofNullable(environment.get(name)), stop);
    }

    /** Makes a certificate with its key in {@code directory}, and gives the paths of both. */
    static String[] selfSigned(Path directory, String name, String... further) {
        String cert = directory.resolve(name + ".pem").toString();
        String key = directory.resolve(name + ".key").toString();
        String[] args = new String[5 + further.length];
        System.arraycopy(new String[] {"selfsign", "--cert", cert, "--key", key}, 0, args, 0, 5);
        System.arraycopy(further, 0, args, 5, further.length);
        assertEquals(0, run(args).status());
        return new String[] {cert, key};
    }
}
