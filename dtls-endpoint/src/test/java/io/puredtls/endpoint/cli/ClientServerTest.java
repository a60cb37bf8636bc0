package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.endpoint.cli.CommandLine.Result;
import java.util.stream.Stream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Server and client against each other, over loopback. */
class ClientServerTest {
    private static final String PREFERRED_GROUP = NamedGroup.available(Jca.PLATFORM).get(0).toString(); // of this JDK
    @TempDir
    static Path directory;
    private static String[] server;
    private static String[] client;
    private static String[] other;

    @BeforeAll
    static void certificates() {
        server = CommandLine.selfSigned(directory, "server");
        client = CommandLine.selfSigned(directory, "client", "--name", "client.example", "--algorithm", "ed25519");
        other = CommandLine.selfSigned(directory, "other", "--name", "other.example");
    }

    private static Running serve(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "server", "--listen", "127.0.0.1:0", "--cert", server[0], "--key", server[1], "--json"));
        args.addAll(Arrays.asList(more));
        return Running.start(args.toArray(String[]::new));
    }

    private static String[] toServer(String port, String... more) {
        List<String> args = new ArrayList<>(List.of("client", "localhost", port, "--ca", server[0], "--json"));
        args.addAll(Arrays.asList(more));
        return args.toArray(String[]::new);
    }

    @Test
    void all_that_is_negotiated_is_told_alike_on_both_ends() throws Exception {
        try (Running running = serve("--require-client-cert", "--ca", client[0], "--alpn", "b,a", "--srtp", "SRTP_AEAD_AES_128_GCM",
                "--export", "EXPORTER-x:20", "--export", "with:colon:3", "--count", "1")) {
            Result result = CommandLine.runWith("one\ntwo\r\n\nlast", toServer(running.port(), "--cert", client[0], "--key", client[1],
                    "--alpn", "a,b", "--srtp", "SRTP_AES128_CM_SHA1_80:SRTP_AEAD_AES_128_GCM", "--export", "EXPORTER-x:20",
                    "--export", "with:colon:3", "--expect", "4"));
            assertEquals(0, result.status(), result::toString);
            assertEquals("", result.err());
            Result served = running.end();
            assertEquals(0, served.status());

            Map<String, Object> ours = result.event("connected");
            Map<String, Object> theirs = served.event("connected");
            assertEquals(List.of("event", "role", "peer", "version", "cipher", "group", "signature", "alpn", "srtp", "servername", "resumed",
                    "early_data", "ems", "cid", "client_identity", "exports", "handshake_ms", "retransmits"), List.copyOf(ours.keySet()));
            assertEquals(ours.keySet(), theirs.keySet());
            assertEquals("client", ours.get("role"));
            assertEquals("server", theirs.get("role"));
            for (String same : List.of("version", "cipher", "group", "signature", "alpn", "srtp", "servername", "ems", "exports")) {
                assertEquals(ours.get(same), theirs.get(same), same);
            }
            assertEquals("DTLSv1.3", ours.get("version"));
            assertEquals("TLS_AES_128_GCM_SHA256", ours.get("cipher"));
            assertEquals(PREFERRED_GROUP, ours.get("group"));
            assertEquals("ecdsa_secp256r1_sha256", ours.get("signature"));
            assertEquals("b", ours.get("alpn"));
            assertEquals("SRTP_AEAD_AES_128_GCM", ours.get("srtp"));
            assertEquals("localhost", ours.get("servername"));
            assertEquals(false, ours.get("resumed"));
            assertEquals(false, ours.get("early_data"));
            assertEquals(true, ours.get("ems"));
            assertEquals(Map.of("send", "", "receive", ""), ours.get("cid"));
            assertEquals(null, ours.get("client_identity"));
            assertEquals("CN=client.example", theirs.get("client_identity"));
            Map<?, ?> exports = (Map<?, ?>) ours.get("exports");
            assertEquals(Set.of("EXPORTER-x", "with:colon"), exports.keySet());
            assertTrue(exports.get("EXPORTER-x").toString().matches("[0-9a-f]{40}"));
            assertTrue((Double) ours.get("handshake_ms") > 0);
            assertTrue((Double) theirs.get("handshake_ms") > 0);

            List<Object> texts = result.events().stream().filter(event -> event.get("event").equals("message")).map(event -> event.get("text")).toList();
            assertEquals(List.of("one", "two", "", "last"), texts);
            assertEquals("close_notify", result.event("closed").get("reason"));
            assertEquals("close_notify", served.event("closed").get("reason"));
            assertEquals(4L, ((Map<?, ?>) served.event("closed").get("stats")).get("messages_received"));
            assertEquals(theirs.get("peer"), served.event("closed").get("peer"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void client_goes_on_from_a_new_port_and_is_followed_there(String version) throws Exception {
        try (Running running = serve("--cid", "5")) {
            Result result = CommandLine.runWith("", toServer(running.port(), "--cid", "3", "--rebind", "--max-version", version,
                    "--send", "hello", "--expect", "1"));
            assertEquals(0, result.status(), result::toString);
            Map<?, ?> ours = (Map<?, ?>) result.event("connected").get("cid");
            Map<String, Object> connected = running.event("connected");
            assertEquals(10, ours.get("send").toString().length());
            assertEquals(6, ours.get("receive").toString().length());
            assertEquals(Map.of("send", ours.get("receive"), "receive", ours.get("send")), connected.get("cid"));
            Map<String, Object> path = running.event("path");
            assertEquals(List.of("event", "peer_old", "peer_new", "validated"), List.copyOf(path.keySet()));
            assertEquals(connected.get("peer"), path.get("peer_old"));
            assertEquals(true, path.get("validated"));
            assertEquals(path.get("peer_new"), running.event("closed").get("peer"));
        }
    }

    @Test
    void rrc_alone_sends_with_the_peers_id_and_asks_for_none() throws Exception {
        try (Running running = serve("--rrc", "--cid", "20")) {
            Result result = CommandLine.runWith("", toServer(running.port(), "--rrc", "--send", "hello", "--expect", "1"));
            assertEquals(0, result.status(), result::toString);
            Map<?, ?> ours = (Map<?, ?>) result.event("connected").get("cid");
            assertEquals(40, ours.get("send").toString().length());
            assertEquals("", ours.get("receive"));
        }
    }

    @Test
    void a_client_that_no_server_will_know_elsewhere_is_told_so() throws Exception {
        try (Running running = serve()) {
            Result result = CommandLine.runWith("", toServer(running.port(), "--cid", "3", "--rebind", "--send", "x"));
            assertTrue(result.err().contains("--rebind: the server wants no connection ID"), result::toString);
            assertEquals(1, result.status(), "what was asked for was not done");
        }
    }

    /** [RFC5764 §4.2#1] Keys and salts of both directions: 2 · (64 + 24) bytes. */
    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void keys_for_srtp_are_exported_alike_on_both_ends(String version) throws Exception {
        String[] both = {"--srtp", "DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM", "--export", "EXTRACTOR-dtls_srtp:176"};
        try (Running running = serve(both)) {
            Result result = CommandLine.runWith("", toServer(running.port(), both[0], both[1], both[2], both[3], "--max-version", version));
            Map<String, Object> ours = result.event("connected");
            Map<String, Object> theirs = running.event("connected");
            assertEquals("DTLSv" + version, ours.get("version"));
            assertEquals("DOUBLE_AEAD_AES_256_GCM_AEAD_AES_256_GCM", ours.get("srtp"));
            assertEquals(ours.get("srtp"), theirs.get("srtp"));
            String keys = ((Map<?, ?>) ours.get("exports")).get("EXTRACTOR-dtls_srtp").toString();
            assertEquals(2 * 176, keys.length());
            assertEquals(keys, ((Map<?, ?>) theirs.get("exports")).get("EXTRACTOR-dtls_srtp"));
        }
    }

    /** [RFC6066 §4#7] */
    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void a_fragment_length_is_the_most_that_a_message_has(String version) throws Exception {
        try (Running running = serve()) {
            String port = running.port();
            String[] limited = {"--max-version", version, "--max-fragment-length", "512"};
            Result fits = CommandLine.run(toServer(port, limited[0], limited[1], limited[2], limited[3], "--send", "x".repeat(512), "--expect", "1"));
            assertEquals("x".repeat(512), fits.event("message").get("text"));
            Result tooLong = CommandLine.run(toServer(port, limited[0], limited[1], limited[2], limited[3], "--send", "x".repeat(513)));
            assertTrue(tooLong.err().contains("not sent: a message has at most 512 bytes"), tooLong.err());
        }
    }

    /** [RFC6066 §8#12] The clock of the command line is the machine's, for which responses made in advance are good or not. */
    @ParameterizedTest
    @ValueSource(strings = {"1.2", "1.3"})
    void an_ocsp_response_is_shown_and_a_bad_one_refused(String version) throws Exception {
        Path vectors = Path.of("..", "testvectors", "ocsp");
        String root = vectors.resolve("root.pem").toString();
        List<String> show = List.of("server", "--listen", "127.0.0.1:0", "--cert", vectors.resolve("server.pem").toString(),
                "--key", vectors.resolve("server.key.pem").toString(), "--json", "--max-version", version);
        try (Running with = Running.start(Stream.concat(show.stream(), Stream.of("--ocsp", vectors.resolve("pretended.der").toString())).toArray(String[]::new));
                Running without = Running.start(show.toArray(String[]::new))) {
            Result judged = CommandLine.run("client", "localhost", with.port(), "--ca", root, "--json", "--require-ocsp");
            assertEquals(1, judged.status(), judged::toString);
            assertTrue(judged.toString().contains("Responder's certificate not valid for signing OCSP responses"), judged::toString);
            Result missed = CommandLine.run("client", "localhost", without.port(), "--ca", root, "--json", "--require-ocsp");
            assertTrue(missed.toString().contains("came without an OCSP response, which is required"), missed::toString);
        }
    }

    @Test
    void the_end_of_input_closes_but_not_before_what_was_sent_is_answered() throws Exception {
        try (Running running = serve()) {
            Result result = CommandLine.runWith("question\n", toServer(running.port()));
            assertEquals(0, result.status());
            assertEquals("question", result.event("message").get("text"));
            assertEquals("close_notify", running.event("closed").get("reason"));
        }
    }

    @Test
    void bytes_that_are_no_text_are_told_in_hexadecimal() throws Exception {
        try (Running running = serve()) {
            Result result = CommandLine.run(new byte[] {(byte) 0xFF, 0, '\n'}, Map.of(), toServer(running.port(), "--expect", "1"));
            assertEquals("ff00", result.event("message").get("hex"));
            assertEquals(2L, result.event("message").get("bytes"));
            assertFalse(result.event("message").containsKey("text"));
        }
    }

    @Test
    void a_client_can_leave_while_its_input_is_still_open() throws Exception {
        try (Running running = serve();
                Running typing = Running.start(toServer(running.port(), "--expect", "2"))) {
            typing.event("connected");
            typing.type("a");
            assertEquals("a", typing.event("message").get("text"));
            typing.type("b");
            assertEquals(0, typing.end().status());
        }
    }

    @Test
    void messages_on_the_command_line_replace_standard_input() throws Exception {
        try (Running running = serve("--quiet", "--count", "1")) {
            Result result = CommandLine.runWith("not read\n", toServer(running.port(), "--send", "a", "--send=--json", "--expect", "2"));
            assertEquals(List.of("a", "--json"), result.events().stream().filter(e -> e.get("event").equals("message")).map(e -> e.get("text")).toList());
            Result served = running.end();
            assertEquals(List.of("listening", "connected", "closed"), served.events().stream().map(event -> event.get("event")).toList());
        }
    }

    @Test
    void a_message_that_is_too_long_is_not_sent_and_the_others_are() throws Exception {
        try (Running running = serve()) {
            Result result = CommandLine.runWith("x".repeat(2000) + "\nshort\n", toServer(running.port(), "--expect", "1"));
            assertEquals(1, result.status(), "not all was sent");
            assertEquals("short", result.event("message").get("text"));
            assertEquals("close_notify", result.event("closed").get("reason"));
            assertTrue(result.err().contains("not sent: a message has at most 1178 bytes"), result.err());
        }
    }

    @ParameterizedTest
    @CsvSource({"1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, 1163", "1.2, TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, 1171",
            "1.2, TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, 1135", "1.2, TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384, 1119",
            "1.3, TLS_AES_128_GCM_SHA256, 1178", "1.3, TLS_CHACHA20_POLY1305_SHA256, 1178", "1.3, TLS_AES_128_CCM_8_SHA256, 1186"})
    void the_longest_message_that_is_not_refused_at_once_can_be_sent(String version, String suite, int longest) throws Exception {
        try (Running running = serve("--max-version", version, "--min-version", version, "--ciphers", suite)) {
            Result result = CommandLine.run(toServer(running.port(), "--ciphers", suite, "--send", "x".repeat(longest), "--expect", "1"));
            assertEquals(0, result.status(), result::toString);
            assertEquals((long) longest, result.event("message").get("bytes"));
            assertEquals(2, CommandLine.run(toServer("9", "--ciphers", suite, "--send", "x".repeat(longest + 1))).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"server", "client"})
    void whoever_hears_of_it_first_can_interrupt_it(String verb) throws Exception {
        StopSignal stop = new StopSignal();
        AtomicBoolean heard = new AtomicBoolean();
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) {
                if (b == '\n') {
                    heard.compareAndSet(false, stop.stop());
                }
            }
        };
        try (Running running = serve()) {
            String[] args = verb.equals("client") ? toServer(running.port())
                    : new String[] {"server", "--listen", "127.0.0.1:0", "--cert", server[0], "--key", server[1]};
            InputStream silent = new PipedInputStream(new PipedOutputStream());
            var surroundings = CommandLine.surroundings(silent, out, OutputStream.nullOutputStream(), Map.of(), stop);
            assertEquals(0, assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Main.run(args, surroundings)));
            assertTrue(heard.get(), "there was nobody to hear the signal");
        }
    }

    @Test
    void many_sessions_at_once_and_an_interrupt_that_ends_them_all() throws Exception {
        try (Running running = serve()) {
            String port = running.port();
            List<Running> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(Running.start(toServer(port)));
            }
            for (Running each : clients) {
                each.event("connected");
                each.type("hello from " + clients.indexOf(each));
            }
            for (Running each : clients) {
                assertEquals("hello from " + clients.indexOf(each), each.event("message").get("text"));
            }
            running.interrupt();
            Result served = running.end();
            assertEquals(0, served.status());
            assertEquals(5, served.events().stream().filter(event -> event.get("event").equals("closed")).count());
            for (Running each : clients) {
                assertEquals("close_notify", each.event("closed").get("reason"));
                assertEquals(0, each.end().status());
                each.close();
            }
        }
    }

    @Test
    void an_interrupted_client_says_goodbye() throws Exception {
        try (Running running = serve(); Running waiting = Running.start(toServer(running.port()))) {
            waiting.event("connected");
            waiting.interrupt();
            assertEquals(0, waiting.end().status());
            assertEquals("close_notify", running.event("closed").get("reason"));
        }
    }

    @Test
    void the_name_asked_for_chooses_the_certificate() throws Exception {
        try (Running running = serve("--sni", "other.example=" + other[0] + "," + other[1])) {
            String port = running.port();
            assertEquals(0, CommandLine.run("client", "127.0.0.1", port, "--ca", other[0], "--servername", "other.example").status());
            assertEquals("other.example", running.event("connected").get("servername"));
            assertEquals(0, CommandLine.run("client", "127.0.0.1", port, "--ca", server[0]).status());
            assertEquals(null, running.event("connected").get("servername"));
            Result wrong = CommandLine.run("client", "127.0.0.1", port, "--ca", server[0], "--servername", "other.example", "--json");
            assertEquals(1, wrong.status());
            assertEquals("CERTIFICATE_NOT_TRUSTED", wrong.event("failed").get("violation"));
        }
    }

    @Test
    void a_fingerprint_is_trusted_whatever_the_name_is() throws Exception {
        String made = CommandLine.run("selfsign", "--name", "x", "--force", "--cert", server[0] + "2", "--key", server[1] + "2").out();
        String fingerprint = made.lines().filter(line -> line.startsWith("sha-256=")).findFirst().orElseThrow();
        try (Running running = Running.start("server", "--listen", "127.0.0.1:0", "--cert", server[0] + "2", "--key", server[1] + "2", "--json")) {
            assertEquals(0, CommandLine.run("client", "127.0.0.1", running.port(), "--fingerprint", fingerprint).status());
        }
    }

    @Test
    void insecure_is_warned_of_and_told_as_unverified() throws Exception {
        try (Running running = serve("--request-client-cert", "--insecure", "--no-cookie")) {
            Result result = CommandLine.run("client", "localhost", running.port(), "--insecure", "--cert", client[0], "--key", client[1]);
            assertEquals(0, result.status());
            assertTrue(result.err().startsWith("warning: --insecure: any certificate is accepted"), result.err());
            assertTrue(result.out().contains("the server is CN=localhost, which nobody has verified"), result.out());
            assertEquals("CN=client.example", running.event("connected").get("client_identity"));
        }
    }

    @Test
    void what_is_configured_is_what_is_spoken() throws Exception {
        try (Running running = serve("--mtu", "256", "--max-version", "1.3")) {
            Result result = CommandLine.run(toServer(running.port(), "--max-version", "1.2",
                    "--ciphers", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "--groups", "P-256",
                    "--sigalgs", "rsa_pss_rsae_sha256,ecdsa_secp256r1_sha256", "--initial-rto", "5000", "--bind", "127.0.0.1:0", "--trace"));
            assertEquals("DTLSv1.2", result.event("connected").get("version"));
            assertEquals("TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", result.event("connected").get("cipher"));
            assertEquals("secp256r1", result.event("connected").get("group"));
            assertTrue(result.err().contains("sent      record 0:0  handshake, "), result.err());
            assertTrue(result.err().contains("received  record 1:0  handshake, 24 bytes"), result.err());
            result.err().lines().forEach(line -> assertTrue(
                    line.matches(" *[0-9]+\\.[0-9] ms {2}(sent {4}|received) {2}record [01]:[0-9]+ {2}[a-z_]+, (1 byte|[0-9]+ bytes)"), line));
            assertTrue(result.err().contains("change_cipher_spec, 1 byte\n"), result.err());
        }
    }

    /** Naming it is asking for it; and one line says what it is. */
    @Test
    void a_legacy_suite_that_is_named_is_spoken_with_a_warning() throws Exception {
        String suite = "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA";
        String warning = "warning: --ciphers: " + suite + " is a legacy suite, for peers that have nothing newer";
        try (Running running = serve("--count", "1", "--max-version", "1.2", "--ciphers", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256," + suite)) {
            Result result = CommandLine.run(toServer(running.port(), "--max-version", "1.2", "--ciphers", suite, "--send", "old", "--expect", "1"));
            assertEquals(suite, result.event("connected").get("cipher"));
            assertEquals("old", result.event("message").get("text"));
            assertEquals(List.of(warning), result.err().lines().toList());
            assertEquals(List.of(warning), running.end().err().lines().toList());
        }
    }

    @ParameterizedTest
    @CsvSource({"0.0.0.0:0, 0.0.0.0", "127.0.0.1:0, 127.0.0.1", ":0, ::"})
    void what_is_listened_at_is_told_as_it_is(String asked, String told) throws Exception {
        try (Running running = Running.start("server", "--listen", asked, "--cert", server[0], "--key", server[1], "--json")) {
            Map<String, Object> listening = running.event("listening");
            Assumptions.assumeTrue(!told.equals("::") || !listening.get("host").equals("0.0.0.0"), "SKIPPED: no IPv6 on this machine");
            assertEquals(told, listening.get("host"));
            assertEquals(0, CommandLine.run(toServer(listening.get("port").toString(), "--bind", "127.0.0.1:0")).status());
        }
    }

    @Test
    void what_is_configured_of_dtls_1_3_is_what_is_spoken() throws Exception {
        try (Running running = serve("--mtu", "256", "--min-version", "1.3")) {
            Result result = CommandLine.run(toServer(running.port(), "--min-version", "1.3", "--ciphers", "TLS_AES_256_GCM_SHA384", "--groups", "P-256",
                    "--sigalgs", "rsa_pss_rsae_sha256,ecdsa_secp256r1_sha256", "--initial-rto", "5000", "--bind", "127.0.0.1:0", "--trace"));
            assertEquals("DTLSv1.3", result.event("connected").get("version"));
            assertEquals("TLS_AES_256_GCM_SHA384", result.event("connected").get("cipher"));
            assertEquals("secp256r1", result.event("connected").get("group"));
            assertTrue(result.err().contains("sent      record 0:0  handshake, "), result.err());
            assertTrue(result.err().contains("received  record 2:0  handshake, "), result.err());
            assertTrue(result.err().contains("received  record 3:0  ack, "), result.err());
            result.err().lines().forEach(line -> assertTrue(
                    line.matches(" *[0-9]+\\.[0-9] ms {2}(sent {4}|received) {2}record [023]:[0-9]+ {2}[a-z_]+, [0-9]+ bytes"), line));
        }
    }

    @Test
    void key_logs_are_appended_and_private() throws Exception {
        Path ours = directory.resolve("client.log");
        Path environments = directory.resolve("environment.log");
        try (Running running = serve("--max-version", "1.2", "--keylog", directory.resolve("server.log").toString())) {
            String port = running.port();
            CommandLine.run(toServer(port, "--keylog", ours.toString()));
            CommandLine.run(toServer(port, "--keylog", ours.toString()));
            CommandLine.run(new byte[0], Map.of("SSLKEYLOGFILE", environments.toString()), toServer(port));
            running.interrupt();
            running.end();
        }
        List<String> all = new ArrayList<>(Files.readAllLines(ours));
        assertEquals(2, all.size());
        all.addAll(Files.readAllLines(environments));
        all.forEach(line -> assertTrue(line.matches("CLIENT_RANDOM [0-9a-f]{64} [0-9a-f]{96}"), line));
        assertEquals(all, Files.readAllLines(directory.resolve("server.log")));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)));
    }

    /** [RFC9850 §2.2] */
    @Test
    void key_logs_of_dtls_1_3_have_the_secrets_of_both_directions_and_the_exporters() throws Exception {
        Path ours = directory.resolve("client13.log");
        try (Running running = serve("--keylog", directory.resolve("server13.log").toString())) {
            CommandLine.run(toServer(running.port(), "--keylog", ours.toString()));
            running.interrupt();
            running.end();
        }
        List<String> lines = Files.readAllLines(ours);
        lines.forEach(line -> assertTrue(line.matches("[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64}"), line));
        assertEquals(Set.of("CLIENT_HANDSHAKE_TRAFFIC_SECRET", "SERVER_HANDSHAKE_TRAFFIC_SECRET", "CLIENT_TRAFFIC_SECRET_0", "SERVER_TRAFFIC_SECRET_0",
                "EXPORTER_SECRET"), lines.stream().map(line -> line.substring(0, line.indexOf(' '))).collect(Collectors.toSet()));
        assertEquals(5, lines.size());
        assertEquals(Set.copyOf(lines), Set.copyOf(Files.readAllLines(directory.resolve("server13.log"))));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(ours)));
    }

    @Test
    void words_say_the_same_facts() throws Exception {
        try (Running running = Running.start("server", "--listen", "127.0.0.1:0", "--cert", server[0], "--key", server[1], "--count", "1")) {
            String listening = running.line();
            assertTrue(listening.matches("listening on 127\\.0\\.0\\.1:[0-9]+"), listening);
            String peer = listening.substring("listening on ".length());
            Result result = CommandLine.run("client", "localhost", peer.substring(peer.indexOf(':') + 1), "--ca", server[0],
                    "--send", "hé\u001b", "--expect", "1", "--export", "EXPORTER-x:2");
            List<String> lines = result.lines().stream().filter(line -> !line.contains(": a ticket of ")).toList();
            assertEquals(2, result.lines().size() - lines.size(), "as many tickets as a server gives");
            assertTrue(lines.get(0).matches(peer + ": connected in [0-9.]+ ms"), lines.get(0));
            assertEquals(List.of("  DTLSv1.3, TLS_AES_128_GCM_SHA256",
                    "  keys exchanged in " + PREFERRED_GROUP + ", signed with ecdsa_secp256r1_sha256", "  server name localhost", "  the server is CN=localhost"),
                    lines.subList(1, 5));
            assertTrue(lines.get(5).matches(" {2}exported EXPORTER-x: [0-9a-f]{4}"), lines.get(5));
            assertEquals(peer + " < hé\\u001b", lines.get(6));
            assertEquals(peer + ": closed by us; 1 message sent, 1 message received", lines.get(7));
            assertTrue(running.end().out().contains("the client is anonymous"));
        }
    }
}
