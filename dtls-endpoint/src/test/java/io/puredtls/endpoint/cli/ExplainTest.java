package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.cli.CommandLine.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainTest {
    private static final String VECTORS = "../testvectors/";

    @TempDir
    static Path directory;

    private static String explained(String... options) {
        List<String> args = new ArrayList<>(List.of("explain"));
        args.addAll(Arrays.asList(options));
        Result result = CommandLine.run(args.toArray(String[]::new));
        assertEquals("", result.err());
        assertEquals(0, result.status());
        return result.out();
    }

    @Test
    void a_handshake_needs_no_option_and_is_the_same_each_time() {
        String text = explained();
        assertTrue(text.contains("TLS_AES_128_GCM_SHA256") && text.contains("client_handshake_traffic_secret"), text);
        assertEquals(text, explained("--version", "1.3", "--seed", "1", "--groups", "x25519,secp256r1"));
        assertNotEquals(text, explained("--seed", "2"));
    }

    @ParameterizedTest
    @CsvSource({"--retry, HelloRetryRequest", "--client-cert, CertificateRequest", "--resume, PskBinderEntry", "--key-update, KeyUpdate", "--cid, NewConnectionId",
            "--groups=secp384r1, secp384r1", "--ciphers=TLS_CHACHA20_POLY1305_SHA256, ChaCha20(server_write_sn_key"})
    void every_option_shows_what_it_is_for(String option, String what) {
        assertTrue(explained(option).contains(what), option);
        assertTrue(!explained().contains(what), option);
    }

    @Test
    void dtls12_too() {
        String text = explained("--version=1.2", "--retry", "--client-cert");
        for (String what : List.of("HelloVerifyRequest", "extended master secret", "client_write_IV", "CertificateVerify", "ServerKeyExchange")) {
            assertTrue(text.contains(what), what);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pion-dtls13", "nss-dtls13"})
    void a_capture_is_explained_with_its_key_log(String stack) {
        String text = explained("--capture", VECTORS + stack + "/plain.txt", "--keylog", VECTORS + stack + "/keylog.txt");
        assertTrue(text.contains("application_data = \"hello\""), text);
    }

    @Test
    void a_page_is_written_instead_of_text() throws IOException {
        Path page = directory.resolve("page.html");
        assertEquals(page + " holds the page.\n", explained("--html", page.toString()));
        assertTrue(Files.readString(page).startsWith("<!DOCTYPE html>"));
    }

    private static void refused(String sentence, String... options) {
        List<String> args = new ArrayList<>(List.of("explain"));
        args.addAll(Arrays.asList(options));
        Result result = CommandLine.run(args.toArray(String[]::new));
        assertEquals(2, result.status(), result::toString);
        assertEquals("", result.out());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().contains(sentence), result.err());
    }

    @Test
    void what_cannot_be_is_refused_in_one_line() throws IOException {
        String capture = VECTORS + "pion-dtls13/plain.txt";
        refused("--version 1.1: a version is 1.2 or 1.3", "--version", "1.1");
        refused("--resume is for DTLS 1.3, and --version is 1.2", "--version", "1.2", "--resume");
        refused("--key-update is for DTLS 1.3, and --version is 1.2", "--key-update", "--version=1.2");
        refused("'TLS_AES_128_GCM_SHA256' is no cipher suite of DTLS 1.2 that is available here", "--version=1.2", "--ciphers=TLS_AES_128_GCM_SHA256");
        refused("no configured cipher suite", "--version=1.2", "--ciphers=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        refused("'ffdhe2048' is no group for DTLS 1.3", "--groups=ffdhe2048");
        refused("--keylog is for a --capture", "--keylog", VECTORS + "pion-dtls13/keylog.txt");
        refused("--retry is for a handshake that is run here", "--capture", capture, "--retry");
        refused("--seed is for a handshake that is run here", "--capture", capture, "--seed=1");
        refused("--capture ../pom.xml: line 1 is neither c> HEX", "--capture", "../pom.xml");
        refused("--keylog " + capture + ": line", "--capture", capture, "--keylog", capture);
        refused("--html " + directory + ": that is a directory, not a file", "--html", directory.toString());
        refused("--html /no/such/directory/page: the file cannot be written", "--html", "/no/such/directory/page");
        refused("--capture /no/such/file: there is no such file", "--capture", "/no/such/file");
        Path log = Files.writeString(directory.resolve("log"), "CLIENT_RANDOM 00 zz\n");
        refused("--keylog " + log + ": line 1 is not hexadecimal: zz", "--capture", capture, "--keylog", log.toString());
    }
}
