package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.endpoint.cli.CommandLine.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignTest {
    @TempDir
    Path directory;

    private Result sign(String... more) {
        String[] args = {"selfsign", "--cert", cert().toString(), "--key", key().toString()};
        return CommandLine.run(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray(String[]::new));
    }

    private Path cert() {
        return directory.resolve("cert.pem");
    }

    private Path key() {
        return directory.resolve("key.pem");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p256", "p384", "p521", "ed25519", "ed448", "rsa2048", "rsa-pss2048"})
    void makes_a_pair_of_every_algorithm(String algorithm) {
        assertEquals(0, sign("--algorithm", algorithm).status());
        assertEquals(List.of("localhost"), Credentials.fromPem(cert(), key()).dnsNames());
    }

    @Test
    void says_what_was_asked_for() throws Exception {
        Result made = sign("--name", "a.example", "--name", "10.0.0.1", "--days", "7");
        X509Certificate certificate = Credentials.fromPem(cert(), key()).chain().get(0);
        assertEquals("CN=a.example", certificate.getSubjectX500Principal().getName());
        assertEquals(List.of(List.of(2, "a.example"), List.of(7, "10.0.0.1")), List.copyOf(certificate.getSubjectAlternativeNames()));
        Duration left = Duration.between(Instant.now(), certificate.getNotAfter().toInstant());
        assertTrue(left.toHours() >= 7 * 24 - 1 && left.toHours() <= 7 * 24, left.toString());
        assertTrue(made.out().startsWith("made CN=a.example, EC key, valid until "), made.out());
        assertTrue(made.out().contains("\nsha-256=" + CertificateText.fingerprint(certificate).substring(8)), made.out());
    }

    @Test
    void the_key_is_its_owners_alone_also_when_it_replaces_one_that_was_not() throws Exception {
        Files.writeString(key(), "open to all");
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertEquals(2, sign().status());
        assertEquals("open to all", Files.readString(key()));
        assertTrue(Files.notExists(cert()), "neither is written if one cannot be");
        assertEquals(0, sign("--force").status());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key())));
        String first = Files.readString(key());
        assertEquals(0, sign("--force").status());
        assertNotEquals(first, Files.readString(key()));
    }

    @Test
    void without_files_standard_output_is_pem_and_nothing_else() throws Exception {
        Result printed = CommandLine.run("selfsign", "--name", "x.example");
        assertEquals(0, printed.status());
        assertTrue(printed.out().startsWith("-----BEGIN PRIVATE KEY-----\n") && printed.out().endsWith("-----END CERTIFICATE-----\n"), printed.out());
        assertEquals(List.of("x.example"), Credentials.fromPem(printed.out(), printed.out()).dnsNames());
        assertTrue(printed.err().startsWith("made CN=x.example"), printed.err());
    }
}
