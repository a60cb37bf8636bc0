package io.puredtls.publicapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The public surface stands in {@code docs/public-api.txt}, so that nobody changes it without seeing that he does. */
class PublicApiTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "public-api.txt");

    private static List<String> surface() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "# The public surface of PureDTLS: every type of every package that is exported to all, and what others can call of it.",
                "# Written by PublicApiTest; -Dupdate=true writes it anew. A change of this file is a change of the API: review it as one."));
        for (ExportedPackages exported : ExportedPackages.all()) {
            lines.addAll(List.of("", "", "module " + exported.module()));
            String name = "";
            for (Class<?> type : exported.types()) {
                if (!type.getPackageName().equals(name)) {
                    name = type.getPackageName();
                    lines.addAll(List.of("", "package " + name));
                }
                lines.add("");
                lines.addAll(new TypeSurface(type).lines());
            }
        }
        return lines;
    }

    @Test
    void the_public_surface_is_the_one_in_the_documents() throws IOException {
        String now = String.join("\n", surface()) + "\n";
        if (Boolean.getBoolean("update")) {
            Files.writeString(DOCUMENT, now);
        }
        assertTrue(Files.exists(DOCUMENT), "-Dupdate=true writes " + DOCUMENT);
        List<String> documented = Files.readAllLines(DOCUMENT);
        List<String> added = now.lines().filter(line -> !documented.contains(line)).toList();
        List<String> removed = documented.stream().filter(line -> !now.lines().toList().contains(line)).toList();
        assertEquals(String.join("\n", documented) + "\n", now,
                () -> "-Dupdate=true writes it anew, after a review of what was added: " + added + ", and removed: " + removed);
    }

    @Test
    void every_kind_of_thing_is_in_it() throws IOException {
        List<String> surface = surface();
        for (String line : List.of("package io.puredtls.endpoint", "final class Dtls",
                "    static DtlsEndpoint listen(InetSocketAddress, ServerConfig) throws IOException",
                "record ProtocolVersion(int code)", "    static final ProtocolVersion DTLS_1_2", "    FAIL_FAST, COUNT",
                "    default void onMessage(DtlsSession, byte[])", "    DatagramFilter.Direction")) {
            assertTrue(surface.stream().anyMatch(each -> each.equals(line) || each.contains(line.strip())), line);
        }
        assertTrue(surface.stream().noneMatch(line -> line.contains("EndpointLoop") || line.contains("$")), "what is not public is in it");
    }
}
