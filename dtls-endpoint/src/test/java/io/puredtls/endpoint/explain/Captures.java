package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The foreign handshakes of testvectors. */
final class Captures {
    private static final Path VECTORS = Path.of("..", "testvectors");

    private Captures() {
    }

    /** All captures of whole handshakes that are there, by the names of their files. */
    static Stream<String> all() {
        List<String> names = new ArrayList<>(List.of("illustrated-dtls13"));
        try (Stream<Path> directories = Files.list(VECTORS)) {
            for (Path directory : directories.sorted().toList()) {
                if (directory.getFileName().toString().matches(".*-dtls1[23](-handshake|-records|-cid)?")) {
                    try (Stream<Path> files = Files.list(directory)) {
                        files.sorted().filter(Captures::isCapture).forEach(file -> names.add(directory.getFileName() + "/" + file.getFileName()));
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return names.stream();
    }

    private static boolean isCapture(Path file) {
        try {
            return file.toString().endsWith(".txt") && Files.readString(file).contains("from = client\ndatagram = 16fe");
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** A capture as the text that its file holds; of the illustrated one, which has a file for each datagram, lines. */
    static String text(String name) throws IOException {
        if (!name.equals("illustrated-dtls13")) {
            return Files.readString(VECTORS.resolve(name));
        }
        StringBuilder lines = new StringBuilder();
        try (Stream<Path> files = Files.list(VECTORS.resolve(name))) {
            for (Path file : files.sorted().filter(each -> each.toString().endsWith(".hex")).toList()) {
                boolean fromClient = file.getFileName().toString().matches("\\d\\d-[a-z]+-c.*");
                lines.append(fromClient ? "c> " : "s> ").append(Files.readString(file).strip()).append('\n');
            }
        }
        return lines.toString();
    }

    static Capture read(String name) throws Exception {
        return CaptureFile.read(text(name).getBytes(StandardCharsets.US_ASCII));
    }

    /** The key log beside a capture; none where the capture itself says its secret. */
    static Secrets secrets(String name) throws Exception {
        Path directory = VECTORS.resolve(name);
        Path log = (Files.isDirectory(directory) ? directory : directory.getParent()).resolve("keylog.txt");
        return Files.exists(log) ? Secrets.parse(Files.readAllLines(log)) : Secrets.NONE;
    }

    static Explanation explain(String name) throws Exception {
        return Explainer.explain(name, read(name), secrets(name));
    }

    static List<Bytes> datagrams(Capture capture) {
        return capture.packets().stream().map(Packet::datagram).toList();
    }
}
