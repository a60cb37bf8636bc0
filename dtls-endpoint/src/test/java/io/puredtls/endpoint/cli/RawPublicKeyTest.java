package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.endpoint.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC7250] {@code --raw-public-key} and {@code --peer-key}. */
class RawPublicKeyTest {
    @TempDir
    private static Path directory;
    private static String[] server;
    private static String[] client;
    private static String serverKey;
    private static String clientKey;

    @BeforeAll
    static void keys() throws IOException {
        server = CommandLine.selfSigned(directory, "server");
        client = CommandLine.selfSigned(directory, "client", "--name", "client.example", "--algorithm", "ed25519");
        serverKey = publicKey("server", server[0]);
        clientKey = publicKey("client", client[0]);
    }

    private static RawPublicKey key(String[] files) {
        return RawPublicKey.of(Certificates.fromPem(Path.of(files[0])).get(0));
    }

    private static String publicKey(String name, String cert) throws IOException {
        RawPublicKey key = RawPublicKey.of(Certificates.fromPem(Path.of(cert)).get(0));
        return Files.writeString(directory.resolve(name + ".pub.pem"), key.toPem()).toString();
    }

    private static Running serve(String... options) {
        List<String> args = new ArrayList<>(List.of("server", "--listen", "127.0.0.1:0", "--count", "1"));
        args.addAll(Arrays.asList(options));
        return Running.start(args.toArray(String[]::new));
    }

    private static String portInWords(Running running) throws Exception {
        String listening = running.line();
        return listening.substring(listening.lastIndexOf(':') + 1).strip();
    }

    private static Result connect(String port, String... options) {
        List<String> args = new ArrayList<>(List.of("client", "127.0.0.1", port, "--send", "x", "--expect", "1"));
        args.addAll(Arrays.asList(options));
        return CommandLine.run(args.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void both_ends_show_a_key_alone(String version) throws Exception {
        try (Running running = serve("--json", "--key", server[1], "--raw-public-key", "--peer-key", clientKey)) {
            Result result = connect(running.port(), "--json", "--key", client[1], "--raw-public-key", "--peer-key", serverKey, "--max-version", version);
            assertEquals(0, result.status(), result::toString);
            assertEquals("DTLSv" + version, result.event("connected").get("version"));
            assertEquals("sha-256=" + key(client).fingerprint(), running.end().event("connected").get("client_identity"));
        }
    }

    @Test
    void in_words_the_key_is_told_by_its_fingerprint() throws Exception {
        try (Running running = serve("--key", server[1], "--raw-public-key", "--peer-key", clientKey)) {
            Result result = connect(portInWords(running), "--key", client[1], "--raw-public-key", "--insecure");
            assertEquals(0, result.status(), result::toString);
            assertTrue(result.out().contains("the server has the public key sha-256=" + key(server).fingerprint() + ", which nobody has verified"), result::out);
            String served = running.end().out();
            assertTrue(served.contains("the client has the public key sha-256=" + key(client).fingerprint() + "\n"), served);
        }
    }

    @Test
    void a_server_that_has_a_certificate_too_shows_what_the_client_judges() throws Exception {
        for (String[] trust : new String[][] {{"--ca", server[0], "--servername", "localhost"}, {"--peer-key", serverKey}}) {
            try (Running running = serve("--cert", server[0], "--key", server[1], "--raw-public-key")) {
                Result result = connect(portInWords(running), trust);
                assertEquals(0, result.status(), result::toString);
                String identity = trust[0].equals("--ca") ? "the server is CN=localhost" : "the server has the public key sha-256=" + key(server).fingerprint();
                assertTrue(result.out().contains(identity + "\n"), result::out);
                running.end();
            }
        }
    }

    @Test
    void a_client_with_another_key_or_none_is_refused() throws Exception {
        for (String[] own : new String[][] {{"--key", server[1], "--raw-public-key"}, {"--cert", client[0], "--key", client[1]}, {}}) {
            try (Running running = serve("--json", "--key", server[1], "--raw-public-key", "--peer-key", clientKey)) {
                String[] trusting = Arrays.copyOf(own, own.length + 2);
                trusting[own.length] = "--peer-key";
                trusting[own.length + 1] = serverKey;
                Result result = connect(running.port(), trusting);
                assertTrue(result.status() == 1 || result.status() == 3, result::toString);
                assertEquals(own.length == 3 ? "RAW_PUBLIC_KEY_NOT_TRUSTED" : "NO_COMMON_CERTIFICATE_TYPE",
                        running.end().event("failed").get("violation"));
            }
        }
    }

    @Test
    void a_server_with_another_key_is_not_believed() throws Exception {
        try (Running running = serve("--json", "--key", server[1], "--raw-public-key")) {
            Result result = connect(running.port(), "--json", "--peer-key", clientKey);
            assertEquals(1, result.status());
            assertEquals("RAW_PUBLIC_KEY_NOT_TRUSTED", result.event("failed").get("violation"));
            running.end();
        }
    }

    @Test
    void one_of_several_keys_is_enough() throws Exception {
        try (Running running = serve("--json", "--key", server[1], "--raw-public-key")) {
            assertEquals(0, connect(running.port(), "--peer-key", clientKey, "--peer-key", serverKey).status());
            running.end();
        }
    }

    @Test
    void options_that_do_not_go_together_are_refused_before_a_socket_is_open() {
        refused("--raw-public-key needs --key, or --p12", "client", "127.0.0.1", "9", "--raw-public-key");
        refused("--raw-public-key needs --key, or --p12", "server", "--raw-public-key");
        refused("a server needs --cert and --key", "server", "--raw-public-key", "--peer-key", clientKey);
        refused("is of use with --raw-public-key alone", "client", "127.0.0.1", "9", "--key", client[1]);
        refused("--insecure and --peer-key exclude each other", "client", "127.0.0.1", "9", "--insecure", "--peer-key", serverKey);
        refused("--peer-key " + server[0] + ": " + server[0] + " holds no public key, only CERTIFICATE", "client", "127.0.0.1", "9", "--peer-key", server[0]);
        refused("--peer-key /no/file: there is no such file", "client", "127.0.0.1", "9", "--peer-key", "/no/file");
        refused("--peer-key and --psk exclude each other", "server", "--key", server[1], "--raw-public-key", "--peer-key", clientKey, "--psk", "a=00");
        refused("--key " + serverKey + ": " + serverKey + " holds no private key, only PUBLIC KEY",
                "client", "127.0.0.1", "9", "--key", serverKey, "--raw-public-key");
    }

    private static void refused(String sentence, String... args) {
        Result result = CommandLine.run(args);
        assertEquals(2, result.status(), result::toString);
        assertTrue(result.err().contains(sentence), result::err);
        assertEquals(1, result.err().lines().count(), result::err);
    }
}
