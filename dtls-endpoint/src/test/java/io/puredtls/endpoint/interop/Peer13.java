package io.puredtls.endpoint.interop;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Another stack's DTLS 1.3, as an executable with the command line of {@code docs/interop.md}: an echo server, or a
 * client that talks. Found in the folder that the system property {@code puredtls.peers} names; pion is built where that
 * has none.
 *
 * @param stack whose it is
 */
record Peer13(Stack stack, Path executable) {
    private static final String PROPERTY = "puredtls.peers";

    /** What a stack can do with DTLS 1.3; what it cannot is not tried. */
    enum Can {
        AES_128_GCM, AES_256_GCM, CHACHA20,
        /** As a server it chooses among suites as it is told. */
        CHOOSE_SUITE,
        MLKEM, ASK_FOR_COOKIE, RSA, ALPN, VERIFY_NAMES, SET_MTU, TICKETS, EXTERNAL_PSK,
        /** A key that it imports, RFC 9258, with SHA-256 and the context "peers". */
        IMPORTED_PSK,
        /** As RFC 9147 has it. NSS can too, in its own way. */
        EARLY_DATA,
        /** It updates its keys when it is told to. */
        UPDATE_KEYS, LATER_AUTHENTICATION, CONNECTION_IDS,
        /** It can be told to send the shortest headers, of two bytes. */
        SHORT_HEADERS
    }

    /** The stacks, each with what it can. */
    enum Stack {
        PION(Can.AES_128_GCM, Can.AES_256_GCM, Can.CHACHA20, Can.CHOOSE_SUITE, Can.MLKEM, Can.ASK_FOR_COOKIE, Can.RSA, Can.ALPN,
                Can.VERIFY_NAMES, Can.SET_MTU, Can.TICKETS, Can.EXTERNAL_PSK, Can.UPDATE_KEYS, Can.CONNECTION_IDS),
        WOLFSSL(Can.AES_128_GCM, Can.AES_256_GCM, Can.CHACHA20, Can.CHOOSE_SUITE, Can.MLKEM, Can.ASK_FOR_COOKIE, Can.RSA, Can.ALPN,
                Can.VERIFY_NAMES, Can.SET_MTU, Can.TICKETS, Can.EXTERNAL_PSK, Can.EARLY_DATA, Can.UPDATE_KEYS, Can.LATER_AUTHENTICATION,
                Can.CONNECTION_IDS),
        BORINGSSL(Can.AES_128_GCM, Can.AES_256_GCM, Can.CHACHA20, Can.MLKEM, Can.RSA, Can.ALPN, Can.VERIFY_NAMES, Can.SET_MTU,
                Can.TICKETS, Can.IMPORTED_PSK, Can.UPDATE_KEYS),
        DIMPL(Can.AES_128_GCM, Can.AES_256_GCM, Can.CHACHA20, Can.CHOOSE_SUITE, Can.ASK_FOR_COOKIE, Can.SET_MTU),
        NSS(Can.AES_128_GCM, Can.AES_256_GCM, Can.CHACHA20, Can.CHOOSE_SUITE, Can.MLKEM, Can.ASK_FOR_COOKIE, Can.RSA, Can.ALPN,
                Can.VERIFY_NAMES, Can.TICKETS, Can.EXTERNAL_PSK, Can.UPDATE_KEYS, Can.SHORT_HEADERS);

        private final Set<Can> abilities;

        Stack(Can... abilities) {
            this.abilities = Set.of(abilities);
        }

        boolean can(Can ability) {
            return abilities.contains(ability);
        }

        String folder() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Those that are here; of each that is not, it is said. */
    static List<Peer13> present() {
        Map<Stack, Path> found = new TreeMap<>(inFolder());
        if (!found.containsKey(Stack.PION)) {
            PionBuild.executable().ifPresent(built -> found.put(Stack.PION, built));
        }
        for (Stack stack : Stack.values()) {
            if (!found.containsKey(stack)) {
                System.out.println("SKIPPED: no peer " + stack + ": nothing was tried against it in DTLS 1.3 (docs/interop.md says how to)");
            }
        }
        List<Peer13> peers = new ArrayList<>();
        found.forEach((stack, executable) -> peers.add(new Peer13(stack, executable)));
        return peers;
    }

    /** {@code <stack>/peer}, or {@code <stack>-<version>/peer}: of several the last by name. */
    private static Map<Stack, Path> inFolder() {
        String folder = System.getProperty(PROPERTY, "");
        Map<Stack, Path> found = new TreeMap<>();
        if (folder.isEmpty()) {
            return found;
        }
        try (Stream<Path> entries = Files.list(Path.of(folder))) {
            for (Path entry : entries.sorted().toList()) {
                Path executable = entry.resolve("peer").toAbsolutePath();
                for (Stack stack : Stack.values()) {
                    if (entry.getFileName().toString().matches(stack.folder() + "(-[0-9].*)?") && Files.isExecutable(executable)) {
                        found.put(stack, executable);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new AssertionError("the folder that " + PROPERTY + " names cannot be read", unreadable);
        }
        return found;
    }

    boolean can(Can ability) {
        return stack.can(ability);
    }

    /** Its server, which listens on {@code port()}; {@code variables} are {@code NAME=value} of its environment. */
    Running server(List<String> options, String... variables) throws IOException, InterruptedException {
        int port = freePort();
        Running server = start("server", port, options, variables);
        try {
            server.tool.await("^listening");
            return server;
        } catch (AssertionError failed) {
            server.close();
            throw failed;
        }
    }

    /** Its client, which connects to {@code port}. */
    Running client(int port, List<String> options, String... variables) throws IOException {
        return start("client", port, options, variables);
    }

    private Running start(String role, int port, List<String> options, String... variables) throws IOException {
        List<String> command = new ArrayList<>();
        if (variables.length > 0) {
            command.add("env");
            command.addAll(List.of(variables));
        }
        command.addAll(List.of(executable.toString(), role, "--port", String.valueOf(port)));
        command.addAll(options);
        return new Running(Tool.start(command), port);
    }

    /** A port that was free a moment ago: peers do not tell which one the kernel chose. */
    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** One process of it. Closing it kills it. */
    record Running(Tool tool, int port) implements AutoCloseable {
        /** Waits for its end, which is one without faults. */
        String awaitEnd() throws InterruptedException {
            String output = tool.awaitEnd();
            if (output.contains("failed:")) {
                throw new AssertionError("the peer is not content:\n" + output);
            }
            return output;
        }

        @Override
        public void close() {
            tool.close();
        }
    }

    @Override
    public String toString() {
        return stack.folder();
    }
}
