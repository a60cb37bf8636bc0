package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.cli.CommandLine.Result;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session;
import io.puredtls.session.Session13;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DTLS 1.3 can do besides: tickets and sessions that are resumed, new keys, and keys that both ends were given. */
class ComingBackTest {
    private static final String PREFERRED_GROUP = NamedGroup.available(Jca.PLATFORM).get(0).toString(); // of this JDK
    private static final String KEY = "000102030405060708090a0b0c0d0e0f";

    @TempDir
    static Path directory;
    private static String[] server;
    private static String[] client;

    @BeforeAll
    static void certificates() {
        server = CommandLine.selfSigned(directory, "server");
        client = CommandLine.selfSigned(directory, "client", "--name", "client.example");
    }

    private static Running serve(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "server", "--listen", "127.0.0.1:0", "--cert", server[0], "--key", server[1], "--json"));
        args.addAll(Arrays.asList(more));
        return Running.start(args.toArray(String[]::new));
    }

    private static Result connect(String port, String... more) {
        List<String> args = new ArrayList<>(List.of("client", "localhost", port, "--ca", server[0], "--json", "--send", "x", "--expect", "1"));
        args.addAll(Arrays.asList(more));
        return CommandLine.run(args.toArray(String[]::new));
    }

    private static List<Map<String, Object>> events(Result result, String name) {
        return result.events().stream().filter(event -> event.get("event").equals(name)).toList();
    }

    @Test
    void a_saved_session_is_resumed_and_who_the_peers_are_is_still_known() throws Exception {
        Path file = directory.resolve("session");
        try (Running running = serve("--tickets", "3", "--require-client-cert", "--ca", client[0])) {
            String port = running.port();
            Result first = connect(port, "--session-out", file.toString(), "--cert", client[0], "--key", client[1]);
            assertEquals(0, first.status(), first::toString);
            assertEquals("", first.err());
            assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            List<Map<String, Object>> tickets = events(first, "ticket");
            assertEquals(3, tickets.size(), first::toString);
            assertEquals(List.of("event", "bytes"), List.copyOf(tickets.get(0).keySet()));
            try (Session saved = Session.decode(Files.readAllBytes(file))) {
                assertEquals((long) saved.token().length(), tickets.get(2).get("bytes"));
                assertEquals(Optional.of("CN=localhost"), saved.peer().subject());
            }
            Map<String, Object> before = running.event("connected");

            Result second = connect(port, "--session-in", file.toString(), "--session-out", file.toString());
            assertEquals(0, second.status(), second::toString);
            Map<String, Object> ours = second.event("connected");
            Map<String, Object> theirs = running.event("connected");
            assertEquals(false, before.get("resumed"));
            assertEquals("CN=client.example", before.get("client_identity"));
            for (Map<String, Object> resumed : List.of(ours, theirs)) {
                assertEquals(true, resumed.get("resumed"));
                assertEquals(false, resumed.get("early_data"));
                assertEquals(null, resumed.get("signature"), "the ticket stands for it");
                assertEquals(PREFERRED_GROUP, resumed.get("group"));
                assertEquals("DTLSv1.3", resumed.get("version"));
            }
            assertEquals("CN=client.example", theirs.get("client_identity"), "shown once, known again");
            assertEquals(null, ours.get("client_identity"));
        }
    }

    @Test
    void a_session_with_an_address_is_resumed_with_that_address_alone() throws Exception {
        Path file = directory.resolve("address");
        try (Running running = serve()) {
            String port = running.port();
            CommandLine.run("client", "127.0.0.1", port, "--ca", server[0], "--session-out", file.toString());
            Result again = CommandLine.run("client", "127.0.0.1", port, "--ca", server[0], "--session-in", file.toString(), "--json");
            assertEquals(true, again.event("connected").get("resumed"), again::toString);
            assertTrue(refused("--session-in", file.toString(), "--ca", server[0]).err()
                    .contains("that session is with 127.0.0.1, not with localhost"));
        }
    }

    /** [RFC5077 §3.1] */
    @Test
    void a_client_comes_back_in_dtls_1_2_with_the_ticket_that_it_saved() throws Exception {
        Path file = directory.resolve("session12");
        try (Running running = serve("--max-version", "1.2", "--tickets", "3", "--require-client-cert", "--ca", client[0])) {
            String port = running.port();
            Result first = connect(port, "--session-out", file.toString(), "--cert", client[0], "--key", client[1]);
            assertEquals(0, first.status(), first::toString);
            assertEquals("", first.err());
            assertEquals(1, events(first, "ticket").size(), "in this version the handshake has one");
            assertEquals("CN=client.example", running.event("connected").get("client_identity"));
            Result second = connect(port, "--session-in", file.toString(), "--session-out", file.toString(),
                    "--cert", client[0], "--key", client[1]);
            assertEquals(0, second.status(), second::toString);
            Map<String, Object> theirs = running.event("connected");
            for (Map<String, Object> resumed : List.of(second.event("connected"), theirs)) {
                assertEquals(true, resumed.get("resumed"));
                assertEquals("DTLSv1.2", resumed.get("version"));
                assertEquals(null, resumed.get("group"));
            }
            assertEquals("CN=client.example", theirs.get("client_identity"));
            Result newer = refused("--session-in", file.toString(), "--min-version", "1.3", "--ca", server[0]);
            assertTrue(newer.err().contains(": that session is of DTLS 1.2, which is not spoken"), newer.err());
            Result other = refused("--session-in", file.toString(), "--ciphers", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "--ca", server[0]);
            assertTrue(other.err().contains("which --ciphers does not have"), other.err());
        }
    }

    @Test
    void a_server_without_tickets_gives_none_and_that_none_was_saved_is_told() throws Exception {
        Path file = directory.resolve("none");
        try (Running running = serve("--tickets", "0")) {
            Result result = connect(running.port(), "--session-out", file.toString());
            assertEquals(0, result.status(), result::toString);
            assertEquals(List.of(), events(result, "ticket"));
            assertEquals("dtls client: neither a ticket nor a session ID came, so no session was saved\n", result.err());
            assertFalse(Files.exists(file));
        }
    }

    @Test
    void a_ticket_that_the_server_has_forgotten_is_followed_by_a_full_handshake() throws Exception {
        Path file = directory.resolve("forgotten");
        try (Running running = serve()) {
            connect(running.port(), "--session-out", file.toString());
        }
        try (Running another = serve()) {
            Result result = connect(another.port(), "--session-in", file.toString());
            assertEquals(0, result.status(), result::toString);
            assertEquals(false, result.event("connected").get("resumed"));
        }
    }

    @Test
    void keys_are_changed_in_both_directions_before_anything_is_said() throws Exception {
        try (Running running = serve("--count", "1")) {
            Result result = connect(running.port(), "--update-keys");
            assertEquals(0, result.status(), result::toString);
            List<Object> names = result.events().stream().map(event -> event.get("event")).toList();
            assertTrue(names.indexOf("keys_updated") < names.indexOf("message"), result::toString);
            for (Result end : List.of(result, running.end())) {
                assertEquals(List.of("receive", "send"), events(end, "keys_updated").stream().map(event -> event.get("direction")).sorted().toList());
                assertEquals(List.of("event", "direction"), List.copyOf(events(end, "keys_updated").get(0).keySet()));
            }
        }
    }

    @Test
    void keys_that_cannot_be_changed_are_told_of_and_the_exit_status_says_so() throws Exception {
        try (Running running = serve("--max-version", "1.2")) {
            Result result = connect(running.port(), "--update-keys");
            assertEquals(1, result.status(), result::toString);
            assertTrue(result.err().startsWith("dtls client: --update-keys: "), result.err());
            assertEquals("x", result.event("message").get("text"), "the session goes on");
        }
    }

    @Test
    void a_key_that_both_ends_have_stands_for_certificates_and_its_name_for_the_client() throws Exception {
        Path keys = Files.writeString(directory.resolve("keys"), "# two\n\na=b=" + KEY + "\nother=00\n");
        try (Running running = Running.start("server", "--listen", "127.0.0.1:0", "--psk-file", keys.toString(), "--psk", "third=ff", "--psk=fourth=ee", "--json")) {
            String port = running.port();
            Result result = CommandLine.run("client", "localhost", port, "--psk", "a=b=" + KEY, "--json", "--send", "x", "--expect", "1");
            assertEquals(0, result.status(), result::toString);
            Map<String, Object> ours = result.event("connected");
            Map<String, Object> theirs = running.event("connected");
            for (Map<String, Object> connected : List.of(ours, theirs)) {
                assertEquals("DTLSv1.3", connected.get("version"));
                assertEquals(PREFERRED_GROUP, connected.get("group"));
                assertEquals(null, connected.get("signature"));
                assertEquals(false, connected.get("resumed"));
            }
            assertEquals("a=b", theirs.get("client_identity"));
            assertEquals(null, ours.get("client_identity"));
            for (String each : List.of("third=ff", "fourth=ee", "other=00")) {
                assertEquals(0, CommandLine.run("client", "localhost", port, "--psk", each).status(), each);
                assertEquals(each.substring(0, each.indexOf('=')), running.event("connected").get("client_identity"));
            }
            Result words = CommandLine.run("client", "localhost", port, "--psk", "third=ff");
            assertTrue(words.out().contains("  the server has the pre-shared key third\n"), words.out());
            Result wrong = CommandLine.run("client", "localhost", port, "--psk", "third=fe", "--json");
            assertEquals(1, wrong.status());
            assertEquals("decrypt_error", wrong.event("failed").get("alert"));
            assertEquals(false, wrong.event("failed").get("sent"));
        }
    }

    /** [RFC4279 §2] [RFC5489 §2] */
    @Test
    void a_pre_shared_key_serves_the_older_version_by_its_suites() throws Exception {
        for (String suite : List.of("TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256", "TLS_PSK_WITH_AES_128_CCM_8")) {
            try (Running running = Running.start("server", "--listen", "127.0.0.1:0", "--psk", "bob=" + KEY, "--psk-hint", "who?",
                    "--max-version", "1.2", "--ciphers", suite, "--json")) {
                String port = running.port();
                Result result = CommandLine.run("client", "localhost", port, "--psk", "bob=" + KEY, "--ciphers", suite, "--json", "--send", "x", "--expect", "1");
                assertEquals(0, result.status(), result::err);
                assertEquals(suite, result.event("connected").get("cipher"));
                assertEquals("DTLSv1.2", result.event("connected").get("version"));
                assertEquals("bob", running.event("connected").get("client_identity"));
                assertEquals(1, CommandLine.run("client", "localhost", port, "--psk", "bob=00", "--ciphers", suite).status());
            }
        }
        assertTrue(CommandLine.run("server", "--psk", "a=00", "--ciphers", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "--max-version", "1.2").err()
                .contains("--ciphers names no suite that a pre-shared key is used with"));
    }

    /** [RFC9846 §4.7.1] */
    @Test
    void the_name_of_a_key_lasts_through_resumption() throws Exception {
        Path file = directory.resolve("keyed");
        try (Running running = Running.start("server", "--listen", "127.0.0.1:0", "--psk", "bob=" + KEY, "--json")) {
            String port = running.port();
            CommandLine.run("client", "localhost", port, "--psk", "bob=" + KEY, "--session-out", file.toString());
            running.event("connected");
            Result again = CommandLine.run("client", "localhost", port, "--psk", "bob=" + KEY, "--session-in", file.toString(), "--json");
            assertEquals(true, again.event("connected").get("resumed"), again::toString);
            assertEquals("bob", running.event("connected").get("client_identity"));
            for (String[] other : new String[][] {{"--ca", server[0]}, {"--psk", "alice=" + KEY}}) {
                Result without = CommandLine.run("client", "localhost", port, other[0], other[1], "--session-in", file.toString());
                assertEquals(2, without.status());
                assertTrue(without.err().contains(": that session began with the pre-shared key bob, which is not given"), without::err);
            }
        }
    }

    /** Nobody who was not meant is trusted: a key is given to be used. */
    @Test
    void who_gives_a_key_and_nothing_else_trusts_nobody_without_it() throws Exception {
        try (Running running = serve("--psk", "bob=" + KEY)) {
            String port = running.port();
            for (String version : List.of("1.2", "1.3")) {
                Result result = CommandLine.run("client", "localhost", port, "--psk", "bob=" + KEY, "--max-version", version, "--json");
                assertEquals(0, result.status(), result::toString);
                assertEquals("bob", running.event("connected").get("client_identity"), version);
                String other = CommandLine.run("client", "localhost", port, "--psk", "alice=" + KEY, "--max-version", version).out();
                assertTrue(other.contains(version.equals("1.2") ? "decrypt_error" : "only who has the pre-shared key is believed"), other);
            }
            assertEquals("bob", connect(port, "--psk", "bob=" + KEY, "--max-version", "1.2").status() == 0 ? running.event("connected").get("client_identity") : "");
        }
        try (Running running = serve()) {
            String port = running.port();
            Result none = CommandLine.run("client", "localhost", port, "--psk", "bob=" + KEY, "--max-version", "1.2", "--json");
            assertEquals("handshake_failure", none.event("failed").get("alert"));
            assertEquals(0, connect(port, "--psk", "bob=" + KEY, "--max-version", "1.2").status(), "the certificate is trusted too");
        }
        for (String status : List.of("--require-ocsp", "--crl")) {
            String[] options = status.equals("--crl") ? new String[] {"--psk", "bob=" + KEY, status, server[0]} : new String[] {"--psk", "bob=" + KEY, status};
            assertTrue(refused(options).err().contains(status + " is about certificates, and with --psk alone none is trusted"));
        }
    }

    /** [RFC4279 §5.2] */
    @Test
    void of_several_keys_the_hint_names_the_one_that_dtls_1_2_uses() throws Exception {
        Path keys = Files.writeString(directory.resolve("several"), "new=ffee\nbob=" + KEY + "\n");
        for (String hint : List.of("bob", "nobody")) {
            try (Running running = Running.start("server", "--listen", "127.0.0.1:0", "--psk", "bob=" + KEY, "--psk-hint", hint, "--json")) {
                String port = running.port();
                assertEquals(0, CommandLine.run("client", "localhost", port, "--psk-file", keys.toString()).status(), "all are offered in DTLS 1.3");
                assertEquals(hint.equals("bob") ? 0 : 1,
                        CommandLine.run("client", "localhost", port, "--psk-file", keys.toString(), "--max-version", "1.2").status(), hint);
            }
        }
    }

    @Test
    void certificates_serve_who_has_no_key_and_older_clients() throws Exception {
        try (Running running = serve("--psk", "bob=" + KEY)) {
            String port = running.port();
            assertEquals("ecdsa_secp256r1_sha256", connect(port).event("connected").get("signature"));
            assertEquals("DTLSv1.2", connect(port, "--max-version", "1.2").event("connected").get("version"));
            assertEquals(null, connect(port, "--psk", "bob=" + KEY).event("connected").get("signature"));
        }
    }

    @Test
    void records_are_no_longer_than_a_peer_asks() throws Exception {
        try (Running running = serve("--record-size-limit", "100")) {
            String port = running.port();
            Result fits = CommandLine.run("client", "localhost", port, "--ca", server[0], "--json", "--send", "x".repeat(99), "--expect", "1");
            assertEquals(0, fits.status(), fits::toString);
            Result tooLong = CommandLine.run("client", "localhost", port, "--ca", server[0], "--json", "--record-size-limit", "1000", "--send", "x".repeat(100));
            assertEquals(1, tooLong.status(), tooLong::toString);
            assertTrue(tooLong.err().contains("not sent: a message has at most 99 bytes"), tooLong.err());
        }
    }

    private static Map<String, Object> sessionTo(String port, Path file) {
        return connect(port, "--session-out", file.toString()).event("connected");
    }

    @Test
    void early_data_comes_first_is_echoed_and_told_of_on_both_ends() throws Exception {
        Path file = directory.resolve("early");
        try (Running running = serve("--early-data", "5")) {
            String port = running.port();
            assertEquals(false, sessionTo(port, file).get("early_data"));
            running.event("closed");
            Result result = CommandLine.run("client", "localhost", port, "--ca", server[0], "--json", "--session-in", file.toString(),
                    "--early-data", "early", "--send", "x", "--expect", "2");
            assertEquals(0, result.status(), result::toString);
            assertEquals("", result.err());
            assertEquals(true, result.event("connected").get("early_data"));
            assertEquals(List.of("early", "x"), events(result, "message").stream().map(event -> event.get("text")).toList());
            assertEquals(List.of("message", "connected", "message"), List.of(Json.object(running.line()).get("event"),
                    Json.object(running.line()).get("event"), Json.object(running.line()).get("event")), "early is early");
        }
    }

    /** [RFC9846 §8.2] */
    @Test
    void early_data_that_is_not_taken_is_sent_again_after_the_handshake() throws Exception {
        Path file = directory.resolve("refused");
        try (Running running = serve("--early-data", "100")) {
            sessionTo(running.port(), file);
        }
        try (Running another = serve("--early-data", "100")) { // which cannot open the ticket
            Result result = CommandLine.run("client", "localhost", another.port(), "--ca", server[0], "--json", "--session-in", file.toString(),
                    "--early-data", "early", "--expect", "1");
            assertEquals(0, result.status(), result::toString);
            assertEquals(false, result.event("connected").get("early_data"));
            assertEquals("early", result.event("message").get("text"));
            assertEquals("dtls client: early data was not taken by the server; it is sent again after the handshake\n", result.err());
        }
    }

    @Test
    void early_data_that_cannot_be_sent_is_refused_before_anything_is() throws Exception {
        assertTrue(refused("--early-data", "x").err().contains("--early-data needs --session-in"));
        String none = saved("localhost", 2, 100);
        assertTrue(refused("--early-data", "x", "--session-in", none).err().contains("its ticket allows no --early-data"));
        Path file = directory.resolve("five");
        try (Running running = serve("--early-data", "5")) {
            sessionTo(running.port(), file);
        }
        String[] session = {"--ca", server[0], "--session-in", file.toString()};
        assertTrue(refused(plus(session, "--early-data", "123456")).err()
                .contains("--early-data of 6 bytes: the ticket in " + file + " allows at most 5"));
        assertTrue(refused(plus(session, "--early-data", "1", "--ciphers", "TLS_CHACHA20_POLY1305_SHA256")).err()
                .contains("--early-data is protected by TLS_AES_128_GCM_SHA256 as that session was, and --ciphers does not have it"));
        assertTrue(refused("--early-data", "x", "--max-version", "1.2").err().contains("--early-data is for DTLS 1.3, and --max-version is 1.2"));
        try (Running running = serve("--early-data", "5000")) {
            sessionTo(running.port(), file);
        }
        assertTrue(refused(plus(session, "--early-data", "x".repeat(1179))).err().contains("--early-data of 1179 bytes: a message has at most 1178 bytes"));
    }

    private static String[] plus(String[] args, String... more) {
        return Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new);
    }

    private static Result refused(String... args) {
        String[] all = Stream.concat(Stream.of("client", "localhost", "9"), Arrays.stream(args)).toArray(String[]::new);
        Result result = CommandLine.run(all);
        assertEquals(2, result.status(), result::toString);
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        return result;
    }

    private static Session13 session(String name, long issuedAt, long lifetime) {
        return new Session13(CipherSuite.TLS_AES_128_GCM_SHA256, SecretBytes.taking(new byte[32]), issuedAt, issuedAt, lifetime, 0, 0,
                Optional.of(name), Optional.empty(), PeerIdentity.ANONYMOUS, Bytes.EMPTY, Bytes.of((byte) 1));
    }

    private static String saved(String name, long age, long lifetime) throws Exception {
        Path file = directory.resolve(name + age);
        try (Session13 session = session(name, System.currentTimeMillis() - 1000 * age, lifetime)) {
            Files.write(file, session.encode());
        }
        return file.toString();
    }

    @Test
    void a_session_that_cannot_be_resumed_is_refused_before_anything_is_sent() throws Exception {
        String good = saved("localhost", 1, 100);
        byte[] bytes = Files.readAllBytes(Path.of(good));
        Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(bytes, bytes.length - 1));
        Path longer = Files.write(directory.resolve("longer"), Arrays.copyOf(bytes, bytes.length + 1));
        for (Path damaged : List.of(cut, longer, Path.of(server[0]), Files.createFile(directory.resolve("nothing")))) {
            Result result = refused("--session-in", damaged.toString());
            assertTrue(result.err().contains("--session-in " + damaged + ": that is no saved session, or a damaged one: "), result.err());
        }
        assertTrue(refused("--session-in", saved("other.example", 1, 100)).err().contains("that session is with other.example, not with localhost"));
        assertTrue(refused("--session-in", good, "--servername", "x.example").err().contains("that session is with localhost, not with x.example"));
        assertTrue(refused("--session-in", saved("localhost", 101, 100)).err().contains(": its ticket was good until 20"));
        assertTrue(refused("--session-in", saved("localhost", -100, 100)).err().contains("by this machine's clock that is still to come"));
        assertTrue(refused("--session-in", good, "--ciphers", "TLS_AES_256_GCM_SHA384").err()
                .contains("that session has TLS_AES_128_GCM_SHA256, and none of the suites given by --ciphers has the same hash"));
        assertTrue(refused("--session-in", good, "--max-version", "1.2").err().contains(": that session is of DTLS 1.3, and --max-version is 1.2"));
    }

    @Test
    void a_server_that_would_not_be_trusted_is_not_trusted_by_a_session_either() throws Exception {
        Path file = directory.resolve("insecure");
        try (Running running = serve()) {
            String port = running.port();
            CommandLine.run("client", "localhost", port, "--insecure", "--session-out", file.toString());
            Result result = refused("--session-in", file.toString(), "--ca", client[0]);
            assertTrue(result.err().contains("the server of that session is not trusted: certificate 'CN=localhost'"), result.err());
            assertEquals(0, CommandLine.run("client", "localhost", port, "--session-in", file.toString(), "--insecure").status());
        }
    }

    @Test
    void keys_are_told_of_by_their_names_alone() throws Exception {
        assertTrue(refused("--psk", KEY).err().endsWith("--psk: wanted is IDENTITY=HEX, and there is no '=' in it\n"));
        assertTrue(refused("--psk", "=" + KEY).err().contains("an identity has 1 to 65535 bytes, not 0"));
        for (String hex : List.of("0x00" + KEY, KEY + "1", KEY + " " + KEY)) {
            String err = refused("--psk", "bob=" + hex).err();
            assertTrue(err.contains("--psk: the key of bob is not in hexadecimal"), err);
            assertFalse(err.contains(KEY), err);
        }
        assertTrue(refused("--psk", "bob=").err().contains("the key of bob is empty"));
        Path keys = Files.writeString(directory.resolve("bad"), "a=00\nb\n");
        assertTrue(refused("--psk-file", keys.toString()).err().contains("--psk-file " + keys + ": line 2: wanted is IDENTITY=HEX"));
        Path empty = Files.writeString(directory.resolve("comments"), "# none\n");
        assertTrue(refused("--psk-file", empty.toString()).err().contains("there is no key in it"));
        Path twice = Files.writeString(directory.resolve("twice"), "a=00\na=01\n");
        assertTrue(refused("--psk-file", twice.toString()).err().contains("the pre-shared key a is given twice"));
        assertTrue(refused("--psk", "a=00", "--psk", "b=00").err().contains("--psk is given twice"));
        for (String suite : List.of("TLS_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")) {
            assertTrue(refused("--psk", "a=00", "--ciphers", suite).err().contains("--ciphers names no suite that a pre-shared key is used with"));
        }
    }

    @Test
    void what_is_for_dtls_1_3_is_refused_by_name_where_that_is_not_spoken() throws Exception {
        for (String option : List.of("--update-keys")) {
            String name = option.contains("=") ? option.substring(0, option.indexOf('=')) : option;
            assertTrue(refused(option, "--max-version", "1.2").err().contains(name + " is for DTLS 1.3, and --max-version is 1.2"), option);
            assertTrue(refused(option, "--ciphers", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256").err()
                    .contains(name + " is for DTLS 1.3, and --ciphers names nothing of it"), option);
        }
        for (String option : List.of("--early-data=1")) {
            Result result = CommandLine.run("server", "--cert", server[0], "--key", server[1], "--max-version", "1.2", option);
            assertEquals(2, result.status());
            assertTrue(result.err().contains(option.substring(0, option.indexOf('=')) + " is for DTLS 1.3, and --max-version is 1.2"), result.err());
        }
        Result none = CommandLine.run("server", "--cert", server[0], "--key", server[1], "--early-data", "1", "--tickets", "0");
        assertTrue(none.status() == 2 && none.err().contains("--early-data comes with tickets, and --tickets 0 gives none"), none::toString);
        Result keyOnly = CommandLine.run("server", "--psk", "a=00", "--max-version", "1.3",
                "--ciphers", "TLS_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
        assertTrue(keyOnly.status() == 2 && keyOnly.err().contains("a server of DTLS 1.2 needs --cert and --key"), keyOnly::toString);
        assertTrue(refused("--session-out", "/no/such/directory/s").err().contains("--session-out /no/such/directory/s: there is no directory for it"));
        assertTrue(refused("--session-out", directory.toString()).err().contains("that is a directory, not a file"));
    }

    @Test
    void a_session_is_saved_over_an_older_one_whoever_could_read_that() throws Exception {
        Path file = Files.writeString(directory.resolve("older"), "older");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (Running running = serve()) {
            connect(running.port(), "--session-out", file.toString());
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertNotEquals("older", Files.readString(file, StandardCharsets.ISO_8859_1));
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.filter(each -> each.toString().endsWith(".new")).toList());
        }
    }

    @Test
    void versions_of_which_a_list_names_nothing_are_left_out_unless_one_was_named() throws Exception {
        try (Running running = serve()) {
            String port = running.port();
            assertEquals("DTLSv1.2", connect(port, "--ciphers", "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384").event("connected").get("version"));
            assertEquals("DTLSv1.3", connect(port, "--ciphers", "TLS_AES_256_GCM_SHA384").event("connected").get("version"));
        }
        try (Running running = serve("--ciphers", "TLS_AES_256_GCM_SHA384")) {
            String port = running.port();
            assertEquals("DTLSv1.3", connect(port).event("connected").get("version"));
            assertEquals("protocol_version", connect(port, "--max-version", "1.2").event("failed").get("alert"));
        }
        assertTrue(refused("--ciphers", "TLS_AES_256_GCM_SHA384", "--max-version", "1.3").err().contains("no configured cipher suite is one of DTLSv1.2"));
        assertTrue(refused("--ciphers", "TLS_AES_256_GCM_SHA384", "--sigalgs", "rsa_pkcs1_sha256").err().contains("no configured"));
    }
}
