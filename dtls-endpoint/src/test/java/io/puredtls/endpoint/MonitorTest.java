package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MonitorTest {
    /** A virtual thread that waits in a monitor holds on to its carrier, before JDK 24. */
    @Test
    void nothing_here_uses_a_monitor() throws IOException {
        Pattern monitor = Pattern.compile("\\bsynchronized\\b|\\.wait\\(|\\bnotify(All)?\\(");
        Path sources = Path.of("src", "main", "java", "io", "puredtls", "endpoint");
        try (Stream<Path> all = Files.list(sources)) {
            List<Path> files = all.filter(file -> file.toString().endsWith(".java")).toList();
            assertTrue(files.size() > 10, () -> "are these all? " + files);
            for (Path file : files) {
                List<String> lines = Files.readAllLines(file).stream().filter(line -> monitor.matcher(line).find()).toList();
                assertEquals(List.of(), lines, file.toString());
            }
        }
    }
}
