package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.KeyLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Our key log beside the peer's: both ends must have come to the same secrets, the exporter's among them. */
final class Secrets implements KeyLog {
    private static final List<String> COMPARED = List.of(
            "CLIENT_EARLY_TRAFFIC_SECRET ", "CLIENT_HANDSHAKE_TRAFFIC_SECRET ", "SERVER_HANDSHAKE_TRAFFIC_SECRET ",
            "CLIENT_TRAFFIC_SECRET_0 ", "SERVER_TRAFFIC_SECRET_0 ", "EXPORTER_SECRET ");

    private final Set<String> ours = ConcurrentHashMap.newKeySet();
    private final Path theirs;

    /** The peer writes its log to a file in {@code directory}. */
    Secrets(Path directory) throws IOException {
        this.theirs = Files.createTempFile(directory, "keys", ".log");
    }

    @Override
    public void log(String line) {
        ours.add(line.toLowerCase(Locale.ROOT));
    }

    String file() {
        return theirs.toString();
    }

    /** What the peer logged we logged too. */
    void assertSame() throws IOException {
        List<String> compared = Files.readAllLines(theirs).stream()
                .filter(line -> COMPARED.stream().anyMatch(line::startsWith)).map(line -> line.strip().toLowerCase(Locale.ROOT)).toList();
        assertFalse(compared.isEmpty(), "the peer logged nothing");
        for (String line : compared) {
            assertTrue(ours.contains(line), () -> "we have not " + line + "\nbut\n" + String.join("\n", ours));
        }
    }
}
