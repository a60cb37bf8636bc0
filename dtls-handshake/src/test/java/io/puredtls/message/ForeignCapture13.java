package io.puredtls.message;

import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.state.Role;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The datagrams and the key log of one foreign connection, from {@code testvectors/*-dtls13}; see the README.md beside
 * each. The published handshake of illustrated-dtls has a form of its own and is read to look like the others.
 */
record ForeignCapture13(Map<String, String> values, List<Datagram> datagrams, Map<String, Bytes> secrets) {
    static final String ILLUSTRATED = "illustrated-dtls13";

    private static final Path VECTORS = Path.of("..", "testvectors");

    record Datagram(Role from, Bytes bytes) {
    }

    /** Every capture, by folder and name. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of(ILLUSTRATED));
        for (String stack : List.of("pion", "wolfssl", "boringssl", "nss", "dimpl", "mixed")) {
            try (Stream<Path> files = Files.list(VECTORS.resolve(stack + "-dtls13"))) {
                files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".txt") && !file.equals("keylog.txt"))
                        .sorted().forEach(file -> names.add(stack + "-dtls13/" + file.replace(".txt", "")));
            } catch (IOException absent) {
                throw new UncheckedIOException(absent);
            }
        }
        return names;
    }

    static ForeignCapture13 read(String name) {
        return name.equals(ILLUSTRATED) ? illustrated() : recorded(VECTORS.resolve(name + ".txt"));
    }

    private static ForeignCapture13 recorded(Path path) {
        Map<String, String> values = new HashMap<>();
        List<Datagram> datagrams = new ArrayList<>();
        for (String line : lines(path)) {
            String[] parts = line.split(" = ", 2);
            if (parts[0].equals("datagram")) {
                datagrams.add(new Datagram(Role.valueOf(values.get("from").toUpperCase(Locale.ROOT)), Bytes.ofHex(parts[1])));
            } else if (parts.length == 2) {
                values.put(parts[0], parts[1]);
            }
        }
        return new ForeignCapture13(values, datagrams, keyLog(path.resolveSibling("keylog.txt")));
    }

    /** One file per datagram, numbered; who sent it is told by the last letters, or by whose keys protect it. */
    private static ForeignCapture13 illustrated() {
        Path folder = VECTORS.resolve(ILLUSTRATED);
        List<Datagram> datagrams = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".hex")).sorted().toList()) {
                boolean clients = file.getFileName().toString().matches("01-hello-c\\.hex|.*-(chs|cap)-prot\\.hex");
                datagrams.add(new Datagram(clients ? Role.CLIENT : Role.SERVER, Bytes.ofHex(lines(file).get(0).strip())));
            }
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
        Map<String, Bytes> secrets = keyLog(folder.resolve("keylog.txt"));
        Map<String, Bytes> named = new HashMap<>(secrets);
        secrets.forEach((label, secret) -> named.put(label.replace("_TRAFFIC_SECRET ", "_TRAFFIC_SECRET_0 "), secret));
        return new ForeignCapture13(Map.of("suite", "TLS_AES_128_GCM_SHA256", "group", "x25519"), datagrams, named);
    }

    /** Secrets by {@code label random}, in lower case where it is hexadecimal. */
    private static Map<String, Bytes> keyLog(Path path) {
        Map<String, Bytes> secrets = new HashMap<>();
        for (String line : lines(path)) {
            String[] words = line.strip().split(" ");
            secrets.put(words[0] + " " + words[1].toLowerCase(Locale.ROOT), Bytes.ofHex(words[2]));
        }
        return secrets;
    }

    static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    boolean hasSecret(String label, Bytes random) {
        return secrets.containsKey(label + " " + random.hex());
    }

    Bytes secret(String label, Bytes random) {
        return Optional.ofNullable(secrets.get(label + " " + random.hex()))
                .orElseThrow(() -> new AssertionError("no " + label + " in the key log for " + random));
    }

    CipherSuite suite() {
        return CipherSuite.named(values.get("suite")).orElseThrow();
    }

    /** What stands before the datagrams. */
    Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** The lines echoed. */
    List<String> echoed() {
        return value("echoed").map(lines -> List.of(lines.split(","))).orElse(List.of());
    }
}
